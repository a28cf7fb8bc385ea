// What a touch of a brush does to one pixel and channel. Scalar: a loop on the CPU, a thread on a GPU.
#pragma once
#include <cmath>
#include <cstdint>

#include "math/float_ops.h"
#include "model/brush.h"
#include "model/view.h"

namespace droplet::math {

/// Half the size, but no less than what reaches the middle of a pixel from anywhere in it: the smallest brush
/// still paints the pixel under it.
DROPLET_HD inline float brush_radius(const BrushParams& brush) {
    return max(0.5f * brush.size, 0.70711f);
}

/// The pixels of a picture of `size` that a touch may change; empty when it lies outside, or nowhere (NaN).
inline PixelRect brush_region(const BrushDab& dab, Size size) {
    const float radius = brush_radius(dab.brush);
    if (!std::isfinite(dab.x) || !std::isfinite(dab.y) || !std::isfinite(radius)) return {};
    const auto inside = [](double edge, int length) {
        return static_cast<int>(edge < 0 ? 0 : edge > length ? length : edge);
    };
    const double x = static_cast<double>(dab.x), y = static_cast<double>(dab.y),
                 r = static_cast<double>(radius);
    const PixelRect region{inside(std::floor(x - r), size.width), inside(std::floor(y - r), size.height),
                           inside(std::ceil(x + r), size.width), inside(std::ceil(y + r), size.height)};
    return region.width() > 0 && region.height() > 0 ? region : PixelRect{};
}

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

/// The share of a touch that the pixel (x, y) gets, times the brush's strength; negative for the opposite.
DROPLET_HD inline float brush_amount(const BrushDab& dab, int x, int y) {
    const float dx = static_cast<float>(x) + 0.5f - dab.x, dy = static_cast<float>(y) + 0.5f - dab.y;
    const float coverage = brush_coverage(dx * dx + dy * dy, brush_radius(dab.brush), dab.brush.softness);
    return (dab.negated ? -dab.brush.strength : dab.brush.strength) * coverage;
}

/// What a touch adds to channel c; a grey picture takes the colour's mean.
DROPLET_HD inline float brush_colour(const BrushParams& brush, int channels, int c) {
    if (channels == 1) return (brush.red + brush.green + brush.blue) / 3;
    return c == 0 ? brush.red : c == 1 ? brush.green : brush.blue;
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

/// (1 − share) · value + share · target, exactly `value` at share 0 and exactly `target` at 1.
DROPLET_HD inline float blended(float value, float target, float share) {
    return fma(share, target, fma(-share, value, value));
}

/// Mean of the 3x3 pixels around, less the middle one; exactly 0 where they are equal. `at(dy, dx)` gives
/// them, with the border replicated.
template <class Neighbour>
DROPLET_HD float smoothing(float value, Neighbour at) {
    float sum = 0;
    for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) sum += at(dy, dx) - value;
    return sum / 9;
}

/// The pixel after the touch. `amount` = strength · coverage, negative for the opposite; `smooth` from
/// smoothing(). The result stays within [0, 1] and the value there was.
DROPLET_HD inline float painted(BrushTool tool, float value, float original, float smooth, float colour,
                                float noise, float amount) {
    if (amount == 0) return value;
    float result = value;
    switch (tool) {
        case BrushTool::restore:
            result = blended(value, original, amount);
            break;
        case BrushTool::add:
            result = fma(amount, colour, value);
            break;
        case BrushTool::remove:
            result = fma(-amount, colour, value);
            break;
        case BrushTool::noise:
            result = fma(amount, noise, value);
            break;
        case BrushTool::smooth:
            result = fma(amount, smooth, value);
            break;
    }
    // Bringing the original back may also bring back what lies outside [0, 1] there.
    const float other = tool == BrushTool::restore ? original : value;
    const float low = min(0.0f, min(value, other)), high = max(1.0f, max(value, other));
    return max(low, min(high, result));
}

}  // namespace droplet::math
