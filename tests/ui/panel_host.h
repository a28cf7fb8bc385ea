// A panel on a display that is not there: ImGui takes input and lays out, nothing is rendered.
#pragma once
#include <imgui.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet::test {

class PanelHost {
 public:
    explicit PanelHost(std::function<void()> draw) : draw_(std::move(draw)) {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {340, 1600};
        io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
        for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
        set_fonts(build_fonts(1));
        apply_theme(Theme::dark, 1);
        frames(3);
    }
    ~PanelHost() { ImGui::DestroyContext(); }
    PanelHost(const PanelHost&) = delete;
    PanelHost& operator=(const PanelHost&) = delete;

    void frames(int count) {
        for (int i = 0; i < count; ++i) {
            ImGui::GetIO().DeltaTime = 1.0f / 60;
            ImGui::NewFrame();
            ImGui::SetNextWindowPos({0, 0});
            ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
            ImGui::Begin("##panel", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
            draw_();
            ImGui::End();
            ImGui::Render();
        }
    }

    /// The middle of a control.
    static ImVec2 at(const std::string& key) {
        const auto place = place_of(key);
        if (!place) throw std::runtime_error("no control " + key);
        return {(place->min.x + place->max.x) / 2, (place->min.y + place->max.y) / 2};
    }
    void move_to(ImVec2 point) {
        ImGui::GetIO().MousePos = point;
        frames(1);
    }
    void button(int which, bool down) {
        ImGui::GetIO().MouseDown[which] = down;
        frames(1);
    }
    void click(const std::string& key, int which = 0) {
        move_to(at(key));
        button(which, true);
        button(which, false);
        frames(1);
    }
    void press(ImGuiKey key) {
        ImGui::GetIO().KeysDown[key] = true;
        frames(1);
        ImGui::GetIO().KeysDown[key] = false;
        frames(1);
    }
    void press_with_ctrl(ImGuiKey key) {
        ImGui::GetIO().KeyCtrl = true;
        press(key);
        ImGui::GetIO().KeyCtrl = false;
    }
    void type(const std::string& text) {
        ImGui::GetIO().AddInputCharactersUTF8(text.c_str());
        frames(1);
    }

 private:
    std::function<void()> draw_;
};

}  // namespace droplet::test
