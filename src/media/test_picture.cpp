// A drop of water above a pond at dusk: a scene made so that every kind of detail that diffusion treats
// differently is in it. Only exactly rounded operations are used (+ - * / sqrt), so that the bits are
// the same everywhere.
#include "media/test_picture.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "media/glyphs.h"

namespace droplet {
namespace {

struct Color {
    float r, g, b;
};
Color operator*(Color a, float s) {
    return {a.r * s, a.g * s, a.b * s};
}
Color operator+(Color a, Color b) {
    return {a.r + b.r, a.g + b.g, a.b + b.b};
}
Color mix(Color a, Color b, float t) {
    return a * (1.0f - t) + b * t;
}

constexpr Color ink{0.050f, 0.085f, 0.150f}, night{0.085f, 0.165f, 0.260f}, teal{0.190f, 0.395f, 0.450f},
    mist{0.560f, 0.650f, 0.610f}, peach{0.945f, 0.735f, 0.545f}, coral{0.860f, 0.430f, 0.320f},
    cream{0.985f, 0.905f, 0.760f}, slate{0.205f, 0.330f, 0.400f};

// The scene is laid out on 960 x 640 units, y down.
constexpr float scene_height = 640, horizon = 408;
constexpr float sun_x = 262, sun_y = 226, sun_radius = 128;
constexpr float drop_x = 640, drop_y = 240, drop_radius = 112;
constexpr float splash_x = 640, splash_y = 508;

// Without SSE4.1, std::floor is a call. Valid below 2^31.
float floor_of(float v) {
    const auto whole = static_cast<float>(static_cast<std::int32_t>(v));
    return whole > v ? whole - 1.0f : whole;
}
float clamp01(float v) {
    return std::min(std::max(v, 0.0f), 1.0f);
}
float smooth(float v) {
    v = clamp01(v);
    return v * v * (3.0f - 2.0f * v);
}
float length(float x, float y) {
    return std::sqrt(x * x + y * y);
}

// A wave of period 1 between -1 and 1, made of parabolas: a sine within 6 %.
float wave(float t) {
    t = t - floor_of(t);
    return t < 0.5f ? 16.0f * t * (0.5f - t) : -16.0f * (t - 0.5f) * (1.0f - t);
}

// Angle of (x, y) in turns, 0 to 1; the arctangent by a polynomial (Abramowitz & Stegun 4.4.49, error 1e-5).
float turns(float x, float y) {
    const float ax = std::abs(x), ay = std::abs(y);
    const float t = std::min(ax, ay) / std::max(std::max(ax, ay), 1e-6f), s = t * t;
    float a = t * (0.9998660f + s * (-0.3302995f + s * (0.1801410f + s * (-0.0851330f + s * 0.0208351f))));
    a *= 0.15915494f;
    if (ay > ax) a = 0.25f - a;
    if (x < 0) a = 0.5f - a;
    return y < 0 ? 1.0f - a : a;
}

// Uniform in [-1, 1), from integers alone.
float noise(std::uint32_t x, std::uint32_t y, std::uint32_t layer) {
    std::uint32_t h = x * 0x9E3779B1u ^ y * 0x85EBCA77u ^ layer * 0xC2B2AE3Du;
    h = (h ^ h >> 15) * 0x2C1B3C6Du;
    h = (h ^ h >> 12) * 0x297A2D39u;
    h ^= h >> 15;
    return static_cast<float>(static_cast<std::int32_t>(h >> 8) - (1 << 23)) / static_cast<float>(1 << 23);
}

// Noise on a grid of `cell` units, interpolated.
float value_noise(float x, float y, float cell, std::uint32_t layer) {
    const float fx = floor_of(x / cell), fy = floor_of(y / cell);
    const float tx = smooth(x / cell - fx), ty = smooth(y / cell - fy);
    const auto ix = static_cast<std::uint32_t>(static_cast<std::int32_t>(fx));
    const auto iy = static_cast<std::uint32_t>(static_cast<std::int32_t>(fy));
    const float top = noise(ix, iy, layer) * (1 - tx) + noise(ix + 1, iy, layer) * tx;
    const float bottom = noise(ix, iy + 1, layer) * (1 - tx) + noise(ix + 1, iy + 1, layer) * tx;
    return top * (1 - ty) + bottom * ty;
}

class Scene {
 public:
    explicit Scene(float pixel) : pixel_(pixel) {}

    Color at(float x, float y) const {
        Color color = background(x, y);
        color = drop(color, x, y);
        return caption(color, x, y);
    }

 private:
    // 1 inside a shape, 0 outside, a ramp of one pixel between; `distance` is negative inside.
    float cover(float distance) const { return clamp01(0.5f - distance / pixel_); }

    Color background(float x, float y) const { return y < horizon ? sky(x, y) : water(x, y); }

    static Color dusk(float t) {  // from the zenith (0) to the horizon (1)
        if (t < 0.40f) return mix(ink, night, smooth(t / 0.40f));
        if (t < 0.72f) return mix(night, teal, (t - 0.40f) / 0.32f);
        if (t < 0.90f) return mix(teal, mist, (t - 0.72f) / 0.18f);
        return mix(mist, peach, clamp01((t - 0.90f) / 0.10f));
    }

    Color sky(float x, float y) const {
        Color color = dusk(y / horizon);
        color = sun(color, x, y);
        return hills(color, x, y);
    }

    // A Siemens star: edges at every angle, finer and finer towards the middle.
    Color sun(Color behind, float x, float y) const {
        const float dx = x - sun_x, dy = y - sun_y, r = length(dx, dy);
        const float glow = sun_radius / std::max(r, sun_radius);
        Color color = mix(behind, peach, 0.42f * glow * glow * glow * (r > sun_radius ? 1.0f : 0.0f));
        // Halo rings, thinner and fainter outwards.
        for (int i = 1; i <= 4; ++i) {
            const float ring = std::abs(r - sun_radius - static_cast<float>(i * (13 + i))) -
                               (2.2f - 0.45f * static_cast<float>(i));
            color = mix(color, peach, cover(ring) * (0.62f - 0.13f * static_cast<float>(i)));
        }
        if (r > sun_radius + pixel_) return color;
        constexpr float spokes = 32;
        const float t = turns(dx, dy) * spokes;
        const float to_edge = std::abs(t - floor_of(t) - 0.5f) - 0.25f;  // in periods
        const float arc = to_edge * (6.2831853f * r / spokes);           // in units
        const float fade = smooth(r / (spokes * 0.16f * pixel_));        // below two pixels a period: grey
        const float spoke = 0.5f + (cover(arc) - 0.5f) * fade;
        const Color bright = mix(cream, peach, 0.5f + 0.5f * dy / sun_radius);
        Color disc = mix(bright, mix(slate, bright, 0.30f * smooth(r / sun_radius)), spoke);
        disc = mix(disc, cream, cover(r - 11.0f));
        return mix(color, disc, cover(r - sun_radius));
    }

    // Ridges with hatchings at three angles, from faint to strong.
    Color hills(Color color, float x, float y) const {
        if (y < horizon - 95) return color;
        const Color tones[3] = {mix(teal, mist, 0.35f), mix(teal, night, 0.35f), mix(night, ink, 0.35f)};
        for (int i = 0; i < 3; ++i) {
            const auto layer = static_cast<float>(i);
            const float ridge =
                horizon - 62 + 19 * layer +
                22 * value_noise(x, 7.5f * layer, 150 - 25 * layer, 11u + static_cast<unsigned>(i)) +
                5 * value_noise(x, 3.5f, 31, 21u + static_cast<unsigned>(i));
            const float inside = cover(ridge - y);
            if (inside == 0) continue;
            const float across = i == 0 ? x * 0.8f + y * 0.6f : i == 1 ? x * 0.6f - y * 0.8f : x;
            const float hatch = wave(across / (10.0f - 2.6f * layer)) * (0.016f + 0.016f * layer);
            color = mix(color, tones[i] + Color{hatch, hatch, hatch * 0.9f}, inside);
        }
        return color;
    }

    // The sky's reflection, and rings around the splash that grow finer outwards: a zone plate in
    // perspective.
    Color water(float x, float y) const {
        const float depth = (y - horizon) / (scene_height - horizon);
        const float dx = x - splash_x, dy = (y - splash_y) * 2.7f, r = length(dx, dy);
        const float reach = clamp01(1.0f - r / 560.0f);
        const float phase = r / 46.0f + r * r / 15500.0f;
        // Rings that are finer than three pixels, in their steepest direction, fade.
        const float ring_width = 1.0f / ((1.0f / 46.0f + r / 7750.0f) * 2.7f);
        const float height = wave(phase) * reach * reach * smooth((ring_width / pixel_ - 2.0f) / 2.0f);
        const float swell = value_noise(x * 0.22f, y, 9 + 15 * depth, 41) * (0.35f + 0.65f * depth);
        const float tilt = 0.26f * height + 0.10f * swell;
        Color color = dusk(clamp01(0.93f - 0.80f * depth + tilt));
        // The sun's path over the water.
        const float path = clamp01(1.0f - std::abs(x - sun_x + 18 * swell) / (46 + 90 * depth));
        const float glitter = smooth(0.25f + 1.5f * value_noise(x * 0.35f, y, 4 + 7 * depth, 43));
        color = mix(color, mix(peach, coral, depth), path * glitter * (0.85f - 0.5f * depth));
        return color * (1.0f + 0.16f * height);
    }

    // Distance (roughly) to a drop's outline: a circle with a tapering tip above.
    static float drop_distance(float x, float y) {
        const float dx = x - drop_x, dy = y - drop_y;
        if (dy > 0) return length(dx, dy) - drop_radius;
        const float up = -dy / (1.86f * drop_radius);
        if (up >= 1) return length(dx, dy + 1.86f * drop_radius);
        const float width = drop_radius * (1 - up) * std::sqrt(1 - up) * (1 + 1.5f * up - 0.55f * up * up);
        return (std::abs(dx) - width) * 0.86f;
    }

    // A lens that shows the scene upside down, with a dark rim and a highlight.
    Color drop(Color behind, float x, float y) const {
        const float outline = drop_distance(x, y);
        const float inside = cover(outline);
        if (inside == 0) return behind;
        const float dx = x - drop_x, dy = y - drop_y;
        const float nx = dx / drop_radius, ny = dy / drop_radius;
        const float rim = clamp01(1.0f + outline / (0.62f * drop_radius)), bend = 1.25f + 1.3f * rim * rim;
        Color color = background(drop_x - 95 - dx * bend * 1.5f, horizon - 30 - dy * bend * 0.8f);
        color = mix(color, cream, 0.10f + 0.10f * clamp01(ny));
        color =
            mix(color, ink, 0.78f * rim * rim * rim * (1.0f - 0.55f * clamp01(0.5f + 0.7f * ny + 0.3f * nx)));
        // A thin light along the left edge keeps the tip apart from the night.
        const float edge = clamp01(1.0f - std::abs(outline + 3.2f) / 2.6f);
        color = mix(color, mist, 0.75f * edge * clamp01(0.35f - 0.9f * nx + 0.25f * std::abs(ny)));
        // Light gathered at the bottom, and the window of the sky at the upper left.
        const float gathered = clamp01(1.0f - length(nx - 0.16f, (ny - 0.56f) * 1.7f) / 0.62f);
        color = mix(color, cream, 0.75f * gathered * gathered);
        const float gx = nx + 0.40f, gy = ny + 0.34f;
        const float glint = length((gx * 0.9f - gy * 0.35f) * 2.3f, gx * 0.35f + gy * 0.9f) - 0.26f;
        color = mix(color, {1, 0.99f, 0.96f}, 0.85f * smooth(0.5f - glint * 9.0f));
        const float spark = length(nx + 0.18f, ny + 0.78f) - 0.045f;
        color = mix(color, {1, 0.99f, 0.96f}, 0.85f * cover(spark * drop_radius));
        return mix(behind, color, inside);
    }

    // Lettering of three sizes, and bars of falling width.
    Color caption(Color color, float x, float y) const {
        if (y < 540) return color;
        float ink_cover = 0;
        for (const Lettering& line : caption_lines)
            ink_cover = std::max(ink_cover, lettering_cover(line, x, y));
        color = mix(color, cream, 0.92f * ink_cover);
        if (y >= 588 && y < 606 && x >= 772 && x < 914) {
            float left = 772;
            for (float width = 8; width >= 1 && left < 914; width *= 0.8409f) {
                for (int i = 0; i < 2; ++i, left += 2 * width) {
                    const float bar = cover(std::abs(x - left - 0.5f * width) - 0.5f * width);
                    color = mix(color, cream, 0.9f * bar);
                }
            }
        }
        return color;
    }

    float pixel_;
};

}  // namespace

Image make_test_picture(Size size) {
    Image image(size, 3);
    const float pixel = scene_height / static_cast<float>(size.height);
    const float left = 480.0f - 0.5f * pixel * static_cast<float>(size.width);
    const Scene scene(pixel);
    for (int y = 0; y < size.height; ++y) {
        float* const rows[3] = {image.plane(0).row(y), image.plane(1).row(y), image.plane(2).row(y)};
        const float scene_y = (static_cast<float>(y) + 0.5f) * pixel;
        for (int x = 0; x < size.width; ++x) {
            const float scene_x = left + (static_cast<float>(x) + 0.5f) * pixel;
            const Color color = scene.at(scene_x, scene_y);
            // Grain: strong at the upper left, fine elsewhere; most of it common to the channels.
            const float strength = 0.012f + 0.05f * smooth(1.0f - length(scene_x, scene_y) / 620.0f);
            const auto ix = static_cast<std::uint32_t>(x), iy = static_cast<std::uint32_t>(y);
            const float common = noise(ix, iy, 0) + noise(ix, iy, 1);
            const float values[3] = {color.r, color.g, color.b};
            for (unsigned c = 0; c < 3; ++c)
                rows[c][x] = clamp01(values[c] + strength * (0.7f * common + 0.5f * noise(ix, iy, 2 + c)));
        }
    }
    return image;
}

}  // namespace droplet
