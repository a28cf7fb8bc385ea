// Oklab, in which equal distances look equal (B. Ottosson, "A perceptual color space for image processing",
// 2020): lightness L from 0 to 1, and two axes of colour, a (green to red) and b (blue to yellow).
#pragma once
#include <algorithm>
#include <cmath>

#include "model/palette.h"

namespace droplet {

struct Oklab {
    float l = 0, a = 0, b = 0;
};

namespace detail {

inline float linear_of(float encoded) {
    return encoded <= 0.04045f ? encoded / 12.92f : std::pow((encoded + 0.055f) / 1.055f, 2.4f);
}
inline float encoded_of(float linear) {
    const float c = std::clamp(linear, 0.0f, 1.0f);
    return c <= 0.0031308f ? c * 12.92f : 1.055f * std::pow(c, 1 / 2.4f) - 0.055f;
}

}  // namespace detail

inline Oklab oklab_of(const Rgb& color) {
    const float r = detail::linear_of(color.r), g = detail::linear_of(color.g),
                b = detail::linear_of(color.b);
    const float l = std::cbrt(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
    const float m = std::cbrt(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
    const float s = std::cbrt(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);
    return {0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
            1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
            0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s};
}

/// The nearest that sRGB has, channel by channel.
inline Rgb rgb_of(const Oklab& lab) {
    const auto cube = [](float v) { return v * v * v; };
    const float l = cube(lab.l + 0.3963377774f * lab.a + 0.2158037573f * lab.b);
    const float m = cube(lab.l - 0.1055613458f * lab.a - 0.0638541728f * lab.b);
    const float s = cube(lab.l - 0.0894841775f * lab.a - 1.2914855480f * lab.b);
    return {detail::encoded_of(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s),
            detail::encoded_of(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s),
            detail::encoded_of(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s)};
}

}  // namespace droplet
