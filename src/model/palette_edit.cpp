#include "model/palette_edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <queue>
#include <utility>
#include <vector>

#include "model/random.h"

namespace droplet {
namespace {

bool is_share(float value) {
    return value >= 0 && value <= 1;
}
bool is_color(const Rgb& color) {
    return is_share(color.r) && is_share(color.g) && is_share(color.b);
}

float distance(const Rgb& a, const Rgb& b) {
    return std::max({std::fabs(a.r - b.r), std::fabs(a.g - b.g), std::fabs(a.b - b.b)});
}

/// The stops of a palette as a line from 0 to 1 that shows the same without going round.
std::vector<PaletteStop> opened(const Palette& palette) {
    std::vector<PaletteStop> line = palette.stops;
    if (line.front().position > 0) line.insert(line.begin(), {0, color_at(palette, 0)});
    if (line.back().position < 1) line.push_back({1, color_at(palette, 1)});
    return line;
}

/// How far the line from stop `from` to stop `to` is from the stops between: the most, and where.
std::pair<float, std::size_t> worst_between(const std::vector<PaletteStop>& stops, std::size_t from,
                                            std::size_t to) {
    const Palette line{{stops[from], stops[to]}, false, {}};
    std::pair<float, std::size_t> worst{-1.0f, from};
    for (std::size_t i = from + 1; i < to; ++i)
        if (const float error = distance(stops[i].color, color_at(line, stops[i].position));
            error > worst.first)
            worst = {error, i};
    return worst;
}

/// Uniform in [low, high).
float uniform(SplitMix64& random, float low, float high) {
    return low + (high - low) * (static_cast<float>(random.next() >> 40) * 0x1p-24f);
}
int whole_below(SplitMix64& random, int end) {
    return static_cast<int>(random.next() % static_cast<std::uint64_t>(end));
}

Oklab of_hue(float lightness, float chroma, float turns) {
    const float angle = turns * 2 * std::numbers::pi_v<float>;
    return {lightness, chroma * std::cos(angle), chroma * std::sin(angle)};
}

/// Between p1 and p2 of a curve through all four (E. Catmull, R. Rom, 1974).
float catmull_rom(float p0, float p1, float p2, float p3, float t) {
    return p1 + t * (0.5f * (p2 - p0) +
                     t * (p0 - 2.5f * p1 + 2 * p2 - 0.5f * p3 + t * (1.5f * (p1 - p2) + 0.5f * (p3 - p0))));
}

}  // namespace

std::string why_not_valid(const Palette& palette) {
    constexpr int most = Palette::most_stops;
    const int count = static_cast<int>(palette.stops.size());
    if (count < 1 || count > most) return fmt::format("has {} stops; valid: 1 to {}", count, most);
    if (!is_color(palette.inside)) return "the inside's color is not valid; valid: shares from 0 to 1";
    for (int i = 0; i < count; ++i) {
        const PaletteStop& stop = palette.stops[static_cast<std::size_t>(i)];
        if (!is_share(stop.position) || !is_color(stop.color))
            return fmt::format("stop {} is not valid; valid: a position and shares from 0 to 1", i);
        if (i > 0 && stop.position < palette.stops[static_cast<std::size_t>(i) - 1].position)
            return fmt::format("stop {} lies before the one before it; valid: ascending positions", i);
    }
    return {};
}

EditedPalette with_stop(const Palette& palette, float position) {
    EditedPalette edited{palette, 0};
    auto& stops = edited.palette.stops;
    const auto place = std::ranges::upper_bound(stops, position, {}, &PaletteStop::position);
    const PaletteStop stop{position, color_at(palette, position)};
    edited.stop = static_cast<int>(place - stops.begin());
    stops.insert(place, stop);
    return edited;
}

EditedPalette with_moved_stop(const Palette& palette, int i, float position) {
    EditedPalette edited{palette, i};
    auto& stops = edited.palette.stops;
    PaletteStop moved = stops[static_cast<std::size_t>(i)];
    const bool forwards = position >= moved.position;
    moved.position = std::clamp(position, 0.0f, 1.0f);
    stops.erase(stops.begin() + i);
    // It passes a stop only when it has left that behind.
    const auto before = [](const PaletteStop& a, const PaletteStop& b) { return a.position < b.position; };
    const auto place = forwards ? std::lower_bound(stops.begin() + i, stops.end(), moved, before)
                                : std::upper_bound(stops.begin(), stops.begin() + i, moved, before);
    edited.stop = static_cast<int>(place - stops.begin());
    stops.insert(place, moved);
    return edited;
}

EditedPalette without_stop(const Palette& palette, int i) {
    EditedPalette edited{palette, std::min(i, static_cast<int>(palette.stops.size()) - 2)};
    edited.palette.stops.erase(edited.palette.stops.begin() + i);
    return edited;
}

Palette reversed(const Palette& palette) {
    Palette result = palette;
    std::ranges::reverse(result.stops);
    for (PaletteStop& stop : result.stops) stop.position = 1 - stop.position;
    // In a cycle 1 is 0.
    const bool from_zero = palette.stops.front().position == 0 && palette.stops.back().position < 1;
    if (palette.cyclic && from_zero) {
        result.stops.back().position = 0;
        std::rotate(result.stops.begin(), result.stops.end() - 1, result.stops.end());
    }
    return result;
}

Palette evenly_spread(const Palette& palette) {
    Palette result = palette;
    const auto ways = static_cast<float>(result.stops.size()) - (palette.cyclic ? 0.0f : 1.0f);
    for (std::size_t i = 0; i < result.stops.size(); ++i)
        result.stops[i].position = ways > 0 ? static_cast<float>(i) / ways : 0.0f;
    return result;
}

Palette mirrored(const Palette& palette) {
    constexpr int half = Palette::most_stops / 2;
    std::vector<PaletteStop> line = opened(palette);
    if (static_cast<int>(line.size()) > half) line = simplified({line, false, {}}, 0, half).stops;
    Palette result{{}, true, palette.inside};
    for (const PaletteStop& stop : line) result.stops.push_back({stop.position / 2, stop.color});
    // The middle and the start stand there already.
    for (std::size_t i = line.size() - 1; i-- > 1;)
        result.stops.push_back({1 - line[i].position / 2, line[i].color});
    return result;
}

Palette shuffled(const Palette& palette, std::uint64_t seed) {
    Palette result = palette;
    SplitMix64 random{seed};
    for (int i = static_cast<int>(result.stops.size()) - 1; i > 0; --i)
        std::swap(result.stops[static_cast<std::size_t>(i)].color,
                  result.stops[static_cast<std::size_t>(whole_below(random, i + 1))].color);
    return result;
}

Palette simplified(const Palette& palette, float error, int most) {
    // From the ends inwards, always the stop next that is missed most (after Douglas and Peucker, 1973). A
    // cycle is a line that ends with its first stop once more.
    std::vector<PaletteStop> line = palette.stops;
    if (palette.cyclic) line.push_back({line.front().position + 1, line.front().color});
    struct Gap {
        float error;
        std::size_t worst, from, to;
        bool operator<(const Gap& other) const { return error < other.error; }
    };
    std::priority_queue<Gap> gaps;
    const auto look_between = [&](std::size_t from, std::size_t to) {
        const auto worst = worst_between(line, from, to);
        gaps.push({worst.first, worst.second, from, to});
    };
    std::vector<bool> kept(line.size(), false);
    kept.front() = kept.back() = true;
    int count = palette.cyclic || line.size() == 1 ? 1 : 2;
    look_between(0, line.size() - 1);
    while (count < most && gaps.top().error > error) {
        const Gap gap = gaps.top();
        gaps.pop();
        kept[gap.worst] = true;
        ++count;
        look_between(gap.from, gap.worst);
        look_between(gap.worst, gap.to);
    }
    Palette result{{}, palette.cyclic, palette.inside};
    for (std::size_t i = 0; i < palette.stops.size(); ++i)
        if (kept[i]) result.stops.push_back(palette.stops[i]);
    return result;
}

Palette smooth_cycle(std::span<const Oklab> colors, int steps, const Rgb& inside) {
    Palette palette{{}, true, inside};
    const std::size_t count = colors.size();
    for (std::size_t i = 0; i < count; ++i)
        for (int step = 0; step < steps; ++step) {
            const Oklab &p0 = colors[(i + count - 1) % count], &p1 = colors[i], &p2 = colors[(i + 1) % count],
                        &p3 = colors[(i + 2) % count];
            const float t = static_cast<float>(step) / static_cast<float>(steps);
            const Oklab lab{catmull_rom(p0.l, p1.l, p2.l, p3.l, t), catmull_rom(p0.a, p1.a, p2.a, p3.a, t),
                            catmull_rom(p0.b, p1.b, p2.b, p3.b, t)};
            palette.stops.push_back({(static_cast<float>(i) + t) / static_cast<float>(count), rgb_of(lab)});
        }
    return palette;
}

Palette surprise_palette(std::uint64_t seed) {
    SplitMix64 random{seed};
    // Hues near one, and now and then its opposite; dark and light take turns, so that neighbouring counts
    // can be told apart.
    const float hue = uniform(random, 0, 1), spread = uniform(random, 0.04f, 0.3f);
    const float contrary = uniform(random, 0, 0.6f), darkest = uniform(random, 0.12f, 0.35f),
                lightest = uniform(random, 0.8f, 0.97f), strength = uniform(random, 0.8f, 1.2f);
    const int pairs = 2 + whole_below(random, 3);
    std::vector<Oklab> colors;
    for (int i = 0; i < 2 * pairs; ++i) {
        const bool light = i % 2 == 1;
        const float lightness = light ? uniform(random, 0.6f, lightest) : uniform(random, darkest, 0.5f);
        // The most chroma that sRGB has room for is in the middle of lightness.
        const float chroma = strength * uniform(random, 0.65f, 1.0f) * 0.6f * lightness * (1.05f - lightness);
        const float opposite = uniform(random, 0, 1) < contrary ? 0.5f : 0.0f;
        colors.push_back(of_hue(lightness, chroma, hue + opposite + uniform(random, -spread, spread)));
    }
    const bool light_inside = uniform(random, 0, 1) < 0.5f;
    const Oklab inside = of_hue(light_inside ? 0.96f : 0.1f, 0.02f, hue);
    return smooth_cycle(colors, 4, rgb_of(inside));
}

}  // namespace droplet
