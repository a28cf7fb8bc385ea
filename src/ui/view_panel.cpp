#include "ui/view_panel.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

void zoom_row(ViewTransform& view) {
    constexpr float smallest = 5, largest = 3200;
    row_label("Zoom");
    auto percent = static_cast<float>(view.zoom() * 100);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    const bool typing = ImGui::TempInputIsActive(ImGui::GetID("##zoom"));
    if (!typing)
        begin_slider(std::clamp(std::log(percent / smallest) / std::log(largest / smallest), 0.0f, 1.0f));
    const bool changed =
        ImGui::SliderFloat("##zoom", &percent, smallest, largest, percent < 10 ? "%.1f %%" : "%.0f %%",
                           ImGuiSliderFlags_Logarithmic);
    if (!typing) end_slider();
    record_place("zoom");
    tooltip(
        "Screen pixels per image pixel; above 200 % every image pixel is a square. Also by the mouse wheel.");
    if (changed && percent > 0 && std::isfinite(percent)) view.set_zoom(percent / 100.0);
}

bool view_buttons(const ActionList& actions) {
    const float spacing = ImGui::GetStyle().ItemSpacing.x;
    const float width = (ImGui::GetContentRegionAvail().x - 2 * spacing) / 3;
    action_button(actions.at("fit"), width);
    ImGui::SameLine();
    action_button(actions.at("actual-size"), width);
    ImGui::SameLine();
    icon_button("original", Icon::eye, "Original", {width, px(32)});
    const bool held = ImGui::IsItemActive();
    tooltip(actions.at("original").shown_tooltip());
    const float half = std::floor((ImGui::GetContentRegionAvail().x - spacing) / 2);
    switch_button(actions.at("brush"), half);
    ImGui::SameLine();
    switch_button(actions.at("timeline"), ImGui::GetContentRegionAvail().x);
    return held;
}

}  // namespace

ViewPanelResult view_panel(ViewTransform& view, const PictureContext& context, LookClosely& look,
                           LookParams& look_params, const DisplaySettings& settings,
                           const ActionList& actions) {
    ViewPanelResult result;
    if (!begin_section("View")) return result;
    zoom_row(view);
    result.original = view_buttons(actions);
    display_parts(settings, context.preset, context.status);
    result.exports_profile = look.draw_panel(context, look_params, actions);
    ImGui::Dummy({0, px(4)});
    return result;
}

}  // namespace droplet
