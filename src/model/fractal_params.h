#pragma once
#include "model/precise.h"
#include "model/schema.h"

namespace droplet {

/// What is iterated: the recurrence of the original, or a typed one.
enum class Recurrence { power, formula };
/// z0: a power of c, or one value for every pixel. With Julia, z0 is the pixel anyway.
enum class FractalStart { power, constant };
/// What becomes a colour.
enum class Coloring { count, escape, trap, angle, distance };
enum class OrbitTrap { point, cross, circle };
/// How coordinates are calculated; automatic takes the cheapest that shows no error.
enum class Precision { automatic, float32, float64, double_double };
/// The palettes that come with Droplet, and the user's own (Preset::custom_palette).
enum class PaletteName {
    ocean,
    film,
    drop,
    ember,
    aurora,
    viridis,
    inferno,
    cividis,
    twilight,
    rainbow,
    sunset,
    forest,
    ice,
    ink,
    neon,
    copper,
    opal,
    rose,
    dune,
    peacock,
    nebula,
    glass,
    autumn,
    candy,
    grey,
    custom
};
/// How a fractal feeds a process that steps: as its start, or mixed in before each frame as a film is.
enum class FractalFeed { start, mix };

template <>
struct EnumNames<Recurrence> {
    static constexpr Recurrence last = Recurrence::formula;
    static constexpr std::array<std::string_view, 2> names{"power", "formula"};
};
template <>
struct EnumNames<FractalStart> {
    static constexpr FractalStart last = FractalStart::constant;
    static constexpr std::array<std::string_view, 2> names{"power", "constant"};
};
template <>
struct EnumNames<Coloring> {
    static constexpr Coloring last = Coloring::distance;
    static constexpr std::array<std::string_view, 5> names{"count", "escape", "trap", "angle", "distance"};
};
template <>
struct EnumNames<OrbitTrap> {
    static constexpr OrbitTrap last = OrbitTrap::circle;
    static constexpr std::array<std::string_view, 3> names{"point", "cross", "circle"};
};
template <>
struct EnumNames<Precision> {
    static constexpr Precision last = Precision::double_double;
    static constexpr std::array<std::string_view, 4> names{"auto", "float32", "float64", "double-double"};
};
template <>
struct EnumNames<PaletteName> {
    static constexpr PaletteName last = PaletteName::custom;
    static constexpr std::array<std::string_view, 26> names{
        "ocean",   "film",    "drop",   "ember", "aurora", "viridis", "inferno", "cividis", "twilight",
        "rainbow", "sunset",  "forest", "ice",   "ink",    "neon",    "copper",  "opal",    "rose",
        "dune",    "peacock", "nebula", "glass", "autumn", "candy",   "grey",    "custom"};
};
template <>
struct EnumNames<FractalFeed> {
    static constexpr FractalFeed last = FractalFeed::mix;
    static constexpr std::array<std::string_view, 2> names{"start", "mix"};
};

/// The fractal z_(k+1) = λ / z_k^n + c (math/fractal.h), where it is looked at, and how it becomes colours.
/// The defaults are the recurrence of the original, z <- −i/(π z⁷) + c.
struct FractalParams {
    Precise center_x, center_y;
    double scale = 0.004;
    Recurrence recurrence = Recurrence::power;
    float exponent = 7;
    bool real_exponent = false;
    double coefficient_re = 0, coefficient_im = -0.31830988618379067;  // −1/π
    FractalStart start = FractalStart::power;
    float start_power = 1;
    double start_factor = 1;
    double start_re = 0, start_im = 0;
    bool julia = false;
    double julia_re = 0.4, julia_im = 0.2;
    int iterations = 50;
    double radius = 4;
    Coloring coloring = Coloring::count;
    OrbitTrap trap = OrbitTrap::point;
    double trap_re = 0, trap_im = 0, trap_size = 0.5;
    PaletteName palette = PaletteName::ocean;
    float palette_density = 1, palette_offset = 0, palette_speed = 0;
    int samples = 1;
    Precision precision = Precision::automatic;
    FractalFeed feed = FractalFeed::start;
    float feed_share = 0.1f;

    bool operator==(const FractalParams&) const = default;
};

template <>
struct Schema<FractalParams> {
    using P = FractalParams;
    static constexpr std::string_view group = "fractal";
    static constexpr std::string_view title = "Fractal";
    static constexpr Range<Precise> places{-1e3, 1e3};
    static constexpr Range plane{-1e3, 1e3};
    static constexpr Range near_plane{-2.0, 2.0};
    static constexpr std::tuple fields{
        Field{&P::center_x, "center-x", "Center, real",
              "Real part of c in the middle of the picture; up to 32 digits count.", places, places},
        Field{&P::center_y, "center-y", "Center, imaginary",
              "Imaginary part of c in the middle of the picture; it grows downwards.", places, places},
        Field{&P::scale, "scale", "Units per pixel", "How much of the plane one pixel spans.",
              Range{1e-30, 10.0}, Range{1e-28, 0.1}, Scale::logarithmic},
        Field{&P::recurrence, "recurrence", "Recurrence",
              "power: \u03bb / z\u207f + c; formula: the recurrence that is typed."},
        Field{&P::exponent, "exponent", "Exponent n",
              "n of \u03bb / z\u207f + c, not 0; negative n multiplies instead: \u03bb z^|n| + c.",
              Range{-12.0f, 12.0f}, Range{-12.0f, 12.0f}},
        Field{&P::real_exponent, "real-exponent", "Any real n",
              "n may be between whole numbers; then the plane has a cut along negative z."},
        Field{&P::coefficient_re, "coefficient-re", "\u03bb, real", "Real part of the coefficient.", plane,
              near_plane},
        Field{&P::coefficient_im, "coefficient-im", "\u03bb, imaginary",
              "Imaginary part of the coefficient; \u22121/\u03c0 in the original.", plane, near_plane},
        Field{&P::start, "start", "Start z\u2080",
              "power: z\u2080 = a\u00b7c\u1d50; constant: the same z\u2080 for every pixel."},
        Field{&P::start_power, "start-power", "Power m of z\u2080", "m of z\u2080 = a\u00b7c\u1d50.",
              Range{-12.0f, 12.0f}, Range{1.0f, 8.0f}},
        Field{&P::start_factor, "start-factor", "Factor a of z\u2080", "a of z\u2080 = a\u00b7c\u1d50.",
              plane, Range{-4.0, 4.0}},
        Field{&P::start_re, "start-re", "z\u2080, real", "Real part of a constant z\u2080.", plane,
              near_plane},
        Field{&P::start_im, "start-im", "z\u2080, imaginary", "Imaginary part of a constant z\u2080.", plane,
              near_plane},
        Field{&P::julia, "julia", "Julia set", "c is the same for every pixel, and z\u2080 is the pixel."},
        Field{&P::julia_re, "julia-re", "c, real", "Real part of the c of a Julia set.", plane, near_plane},
        Field{&P::julia_im, "julia-im", "c, imaginary", "Imaginary part of the c of a Julia set.", plane,
              near_plane},
        Field{&P::iterations, "iterations", "Iterations", "How often the recurrence is applied.",
              Range{1, 10000}, Range{1, 2000}, Scale::logarithmic},
        Field{&P::radius, "radius", "Radius R", "Beyond |z| = R a point is outside.", Range{1e-6, 1e9},
              Range{0.1, 100.0}, Scale::logarithmic},
        Field{&P::coloring, "coloring", "Coloring",
              "count: iterates within R; escape: the first beyond R, smooth; trap: the nearest to a shape; "
              "angle: of the last iterate; distance: to the set."},
        Field{&P::trap, "trap", "Trap", "The shape that orbits are measured against."},
        Field{&P::trap_re, "trap-re", "Trap, real", "Real part of the trap's middle.", plane, near_plane},
        Field{&P::trap_im, "trap-im", "Trap, imaginary", "Imaginary part of the trap's middle.", plane,
              near_plane},
        Field{&P::trap_size, "trap-size", "Trap radius", "Radius of the trap's circle.", Range{0.0, 1e3},
              Range{0.0, 2.0}},
        Field{&P::palette, "palette", "Palette", "The colours."},
        Field{
            &P::palette_density, "palette-density", "Density",
            "Rounds of the palette: in 20 iterations, a full turn of the angle, or a factor e of a distance.",
            Range{0.001f, 1000.0f}, Range{0.05f, 20.0f}, Scale::logarithmic},
        Field{&P::palette_offset, "palette-offset", "Offset", "Where in the palette value 0 lies, in rounds.",
              Range{-1000.0f, 1000.0f}, Range{0.0f, 1.0f}},
        Field{&P::palette_speed, "palette-speed", "Speed", "Rounds of the palette per second.",
              Range{-10.0f, 10.0f}, Range{-1.0f, 1.0f}},
        Field{&P::samples, "samples", "Samples per pixel", "More smooth the edges and take as much longer.",
              Range{1, 16}, Range{1, 16}},
        Field{&P::precision, "precision", "Precision",
              "auto: float32, float64 or double-double, the cheapest that shows no error at this zoom."},
        Field{&P::feed, "feed", "Feeds a process as",
              "start: a changed fractal starts the process anew; mix: it is mixed in before each frame, as a "
              "film is."},
        Field{&P::feed_share, "feed-share", "Share of the fractal", "How much of it is mixed in at a time.",
              Range{0.0f, 1.0f}, Range{0.0f, 0.5f}},
    };
};
static_assert(every_member_has_a_row<FractalParams>);

/// Throws Error (Fault::usage, subject = `subject` and the key) where single rows are valid but not together:
/// an exponent of 0, or one that is not whole although real_exponent is off.
void check(const FractalParams& params, const std::string& subject);

/// Where a picture of the fractal lies: c in its middle, and units per pixel.
struct FractalPlace {
    Precise x, y;
    double scale = 0;
    bool operator==(const FractalPlace&) const = default;
};

inline FractalPlace place_of(const FractalParams& params) {
    return {params.center_x, params.center_y, params.scale};
}

/// What `automatic` is at this place for a picture of this many pixels in its longer side: float32 where its
/// rounding error of the coordinates is below 1/64 of a pixel, else float64, likewise, else double-double.
Precision precision_needed(const FractalParams& params, int longer_side);
/// params.precision, or what automatic comes to.
Precision chosen_precision(const FractalParams& params, int longer_side);

}  // namespace droplet
