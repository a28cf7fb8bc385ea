#include "ui/steer_panel.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "ui/preferences.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr float row_height = 30;  // at scale 1

ButtonLook named(std::string_view label) {
    return {.label = label, .height = row_height};
}

void kick_slider(float& kick, float width) {
    constexpr float standard = WorkParams{}.kick;
    ImGui::SetNextItemWidth(width);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        {ImGui::GetStyle().FramePadding.x, (px(row_height) - ImGui::GetFontSize()) / 2});
    const bool typing = ImGui::TempInputIsActive(ImGui::GetID("##kick"));
    float percent = std::round(kick * 100);
    if (!typing) begin_slider(kick);
    bool changed = ImGui::SliderFloat("##kick", &percent, 0, 100, "%.0f %% of the original");
    if (!typing) end_slider();
    ImGui::PopStyleVar();
    record_place("kick-share");
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0) && !ImGui::GetIO().KeyCtrl) {
        percent = standard * 100;
        changed = true;
        ImGui::ClearActiveID();
    }
    if (!ImGui::IsItemActive())
        tooltip(
            "How much of the original a kick mixes back.\nCtrl-click: type a number. Double-click: the "
            "default, 40 %.");
    if (changed && std::isfinite(percent)) kick = std::clamp(percent / 100, 0.0f, 1.0f);
}

}  // namespace

void steer_panel(const ActionList& actions, float& kick) {
    const float spacing = ImGui::GetStyle().ItemSpacing.x, width = ImGui::GetContentRegionAvail().x;
    const float third = std::floor((width - 2 * spacing) / 3);
    switch_button(actions.at("freeze-operator"), third, named("Freeze"));
    ImGui::SameLine();
    action_button(actions.at("restart-operator"), third, named("Restart"));
    ImGui::SameLine();
    action_button(actions.at("surprise"), width - 2 * (third + spacing), named("Surprise"));
    action_button(actions.at("kick"), third, named("Kick"));
    ImGui::SameLine();
    kick_slider(kick, width - third - spacing);
}

}  // namespace droplet
