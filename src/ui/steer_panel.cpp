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

/// A button that stays down while its action is on.
void switch_button(const Action& action, const char* label, float width) {
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const bool usable = action.usable();
    ImGui::BeginDisabled(!usable);
    const std::string id(action.id);
    if (icon_button(id.c_str(), action.icon, label, {width, px(30)})) action.callback();
    ImGui::EndDisabled();
    record_place(action.id);
    tooltip(action.shown_tooltip());
    if (!action.on()) return;
    const ImVec2 max{min.x + width, min.y + px(30)};
    ImGui::GetWindowDrawList()->AddRect(min, max, packed(palette().accent), ImGui::GetStyle().FrameRounding,
                                        0, px(1.5f));
}

void labelled_button(const Action& action, const char* label, float width) {
    ImGui::BeginDisabled(!action.usable());
    const std::string id(action.id);
    const bool pressed = icon_button(id.c_str(), action.icon, label, {width, px(30)});
    ImGui::EndDisabled();
    record_place(action.id);
    tooltip(action.shown_tooltip());
    if (pressed) action.callback();
}

void kick_slider(float& kick, float width) {
    constexpr float standard = WorkParams{}.kick;
    ImGui::SetNextItemWidth(width);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        {ImGui::GetStyle().FramePadding.x, (px(30) - ImGui::GetFontSize()) / 2});
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
    switch_button(actions.at("freeze-operator"), "Freeze", third);
    ImGui::SameLine();
    labelled_button(actions.at("restart-operator"), "Restart", third);
    ImGui::SameLine();
    labelled_button(actions.at("surprise"), "Surprise", width - 2 * (third + spacing));
    labelled_button(actions.at("kick"), "Kick", third);
    ImGui::SameLine();
    kick_slider(kick, width - third - spacing);
}

}  // namespace droplet
