#include "model/palette.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace droplet {
namespace {

float clamped(double value) {
    return static_cast<float>(std::clamp(value / 255, 0.0, 1.0));
}

/// The original's: a count a is a phase of 2πa/20.
Palette ocean() {
    Palette palette;
    for (int k = 0; k < 20; ++k) {
        const double phase = 2 * std::numbers::pi * k / 20;
        palette.stops.push_back({static_cast<float>(k) / 20,
                                 {clamped(10 + 20 * std::cos(phase)), clamped(30 + 50 * std::sin(phase)),
                                  clamped(155 - 80 * std::cos(phase))}});
    }
    return palette;
}

Rgb mixed(const Rgb& a, const Rgb& b, float share) {
    return {a.r + share * (b.r - a.r), a.g + share * (b.g - a.g), a.b + share * (b.b - a.b)};
}

Rgb color_at(const Palette& palette, float position) {
    const auto& stops = palette.stops;
    const auto next =
        std::ranges::find_if(stops, [position](const PaletteStop& stop) { return stop.position > position; });
    const bool before_first = next == stops.begin(), after_last = next == stops.end();
    if (!palette.cyclic && (before_first || after_last))
        return before_first ? stops.front().color : stops.back().color;
    const PaletteStop& left = before_first ? stops.back() : *(next - 1);
    const PaletteStop& right = after_last ? stops.front() : *next;
    const float from = left.position - (before_first ? 1.0f : 0.0f);
    const float to = right.position + (after_last ? 1.0f : 0.0f);
    return mixed(left.color, right.color, to > from ? (position - from) / (to - from) : 0.0f);
}

}  // namespace

const Palette& builtin_palette(PaletteName) {
    static const Palette palette = ocean();
    return palette;
}

const Palette& palette_of(const FractalParams& params, const Palette& custom) {
    if (params.palette != PaletteName::custom) return builtin_palette(params.palette);
    return custom.empty() ? builtin_palette(PaletteName::ocean) : custom;
}

PaletteTable palette_table(const Palette& palette) {
    PaletteTable table{{}, palette.cyclic, palette.inside};
    const int last = palette.cyclic ? PaletteTable::size : PaletteTable::size - 1;
    for (int i = 0; i < PaletteTable::size; ++i)
        table.colors[static_cast<std::size_t>(i)] =
            color_at(palette, static_cast<float>(i) / static_cast<float>(last));
    return table;
}

}  // namespace droplet
