#include "model/fractal_presets.h"

#include <algorithm>
#include <stdexcept>

#include "model/formula_examples.h"

namespace droplet {
namespace {

/// Looking at the fractal; nothing steps.
template <class Change>
Preset look(Change change) {
    Preset preset;
    preset.source = Source::fractal;
    preset.process = Process::none;
    change(preset.fractal);
    return preset;
}

void place(FractalParams& p, Precise x, Precise y, double scale, int iterations) {
    p.center_x = x;
    p.center_y = y;
    p.scale = scale;
    p.iterations = iterations;
}

void paint(FractalParams& p, Coloring coloring, PaletteName palette, float density = 1) {
    p.coloring = coloring;
    p.palette = palette;
    p.palette_density = density;
}

/// z^power + c. Beyond so large a radius the smooth colours have no seams.
void polynomial(FractalParams& p, int power) {
    p.exponent = static_cast<float>(-power);
    p.coefficient_re = 1;
    p.coefficient_im = 0;
    p.radius = 100;
}

void julia(FractalParams& p, double re, double im) {
    p.julia = true;
    p.julia_re = re;
    p.julia_im = im;
}

Preset from_example(std::string_view name) {
    const auto& examples = formula_examples();
    const auto found = std::ranges::find(examples, name, &FormulaExample::name);
    if (found == examples.end()) throw std::logic_error("no example of this name");
    Preset preset = look([&](FractalParams& p) {
        p = found->params;
        p.scale *= 800.0 / preset_side;  // the examples are for a picture 800 pixels high
    });
    preset.formula = found->text;
    return preset;
}

/// λ = −i/π is given, the rest fitted to the film's frames, 360 pixels square: the points that ever left are
/// the film's in 0.95 of those that either has (intersection over union, in the mean of the 50 frames).
void place_film(FractalParams& p) {
    place(p, -0.018345, 0.014948, 0.0034665, 50);
    p.start_power = 2;
    p.start_factor = 2.146;
    p.radius = 3.776;
    p.palette = PaletteName::film;
}
Preset film() {
    Preset preset = look(place_film);
    preset.animation = one_iteration_a_frame(50, 25);
    return preset;
}

void add_recurrence(std::vector<BuiltinPreset>& list) {
    list.push_back({"original-film", "The original film",
                    "The film that it began with: 15 lobes, then arms of drops.", film(), 1, true});
    list.push_back({"drop-and-ocean", "The drop and the ocean",
                    "The recurrence as it stands: a drop whose drops contain it again.",
                    look([](FractalParams&) {}), 1, true});
    list.push_back({"drop-julia", "Julia set of the drop", "One c for all: a foam of drops within drops.",
                    look([](FractalParams& p) {
                        julia(p, 0.9, 0.3);
                        paint(p, Coloring::count, PaletteName::aurora);
                    }),
                    1, true});
    list.push_back({"drop-traps", "Drops in a trap", "Coloured by how near the orbits come to a cross.",
                    look([](FractalParams& p) {
                        p.trap = OrbitTrap::cross;
                        paint(p, Coloring::trap, PaletteName::ember, 0.5f);
                    }),
                    1, true});
}

void add_relatives(std::vector<BuiltinPreset>& list) {
    list.push_back({"mandelbrot", "Mandelbrot set", "n = −2, λ = 1: the best known relative.",
                    look([](FractalParams& p) {
                        polynomial(p, 2);
                        place(p, -0.7, 0, 0.0036, 300);
                        paint(p, Coloring::escape, PaletteName::viridis);
                    }),
                    1, true});
    list.push_back({"mandelbrot-julia", "Douady's rabbit", "A Julia set of the Mandelbrot set: three ears.",
                    look([](FractalParams& p) {
                        polynomial(p, 2);
                        julia(p, -0.122561, 0.744862);
                        place(p, 0, 0, 0.0036, 300);
                        paint(p, Coloring::escape, PaletteName::sunset);
                    }),
                    1, true});
    list.push_back({"multibrot-3", "Multibrot, z³", "n = −3: the cube in place of the square.",
                    look([](FractalParams& p) {
                        polynomial(p, 3);
                        place(p, 0, 0, 0.004, 300);
                        paint(p, Coloring::escape, PaletteName::twilight);
                    }),
                    1, true});
    list.push_back({"multibrot-3-julia", "Julia set of z³", "A Julia set of the cube, coloured by distance.",
                    look([](FractalParams& p) {
                        polynomial(p, 3);
                        julia(p, 0.53, 0.1);
                        place(p, 0, 0, 0.0036, 400);
                        paint(p, Coloring::distance, PaletteName::ice);
                    }),
                    1, true});
    list.push_back({"burning-ship", "Burning ship", "Both parts folded in each step: a ship in flames.",
                    from_example("Burning ship"), 1, true});
    list.push_back(
        {"tricorn", "Tricorn", "A mirror in each step: three corners.", from_example("Tricorn"), 1, true});
    list.push_back({"newton", "Newton's basins", "Which root of z³ = 1 Newton's method comes to.",
                    from_example("Newton, z^3 = 1"), 1, true});
}

/// Points whose orbits fall onto a cycle that repels (M. Misiurewicz): the set looks alike there at every
/// scale, turned by the cycle's multiplier, so that they are worth going deep. Found by Newton's method with
/// 45 digits.
void add_depths(std::vector<BuiltinPreset>& list) {
    list.push_back({"deep-spiral", "A spiral at 1e-20",
                    "The sea horses' valley, twenty digits deep: arms that never end.",
                    look([](FractalParams& p) {
                        polynomial(p, 2);
                        // z32 = z30, the critical orbit's start at 0.
                        place(p, {-0.7432918908524302, -1.0293912300656078e-17},
                              {0.1312405523087976, -4.14497873297126e-18}, 1e-20, 2000);
                        paint(p, Coloring::escape, PaletteName::aurora, 0.4f);
                    }),
                    1, true});
    list.push_back({"deep-lightning", "Lightning at 1e-25",
                    "c = i, where the set is a thread that forks: alike at every depth.",
                    look([](FractalParams& p) {
                        polynomial(p, 2);
                        place(p, 0, 1, 1e-25, 300);
                        paint(p, Coloring::distance, PaletteName::neon, 0.5f);
                    }),
                    1, true});
}

void add_processes(std::vector<BuiltinPreset>& list) {
    Preset diffuses = look([](FractalParams&) {});
    diffuses.process = Process::diffuse;
    list.push_back({"fractal-diffuses", "The fractal diffuses",
                    "Its dust melts into clouds; the edges of the drops stay.", diffuses, 60, true});

    Preset learns = look([](FractalParams& p) {
        p.feed = FractalFeed::mix;
        p.feed_share = 0.05f;
    });
    learns.process = Process::learn;
    learns.learning.k = 0.3f;
    learns.learning.schedule_period = 0;
    list.push_back({"fractal-learns", "The fractal that learns",
                    "Mixed in before each frame, as a film is; the operator finds its own.", learns, 150,
                    true});

    Preset edges = look([](FractalParams& p) { paint(p, Coloring::escape, PaletteName::ink); });
    edges.process = Process::edges;
    list.push_back({"fractal-edges", "Edges of the fractal", "Canny's detector draws the drops' outlines.",
                    edges, 1, true});
}

}  // namespace

std::vector<BuiltinPreset> fractal_presets() {
    std::vector<BuiltinPreset> list;
    add_recurrence(list);
    add_relatives(list);
    add_depths(list);
    add_processes(list);
    return list;
}

}  // namespace droplet
