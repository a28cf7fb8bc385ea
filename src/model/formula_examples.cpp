#include "model/formula_examples.h"

namespace droplet {
namespace {

/// Where one looks, and how often the recurrence is applied.
FractalParams look(double x, double y, double scale, int iterations, Coloring coloring, double radius) {
    FractalParams params;
    params.recurrence = Recurrence::formula;
    params.center_x = x;
    params.center_y = y;
    params.scale = scale;
    params.iterations = iterations;
    params.coloring = coloring;
    params.radius = radius;
    return params;
}

FractalParams starting_at(FractalParams params, double re, double im) {
    params.start = FractalStart::constant;
    params.start_re = re;
    params.start_im = im;
    return params;
}

/// z0 is the pixel, c the same everywhere.
FractalParams julia(FractalParams params, double re, double im) {
    params.julia = true;
    params.julia_re = re;
    params.julia_im = im;
    return params;
}

FractalParams painted(FractalParams params, PaletteName palette, float density) {
    params.palette = palette;
    params.palette_density = density;
    return params;
}

std::vector<FormulaExample> make_examples() {
    using enum Coloring;
    using enum PaletteName;
    return {
        {"The drop", "-i/(pi*z^7) + c", "The original: a pole at 0 that throws every orbit out and back.",
         look(0, 0, 0.004, 50, count, 4)},
        {"Mandelbrot set", "z^2 + c", "The c whose orbit stays near 0.",
         painted(look(-0.7, 0, 0.003, 300, escape, 100), viridis, 1)},
        {"Tricorn", "conj(z)^2 + c", "A mirror in each step: three corners, and small copies between them.",
         painted(look(-0.2, 0, 0.0045, 300, escape, 100), twilight, 1)},
        {"Burning ship", "(abs(re(z)) + i*abs(im(z)))^2 + c",
         "Both parts folded to positive before each step: a ship, and a fleet along its bow wave.",
         painted(look(-0.5, -0.5, 0.0035, 300, escape, 100), ember, 1)},
        {"Celtic", "abs(re(z^2)) + i*im(z^2) + c", "Only the real part of the square is folded.",
         painted(look(-0.4, 0, 0.004, 300, escape, 100), forest, 1)},
        {"Logistic map", "c*z*(1 - z)", "How populations grow and crash, in the plane: two Mandelbrot sets.",
         starting_at(painted(look(1, 0, 0.006, 300, escape, 100), ice, 1), 0.5, 0)},
        {"Magnet", "((z^2 + c - 1)/(2*z + c - 2))^2",
         "From the theory of magnets: where the orbit neither escapes nor settles at 1.",
         starting_at(painted(look(1.4, 0, 0.005, 200, escape, 100), copper, 1), 0, 0)},
        {"Newton, z^3 = 1", "z - (z^3 - 1)/(3*z^2)", "Which root Newton's method finds from each point.",
         julia(painted(look(0, 0, 0.004, 40, angle, 1e3), rainbow, 1), 0, 0)},
        {"Nova", "z - (z^3 - 1)/(3*z^2) + c", "Newton's method, pushed by c in each step.",
         starting_at(painted(look(-0.2, 0, 0.003, 100, angle, 1e3), sunset, 1), 1, 0)},
        {"Sine", "c*sin(z)", "A Julia set with a spiral in every column of the sine.",
         julia(painted(look(0, 0, 0.008, 100, escape, 50), aurora, 1), 1, 0.3)},
        {"Cosine", "cos(z) + c", "The cosine's own Mandelbrot sets, side by side.",
         starting_at(painted(look(0, 0, 0.009, 100, escape, 50), neon, 1), 0, 0)},
        {"Exponential", "c*exp(z)", "Hairs of points that escape, each a way to infinity.",
         starting_at(painted(look(0, 0, 0.009, 80, count, 50), inferno, 1), 0, 0)},
        {"Collatz", "(2 + 7*z - (2 + 5*z)*cos(pi*z))/4",
         "Half of even numbers, three times odd ones plus one, filled in between the whole numbers.",
         julia(painted(look(0, 0, 0.005, 60, count, 1e3), drop, 1), 0, 0)},
        {"Rings", "z^3 + c/z^3", "A weak pole in a Julia set: circles in circles, none of them touching.",
         julia(painted(look(0, 0, 0.003, 60, escape, 10), cividis, 1), 0.01, 0)},
        {"Glynn", "z^1.5 + c", "A power between whole numbers, and its cut: a tree.",
         julia(painted(look(0, 0, 0.002, 200, escape, 100), forest, 1), -0.2, 0)},
        {"Turning", "z^2 + c*exp(i*k/10)", "c turns a little further with every iteration.",
         painted(look(0, 0, 0.004, 200, escape, 100), twilight, 1)},
    };
}

}  // namespace

const std::vector<FormulaExample>& formula_examples() {
    static const std::vector<FormulaExample> examples = make_examples();
    return examples;
}

}  // namespace droplet
