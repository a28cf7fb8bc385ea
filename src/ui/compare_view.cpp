#include "ui/compare_view.h"

#include <array>
#include <cmath>
#include <utility>

namespace droplet {

Content compared_with(const Preset& preset, CompareWith with) {
    if (with == CompareWith::original) return Content::original;
    switch (shown_content(preset)) {
        case Content::current:
            return Content::original;
        case Content::result:
            return Content::current;
        default:
            return preset.canny.input == CannyInput::convolved ? Content::result : Content::current;
    }
}

ShownPictures shown_pictures(const Preset& preset, const CompareParams& params, bool input_beside) {
    const Content shown = shown_content(preset), other = compared_with(preset, params.with);
    switch (params.mode) {
        case CompareMode::wipe:
            return {Arrangement::wipe, {shown, other}};
        case CompareMode::side_by_side:
            return {Arrangement::beside, {shown, other}};
        case CompareMode::difference:
            return {Arrangement::difference, {shown, other}};
        case CompareMode::blink:
            return {Arrangement::blink, {shown, other}};
        case CompareMode::off:
            break;
    }
    if (input_beside && shown == Content::result) return {Arrangement::beside, {shown, Content::current}};
    if (preset.process == Process::edges && params.stages)
        return {Arrangement::stages, {Content::blur, Content::gradient, Content::thin, Content::edges}};
    return {Arrangement::alone, shown};
}

std::vector<Pane> panes_of(const ShownPictures& shown, ImVec2 min, ImVec2 max, bool original) {
    const Content first = *shown.contents.begin();
    std::vector<Pane> panes;
    if (shown.arrangement == Arrangement::beside) {
        panes = divided(min, max, {shown.contents.items[1], first});
        std::swap(panes[0].slot, panes[1].slot);
    } else if (shown.arrangement == Arrangement::stages) {
        panes = divided(min, max, shown.contents);
    } else {
        panes = divided(min, max, first);
    }
    if (original)
        for (Pane& pane : panes) {
            pane.content = Content::original;
            pane.slot = 0;
        }
    return panes;
}

CompareMode mode_after(CompareMode mode) {
    return mode == EnumNames<CompareMode>::last ? CompareMode::off
                                                : static_cast<CompareMode>(static_cast<int>(mode) + 1);
}

std::string_view pane_title(Content content) {
    static constexpr std::array<std::string_view, content_count> names{
        "Current", "Original", "Convolved", "Blurred", "Gradient", "Thinned", "Edges"};
    return names[static_cast<std::size_t>(content)];
}

double Blink::periods(Clock::time_point now, float period_s) const {
    return std::chrono::duration<double>(now - started_).count() / static_cast<double>(period_s);
}

bool Blink::shows_other(Clock::time_point now, float period_s) const {
    return std::fmod(std::floor(periods(now, period_s)), 2.0) == 0.0;
}

double Blink::seconds_left(Clock::time_point now, float period_s) const {
    const double past = periods(now, period_s);
    return (std::floor(past) + 1 - past) * static_cast<double>(period_s);
}

}  // namespace droplet
