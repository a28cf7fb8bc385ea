#include "ui/display_panel.h"

#include <fmt/format.h>

#include "ui/compare_view.h"
#include "ui/display_view.h"
#include "ui/param_widgets.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// The one number that the mode has; the row stays where the mode has none.
bool is_row_of(CompareMode mode, std::string_view key) {
    if (mode == CompareMode::difference) return key == "difference-scale";
    if (mode == CompareMode::blink) return key == "blink-s";
    return key == "wipe";
}

std::string compare_refusal(const CompareParams& params, const Preset& preset, std::string_view key) {
    if (key == "compare-with" &&
        compared_with(preset, CompareWith::input) == compared_with(preset, CompareWith::original))
        return "This process changes the picture itself: its input is the original.";
    if (key == "wipe" && params.mode != CompareMode::wipe) return "Only for the wipe.";
    if (key == "difference-of" && params.mode != CompareMode::difference) return "Only for the difference.";
    return {};
}

}  // namespace

void compare_panel(CompareParams& params, const Preset& preset, Messages& messages) {
    for_each_field<CompareParams>([&](const auto& field) {
        const bool number = field.key == "wipe" || field.key == "difference-scale" || field.key == "blink-s";
        if ((number && !is_row_of(params.mode, field.key)) || field.key == "stages" ||
            field.key == "compare-open")
            return;
        static_cast<void>(param_row(params, field, messages, [&](std::string_view key) {
            return compare_refusal(params, preset, key);
        }));
    });
}

void display_parts(const DisplaySettings& settings, const Preset& preset, const SessionStatus& status) {
    if (subsection("Compare", settings.compare.panel_open))
        compare_panel(settings.compare, preset, settings.messages);
    if (subsection("Display", settings.display.panel_open))
        display_panel(settings.display, preset, status, settings.messages);
}

void display_panel(DisplayParams& params, const Preset& preset, const SessionStatus& status,
                   Messages& messages) {
    const bool grey = status.shape(shown_content(preset)).channels == 1;
    for_each_field<DisplayParams>([&](const auto& field) {
        if (field.key == "display-open") return;
        static_cast<void>(param_row(params, field, messages, [&](std::string_view key) -> std::string {
            if (key == "map" && !grey) return "The picture has colours; maps are for one channel.";
            if ((key == "range-low" || key == "range-high") && params.range != RangeChoice::by_hand)
                return "Only for a range by hand.";
            return {};
        }));
    });
}

}  // namespace droplet
