// What the editor does with a palette. Palettes that go in are valid, and so are those that come out.
#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "model/oklab.h"
#include "model/palette.h"

namespace droplet {

/// What is wrong with it, as in "color: … is not valid; valid: …" after the colon; empty where nothing is.
std::string why_not_valid(const Palette& palette);

/// A palette and the index of the stop that was touched.
struct EditedPalette {
    Palette palette;
    int stop = 0;
};
/// With one more stop there, of the colour that it has there already. There is room for one.
EditedPalette with_stop(const Palette& palette, float position);
/// Stop i at another position; the stops stay in order.
EditedPalette with_moved_stop(const Palette& palette, int i, float position);
/// Without stop i, of at least two.
EditedPalette without_stop(const Palette& palette, int i);

/// From end to start; the colour at 0 of a cyclic one stays there.
Palette reversed(const Palette& palette);
/// The stops at equal distances: of a cyclic palette the way back to the first is one of them.
Palette evenly_spread(const Palette& palette);
/// There and back again: cyclic, symmetric about 0.5. Where the stops become too many, the least needed are
/// left out.
Palette mirrored(const Palette& palette);
/// The colours in another order, at the same positions.
Palette shuffled(const Palette& palette, std::uint64_t seed);
/// With as few stops as keep each channel within `error` of what it was at every other stop, and at most
/// `most`.
Palette simplified(const Palette& palette, float error, int most = Palette::most_stops);

/// A closed curve in Oklab through colours at equal distances, as `steps` stops a colour.
Palette smooth_cycle(std::span<const Oklab> colors, int steps, const Rgb& inside);
/// Any cyclic palette: dark and light in turn, of few hues that go together.
Palette surprise_palette(std::uint64_t seed);

}  // namespace droplet
