#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "compute/cpu/fractal.h"
#include "compute/fractal_scenes.h"
#include "compute/reference.h"
#include "math/fractal_color.h"

using namespace droplet;
using namespace droplet::test;

namespace {

FractalParams mandelbrot() {
    FractalParams params;
    params.exponent = -2;
    params.coefficient_re = 1;
    params.coefficient_im = 0;
    params.start = FractalStart::constant;
    params.radius = 4;
    params.iterations = 60;
    params.scale = 0.05;
    params.precision = Precision::float64;
    return params;
}

/// The largest difference of neighbours, `points` along a line of this length in the plane.
double largest_jump(FractalParams params, double length, int points) {
    params.scale = length / points;
    double largest = 0, before = -1;
    for (const float value : values_of(scene_of(params, {points, 1}))) {
        const bool left = value < static_cast<float>(params.iterations);
        if (left && before >= 0) largest = std::max(largest, std::abs(static_cast<double>(value) - before));
        before = left ? static_cast<double>(value) : -1;
    }
    return largest;
}

bool finite(const Image& image) {
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < image.height(); ++y)
            if (!std::all_of(image.plane(c).row(y), image.plane(c).row(y) + image.width(),
                             [](float v) { return std::isfinite(v); }))
                return false;
    return true;
}

}  // namespace

TEST_CASE("Fractal: every coloring of every n is finite, at z0 = 0, at infinities and with any R") {
    for (std::size_t coloring = 0; coloring < EnumNames<Coloring>::names.size(); ++coloring)
        for (const Precision precision : {Precision::float32, Precision::float64, Precision::double_double})
            for (const int n : {-12, -2, -1, 1, 2, 7, 12})
                for (const double radius : {1e-6, 4.0, 1e9})
                    for (const OrbitTrap trap : {OrbitTrap::point, OrbitTrap::cross, OrbitTrap::circle}) {
                        if (trap != OrbitTrap::point && coloring != static_cast<std::size_t>(Coloring::trap))
                            continue;
                        CAPTURE(coloring);
                        CAPTURE(static_cast<int>(precision));
                        CAPTURE(n);
                        CAPTURE(radius);
                        FractalParams params;
                        params.coloring = static_cast<Coloring>(coloring);
                        params.precision = precision;
                        params.exponent = static_cast<float>(n);
                        params.radius = radius;
                        params.trap = trap;
                        params.iterations = 15;
                        params.scale = 0.3;
                        // Of an odd size, so that c = 0 and with it z0 = 0 is a pixel's.
                        const Picture picture = picture_of(scene_of(params, {9, 7}));
                        CHECK(finite(picture.values));
                        CHECK(finite(picture.colors));
                    }
}

TEST_CASE(
    "Fractal: infinity goes to c, so that the middle of the recurrence is as its neighbours after a while") {
    FractalParams params;
    params.iterations = 12;
    params.precision = Precision::float64;
    params.scale = 1e-3;
    const std::vector<float> values = values_of(scene_of(params, {3, 1}));
    // z0 = c = 0: infinity and 0 by turns, so that every other iterate is within R.
    CHECK(values[1] == 6);
}

TEST_CASE("Fractal: the smooth escape is continuous: its largest jump shrinks with the distance of samples") {
    SUBCASE("of a polynomial") {
        FractalParams params = mandelbrot();
        params.coloring = Coloring::escape;
        params.center_x = 0.1;
        params.center_y = 1.2;
        const double coarse = largest_jump(params, 0.6, 500), fine = largest_jump(params, 0.6, 32000);
        CHECK(coarse > 0.001);
        CHECK(fine < coarse / 16);
    }
    SUBCASE("of the recurrence with a pole") {
        FractalParams params;
        params.coloring = Coloring::escape;
        params.precision = Precision::float64;
        params.iterations = 12;
        params.radius = 1;
        params.center_x = 0.85;
        params.center_y = 0.3;
        const double coarse = largest_jump(params, 0.2, 250), fine = largest_jump(params, 0.2, 8000);
        CHECK(coarse > 0.001);
        CHECK(fine < coarse / 8);
    }
}

TEST_CASE("Fractal: the smooth escape counts the iterates before the first outside, less than one off") {
    FractalParams params = mandelbrot();
    params.coloring = Coloring::escape;
    const FractalScene scene = scene_of(params, {61, 49});
    const std::vector<float> smooth = values_of(scene);
    std::size_t i = 0;
    int far = 0;
    for (int y = 0; y < scene.size.height; ++y)
        for (int x = 0; x < scene.size.width; ++x, ++i) {
            const double re = (x + 0.5 - 30.5) * params.scale, im = (y + 0.5 - 24.5) * params.scale;
            double zr = 0, zi = 0;
            int before = 0;
            for (; before < params.iterations; ++before) {
                const double next = zr * zr - zi * zi + re;
                zi = 2 * zr * zi + im;
                zr = next;
                if (zr * zr + zi * zi >= params.radius * params.radius) break;
            }
            const double difference = static_cast<double>(smooth[i]) - before;
            far += before == params.iterations ? difference != 0 : difference < -0.2 || difference > 1.2;
        }
    CHECK(far == 0);
}

TEST_CASE("Fractal: the distance is that to the boundary, within the estimate's factor") {
    SUBCASE("of the Mandelbrot set on the real axis, left of -2") {
        FractalParams params = mandelbrot();
        params.coloring = Coloring::distance;
        params.iterations = 300;
        params.center_x = -2.5;
        params.scale = 0.01;
        const std::vector<float> values = values_of(scene_of(params, {60, 1}));
        for (int x = 0; x < 60; ++x) {
            const double real = (-2.0 - (-2.5 + (x + 0.5 - 30) * 0.01)) / 0.01;
            if (real < 1) continue;
            CHECK(values[static_cast<std::size_t>(x)] > 0.45 * real);
            CHECK(values[static_cast<std::size_t>(x)] < 2.1 * real);
        }
    }
    SUBCASE("of the disc around a pole, which leaves at once") {
        FractalParams params;
        params.coloring = Coloring::distance;
        params.precision = Precision::float64;
        params.scale = 0.01;
        params.iterations = 1;
        const double radius = std::pow(0.31830988618379067 / params.radius, 1.0 / 7);
        const std::vector<float> values = values_of(scene_of(params, {121, 1}));
        for (int x = 0; x < 121; ++x) {
            const double real = (radius - std::abs(x - 60) * 0.01) / 0.01;
            CAPTURE(x);
            if (real > 2) CHECK(values[static_cast<std::size_t>(x)] == doctest::Approx(real).epsilon(0.15));
            if (real < -12) CHECK(values[static_cast<std::size_t>(x)] == -1);
        }
    }
}

TEST_CASE("Fractal: a picture gets its passes in order, every block of a coarse one its point's value") {
    FractalParams params;
    params.iterations = 30;
    params.samples = 3;
    const FractalScene scene = scene_of(params, {83, 45});
    Workers workers(2);
    FractalRenderer renderer;
    Image colors(scene.part_size(), 3);
    renderer.start(scene, colors, workers);
    FractalProgress last;
    std::vector<int> blocks;
    while (!last.complete) {
        const FractalProgress now = renderer.refine(1, colors, workers, {});
        CHECK(now.share >= last.share);
        if (now.block != last.block) blocks.push_back(now.block);
        if (now.block == 8 && last.block != 8) {
            const Plane red = colors.plane(0);
            int others = 0;
            for (int y = 0; y < 45; ++y)
                for (int x = 0; x < 83; ++x) others += red.row(y)[x] != red.row(y / 8 * 8)[x / 8 * 8];
            CHECK(others < 83 * 45 / 2);  // a chunk of the next pass may be there already
        }
        last = now;
    }
    CHECK(blocks == std::vector<int>{8, 4, 2, 1});
    CHECK(last.samples == 3);
    CHECK(last.share == 1);
}

TEST_CASE("Fractal: at another place there is at once what was seen of it, and at the end nothing of it") {
    FractalParams params;
    params.iterations = 25;
    params.precision = Precision::float64;
    const FractalScene scene = scene_of(params, {96, 64});
    Workers workers(2);
    FractalRenderer renderer;
    Image colors(scene.part_size(), 3);
    renderer.start(scene, colors, workers);
    while (!renderer.refine(1 << 30, colors, workers, {}).complete) {
    }
    const Image before = colors.clone();
    params.center_x = params.center_x + Precise(10 * params.scale);
    const FractalScene moved = scene_of(params, {96, 64});
    renderer.start(moved, colors, workers);
    int same = 0;
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x + 10 < 96; ++x) same += colors.plane(1).row(y)[x] == before.plane(1).row(y)[x + 10];
    CHECK(same == 64 * 86);
    while (!renderer.refine(1, colors, workers, {}).complete) {
    }
    const Picture fresh = picture_of(moved);
    CHECK(same_bits(renderer.values(), fresh.values));
    CHECK(same_bits(colors, fresh.colors));
}

TEST_CASE("Fractal: colours are those of the palette's formulas, and change without iterating") {
    for (std::size_t coloring = 0; coloring < EnumNames<Coloring>::names.size(); ++coloring) {
        CAPTURE(coloring);
        FractalParams params;
        params.coloring = static_cast<Coloring>(coloring);
        params.iterations = 30;
        FractalScene scene = scene_of(params, {70, 33});
        Workers workers(2);
        FractalRenderer renderer;
        Image colors(scene.part_size(), 3);
        renderer.start(scene, colors, workers);
        while (!renderer.refine(1 << 30, colors, workers, {}).complete) {
        }
        params.palette_density = 1.7f;
        params.palette_offset = 0.21f;
        scene = scene_of(params, {70, 33});
        renderer.recolor(scene, colors, workers);
        float worst = 0;
        for (int y = 0; y < 33; ++y)
            for (int x = 0; x < 70; ++x) {
                const float value = renderer.values().plane(0).row(y)[x];
                float expected = scene.colors.inside.g;
                if (!math::is_inside(params.coloring, value, params.iterations)) {
                    const float position =
                        math::palette_position(params.coloring, value) * params.palette_density +
                        params.palette_offset;
                    const auto at = math::palette_index(position, PaletteTable::size, scene.colors.cyclic);
                    const float a = scene.colors.colors[static_cast<std::size_t>(at.first)].g,
                                b = scene.colors.colors[static_cast<std::size_t>(at.second)].g;
                    expected = a + at.share * (b - a);
                }
                worst = std::max(worst, std::abs(colors.plane(1).row(y)[x] - expected));
            }
        CHECK(worst < 1e-4f);
    }
}
