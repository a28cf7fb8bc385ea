#include "model/palette.h"

#include <algorithm>

namespace droplet {
namespace {

Rgb mixed(const Rgb& a, const Rgb& b, float share) {
    return {a.r + share * (b.r - a.r), a.g + share * (b.g - a.g), a.b + share * (b.b - a.b)};
}

}  // namespace

const Palette& palette_of(const FractalParams& params, const Palette& custom) {
    if (params.palette != PaletteName::custom) return builtin_palette(params.palette);
    return custom.empty() ? builtin_palette(PaletteName::ocean) : custom;
}

Rgb color_at(const Palette& palette, float position) {
    const auto& stops = palette.stops;
    const auto next = std::ranges::upper_bound(stops, position, {}, &PaletteStop::position);
    const bool before_first = next == stops.begin(), after_last = next == stops.end();
    if (!palette.cyclic && (before_first || after_last))
        return before_first ? stops.front().color : stops.back().color;
    const PaletteStop& left = before_first ? stops.back() : *(next - 1);
    const PaletteStop& right = after_last ? stops.front() : *next;
    const float from = left.position - (before_first ? 1.0f : 0.0f);
    const float to = right.position + (after_last ? 1.0f : 0.0f);
    return mixed(left.color, right.color, to > from ? (position - from) / (to - from) : 0.0f);
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
