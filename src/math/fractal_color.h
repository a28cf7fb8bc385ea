// From what iterating a point gave to its place in a palette.
#pragma once
#include "math/float_ops.h"
#include "model/fractal_params.h"

namespace droplet::math {

/// A value of the fractal, by its coloring:
///   count     of the first N iterates z1 … zN those with |z| < R; N: never left
///   escape    how many iterates come before the first with |z| >= R, smooth; N: never left
///   trap      the smallest distance of an iterate to the trap
///   angle     of the last iterate, in turns, [0, 1)
///   distance  to the set in pixels, >= 0; −1: inside
/// Where the value is no number, the point has the colour of the inside.
DROPLET_HD inline bool is_inside(Coloring coloring, float value, int iterations) {
    if (!(value == value)) return true;
    if (coloring == Coloring::count || coloring == Coloring::escape)
        return value >= static_cast<float>(iterations);
    return coloring == Coloring::distance && value < 0;
}

/// In rounds of the palette at density 1, offset 0.
DROPLET_HD inline float palette_position(Coloring coloring, float value) {
    switch (coloring) {
        case Coloring::count:
        case Coloring::escape:
            return value * 0.05f;
        case Coloring::trap:
            return -::logf(max(value, 1e-30f));
        case Coloring::distance:
            return ::logf(1 + max(value, 0.0f));
        case Coloring::angle:
            break;
    }
    return value;
}

/// The entry of a table of `size` colours, and the share of the next one (which follows the last where the
/// table is cyclic).
struct PaletteIndex {
    int first, second;
    float share;
};
DROPLET_HD inline PaletteIndex palette_index(float position, int size, bool cyclic) {
    if (!cyclic) {
        const float place = min(max(position, 0.0f), 1.0f) * static_cast<float>(size - 1);
        const int first = static_cast<int>(place);
        return {first, first + 1 < size ? first + 1 : first, place - static_cast<float>(first)};
    }
    const float place = (position - ::floorf(position)) * static_cast<float>(size);
    const int first = static_cast<int>(place) < size ? static_cast<int>(place) : 0;
    return {first, first + 1 < size ? first + 1 : 0, place - ::floorf(place)};
}

}  // namespace droplet::math
