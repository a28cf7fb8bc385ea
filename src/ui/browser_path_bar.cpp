#include "ui/browser_path_bar.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "media/xdg.h"
#include "ui/browser_panes.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {

namespace fs = std::filesystem;

namespace {

float crumb_width(const std::string& label) {
    return ImGui::CalcTextSize(label.c_str()).x + px(12);
}
float chevron_width() {
    return px(14);
}

/// The first crumb that is shown: as many as fit, the last always.
std::size_t first_that_fits(const std::vector<Crumb>& crumbs, float width) {
    std::size_t first = crumbs.size() - 1;
    float used = crumb_width(crumbs[first].label) + crumb_width("…") + chevron_width();
    while (first > 0 && (used += crumb_width(crumbs[first - 1].label) + chevron_width()) < width) --first;
    return first;
}

bool draw_crumb(const std::string& label, bool is_last, float height) {
    const ThemeColors& p = palette();
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float width = crumb_width(label);
    const bool is_pressed = ImGui::InvisibleButton(label.c_str(), {width, height});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (ImGui::IsItemHovered())
        list.AddRectFilled({from.x, from.y + px(3)}, {from.x + width, from.y + height - px(3)},
                           browser_ink(p.hovered), px(4));
    list.AddText({from.x + px(6), from.y + (height - ImGui::GetFontSize()) / 2},
                 browser_ink(is_last ? p.text : p.muted), label.c_str());
    return is_pressed;
}

}  // namespace

void BrowserPathBar::edit(const BrowserModel& model) {
    text_ = model.folder().string();
    if (text_ != "/") text_ += '/';
    is_editing_ = takes_focus_ = true;
}

std::optional<fs::path> BrowserPathBar::draw(BrowserModel& model, float width) {
    if (is_editing_) return draw_field(model, width);
    draw_crumbs(model, width);
    return std::nullopt;
}

std::optional<fs::path> BrowserPathBar::draw_field(BrowserModel& model, float width) {
    ImGui::SetNextItemWidth(width);
    const bool had_focus = !takes_focus_;
    if (takes_focus_) ImGui::SetKeyboardFocusHere();
    takes_focus_ = false;
    const bool is_entered = ImGui::InputText("##path", &text_, ImGuiInputTextFlags_EnterReturnsTrue);
    tooltip("Path of a folder or a file; Enter goes there, Esc leaves.");
    if (is_entered) {
        is_editing_ = false;
        return model.go_to(text_);
    }
    if (had_focus && ImGui::IsItemDeactivated()) is_editing_ = false;
    return std::nullopt;
}

void BrowserPathBar::draw_crumbs(BrowserModel& model, float width) {
    const ThemeColors& p = palette();
    const float height = ImGui::GetFrameHeight();
    const ImVec2 from = ImGui::GetCursorScreenPos(), to{from.x + width, from.y + height};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(from, to, browser_ink(p.frame), ImGui::GetStyle().FrameRounding);
    list.PushClipRect(from, to, true);

    const std::vector<Crumb> crumbs = breadcrumbs(model.folder(), home_folder());
    const std::size_t first = first_that_fits(crumbs, width - px(48));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::SetCursorScreenPos({from.x + px(4), from.y});
    fs::path target;
    for (std::size_t i = first; i < crumbs.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        const bool is_left_out = i == first && first > 0;  // stands for the parents that do not fit
        if (is_left_out) {
            if (draw_crumb("…", false, height)) target = crumbs[first - 1].path;
            ImGui::SameLine();
        }
        if (i > 0) {
            const ImVec2 at = ImGui::GetCursorScreenPos();
            draw_icon(list, FileIcon::chevron, {at.x + chevron_width() / 2, at.y + height / 2}, px(9),
                      browser_ink(p.disabled));
            ImGui::SetCursorScreenPos({at.x + chevron_width(), at.y});
        }
        if (draw_crumb(crumbs[i].label, i + 1 == crumbs.size(), height)) target = crumbs[i].path;
        ImGui::SameLine();
        ImGui::PopID();
    }
    const ImVec2 rest = ImGui::GetCursorScreenPos();
    if (to.x - rest.x > 1) {
        if (ImGui::InvisibleButton("edit path", {to.x - rest.x, height})) edit(model);
        if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
        tooltip("Click to type a path (Ctrl+L).");
    }
    ImGui::PopStyleVar();
    list.PopClipRect();
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy({width, height});
    if (!target.empty()) model.show(target);
}

}  // namespace droplet
