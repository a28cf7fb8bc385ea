// What a touch of a brush does to one pixel and channel. Scalar: a loop on the CPU, a thread on a GPU.
#pragma once
#include <cstdint>

#include "math/float_ops.h"
#include "model/brush.h"

namespace droplet::math {

/// How much of the touch a pixel gets, 0 to 1: 1 in the middle, then a cosine-like fall (smoothstep) over the
/// outer `softness` of the radius. `distance2` is the squared distance of the pixel's middle.
DROPLET_HD inline float brush_coverage(float distance2, float radius, float softness) {
    const float distance = ::sqrtf(distance2);
    if (distance >= radius) return 0;
    const float begin = radius * (1 - softness);
    if (distance <= begin) return 1;
    const float t = (radius - distance) / (radius - begin);
    return t * t * (3 - 2 * t);
}

/// Noise in [-1, 1) from the place and a seed: the finaliser of MurmurHash3 (Appleby), the same everywhere.
DROPLET_HD inline float brush_noise(std::uint32_t x, std::uint32_t y, std::uint32_t channel,
                                    std::uint32_t seed) {
    std::uint32_t h = seed * 0x9e3779b9u ^ x * 0x85ebca6bu ^ y * 0xc2b2ae35u ^ channel * 0x27d4eb2fu;
    h = (h ^ (h >> 16)) * 0x85ebca6bu;
    h = (h ^ (h >> 13)) * 0xc2b2ae35u;
    h ^= h >> 16;
    return static_cast<float>(h >> 8) * 0x1p-23f - 1.0f;
}

/// The pixel after the touch. `amount` = strength · coverage, negative for the opposite; `mean` is that of
/// the 3x3 pixels around (replicated border). The result stays within [0, 1] and the value there was.
DROPLET_HD inline float painted(BrushTool tool, float value, float original, float mean, float colour,
                                float noise, float amount) {
    float change = 0;
    switch (tool) {
        case BrushTool::restore:
            change = original - value;
            break;
        case BrushTool::add:
            change = colour;
            break;
        case BrushTool::remove:
            change = -colour;
            break;
        case BrushTool::noise:
            change = noise;
            break;
        case BrushTool::smooth:
            change = mean - value;
            break;
    }
    // Bringing the original back may also bring back what lies outside [0, 1] there.
    const float low = min(0.0f, min(value, tool == BrushTool::restore ? original : value));
    const float high = max(1.0f, max(value, tool == BrushTool::restore ? original : value));
    return max(low, min(high, fma(amount, change, value)));
}

}  // namespace droplet::math
