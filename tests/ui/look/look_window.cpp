#include "look_window.h"

#include <glad/gl.h>
//
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <stdexcept>
#include <vector>

#include "gl/context.h"
#include "media/image_io.h"
#include "ui/widgets.h"

namespace droplet::look {
namespace {

void save_screen(const std::string& path, int width, int height) {
    std::vector<unsigned char> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    Image image({width, height}, 3);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.plane(c).row(y)[x] =
                    static_cast<float>(
                        pixels[static_cast<std::size_t>(((height - 1 - y) * width + x) * 4 + c)]) /
                    255.0f;
    write_image(image, path);
}

}  // namespace

LookWindow::LookWindow(const char* title, int width, int height, Theme theme, float scale) {
    if (!glfwInit()) throw std::runtime_error("no display");
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 5);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    window_ = glfwCreateWindow(width, height, title, nullptr, nullptr);
    if (!window_) throw std::runtime_error("no window");
    glfwMakeContextCurrent(window_);
    gl::load_context(glfwGetProcAddress);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    set_fonts(build_fonts(scale));
    apply_theme(theme, scale);
    ImGui_ImplGlfw_InitForOpenGL(window_, true);
    ImGui_ImplOpenGL3_Init("#version 450");
}

LookWindow::~LookWindow() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwTerminate();
}

void LookWindow::frame(const std::function<void()>& draw, const std::string& screenshot) {
    glfwPollEvents();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    if (input) input();
    ImGui::NewFrame();
    draw();
    ImGui::Render();
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    glViewport(0, 0, width, height);
    const ImVec4 canvas = palette().canvas;
    glClearColor(canvas.x, canvas.y, canvas.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (!screenshot.empty()) save_screen(screenshot, width, height);
    glfwSwapBuffers(window_);
}

}  // namespace droplet::look
