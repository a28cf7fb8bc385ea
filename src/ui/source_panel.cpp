#include "ui/source_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <filesystem>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {

namespace {

bool normalize_row(NormalizeSwitch& normalize) {
    const bool usable = normalize.refusal.empty();
    row_label("Normalize", usable);
    ImGui::BeginDisabled(!usable);
    const bool turned = ImGui::Checkbox("##normalize", &normalize.on);
    ImGui::EndDisabled();
    record_place("normalize");
    tooltip(usable
                ? "Reads the source again and stretches it so that its values reach from 0 to 1: K and the "
                  "loss then mean the same for a pale picture as for a rich one. The run begins anew."
                : normalize.refusal);
    return turned;
}

}  // namespace

bool source_panel(const SessionStatus& status, bool loading, const ActionList& actions,
                  NormalizeSwitch& normalize) {
    if (!begin_section("Source")) return false;
    const std::string name = std::filesystem::path(status.source_name).filename().string();
    const std::string shown = loading ? "Loading…" : status.size.area() == 0 ? "No picture" : name;
    ImGui::TextUnformatted(elided(shown, ImGui::GetContentRegionAvail().x).c_str());
    if (!loading) tooltip(status.source_name);
    ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
    if (status.size.area() > 0)
        ImGui::TextUnformatted(fmt::format("{} × {}, {}{}", status.size.width, status.size.height,
                                           status.channels == 1 ? "grey" : "colour",
                                           status.has_alpha ? ", transparency" : "")
                                   .c_str());
    else
        ImGui::TextUnformatted("—");
    ImGui::PopStyleColor();
    ImGui::Dummy({0, px(1)});
    const float width = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
    action_button(actions.at("open"), width);
    ImGui::SameLine();
    action_button(actions.at("test-picture"), width);
    const bool turned = normalize_row(normalize);
    ImGui::Dummy({0, px(4)});
    return turned;
}

}  // namespace droplet
