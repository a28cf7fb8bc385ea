// Shows the file browser in a window of its own, presses keys, and writes a screenshot.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "look_window.h"
#include "ui/file_browser.h"

namespace {

struct Arguments {
    std::string out, folder;
    droplet::Theme theme = droplet::Theme::dark;
    bool saves = false;
    int width = 1280, height = 800;
    float scale = 1;
    std::vector<std::string> keys;  // "Down", "Ctrl+L", "=text" types a text
};

Arguments parse(int count, char** values) {
    Arguments a;
    const auto text = [&](int i) { return std::string(i < count ? values[i] : ""); };
    const auto number = [&](int i, auto& value) {
        const std::string word = text(i);
        std::from_chars(word.data(), word.data() + word.size(), value);
    };
    a.out = text(1);
    a.folder = text(2);
    if (text(3) == "light") a.theme = droplet::Theme::light;
    a.saves = text(4) == "save";
    number(5, a.width);
    number(6, a.height);
    number(7, a.scale);
    for (int i = 8; i < count; ++i) a.keys.push_back(values[i]);
    return a;
}

int key_code(std::string_view name) {
    constexpr std::pair<std::string_view, int> names[] = {
        {"Down", GLFW_KEY_DOWN},     {"Up", GLFW_KEY_UP},
        {"Enter", GLFW_KEY_ENTER},   {"Backspace", GLFW_KEY_BACKSPACE},
        {"Escape", GLFW_KEY_ESCAPE}, {"End", GLFW_KEY_END},
        {"Left", GLFW_KEY_LEFT},     {"PageDown", GLFW_KEY_PAGE_DOWN}};
    for (const auto& [known, code] : names)
        if (known == name) return code;
    return name.empty() ? 0 : name.front();
}

/// Presses or releases a key as ImGui's GLFW backend would.
void set_key(std::string_view key, bool is_down) {
    ImGuiIO& io = ImGui::GetIO();
    if (key.starts_with('=')) {
        if (is_down) io.AddInputCharactersUTF8(std::string(key.substr(1)).c_str());
        return;
    }
    const auto take = [&](std::string_view modifier, bool& state) {
        if (!key.starts_with(modifier)) return;
        state = is_down;
        key.remove_prefix(modifier.size());
    };
    take("Ctrl+", io.KeyCtrl);
    take("Alt+", io.KeyAlt);
    io.KeysDown[key_code(key)] = is_down;
}

}  // namespace

int main(int count, char** values) {
    const Arguments arguments = parse(count, values);
    droplet::look::LookWindow window("file browser", arguments.width, arguments.height, arguments.theme,
                                     arguments.scale);
    droplet::FileBrowser browser;
    browser.set_recent_files({"/work/shared/images/star.jpg", "/work/shared/images/learn_samples.jpg"});
    if (arguments.saves)
        browser.open_to_save(arguments.folder, "preset.json");
    else
        browser.open(arguments.folder);
    const auto draw = [&browser] {
        if (const auto chosen = browser.draw()) std::printf("chosen: %s\n", chosen->c_str());
    };
    for (int i = 0; i < 10; ++i) window.frame(draw);
    for (const std::string& key : arguments.keys) {
        set_key(key, true);
        window.frame(draw);
        set_key(key, false);
        for (int i = 0; i < 10 && browser.is_open(); ++i) window.frame(draw);
    }
    for (int i = 0; i < 40 && browser.is_open(); ++i) window.frame(draw);
    window.frame(draw, arguments.out);
    std::printf("folder: %s\n", browser.folder().c_str());
}
