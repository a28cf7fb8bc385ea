#include "ui/source_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <filesystem>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {

void source_panel(const SessionStatus& status, bool loading, const ActionList& actions) {
    if (!begin_section("Source")) return;
    const std::string name = std::filesystem::path(status.source_name).filename().string();
    row_label("Picture");
    const std::string shown = loading ? "loading…" : status.size.area() == 0 ? "none" : name;
    ImGui::TextUnformatted(elided(shown, ImGui::GetContentRegionAvail().x).c_str());
    if (!loading) tooltip(status.source_name);
    if (status.size.area() > 0)
        value_row("Size", fmt::format("{} × {}", status.size.width, status.size.height));
    else
        value_row("Size", "—");
    value_row("Channels", status.channels == 0
                              ? "—"
                              : fmt::format("{}{}", status.channels == 1 ? "grey" : "red, green, blue",
                                            status.has_alpha ? ", alpha" : ""));
    const float width = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
    action_button(actions.at("open"), width);
    ImGui::SameLine();
    action_button(actions.at("test-picture"), width);
    ImGui::Dummy({0, px(4)});
}

}  // namespace droplet
