#include "model/palette_text.h"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <cmath>

#include "model/error.h"
#include "model/palette_edit.h"
#include "model/palette_json.h"
#include "model/preset.h"

using namespace droplet;

namespace {

std::string refusal(const std::string& text) {
    try {
        static_cast<void>(parse_palette(text, "p"));
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

std::string file(const std::string& rest) {
    return R"({"droplet": "palette", "version": 1, )" + rest + "}";
}

float difference(const Rgb& a, const Rgb& b) {
    return std::max({std::fabs(a.r - b.r), std::fabs(a.g - b.g), std::fabs(a.b - b.b)});
}

std::string gradient(const std::string& segments, int count = 1) {
    return fmt::format("GIMP Gradient\nName: test\n{}\n{}", count, segments);
}

}  // namespace

TEST_CASE("Every palette is read back from its JSON bit by bit, in a file and in a preset") {
    for (int i = 0; i < static_cast<int>(PaletteName::custom); ++i) {
        const Palette& palette = builtin_palette(PaletteName{i});
        CAPTURE(enum_name(PaletteName{i}));
        CHECK(parse_palette(palette_file_text(palette), "p") == palette);
        Preset preset;
        preset.custom_palette = palette;
        preset.fractal.palette = PaletteName::custom;
        CHECK(parse_preset(preset_text(preset), "p") == preset);
    }
    CHECK(preset_text({}).find("custom-palette") == std::string::npos);
}

TEST_CASE("JSON takes colours as #rrggbb and as shares; cyclic and inside may be missing") {
    const Palette palette = parse_palette(
        file(R"("stops": [{"position": 0.25, "color": "#FF0000"}, {"position": 1, "color": [0, 0.5, 1]}])"),
        "p");
    CHECK(palette == Palette{{{0.25f, {1, 0, 0}}, {1, {0, 0.5f, 1}}}, true, {1, 1, 1}});
    CHECK_FALSE(parse_palette(file(R"("cyclic": false, "stops": [{"position": 0, "color": "#000000"}])"), "p")
                    .cyclic);
}

TEST_CASE("What is wrong in JSON is told in one line, with its place and what is valid") {
    CHECK(refusal(file(R"("stop": [])")) == "p: stop: unknown key; nearest: stops");
    CHECK(refusal(file(R"("stops": [])"))
              .starts_with("p: stops: a list of 0 is not valid; valid: a list of 1 to 256 of"));
    CHECK(refusal(file(R"("cyclic": true)")).starts_with("p: stops: missing; valid: a list of 1 to 256"));
    CHECK(refusal(file(R"("cyclic": 1, "stops": [])")) == "p: cyclic: 1 is not valid; valid: true or false");
    CHECK(refusal(file(R"("stops": [{"position": 2, "color": "#000000"}])")) ==
          "p: stops[0].position: 2 is not valid; valid: a number from 0 to 1");
    CHECK(refusal(file(R"("stops": [{"position": 0.5, "color": "#000000"},
                                    {"position": 0.25, "color": "#000000"}])")) ==
          "p: stops[1].position: 0.25 is not valid; valid: 0.5 to 1, not before the one before");
    CHECK(refusal(file(R"("stops": [{"position": 0, "color": "red"}])")) ==
          "p: stops[0].color: \"red\" is not valid; valid: \"#rrggbb\" or [r, g, b] of numbers from 0 to 1");
    CHECK(refusal(file(R"("stops": [{"position": 0, "color": "ff0000"}])")).starts_with("p: stops[0].color"));
    CHECK(refusal(file(R"("stops": [{"position": 0, "color": [0, 0, 256]}])")) ==
          "p: stops[0].color[2]: 256 is not valid; valid: a number from 0 to 1");
    CHECK(refusal(file(R"("stops": [{"position": 0, "colour": "#000000"}])")) ==
          "p: stops[0].colour: unknown key; nearest: color");
    CHECK(refusal(file(R"("stops": [{"position": 0}])")).starts_with("p: stops[0].color: missing"));
    CHECK(refusal(file(R"("stops": [3])")).starts_with("p: stops[0]: 3 is not valid"));
    CHECK(refusal(file(R"("inside": null, "stops": [])")).starts_with("p: inside: null is not valid"));
    CHECK(refusal(R"({"droplet": "preset"})").starts_with("p: not a palette; valid: a JSON object with"));
    CHECK(refusal(R"({"droplet": "palette", "version": 2})") == "p: version 2 of a palette; valid: 1 to 1");
    CHECK(refusal("{").starts_with("p: not JSON"));
}

TEST_CASE("In a preset the place begins with custom-palette") {
    try {
        static_cast<void>(parse_preset(R"({"droplet": "preset", "custom-palette": {"stops": [1]}})", "f"));
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(std::string(error.what()).starts_with("f: custom-palette.stops[0]: 1 is not valid"));
    }
}

TEST_CASE("A map of Fractint is read with comments and any line ends, and written as 256 lines") {
    const Palette palette = parse_palette("255 0 0 red\r\n0 255 0\r\n\r\n; words\n0,0,255\n", "p");
    CHECK(palette.stops.size() == 3);
    CHECK(palette.stops[1].color == Rgb{0, 1, 0});
    CHECK(palette.stops[2].position == doctest::Approx(2.0 / 3));
    CHECK(palette.cyclic);
    for (const PaletteName name : {PaletteName::drop, PaletteName::viridis}) {
        const Palette& own = builtin_palette(name);
        const Palette again = parse_palette(palette_map(own), "p");
        CHECK(again.stops.size() == 256);
        for (std::size_t i = 0; i < 256; ++i) {
            const float at = static_cast<float>(i) / (own.cyclic ? 256.0f : 255.0f);
            CHECK(difference(again.stops[i].color, color_at(own, at)) <= 0.501f / 255);
        }
        CHECK(parse_palette(palette_map(again), "p") == again);
    }
}

TEST_CASE("What is wrong in a map is told with its line") {
    CHECK(refusal("") == "p: has no colors; valid: lines of three numbers from 0 to 255");
    CHECK(refusal("1 2 3\n1 2\n") == "p: line 2: '1 2' is not valid; valid: three numbers from 0 to 255");
    CHECK(refusal("1 2 256") == "p: line 1: '1 2 256' is not valid; valid: three numbers from 0 to 255");
    CHECK(refusal("1 2 -1").starts_with("p: line 1: "));
    CHECK(refusal("1 2 3.5").starts_with("p: line 1: "));
    std::string many;
    for (int i = 0; i < 257; ++i) many += "1 2 3\n";
    CHECK(refusal(many) == "p: line 257: one color too many; valid: up to 256");
    CHECK(refusal(std::string(longest_palette_text + 1, ' ')).starts_with("p: has 1048577 bytes"));
}

TEST_CASE("A palette of GIMP is its colours around a cycle") {
    const Palette palette = parse_palette(
        "GIMP Palette\nName: Bears\nColumns: 16\n#\n  8   8   8\tgrey\n255 255 255  white\n", "p");
    CHECK(palette.stops.size() == 2);
    CHECK(palette.stops[0].color == Rgb{8.0f / 255, 8.0f / 255, 8.0f / 255});
    CHECK(palette.stops[1] == PaletteStop{0.5f, {1, 1, 1}});
    CHECK(refusal("GIMP Palette\nName: x\n").starts_with("p: has no colors"));
    CHECK(refusal("GIMP Palette\n1 2 3\nName: x\n").starts_with("p: line 3: 'Name: x' is not valid"));
}

TEST_CASE("A gradient of GIMP keeps middles, edges, curves and ways around the hues") {
    const Palette straight = parse_palette(gradient("0 0.25 1 1 0 0 1 0 0 1 1 0 0\n"), "p");
    CHECK(straight.stops.size() == 3);
    CHECK(straight.stops[1] == PaletteStop{0.25f, {0.5f, 0, 0.5f}});
    CHECK_FALSE(straight.cyclic);
    const Palette closed =
        parse_palette(gradient("0 .2 .4 1 0 0 1 0 0 1 1 0 0\n.4 .7 1 0 0 1 1 1 0 0 1 0 0\n", 2), "p");
    CHECK(closed.cyclic);
    CHECK(closed.stops.size() == 3);
    const Palette stepped = parse_palette(gradient("0 0.5 1 1 0 0 1 0 0 1 1 5 0\n"), "p");
    CHECK(color_at(stepped, 0.49f) == Rgb{1, 0, 0});
    CHECK(color_at(stepped, 0.5f) == Rgb{0, 0, 1});
    const Palette sine = parse_palette(gradient("0 0.5 1 0 0 0 1 1 1 1 1 2 0\n"), "p");
    CHECK(color_at(sine, 0.25f).r == doctest::Approx(0.5 - 0.5 * std::cos(0.25 * 3.14159265)).epsilon(0.01));
    const Palette curved = parse_palette(gradient("0 0.25 1 0 0 0 1 1 1 1 1 1 0\n"), "p");
    CHECK(color_at(curved, 0.25f).r == doctest::Approx(0.5).epsilon(0.01));
    // From red to blue upwards by way of green, downwards by way of magenta.
    const Palette upwards = parse_palette(gradient("0 0.5 1 1 0 0 1 0 0 1 1 0 1\n"), "p");
    CHECK(difference(color_at(upwards, 0.5f), {0, 1, 0}) < 0.01f);
    const Palette downwards = parse_palette(gradient("0 0.5 1 1 0 0 1 0 0 1 1 0 2\n"), "p");
    CHECK(difference(color_at(downwards, 0.5f), {1, 0, 1}) < 0.01f);
}

TEST_CASE("A palette written as a gradient of GIMP shows the same colours when read again") {
    for (const PaletteName name : {PaletteName::ocean, PaletteName::glass, PaletteName::cividis}) {
        const Palette& palette = builtin_palette(name);
        const Palette again = parse_palette(palette_gradient(palette, "x"), "p");
        CHECK(again.cyclic == palette.cyclic);
        for (float at = 0; at < 1; at += 0.01f)
            CHECK(difference(color_at(again, at), color_at(palette, at)) < 1e-4f);
    }
}

TEST_CASE("What is wrong in a gradient is told with its line") {
    CHECK(refusal("GIMP Gradient\nName: x\n") ==
          "p: line 2: '' is not valid; valid: the number of segments, 1 to 256");
    CHECK(refusal("GIMP Gradient\nName: x\n0\n").starts_with("p: line 3: '0' is not valid"));
    CHECK(refusal(gradient("0 0.5 1 1 0 0 1\n"))
              .ends_with("valid: left, middle, right and two colors r g b a, 11 numbers from 0 to 1"));
    CHECK(refusal(gradient("0 0.5 1 nan 0 0 1 0 0 1 1 0 0\n")).starts_with("p: line 4: "));
    CHECK(refusal(gradient("0 0.9 0.5 1 0 0 1 0 0 1 1 0 0\n"))
              .ends_with("valid: left, middle and right in ascending order"));
    CHECK(refusal(gradient("0 .2 .4 1 0 0 1 0 0 1 1 0 0\n.5 .7 1 0 0 1 1 1 0 0 1 0 0\n", 2))
              .ends_with("valid: a segment from 0.4, where the one before ends"));
    CHECK(refusal(gradient("0 0.5 1 1 0 0 1 0 0 1 1 6 0\n")).ends_with("valid: a blend from 0 to 5"));
    CHECK(refusal(gradient("0 0.5 1 1 0 0 1 0 0 1 1 0 3\n")).ends_with("valid: a coloring from 0 to 2"));
}
