#include "ui/still_panel.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <cmath>

#include "model/error.h"
#include "ui/param_widgets.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// A field that takes `text` where `check` does, and keeps why not in `mistake`.
bool checked_field(const char* id, const std::string& hint, float width, std::string& text,
                   std::string& mistake, void (*check)(const std::string&)) {
    std::string typed = text;
    ImGui::SetNextItemWidth(width);
    const bool edited = ImGui::InputTextWithHint(id, hint.c_str(), &typed);
    if (ImGui::IsItemDeactivated() || ImGui::IsItemActivated()) mistake.clear();
    if (!edited) return false;
    try {
        check(typed);
    } catch (const Error& error) {
        mistake = error.what();
        return false;
    }
    mistake.clear();
    text = std::move(typed);
    return true;
}

void check_folder(const std::string& text) {
    static_cast<void>(capture_folder({.folder = text}));
}

std::string fields_text() {
    return fmt::format("{{{}}}", fmt::join(capture_fields(), "}, {"));
}

}  // namespace

const char* still_extension(const StillParams& params) {
    if (params.content == StillContent::values) return "pfm";
    return params.format == StillFormat::jpeg ? "jpg" : "png";
}

std::string still_refusal(const StillParams& params, std::string_view key) {
    const bool values = params.content == StillContent::values;
    if (key == "still-format" && values) return "Values are kept in a PFM, which has every bit of them.";
    if (key == "still-quality" && (values || params.format != StillFormat::jpeg)) return "Only for a JPEG.";
    return {};
}

bool CapturePlacePart::draw_folder(CapturePlace& place, const ActionList& actions) {
    const float button = ImGui::GetFrameHeight(), spacing = px(4);
    row_label("Folder");
    const bool changed = checked_field("##capture-folder", default_capture_folder().string(),
                                       ImGui::GetContentRegionAvail().x - button - spacing, place.folder,
                                       mistake_, check_folder);
    record_place("capture-folder");
    if (!ImGui::IsItemActive())
        tooltip(fmt::format("Where stills and films go; it is made when it is needed. Empty: {}.",
                            default_capture_folder().string()));
    ImGui::SameLine(0, spacing);
    const Action& open = actions.at("captures-folder");
    if (icon_button("captures-folder", Icon::open, "", {button, button})) open.callback();
    record_place("captures-folder");
    tooltip(open.shown_tooltip());
    return changed;
}

bool CapturePlacePart::draw_name(CapturePlace& place) {
    row_label("Name");
    const bool changed = checked_field("##capture-name", "", ImGui::GetContentRegionAvail().x, place.name,
                                       mistake_, check_capture_name);
    record_place("capture-name");
    if (!ImGui::IsItemActive())
        tooltip(
            fmt::format("What stills and films are called; where that is taken, a number follows. Fields: "
                        "{}.",
                        fields_text()));
    if (!detail::restore_arrow(place.name == CapturePlace{}.name)) return changed;
    place.name = CapturePlace{}.name;
    mistake_.clear();
    return true;
}

/// One line that is always there, so that nothing below moves.
void CapturePlacePart::draw_example(const CapturePlace& place, const CaptureFacts& facts,
                                    const std::string& extension) const {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::Dummy({width, px(18)});
    record_place("capture-example");
    const std::string name = capture_name(place.name, facts) + "." + extension;
    const std::string& words = mistake_.empty() ? name : mistake_;
    ImGui::PushFont(fonts().small);
    const std::string line = elided(words, width);
    ImGui::PopFont();
    small_text({at.x, at.y + px(9)}, {0, 0.5f}, line, mistake_.empty() ? palette().muted : palette().error);
    tooltip(mistake_.empty() ? fmt::format("The next one: {}", (capture_folder(place) / name).string())
                             : fmt::format("{}\nThe last one that was valid stays in force.", mistake_));
}

bool CapturePlacePart::draw(CapturePlace& place, const CaptureFacts& facts, const std::string& extension,
                            const ActionList& actions) {
    ImGui::PushID("capture-place");
    bool changed = draw_folder(place, actions);
    changed |= draw_name(place);
    draw_example(place, facts, extension);
    ImGui::PopID();
    return changed;
}

bool still_part(const StillPart& part) {
    const float spacing = ImGui::GetStyle().ItemSpacing.x;
    const float half = std::floor((ImGui::GetContentRegionAvail().x - spacing) / 2);
    action_button(part.actions.at("still"), half, {.label = "Still"});
    ImGui::SameLine();
    action_button(part.actions.at("window-still"), ImGui::GetContentRegionAvail().x, {.label = "Window"});
    if (!subsection("Still", part.params.panel_open)) return false;
    bool changed = false;
    for_each_field<StillParams>([&](const auto& field) {
        if (field.key == "still-open") return;
        changed |= param_row(part.params, field, part.messages,
                             [&](std::string_view key) { return still_refusal(part.params, key); });
    });
    changed |= part.fields.draw(part.place, part.facts, still_extension(part.params), part.actions);
    return changed;
}

}  // namespace droplet
