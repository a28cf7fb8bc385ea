#include "model/palette.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "math/fractal_color.h"
#include "model/color_text.h"
#include "model/colour_tables.h"
#include "model/fractal_scene.h"
#include "model/oklab.h"
#include "model/palette_edit.h"

using namespace droplet;

namespace {

constexpr int builtin_count = static_cast<int>(PaletteName::custom);

float difference(const Rgb& a, const Rgb& b) {
    return std::max({std::fabs(a.r - b.r), std::fabs(a.g - b.g), std::fabs(a.b - b.b)});
}
/// In Oklab, where 0.02 can just be seen side by side.
float seen_difference(const Rgb& a, const Rgb& b) {
    const Oklab p = oklab_of(a), q = oklab_of(b);
    return std::hypot(p.l - q.l, p.a - q.a, p.b - q.b);
}

/// As a renderer does it.
Rgb looked_up(const PaletteTable& table, Coloring coloring, float value) {
    const auto at =
        math::palette_index(math::palette_position(coloring, value), PaletteTable::size, table.cyclic);
    const Rgb &a = table.colors[static_cast<std::size_t>(at.first)],
              &b = table.colors[static_cast<std::size_t>(at.second)];
    return {a.r + at.share * (b.r - a.r), a.g + at.share * (b.g - a.g), a.b + at.share * (b.b - a.b)};
}

Palette example(bool cyclic) {
    return {{{0.1f, {1, 0, 0}}, {0.4f, {0, 1, 0}}, {0.8f, {0, 0, 1}}}, cyclic, {0, 0, 0}};
}

}  // namespace

TEST_CASE("ocean is the original's formula at every count, and white inside") {
    const PaletteTable table = palette_table(builtin_palette(PaletteName::ocean));
    CHECK(table.inside == Rgb{1, 1, 1});
    for (int count = 0; count <= 200; ++count) {
        CAPTURE(count);
        const double phase = 2 * std::numbers::pi * count / 20;
        const auto share = [](double v) { return static_cast<float>(std::clamp(v / 255, 0.0, 1.0)); };
        const Rgb formula{share(10 + 20 * std::cos(phase)), share(30 + 50 * std::sin(phase)),
                          share(155 - 80 * std::cos(phase))};
        CHECK(difference(looked_up(table, Coloring::count, static_cast<float>(count)), formula) < 1.0f / 255);
    }
}

TEST_CASE(
    "Every palette that comes with Droplet is valid, has words of its own and differs from the others") {
    std::set<std::string> words;
    for (int i = 0; i < builtin_count; ++i) {
        const Palette& palette = builtin_palette(PaletteName{i});
        CAPTURE(enum_name(PaletteName{i}));
        CHECK(why_not_valid(palette) == "");
        CHECK(words.insert(palette_help(PaletteName{i})).second);
        for (int j = 0; j < i; ++j) {
            const Palette& other = builtin_palette(PaletteName{j});
            float most = 0;
            for (float at = 0; at < 1; at += 0.01f)
                most = std::max(most, seen_difference(color_at(palette, at), color_at(other, at)));
            CHECK(most > 0.1f);
        }
    }
    CHECK(builtin_count >= 16);
    CHECK_FALSE(palette_help(PaletteName::custom).empty());
}

TEST_CASE("Cyclic palettes close as smoothly as they go on; neighbours in a table are near") {
    for (int i = 0; i < builtin_count; ++i) {
        CAPTURE(enum_name(PaletteName{i}));
        const PaletteTable table = palette_table(builtin_palette(PaletteName{i}));
        float most = 0;
        for (std::size_t k = 1; k < PaletteTable::size; ++k)
            most = std::max(most, difference(table.colors[k - 1], table.colors[k]));
        CHECK(most < 0.03f);
        if (table.cyclic) CHECK(difference(table.colors.back(), table.colors.front()) <= most);
    }
}

TEST_CASE("The inside stands out from the colours of most counts") {
    for (int i = 0; i < builtin_count; ++i) {
        CAPTURE(enum_name(PaletteName{i}));
        const Palette& palette = builtin_palette(PaletteName{i});
        int apart = 0;
        for (int count = 0; count < 20; ++count)
            apart +=
                seen_difference(color_at(palette, static_cast<float>(count) / 20), palette.inside) > 0.1f;
        CHECK(apart >= 14);
    }
}

TEST_CASE("viridis, inferno and cividis are the tables that colour maps are made of") {
    const auto check = [](PaletteName name, std::string_view hex) {
        const Palette& palette = builtin_palette(name);
        CHECK_FALSE(palette.cyclic);
        for (std::size_t k = 0; k < 256; ++k)
            CHECK(difference(color_at(palette, static_cast<float>(k) / 255),
                             *color_of_hex(hex.substr(6 * k, 6))) < 2.5f / 255);
    };
    check(PaletteName::viridis, colour_tables::viridis_hex);
    check(PaletteName::inferno, colour_tables::inferno_hex);
    check(PaletteName::cividis, colour_tables::cividis_hex);
}

TEST_CASE("Oklab and back is the same colour; white and grey have no hue") {
    for (const Rgb color : {Rgb{0, 0, 0}, Rgb{1, 1, 1}, Rgb{0.2f, 0.7f, 0.4f}, Rgb{1, 0, 0.01f}})
        CHECK(difference(rgb_of(oklab_of(color)), color) < 1e-4f);
    CHECK(oklab_of({1, 1, 1}).l == doctest::Approx(1).epsilon(1e-5));
    CHECK(std::fabs(oklab_of({0.5f, 0.5f, 0.5f}).a) < 1e-4f);
}

TEST_CASE("Hexadecimal colours are read with and without #, and nothing else is one") {
    CHECK(color_of_hex("#ff8000") == Rgb{1, 128.0f / 255, 0});
    CHECK(color_of_hex("00ff00") == Rgb{0, 1, 0});
    for (const char* text : {"", "#", "#fff", "#ff80000", "#gg0000", "-12345", "+12345", "0x1234", "##12345"})
        CHECK_FALSE(color_of_hex(text).has_value());
    CHECK(hex_of({1, 128.0f / 255, 0}) == "#ff8000");
}

TEST_CASE("An offset beyond one round is kept, for palettes that do not repeat; by a speed it goes round") {
    Preset preset;
    preset.fractal.palette = PaletteName::viridis;
    preset.fractal.palette_offset = -0.5f;
    CHECK(fractal_scene(preset, {8, 8}, 3).params.palette_offset == -0.5f);
    preset.fractal.palette_speed = 0.25f;
    CHECK(fractal_scene(preset, {8, 8}, 3).params.palette_offset == 0.25f);
}

TEST_CASE("Between stops colours are mixed; a cycle goes on over its end, other palettes keep theirs") {
    const Palette cycle = example(true), line = example(false);
    CHECK(color_at(line, 0) == Rgb{1, 0, 0});
    CHECK(color_at(line, 0.25f).g == doctest::Approx(0.5));
    CHECK(color_at(line, 1) == Rgb{0, 0, 1});
    CHECK(color_at(cycle, 0).r == doctest::Approx(2.0 / 3));  // 0.2 of 0.3 from blue to red
    CHECK(difference(color_at(cycle, 0), color_at(cycle, 1)) < 1e-6f);
    const Palette edge{{{0, {0, 0, 0}}, {0.5f, {0, 0, 0}}, {0.5f, {1, 1, 1}}, {1, {1, 1, 1}}}, false, {}};
    CHECK(color_at(edge, 0.4999f) == Rgb{0, 0, 0});
    CHECK(color_at(edge, 0.5f) == Rgb{1, 1, 1});
}

TEST_CASE("A stop that is added changes no colour; one that is moved past another changes their order") {
    const Palette palette = example(true);
    for (const float position : {0.0f, 0.05f, 0.3f, 0.95f, 1.0f}) {
        const EditedPalette added = with_stop(palette, position);
        CHECK(why_not_valid(added.palette) == "");
        CHECK(added.palette.stops[static_cast<std::size_t>(added.stop)].position == position);
        for (float at = 0; at <= 1; at += 0.05f)
            CHECK(difference(color_at(added.palette, at), color_at(palette, at)) < 1e-5f);
        CHECK(without_stop(added.palette, added.stop).palette == palette);
    }
    const EditedPalette moved = with_moved_stop(palette, 0, 0.5f);
    CHECK(moved.stop == 1);
    CHECK(moved.palette.stops[1] == PaletteStop{0.5f, {1, 0, 0}});
    CHECK(moved.palette.stops[0].position == 0.4f);
    CHECK(with_moved_stop(palette, 2, -3).palette.stops[0] == PaletteStop{0, {0, 0, 1}});
    CHECK(with_moved_stop(palette, 0, 0.4f).stop == 0);  // beside another it stays on its side
    CHECK(with_moved_stop(palette, 2, 0.4f).stop == 2);
    CHECK(without_stop(palette, 2).stop == 1);
}

TEST_CASE("Reversed twice is the same palette, and once shows its colours backwards") {
    for (int i = 0; i < builtin_count; ++i) {
        const Palette& palette = builtin_palette(PaletteName{i});
        const Palette back = reversed(palette);
        CAPTURE(enum_name(PaletteName{i}));
        CHECK(why_not_valid(back) == "");
        for (float at = 0.01f; at < 1; at += 0.07f)
            CHECK(difference(color_at(back, at), color_at(palette, 1 - at)) < 1e-3f);
        CHECK(reversed(back).stops.size() == palette.stops.size());
        for (float at = 0; at < 1; at += 0.07f)
            CHECK(difference(color_at(reversed(back), at), color_at(palette, at)) < 1e-3f);
    }
}

TEST_CASE("A mirrored palette is symmetric, closes, and shows the whole one in its first half") {
    for (const bool cyclic : {true, false}) {
        const Palette palette = example(cyclic), there_and_back = mirrored(palette);
        CHECK(why_not_valid(there_and_back) == "");
        CHECK(there_and_back.cyclic);
        for (float at = 0.01f; at < 1; at += 0.03f) {
            CHECK(difference(color_at(there_and_back, at / 2), color_at(palette, at)) < 1e-4f);
            CHECK(difference(color_at(there_and_back, 1 - at / 2), color_at(palette, at)) < 1e-4f);
        }
    }
    Palette full{{}, true, {}};
    for (int i = 0; i < Palette::most_stops; ++i)
        full.stops.push_back({static_cast<float>(i) / 256, {i % 2 ? 1.0f : 0.0f, 0, 0}});
    CHECK(why_not_valid(mirrored(full)) == "");
}

TEST_CASE("Stops that are spread evenly have equal distances, in a cycle also over its end") {
    const Palette cycle = evenly_spread(example(true)), line = evenly_spread(example(false));
    CHECK(cycle.stops[2].position == doctest::Approx(2.0 / 3));
    CHECK(line.stops[1].position == 0.5f);
    CHECK(line.stops[2].position == 1);
    CHECK(evenly_spread({{{0.7f, {1, 0, 0}}}, false, {}}).stops[0].position == 0);
}

TEST_CASE("Shuffling by a seed keeps positions and colours, and can be made again") {
    const Palette& palette = builtin_palette(PaletteName::ocean);
    const Palette once = shuffled(palette, 7);
    CHECK(once == shuffled(palette, 7));
    CHECK_FALSE(once == shuffled(palette, 8));
    std::multiset<std::string> before, after;
    for (std::size_t i = 0; i < palette.stops.size(); ++i) {
        CHECK(once.stops[i].position == palette.stops[i].position);
        before.insert(hex_of(palette.stops[i].color));
        after.insert(hex_of(once.stops[i].color));
    }
    CHECK(before == after);
}

TEST_CASE("A simplified palette has fewer stops and stays within its error") {
    for (const PaletteName name : {PaletteName::drop, PaletteName::viridis, PaletteName::grey}) {
        const Palette& palette = builtin_palette(name);
        const Palette fewer = simplified(palette, 0.02f);
        CHECK(why_not_valid(fewer) == "");
        for (float at = 0; at < 1; at += 0.003f)
            CHECK(difference(color_at(fewer, at), color_at(palette, at)) < 0.0201f);
        if (name != PaletteName::grey) CHECK(fewer.stops.size() < palette.stops.size());
    }
    const Palette flat{{{0, {1, 1, 1}}, {0.2f, {1, 1, 1}}, {0.5f, {1, 1, 1}}}, true, {}};
    CHECK(simplified(flat, 0).stops.size() == 1);
    CHECK(simplified(builtin_palette(PaletteName::drop), 0, 5).stops.size() == 5);
}

TEST_CASE("A surprise is valid, cyclic, the same for its seed and another for another") {
    std::set<std::string> firsts;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const Palette palette = surprise_palette(seed);
        CHECK(why_not_valid(palette) == "");
        CHECK(palette.cyclic);
        CHECK(palette == surprise_palette(seed));
        firsts.insert(hex_of(palette.stops[1].color) + hex_of(palette.stops[5].color));
        float least = 1, most = 0;
        for (const PaletteStop& stop : palette.stops) {
            least = std::min(least, oklab_of(stop.color).l);
            most = std::max(most, oklab_of(stop.color).l);
        }
        CHECK(most - least > 0.12f);
    }
    CHECK(firsts.size() > 195);
}

TEST_CASE("What is no valid palette is told") {
    Palette palette = example(true);
    palette.stops[1].position = 0.05f;
    CHECK(why_not_valid(palette).starts_with("stop 1 lies before"));
    palette = example(true);
    palette.stops[2].color.g = 1.5f;
    CHECK(why_not_valid(palette).starts_with("stop 2 is not valid"));
    palette.stops.resize(Palette::most_stops + 1);
    CHECK(why_not_valid(palette) == "has 257 stops; valid: 1 to 256");
    CHECK(why_not_valid({}) == "has 0 stops; valid: 1 to 256");
}
