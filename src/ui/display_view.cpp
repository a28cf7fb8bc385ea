#include "ui/display_view.h"

#include <algorithm>
#include <cmath>

#include "ui/plot.h"

namespace droplet {

Display difference_display(const CompareParams& params) {
    const float reach = 1 / params.difference_scale;
    return {.low = -reach,
            .high = reach,
            .centred = true,
            .map = params.difference_of == DifferenceOf::grey ? &diverging_map : nullptr};
}

bool wants_colour_bar(const Display& display) {
    return display.map || display.low != 0 || display.high != 1;
}

Rgb8 colour_at(const Display& display, float share) {
    const float start = display.centred ? 0.5f : 0.0f, from = (share - start) / (1 - start);
    const float curved =
        start + (1 - start) * std::copysign(std::pow(std::fabs(from), 1 / display.gamma), from);
    const auto at = static_cast<std::size_t>(std::lround(255 * std::clamp(curved, 0.0f, 1.0f)));
    if (display.map) return (*display.map)[at];
    const auto grey = static_cast<std::uint8_t>(at);
    return {grey, grey, grey};
}

std::vector<double> bar_ticks(double low, double high, double room) {
    const double least = std::min(low, high), most = std::max(low, high), apart = room * (most - least);
    std::vector<double> ticks{least};
    for (const double tick : axis_ticks({.low = least, .high = most}, 4))
        if (tick - ticks.back() >= apart && most - tick >= apart) ticks.push_back(tick);
    ticks.push_back(most);
    if (low > high) std::reverse(ticks.begin(), ticks.end());
    return ticks;
}

std::string bar_text(double value) {
    if (value == 0) return tick_text(0);
    const double unit = std::pow(10.0, std::floor(std::log10(std::fabs(value))) - 2);
    return tick_text(std::round(value / unit) * unit);
}

}  // namespace droplet
