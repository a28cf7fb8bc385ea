#include "ui/source_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <filesystem>

#include "ui/fractal_panel_logic.h"
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

void source_choice(Source& source) {
    int index = static_cast<int>(source);
    row_label("Starts from a");
    if (segmented("source", index, EnumNames<Source>::names, ImGui::GetContentRegionAvail().x))
        source = static_cast<Source>(index);
    tooltip("What the process starts from: a picture of a file, or the fractal (6).");
}

void quiet_line(const std::string& text) {
    ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
    ImGui::TextUnformatted(elided(text, ImGui::GetContentRegionAvail().x).c_str());
    ImGui::PopStyleColor();
}

void describe_picture(const SessionStatus& status, bool loading) {
    const std::string name = std::filesystem::path(status.source_name).filename().string();
    const std::string shown = loading ? "Loading…" : status.size.area() == 0 ? "No picture" : name;
    ImGui::TextUnformatted(elided(shown, ImGui::GetContentRegionAvail().x).c_str());
    if (!loading) tooltip(status.source_name);
    quiet_line(status.size.area() > 0 ? fmt::format("{} × {}, {}{}", status.size.width, status.size.height,
                                                    status.channels == 1 ? "grey" : "colour",
                                                    status.has_alpha ? ", transparency" : "")
                                      : "—");
}

void describe_fractal(const Preset& preset, const SessionStatus& status) {
    const std::string recurrence = recurrence_text(preset.fractal, preset.formula);
    ImGui::TextUnformatted(elided(recurrence, ImGui::GetContentRegionAvail().x).c_str());
    tooltip(recurrence);
    const Size size = status.fractal.size;
    const std::string feed = feed_text(preset);
    quiet_line(status.fractal.active ? fmt::format("{} × {}, {}", size.width, size.height, feed) : feed);
    record_place("source.feeds");
    tooltip("The size of the fractal's picture, and what it is for; the section Feeds changes that.");
}

}  // namespace

bool source_panel(Preset& preset, const SessionStatus& status, bool loading, const ActionList& actions,
                  NormalizeSwitch& normalize) {
    if (!begin_section("Source")) return false;
    source_choice(preset.source);
    // Two lines for either, so that nothing moves.
    if (preset.source == Source::fractal)
        describe_fractal(preset, status);
    else
        describe_picture(status, loading);
    ImGui::Dummy({0, px(1)});
    const float width = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
    action_button(actions.at("open"), width);
    ImGui::SameLine();
    action_button(actions.at("test-picture"), width);
    if (preset.source == Source::fractal)
        normalize.refusal = "The source is the fractal, whose colours are in [0, 1] already.";
    const bool turned = normalize_row(normalize);
    ImGui::Dummy({0, px(4)});
    return turned;
}

}  // namespace droplet
