#pragma once
#include <cmath>
#include <cstdint>

#include "math/host_device.h"

namespace droplet::math {

/// How a value becomes a share of the way from the first shown value to the last (model/display.h, without
/// its map), as plain numbers for a kernel.
struct ShownRange {
    float low = 0, scale = 1;            ///< scale: 1 / (high − low)
    float inverse_gamma = 1, start = 0;  ///< start: 0, or 0.5 where gamma acts to both sides of the middle
};

/// t = (v − low) scale; with a gamma start + (1 − start) sign(u) |u|^(1/gamma), u = (t − start) / (1 −
/// start); within [0, 1], and 0 for what is no number. The same as shaders/present.frag.
DROPLET_HD inline float shown(float value, const ShownRange& range) {
    float place = (value - range.low) * range.scale;
    if (range.inverse_gamma != 1.0f) {
        const float from = (place - range.start) / (1.0f - range.start);
        const float curved = powf(fabsf(from), range.inverse_gamma);
        place = range.start + (1.0f - range.start) * (from < 0.0f ? -curved : curved);
    }
    place = place > 0.0f ? place : 0.0f;
    return place < 1.0f ? place : 1.0f;
}

/// A share in [0, 1] in 8 bits, to the nearest.
DROPLET_HD inline std::uint8_t byte_of(float share) {
    return static_cast<std::uint8_t>(static_cast<int>(share * 255.0f + 0.5f));
}

/// What shows of a byte over black, at an opacity in [0, 1].
DROPLET_HD inline std::uint8_t over_black(std::uint8_t byte, float alpha) {
    return static_cast<std::uint8_t>(static_cast<int>(static_cast<float>(byte) * alpha + 0.5f));
}

}  // namespace droplet::math
