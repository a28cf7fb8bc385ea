#pragma once
#include "math/host_device.h"

namespace droplet {

/// The image pixels along one axis that one texel of a frame averages: `count` of the `extent` pixels from
/// `first` on. Blocks of up to max_taps pixels are averaged whole; larger ones are sampled at the middles of
/// max_taps equal parts, so that a texel never costs more than max_taps * max_taps reads.
///
/// A texel is the sum of its taps in float, row by row from the top, each row from the left, one accumulator;
/// then times the float 1.0f / (horizontal count * vertical count); then rounded to the nearest half float
/// (ties to even). Backends that follow this order give the same bits.
struct Taps {
    static constexpr int max_taps = 4;

    int first = 0, extent = 1, count = 1;

    /// Pixel coordinate of tap i, 0 <= i < count.
    DROPLET_HD constexpr int at(int i) const {
        return first + static_cast<int>((2u * static_cast<unsigned>(i) + 1u) * static_cast<unsigned>(extent) /
                                        (2u * static_cast<unsigned>(count)));
    }
};

/// Taps of texel `index` of a region [begin, end) that is reduced `reduction` times; 0 <= index < texels of
/// that axis. The last block may hold fewer pixels.
DROPLET_HD constexpr Taps taps_of_texel(int index, int begin, int end, int reduction) {
    const int first = begin + index * reduction;
    const int rest = end - first;
    const int extent = rest < reduction ? rest : reduction;
    return {first, extent, extent < Taps::max_taps ? extent : Taps::max_taps};
}

static_assert(Taps{10, 3, 3}.at(0) == 10 && Taps{10, 3, 3}.at(2) == 12);  // small blocks: every pixel
static_assert(Taps{0, 8, 4}.at(0) == 1 && Taps{0, 8, 4}.at(3) == 7);      // large blocks: evenly spread

}  // namespace droplet
