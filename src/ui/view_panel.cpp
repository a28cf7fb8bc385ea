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

void statistics_table(const std::vector<ChannelStatistics>& statistics) {
    static constexpr std::array<const char*, 3> colour_names{"red", "green", "blue"};
    ImGui::PushFont(fonts().small);
    if (ImGui::BeginTable("statistics", 4, ImGuiTableFlags_SizingStretchSame)) {
        const auto cell = [](const std::string& text, const ImVec4& colour, bool right) {
            ImGui::TableNextColumn();
            if (right) {
                const float room = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(text.c_str()).x;
                ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0f, room));
            }
            ImGui::PushStyleColor(ImGuiCol_Text, colour);
            ImGui::TextUnformatted(text.c_str());
            ImGui::PopStyleColor();
        };
        cell("", palette().muted, false);
        for (const char* heading : {"mean", "min", "max"}) cell(heading, palette().muted, true);
        for (std::size_t i = 0; i < statistics.size(); ++i) {
            const ChannelStatistics& channel = statistics[i];
            cell(statistics.size() == 1 ? "grey" : colour_names[i % 3], palette().muted, false);
            cell(fmt::format("{:.5f}", channel.mean), palette().text, true);
            cell(fmt::format("{:.4f}", channel.min), palette().text, true);
            cell(fmt::format("{:.4f}", channel.max), palette().text, true);
        }
        ImGui::EndTable();
    }
    ImGui::PopFont();
}

}  // namespace

bool view_panel(ViewTransform& view, const std::vector<ChannelStatistics>& statistics,
                const ActionList& actions) {
    if (!begin_section("View")) return false;
    zoom_row(view);
    const bool original = view_buttons(actions);
    if (!statistics.empty()) {
        subheading("Values of the picture");
        statistics_table(statistics);
    }
    ImGui::Dummy({0, px(4)});
    return original;
}

}  // namespace droplet
