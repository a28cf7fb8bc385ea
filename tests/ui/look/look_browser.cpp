// Shows the file browser in a window of its own, presses keys, and writes a screenshot.
#include <glad/gl.h>
//
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "gl/context.h"
#include "media/image_io.h"
#include "ui/file_browser.h"
#include "ui/theme.h"
#include "ui/widgets.h"

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

void save_screen(const std::string& path, int width, int height) {
    std::vector<unsigned char> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    droplet::Image image({width, height}, 3);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.plane(c).row(y)[x] =
                    static_cast<float>(
                        pixels[static_cast<std::size_t>(((height - 1 - y) * width + x) * 4 + c)]) /
                    255.0f;
    droplet::write_image(image, path);
}

void frame(GLFWwindow* window, droplet::FileBrowser& browser, bool& is_over,
           const std::string& screenshot = {}) {
    glfwPollEvents();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
    if (const auto chosen = browser.draw()) std::printf("chosen: %s\n", chosen->c_str());
    is_over = !browser.is_open();
    ImGui::Render();
    int width = 0, height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    glViewport(0, 0, width, height);
    const ImVec4 canvas = droplet::palette().canvas;
    glClearColor(canvas.x, canvas.y, canvas.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (!screenshot.empty()) save_screen(screenshot, width, height);
    glfwSwapBuffers(window);
}

}  // namespace

int main(int count, char** values) {
    const Arguments arguments = parse(count, values);
    if (!glfwInit()) return 1;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 5);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    GLFWwindow* window =
        glfwCreateWindow(arguments.width, arguments.height, "file browser", nullptr, nullptr);
    if (window == nullptr) return 1;
    glfwMakeContextCurrent(window);
    droplet::gl::load_context(glfwGetProcAddress);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    droplet::set_fonts(droplet::build_fonts(arguments.scale));
    droplet::apply_theme(arguments.theme, arguments.scale);
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 450");
    {
        droplet::FileBrowser browser;
        browser.set_recent_files({"/work/shared/images/star.jpg", "/work/shared/images/learn_samples.jpg"});
        if (arguments.saves)
            browser.open_to_save(arguments.folder, "preset.json");
        else
            browser.open(arguments.folder);
        bool is_over = false;
        for (int i = 0; i < 10; ++i) frame(window, browser, is_over);
        for (const std::string& key : arguments.keys) {
            set_key(key, true);
            frame(window, browser, is_over);
            set_key(key, false);
            for (int i = 0; i < 10 && !is_over; ++i) frame(window, browser, is_over);
        }
        for (int i = 0; i < 40 && !is_over; ++i) frame(window, browser, is_over);
        frame(window, browser, is_over, arguments.out);
        std::printf("folder: %s\n", browser.folder().c_str());
    }
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwTerminate();
}
