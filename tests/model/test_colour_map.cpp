#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "model/colour_map.h"

using namespace droplet;

namespace {

struct Lab {
    double l, a, b;
};

/// Oklab after B. Ottosson, from sRGB.
Lab oklab(const Rgb8& colour) {
    const auto linear = [](std::uint8_t byte) {
        const double v = byte / 255.0;
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    const double r = linear(colour.r), g = linear(colour.g), b = linear(colour.b);
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

double distance(const Lab& a, const Lab& b) {
    return std::sqrt((a.l - b.l) * (a.l - b.l) + (a.a - b.a) * (a.a - b.a) + (a.b - b.b) * (a.b - b.b));
}

/// The lightness of entry i of the diverging map, and its chroma, as its source says.
Lab diverging_at(int i) {
    const double place = (i - 127.5) / 127.5, way = std::fabs(place);
    const double f = way < 0.5 ? 2 * way : 2 * way - 1;
    const double l = way < 0.5 ? 0.97 - 0.27 * f : 0.70 - 0.298 * f;
    const double c = way < 0.5 ? 0.13 * f : 0.13 - 0.03 * f;
    const double hue = (place < 0 ? 255 : 55) * std::acos(-1.0) / 180;
    return {l, c * std::cos(hue), c * std::sin(hue)};
}

}  // namespace

TEST_CASE("The colour maps have the published colours at their ends and in their middle") {
    CHECK(viridis_map.front() == Rgb8{68, 1, 84});
    CHECK(viridis_map[128] == Rgb8{33, 145, 140});
    CHECK(viridis_map.back() == Rgb8{253, 231, 37});
    CHECK(inferno_map.front() == Rgb8{0, 0, 4});
    CHECK(inferno_map[128] == Rgb8{188, 55, 84});
    CHECK(inferno_map.back() == Rgb8{252, 255, 164});
    CHECK(cividis_map.front() == Rgb8{0, 34, 78});
    CHECK(cividis_map[128] == Rgb8{125, 124, 120});
    CHECK(cividis_map.back() == Rgb8{254, 232, 56});
}

TEST_CASE("viridis, inferno and cividis only become lighter") {
    for (const ColourTable* map : {&viridis_map, &inferno_map, &cividis_map})
        for (std::size_t i = 1; i < map->size(); ++i)
            CHECK(oklab((*map)[i]).l > oklab((*map)[i - 1]).l - 0.004);  // of 8 bits
}

TEST_CASE("The diverging map is the two lines in Oklab that it is said to be, and its steps look equal") {
    for (int i = 0; i < 256; ++i)
        CHECK(distance(oklab(diverging_map[static_cast<std::size_t>(i)]), diverging_at(i)) < 0.012);
    // 16 entries are far enough apart for 8 bits not to matter.
    double least = 1, most = 0;
    for (std::size_t i = 128; i + 16 < 256; ++i) {
        const double step = distance(oklab(diverging_map[i]), oklab(diverging_map[i + 16]));
        least = std::min(least, step);
        most = std::max(most, step);
    }
    CHECK(most < 1.35 * least);  // a corner between the lines makes a chord shorter
}

TEST_CASE("The middle of the diverging map is a light grey") {
    for (const std::size_t i : {127u, 128u}) {
        const Rgb8 middle = diverging_map[i];
        CHECK(std::abs(middle.r - middle.b) <= 2);
        CHECK(std::abs(middle.r - middle.g) <= 2);
        CHECK(middle.g > 235);
    }
}
