#pragma once
#include <array>
#include <string>
#include <vector>

#include "model/fractal_params.h"

namespace droplet {

/// sRGB, each in [0, 1].
struct Rgb {
    float r = 0, g = 0, b = 0;
    bool operator==(const Rgb&) const = default;
};

/// A colour at a position of [0, 1].
struct PaletteStop {
    float position = 0;
    Rgb color;
    bool operator==(const PaletteStop&) const = default;
};

/// Colours along [0, 1]: between stops they are mixed linearly in sRGB. Of two stops at one position the
/// second begins there: an edge.
struct Palette {
    static constexpr int most_stops = 256;

    std::vector<PaletteStop> stops;  ///< 1 to most_stops, positions ascending
    bool cyclic = true;              ///< the last stop goes over into the first; else the ends continue
    Rgb inside{1, 1, 1};             ///< of points that never left

    bool empty() const { return stops.empty(); }
    bool operator==(const Palette&) const = default;
};

/// Not of `custom`.
const Palette& builtin_palette(PaletteName name);
/// What it looks like, in a few words; also of `custom`.
std::string palette_help(PaletteName name);
/// The one that params.palette names. An empty custom palette is `ocean`.
const Palette& palette_of(const FractalParams& params, const Palette& custom);

/// Of a palette that is not empty; the position is in [0, 1].
Rgb color_at(const Palette& palette, float position);

/// A palette, sampled: what a renderer looks colours up in. Entry i is the colour at i / size where it is
/// cyclic, else at i / (size − 1).
struct PaletteTable {
    static constexpr int size = 1024;
    std::array<Rgb, size> colors;
    bool cyclic = true;
    Rgb inside;
    bool operator==(const PaletteTable&) const = default;
};
PaletteTable palette_table(const Palette& palette);

}  // namespace droplet
