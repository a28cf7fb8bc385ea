#include "ui/theme.h"

#include <cmath>

namespace droplet {
namespace {

ImVec4 rgb(unsigned code, float alpha = 1.0f) {
    return {static_cast<float>(code >> 16 & 255) / 255.0f, static_cast<float>(code >> 8 & 255) / 255.0f,
            static_cast<float>(code & 255) / 255.0f, alpha};
}

const ThemeColors dark{
    .canvas = rgb(0x101215),
    .bar = rgb(0x16191d),
    .panel = rgb(0x1b1e23),
    .popup = rgb(0x22262c),
    .frame = rgb(0x2a2f36),
    .hovered = rgb(0x343a43),
    .active = rgb(0x3d4550),
    .chosen = rgb(0x46505c),
    .border = rgb(0x2d3239),
    .text = rgb(0xe4e7eb),
    .muted = rgb(0x98a1ad),
    .disabled = rgb(0x666f7b),
    .accent = rgb(0x4cb3e6),
    .accent_hovered = rgb(0x6cc3ee),
    .on_accent = rgb(0x06202d),
    .track = rgb(0x2b6485),
    .warning = rgb(0xe0b054),
    .error = rgb(0xef7a7f),
    .checker_dark = rgb(0x2c2f34),
    .checker_light = rgb(0x3a3e44),
};

const ThemeColors light{
    .canvas = rgb(0xd5d8dd),
    .bar = rgb(0xeceef1),
    .panel = rgb(0xf6f7f9),
    .popup = rgb(0xffffff),
    .frame = rgb(0xe3e6eb),
    .hovered = rgb(0xd8dde3),
    .active = rgb(0xcbd2da),
    .chosen = rgb(0xffffff),
    .border = rgb(0xd3d8de),
    .text = rgb(0x1b2027),
    .muted = rgb(0x59626e),
    .disabled = rgb(0x98a1ab),
    .accent = rgb(0x1176aa),
    .accent_hovered = rgb(0x1a86bd),
    .on_accent = rgb(0xffffff),
    .track = rgb(0x9ccbe4),
    .warning = rgb(0x9a6a00),
    .error = rgb(0xb9323a),
    .checker_dark = rgb(0xbfc3c9),
    .checker_light = rgb(0xd9dce0),
};

const ThemeColors* current = &dark;
float current_scale = 1.0f;

void set_colours(ImGuiStyle& style, const ThemeColors& p) {
    ImVec4* c = style.Colors;
    const ImVec4 none{0, 0, 0, 0};
    c[ImGuiCol_Text] = p.text;
    c[ImGuiCol_TextDisabled] = p.disabled;
    c[ImGuiCol_WindowBg] = p.panel;
    c[ImGuiCol_ChildBg] = none;
    c[ImGuiCol_PopupBg] = p.popup;
    c[ImGuiCol_Border] = p.border;
    c[ImGuiCol_BorderShadow] = none;
    c[ImGuiCol_FrameBg] = p.frame;
    c[ImGuiCol_FrameBgHovered] = p.hovered;
    c[ImGuiCol_FrameBgActive] = p.active;
    c[ImGuiCol_TitleBg] = c[ImGuiCol_TitleBgActive] = c[ImGuiCol_TitleBgCollapsed] = p.bar;
    c[ImGuiCol_MenuBarBg] = p.bar;
    c[ImGuiCol_ScrollbarBg] = none;
    c[ImGuiCol_ScrollbarGrab] = p.frame;
    c[ImGuiCol_ScrollbarGrabHovered] = p.hovered;
    c[ImGuiCol_ScrollbarGrabActive] = p.active;
    c[ImGuiCol_CheckMark] = p.accent;
    // Sliders of parameters draw their own grab; see param_widgets.cpp.
    c[ImGuiCol_SliderGrab] = c[ImGuiCol_SliderGrabActive] = none;
    c[ImGuiCol_Button] = p.frame;
    c[ImGuiCol_ButtonHovered] = p.hovered;
    c[ImGuiCol_ButtonActive] = p.active;
    c[ImGuiCol_Header] = p.frame;
    c[ImGuiCol_HeaderHovered] = p.hovered;
    c[ImGuiCol_HeaderActive] = p.active;
    c[ImGuiCol_Separator] = p.border;
    c[ImGuiCol_SeparatorHovered] = c[ImGuiCol_SeparatorActive] = p.accent;
    c[ImGuiCol_ResizeGrip] = none;
    c[ImGuiCol_ResizeGripHovered] = c[ImGuiCol_ResizeGripActive] = p.hovered;
    c[ImGuiCol_Tab] = p.frame;
    c[ImGuiCol_TabHovered] = c[ImGuiCol_TabActive] = p.hovered;
    c[ImGuiCol_PlotLines] = c[ImGuiCol_PlotHistogram] = p.accent;
    c[ImGuiCol_TableHeaderBg] = p.bar;
    c[ImGuiCol_TableBorderStrong] = c[ImGuiCol_TableBorderLight] = p.border;
    c[ImGuiCol_TableRowBg] = none;
    c[ImGuiCol_TableRowBgAlt] = {p.frame.x, p.frame.y, p.frame.z, 0.35f};
    c[ImGuiCol_TextSelectedBg] = {p.accent.x, p.accent.y, p.accent.z, 0.35f};
    c[ImGuiCol_DragDropTarget] = p.accent;
    c[ImGuiCol_NavHighlight] = p.accent;
    c[ImGuiCol_NavWindowingHighlight] = p.accent;
    c[ImGuiCol_NavWindowingDimBg] = c[ImGuiCol_ModalWindowDimBg] = {0, 0, 0, 0.45f};
}

}  // namespace

void apply_theme(Theme theme, float scale) {
    current = theme == Theme::dark ? &dark : &light;
    current_scale = scale;
    ImGuiStyle style;
    style.WindowPadding = {14, 12};
    style.FramePadding = {10, 4};
    style.CellPadding = {8, 4};
    style.ItemSpacing = {8, 6};
    style.ItemInnerSpacing = {6, 4};
    style.IndentSpacing = 16;
    style.ScrollbarSize = 10;
    style.GrabMinSize = 8;
    style.WindowRounding = 8;
    style.ChildRounding = 6;
    style.PopupRounding = 8;
    style.FrameRounding = 5;
    style.GrabRounding = 4;
    style.ScrollbarRounding = 6;
    style.TabRounding = 5;
    style.WindowBorderSize = 1;
    style.PopupBorderSize = 1;
    style.FrameBorderSize = 0;
    style.WindowTitleAlign = {0.5f, 0.5f};
    style.WindowMinSize = {16, 16};
    style.DisabledAlpha = 0.45f;
    set_colours(style, *current);
    style.ScaleAllSizes(scale);
    ImGui::GetStyle() = style;
}

const ThemeColors& palette() {
    return *current;
}

ImU32 packed(const ImVec4& colour, float alpha) {
    return ImGui::ColorConvertFloat4ToU32({colour.x, colour.y, colour.z, colour.w * alpha});
}

float px(float length) {
    return std::round(length * current_scale);
}

}  // namespace droplet
