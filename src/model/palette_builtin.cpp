// The palettes that come with Droplet.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>
#include <vector>

#include "model/color_text.h"
#include "model/colour_tables.h"
#include "model/oklab.h"
#include "model/palette.h"
#include "model/palette_edit.h"

namespace droplet {
namespace {

constexpr std::size_t builtin_count = EnumNames<PaletteName>::names.size() - 1;

/// How a palette is made from its colours, written as rrggbb.
enum class Making {
    wave,     ///< the original's, by a formula
    cycle,    ///< a closed curve through them
    hues,     ///< around the circle of hues, at equal lightness
    table,    ///< one of the perceptually uniform tables, which do not close
    straight  ///< mixed as they are, not closed
};
struct Recipe {
    PaletteName name;
    Making making;
    std::string_view colors;
    std::string_view inside;
    std::string_view help;
};

// Colours were chosen on the fractal, in counts of 0 to 50 and smooth: dark and light far enough apart that
// neighbouring counts differ, and an inside that stands out from both.
using enum PaletteName;
constexpr Recipe recipes[] = {
    {ocean, Making::wave, {}, "ffffff", "the original's: deep blues, white inside"},
    {film, Making::wave, {}, "ffffff", "as the original film shows it: blue, green and night, white inside"},
    {drop, Making::cycle, "06122b 0b4a6f 1fa3a8 d9f3e6 f3c969 8c3b2a", "f8fbff",
     "deep water, foam and a glint of gold"},
    {ember, Making::cycle, "0a0504 5a0f0a c8330c ff9a1f fff0b8 b5441a 3a0d14", "000000",
     "from ash over red to white heat"},
    {aurora, Making::cycle, "071022 0d4a4c 2fbf7f c9f7b0 4f8fd0 6a3aa8 25123f", "04060f",
     "green and violet curtains on a night sky"},
    {viridis, Making::table, colour_tables::viridis_hex, "ffffff",
     "violet to yellow in steps that look equal; does not repeat"},
    {inferno, Making::table, colour_tables::inferno_hex, "ffffff",
     "black to pale yellow in steps that look equal; does not repeat"},
    {cividis, Making::table, colour_tables::cividis_hex, "ffffff",
     "blue to yellow, equal also to colour-blind eyes; does not repeat"},
    {twilight, Making::cycle, "e6e1ec 94b4d0 5a6fc0 4d2a86 2a1235 7a2450 bd6b62 dcbcae", "1a1024",
     "pale, blue, dark, red: lightness goes round once; good for angles"},
    {rainbow, Making::hues, {}, "ffffff", "every hue at one lightness; good for angles"},
    {sunset, Making::cycle, "1b1140 5a1d73 c2366b ff7f50 ffd98a f4a6a0 7d4a94", "160c30",
     "indigo, magenta, orange, late gold"},
    {forest, Making::cycle, "0d1f16 1f4d2e 5d8a3a c4c766 f2ead0 a5793f 4a2f1c", "f4f0dd",
     "moss, leaves in the sun, bark"},
    {ice, Making::cycle, "ffffff cfe9f7 7cc0e8 2c6fb7 122f63 3d86c6 b2dcf1", "0b1d3a",
     "white and the blues of a glacier"},
    {ink, Making::cycle, "f6f1e4 efe8d6 b9b1a3 4a4648 15141a 5c5758 d9d1c0", "b3261e",
     "ink on paper, with a red seal"},
    {neon, Making::cycle, "05010f 2b0a6b ff2bd6 ffe14d 16f2d0 0b3bd6 0a0426", "000000",
     "tubes of light in the dark"},
    {copper, Making::cycle, "120a07 5b2a16 b8652f f0b98a fdeedd 7fb3a2 2f6d66 12302f", "0c0706",
     "metal, polished and with its patina"},
    {opal, Making::cycle, "f4e9f0 a8d3dc 7fb2de a99be0 e79cc4 f8c9a0 d5e6ae", "ffffff",
     "pale and iridescent"},
    {rose, Making::cycle, "2b0a1d 7d1c45 d65d84 fbcdd3 fff6ee b8c79a 4c6b4c", "fff8f4",
     "wine, petals and leaves"},
    {dune, Making::cycle, "2a1a2e 6b3f4a c47a4a f1c27b fff3d8 c9b8a8 7a6f8a", "fff7e6",
     "sand in a low sun, violet shadows"},
    {peacock, Making::cycle, "03121c 053f5c 0a8f8f 59c9a5 f0e68c d79a2b 5a3a12", "02080d",
     "teal with an eye of gold"},
    {nebula, Making::cycle, "05030f 241a5e 7b2fbf f25fa6 ffe0c2 62b6f0 163a7a", "000000",
     "violet, rose and blue light in space"},
    {glass, Making::cycle, "c1121f 14101a f2b705 14101a 1d6fb8 0a0a12 2a9d5c 0a0a12", "fff9e8",
     "panes of red, gold, blue and green between dark lead"},
    {autumn, Making::cycle, "2d0f0a 8e2b12 e07b1a f9c74f f5ecc8 90a35a 39502a", "fbf3dc",
     "leaves from green to red"},
    {candy, Making::cycle, "b497f0 ff5f8f ffd1dc fff4c9 9be7d8 5ab7f0", "ffffff", "sweets of six colours"},
    {grey, Making::straight, "000000 ffffff", "ffffff", "black to white; does not repeat"},
};
static_assert(std::size(recipes) == builtin_count);

/// A colour's share of red, green or blue at a phase φ: mean + cosine · cos φ + sine · sin φ, of 255.
struct Wave {
    double mean, cosine, sine;
};
using Waves = std::array<Wave, 3>;
constexpr Waves ocean_waves{{{10, 20, 0}, {30, 0, 50}, {155, -80, 0}}};
/// Fitted to the colours that each count has in the frames of the film.
constexpr Waves film_waves{{{6, 13, 0}, {34, 0, 54}, {97, 123, 0}}};

/// A count a is a phase of 2πa/20.
std::vector<PaletteStop> wave_stops(const Waves& waves) {
    std::vector<PaletteStop> stops;
    for (int k = 0; k < 20; ++k) {
        const double phase = 2 * std::numbers::pi * k / 20;
        const auto share = [phase](const Wave& wave) {
            const double value = wave.mean + wave.cosine * std::cos(phase) + wave.sine * std::sin(phase);
            return static_cast<float>(std::clamp(value / 255, 0.0, 1.0));
        };
        stops.push_back({static_cast<float>(k) / 20, {share(waves[0]), share(waves[1]), share(waves[2])}});
    }
    return stops;
}

std::vector<Oklab> hue_circle() {
    constexpr float lightness = 0.75f, chroma = 0.125f;  // what sRGB has at every hue
    constexpr int count = 12;
    std::vector<Oklab> colors;
    for (int i = 0; i < count; ++i) {
        const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(i) / count;
        colors.push_back({lightness, chroma * std::cos(angle), chroma * std::sin(angle)});
    }
    return colors;
}

std::vector<Rgb> words_as_colors(std::string_view words) {
    std::vector<Rgb> colors;
    for (std::size_t at = 0; at < words.size(); at += 7) colors.push_back(*color_of_hex(words.substr(at, 6)));
    return colors;
}

/// A table's 256 colours, within 2/255, in fewer stops.
Palette table_palette(std::string_view hex, const Rgb& inside) {
    Palette palette{{}, false, inside};
    for (std::size_t i = 0; i < 256; ++i)
        palette.stops.push_back({static_cast<float>(i) / 255, *color_of_hex(hex.substr(6 * i, 6))});
    return simplified(palette, 2.0f / 255);
}

Palette made(const Recipe& recipe) {
    constexpr int steps = 4;
    const Rgb inside = *color_of_hex(recipe.inside);
    switch (recipe.making) {
        case Making::wave:
            return {wave_stops(recipe.name == film ? film_waves : ocean_waves), true, inside};
        case Making::hues:
            return smooth_cycle(hue_circle(), steps, inside);
        case Making::table:
            return table_palette(recipe.colors, inside);
        case Making::straight: {
            const std::vector<Rgb> colors = words_as_colors(recipe.colors);
            return {{{0, colors.front()}, {1, colors.back()}}, false, inside};
        }
        case Making::cycle:
            break;
    }
    std::vector<Oklab> colors;
    for (const Rgb& color : words_as_colors(recipe.colors)) colors.push_back(oklab_of(color));
    return smooth_cycle(colors, steps, inside);
}

}  // namespace

const Palette& builtin_palette(PaletteName name) {
    static const auto palettes = [] {
        std::array<Palette, builtin_count> all;
        for (const Recipe& recipe : recipes) all[static_cast<std::size_t>(recipe.name)] = made(recipe);
        return all;
    }();
    return palettes[static_cast<std::size_t>(name)];
}

std::string palette_help(PaletteName name) {
    for (const Recipe& recipe : recipes)
        if (recipe.name == name) return std::string(recipe.help);
    return "your own";
}

}  // namespace droplet
