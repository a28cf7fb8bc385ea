// Shows a panel of the learning as the window's right side has it, over a run on the CPU, and writes a
// screenshot.
#include <imgui.h>

#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "look_window.h"
#include "media/test_picture.h"
#include "session/backends.h"
#include "ui/learning_panel.h"
#include "ui/loss_panel.h"
#include "ui/operator_panel.h"
#include "ui/widgets.h"

namespace {

using namespace droplet;

struct Arguments {
    std::string out, panel;
    Theme theme = Theme::dark;
    int channels = 3, steps = 400;
    float scale = 1;
    int width = 340, height = 900;
    std::vector<ImVec2> clicks;
    ImVec2 mouse{-1, -1};
    LearningParams params;
};

template <class T>
void read_number(std::string_view text, T& value) {
    std::from_chars(text.data(), text.data() + text.size(), value);
}

ImVec2 read_point(std::string_view text) {
    ImVec2 point;
    read_number(text, point.x);
    read_number(text.substr(text.find(',') + 1), point.y);
    return point;
}

Arguments parse(int count, char** values) {
    Arguments a;
    const auto text = [&](int i) { return std::string_view(i < count ? values[i] : ""); };
    a.out = text(1);
    a.panel = text(2);
    if (text(3) == "light") a.theme = Theme::light;
    if (text(4) == "grey") a.channels = 1;
    read_number(text(5), a.scale);
    read_number(text(6), a.steps);
    for (int i = 7; i < count; ++i) {
        const std::string_view word = text(i), key = word.substr(0, word.find('=')),
                               value = word.substr(word.find('=') + 1);
        if (key == "width") read_number(value, a.width);
        if (key == "height") read_number(value, a.height);
        if (key == "mouse") a.mouse = read_point(value);
        if (key == "click") a.clicks.push_back(read_point(value));
        for_each_field<LearningParams>([&](const auto& field) {
            if (field.key == key) set_text(a.params, field, value, key);
        });
    }
    return a;
}

Image picture_of(int channels) {
    const Image colour = make_test_picture({160, 120});
    if (channels == 3) return colour.clone();
    Image grey(colour.size(), 1);
    for (int y = 0; y < grey.height(); ++y)
        for (int x = 0; x < grey.width(); ++x) grey.plane(0).row(y)[x] = colour.plane(1).row(y)[x];
    return grey;
}

struct Panels {
    Arguments arguments;
    std::unique_ptr<Backend> backend;
    LossPanel loss;
    Messages messages;
    LearningState state;

    void run() {
        backend = open_backend(BackendChoice::cpu, 1).backend;
        backend->upload(picture_of(arguments.channels));
        backend->set_learning_state(initial_learning_state(
            start_operator(arguments.params.start, arguments.channels, arguments.params.seed)));
        for (int i = 0; i < arguments.steps; ++i) {
            backend->learn(arguments.params, 1, {});
            loss.add(i + 1, backend->statistics(Content::current));
        }
        loss.add(backend->take_losses());
        state = backend->learning_state();
        // As after a click, and after a rate that was too high.
        if (arguments.steps > 0) state.pinned[4] = state.pinned[5] = true;
    }

    void draw() {
        const ImVec2 screen = ImGui::GetIO().DisplaySize;
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize(screen);
        ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
        ImGui::Begin("##panel", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
        if (arguments.panel == "learning") {
            if (begin_section("Process")) learning_panel(arguments.params, messages);
        } else if (arguments.panel == "operator") {
            const auto result = operator_panel(state, arguments.params, messages);
            operator_limits_panel(state, arguments.params, messages);
            for (const OperatorEdit& edit : result.edits) state = edited(state, edit, arguments.params);
        } else {
            loss.draw(messages);
        }
        ImGui::End();
        ImGui::PopStyleVar();
    }
};

}  // namespace

int main(int count, char** values) {
    Panels panels{.arguments = parse(count, values), .backend = {}, .loss = {}, .messages = {}, .state = {}};
    panels.run();
    const Arguments& a = panels.arguments;
    droplet::look::LookWindow window("panel", static_cast<int>(static_cast<float>(a.width) * a.scale),
                                     static_cast<int>(static_cast<float>(a.height) * a.scale), a.theme,
                                     a.scale);
    ImVec2 mouse{-1, -1};
    bool down = false;
    window.input = [&] {
        ImGui::GetIO().MousePos = mouse;
        ImGui::GetIO().MouseDown[0] = down;
    };
    const auto draw = [&] { panels.draw(); };
    const auto frames = [&](int n) {
        for (int i = 0; i < n; ++i) window.frame(draw);
    };
    frames(5);
    for (const ImVec2& click : a.clicks) {
        mouse = click;
        frames(3);
        down = true;
        frames(2);
        down = false;
        frames(3);
    }
    mouse = a.mouse;
    frames(6);
    window.frame(draw, a.out);
}
