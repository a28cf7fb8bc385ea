// Gradients of GIMP (.ggr): a line a segment, "left middle right  r g b a  r g b a  blend coloring", with the
// colours of its ends. At its middle a segment is half way between them.
#include "model/gimp_gradient.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "model/error.h"
#include "model/palette_text.h"

namespace droplet {
namespace {

enum class Blend { linear, curved, sine, sphere_increasing, sphere_decreasing, step };
enum class Mixing { rgb, hue_upwards, hue_downwards };

struct Segment {
    float left = 0, middle = 0, right = 0;
    Rgb from, to;
    Blend blend{};
    Mixing mixing{};
};

/// How far from one end's colour to the other's, at a place within the segment; both are shares.
float blended_share(Blend blend, float middle, float place) {
    const float linear = place <= middle ? (middle > 0 ? 0.5f * place / middle : 0.5f)
                                         : 0.5f + 0.5f * (place - middle) / (1 - middle);
    switch (blend) {
        case Blend::linear:
            break;
        case Blend::curved: {
            const float bounded = std::clamp(middle, 1e-4f, 1 - 1e-4f);
            return std::pow(place, std::log(0.5f) / std::log(bounded));
        }
        case Blend::sine:
            return 0.5f - 0.5f * std::cos(std::numbers::pi_v<float> * linear);
        case Blend::sphere_increasing:
            return std::sqrt(std::max(0.0f, 1 - (linear - 1) * (linear - 1)));
        case Blend::sphere_decreasing:
            return 1 - std::sqrt(std::max(0.0f, 1 - linear * linear));
        case Blend::step:
            return place < middle ? 0.0f : 1.0f;
    }
    return linear;
}

struct Hsv {
    float hue = 0, saturation = 0, value = 0;  ///< hue in turns
};
Hsv hsv_of(const Rgb& c) {
    const float most = std::max({c.r, c.g, c.b}), range = most - std::min({c.r, c.g, c.b});
    if (range <= 0) return {0, 0, most};
    float sixths = c.r == most   ? (c.g - c.b) / range
                   : c.g == most ? 2 + (c.b - c.r) / range
                                 : 4 + (c.r - c.g) / range;
    if (sixths < 0) sixths += 6;
    return {sixths / 6, range / most, most};
}
Rgb rgb_of_hsv(const Hsv& c) {
    const auto channel = [&c](float shift) {
        const float place = std::fmod(shift + c.hue * 6, 6.0f);
        return c.value * (1 - c.saturation * std::clamp(std::min(place, 4 - place), 0.0f, 1.0f));
    };
    return {channel(5), channel(3), channel(1)};
}

Rgb mixed(const Segment& segment, float share) {
    const auto between = [share](float a, float b) { return std::clamp(a + share * (b - a), 0.0f, 1.0f); };
    const Rgb &a = segment.from, &b = segment.to;
    if (segment.mixing == Mixing::rgb) return {between(a.r, b.r), between(a.g, b.g), between(a.b, b.b)};
    const Hsv from = hsv_of(a), to = hsv_of(b);
    float way = to.hue - from.hue;
    if (segment.mixing == Mixing::hue_upwards && way < 0) way += 1;
    if (segment.mixing == Mixing::hue_downwards && way > 0) way -= 1;
    const float hue = from.hue + share * way;
    return rgb_of_hsv(
        {hue - std::floor(hue), between(from.saturation, to.saturation), between(from.value, to.value)});
}

/// A segment's stops: its ends, its middle, and more where it is not made of straight lines.
void add_stops(const Segment& segment, std::vector<PaletteStop>& stops) {
    const float width = segment.right - segment.left;
    const float middle = width > 0 ? (segment.middle - segment.left) / width : 0.5f;
    const auto add = [&](float place, float share) {
        const PaletteStop stop{std::min(segment.left + place * width, segment.right), mixed(segment, share)};
        if (stops.empty() || !(stops.back() == stop)) stops.push_back(stop);
    };
    add(0, 0);
    if (segment.blend == Blend::step) {
        add(middle, 0);
        add(middle, 1);
    } else if (segment.blend != Blend::linear || segment.mixing != Mixing::rgb) {
        constexpr int parts = 12;
        for (int i = 1; i < parts; ++i) {
            const float place = static_cast<float>(i) / parts;
            add(place, blended_share(segment.blend, middle, place));
        }
    } else if (middle > 0 && middle < 1 && std::fabs(middle - 0.5f) > 1e-5f) {
        add(middle, 0.5f);
    }
    add(1, 1);
}

class Reader {
 public:
    Reader(TextLines lines, const std::string& name) : lines_(lines), name_(name) {}

    Palette read() {
        lines_.next();
        auto line = lines_.next();
        if (line && line->starts_with("Name:")) line = lines_.next();
        const auto count = number_of<int>(line.value_or(""));
        if (!count || *count < 1 || *count > Palette::most_stops)
            refuse(line.value_or(""), fmt::format("the number of segments, 1 to {}", Palette::most_stops));
        Palette palette;
        float end = 0;
        for (int i = 0; i < *count; ++i) {
            const Segment segment = read_segment(end);
            end = segment.right;
            add_stops(segment, palette.stops);
            if (palette.stops.size() > Palette::most_stops)
                throw Error(Fault::usage, name_,
                            fmt::format("line {}: needs more than {} stops so far; valid: fewer segments",
                                        lines_.number(), Palette::most_stops));
        }
        palette.cyclic = palette.stops.front().color == palette.stops.back().color;
        return palette;
    }

 private:
    [[noreturn]] void refuse(std::string_view line, const std::string& valid) const {
        throw Error(Fault::usage, name_,
                    fmt::format("line {}: {} is not valid; valid: {}", lines_.number(), shown(line), valid));
    }

    Segment read_segment(float begin) {
        const std::string_view line = lines_.next().value_or("");
        const auto words = words_of(line);
        std::array<float, 11> numbers{};
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const auto number = i < words.size() ? number_of<float>(words[i]) : std::nullopt;
            if (!number || !(*number >= 0 && *number <= 1))
                refuse(line, "left, middle, right and two colors r g b a, 11 numbers from 0 to 1");
            numbers[i] = *number;
        }
        const auto [left, middle, right, r0, g0, b0, a0, r1, g1, b1, a1] = numbers;
        static_cast<void>(a0);
        static_cast<void>(a1);
        constexpr float touching = 1e-4f;  // positions are written with six decimals
        if (std::fabs(left - begin) > touching && begin > 0)
            refuse(line, fmt::format("a segment from {}, where the one before ends", begin));
        if (left > middle || middle > right) refuse(line, "left, middle and right in ascending order");
        const int blend = kind(words, 11, 5, line), mixing = kind(words, 12, 2, line);
        return {std::max(left, begin),  std::max(middle, begin),
                std::max(right, begin), {r0, g0, b0},
                {r1, g1, b1},           Blend{blend},
                Mixing{mixing}};
    }
    int kind(const std::vector<std::string_view>& words, std::size_t at, int last, std::string_view line) {
        if (at >= words.size()) return 0;
        const auto value = number_of<int>(words[at]);
        if (!value || *value < 0 || *value > last)
            refuse(line, fmt::format("{} from 0 to {}", at == 11 ? "a blend" : "a coloring", last));
        return *value;
    }

    TextLines lines_;
    const std::string& name_;
};

}  // namespace

Palette parse_gimp_gradient(TextLines lines, const std::string& name) {
    return Reader(lines, name).read();
}

std::string palette_gradient(const Palette& palette, std::string_view name) {
    // From end to end, as GIMP has it; two stops at one place need no segment between them.
    std::vector<PaletteStop> line = palette.stops;
    if (line.front().position > 0) line.insert(line.begin(), {0, color_at(palette, 0)});
    if (line.back().position < 1) line.push_back({1, color_at(palette, 1)});
    std::string segments;
    int count = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const PaletteStop &from = line[i - 1], &to = line[i];
        if (!(to.position > from.position)) continue;
        const Rgb &a = from.color, &b = to.color;
        segments += fmt::format("{:.6f} {:.6f} {:.6f} {:.6f} {:.6f} {:.6f} 1 {:.6f} {:.6f} {:.6f} 1 0 0\n",
                                from.position, (from.position + to.position) / 2, to.position, a.r, a.g, a.b,
                                b.r, b.g, b.b);
        ++count;
    }
    return fmt::format("GIMP Gradient\nName: {}\n{}\n{}", name, count, segments);
}

}  // namespace droplet
