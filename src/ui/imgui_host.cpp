#include "ui/imgui_host.h"

#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "ui/widgets.h"

namespace droplet {

ImGuiHost::ImGuiHost(Window& window) : window_(window) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    ImGui_ImplGlfw_InitForOpenGL(window.handle(), true);
    ImGui_ImplOpenGL3_Init("#version 450 core");
    io.KeyMap[ImGuiKey_Tab] = -1;  // Tab hides and shows the panels
}

ImGuiHost::~ImGuiHost() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
}

void ImGuiHost::begin_frame(Theme theme, float ui_scale) {
    const Size window = window_.size(), framebuffer = window_.framebuffer_size();
    const float density =
        window.width > 0 ? static_cast<float>(framebuffer.width) / static_cast<float>(window.width) : 1.0f;
    const float scale = ui_scale > 0 ? ui_scale : window_.content_scale();
    apply_theme(theme, scale);
    if (font_scale_ != scale * density) {
        if (font_scale_ != 0) ImGui_ImplOpenGL3_DestroyFontsTexture();
        font_scale_ = scale * density;
        set_fonts(build_fonts(font_scale_));
        ImGui::GetIO().FontGlobalScale = 1 / density;
        ImGui_ImplOpenGL3_CreateFontsTexture();
    }
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
}

void ImGuiHost::draw_frame() {
    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace droplet
