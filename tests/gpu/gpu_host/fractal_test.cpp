#include <doctest/doctest.h>

#include <algorithm>

#include "cuda/fractal_place.h"
#include "gpu/fractal_cases.h"
#include "host_fractal.h"
#include "model/fractal_difference.h"

namespace droplet::cuda::test {
namespace {

using droplet::test::params_of;
using droplet::test::scene_of;
using droplet::test::share_that_differs;

FractalScene typed_scene(const std::string& formula, FractalParams params = {}, Size size = {64, 49}) {
    Preset preset;
    preset.source = Source::fractal;
    preset.fractal = params;
    preset.fractal.recurrence = Recurrence::formula;
    preset.formula = formula;
    return fractal_scene(preset, size);
}

bool same_values(const Image& a, const Image& b) {
    return share_that_differs(a, b, 0) == 0;
}

Image part_of(const Image& whole, const PixelRect& part) {
    Image image({part.width(), part.height()}, 1);
    for (int y = 0; y < image.height(); ++y)
        std::copy_n(whole.plane(0).row(part.y0 + y) + part.x0, image.width(), image.plane(0).row(y));
    return image;
}

}  // namespace

TEST_CASE("fractal: the golden counts, exactly, in doubles and in pairs of them") {
    droplet::test::check_golden_fractals([](const FractalScene& s) { return played<double>(s); },
                                         Precision::float64);
    droplet::test::check_golden_fractals([](const FractalScene& s) { return played<DoubleDouble>(s); },
                                         Precision::double_double);
}

TEST_CASE("fractal: every colouring of every recurrence is that of the CPU") {
    droplet::test::check_cases([](const FractalScene& s) { return played<float>(s); }, Precision::float32,
                               0.01);
    droplet::test::check_cases([](const FractalScene& s) { return played<double>(s); }, Precision::float64,
                               0.001);
    droplet::test::check_cases([](const FractalScene& s) { return played<DoubleDouble>(s); },
                               Precision::double_double, 0.001);
}

TEST_CASE("fractal: no size of launches and no division into parts changes a bit") {
    for (const Coloring coloring : {Coloring::count, Coloring::distance}) {
        FractalParams params = params_of(0.03, 30, coloring);
        params.samples = 3;
        FractalScene scene = scene_of(params, {67, 45});
        for (const int sample : {0, 2}) {
            const Image whole = played<double>(scene, 1 << 30, sample);
            CHECK(same_values(played<double>(scene, 1, sample), whole));
            CHECK(same_values(played<double>(scene, 700, sample), whole));
            for (const PixelRect part :
                 {PixelRect{0, 0, 33, 45}, PixelRect{33, 0, 67, 44}, PixelRect{5, 44, 6, 45}}) {
                FractalScene of_part = scene;
                of_part.part = part;
                CHECK(same_values(played<double>(of_part, 1 << 30, sample), part_of(whole, part)));
            }
            const Image single = played<float>(scene, 1 << 30, sample);
            FractalScene of_part = scene;
            of_part.part = {20, 10, 67, 45};
            CHECK(same_values(played<float>(of_part, 100, sample), part_of(single, of_part.part)));
        }
    }
}

TEST_CASE(
    "fractal: what the last picture showed stays until a pixel's own value comes, or a block's where "
    "there was nothing") {
    FractalScene scene = scene_of(params_of(0.05, 10), {19, 11});
    HostField values(scene.size, 1);
    std::vector<std::uint8_t> taken(static_cast<std::size_t>(scene.size.area()));
    for (int y = 0; y < 11; ++y)
        for (int x = 0; x < 10; ++x) {
            values.at(0, y, x) = -7;
            taken[static_cast<std::size_t>(y * 19 + x)] = 1;
        }
    FractalWalk walk(scene.size, 1, Precision::float64);
    while (walk.progress().block == 0)
        play<double>(scene, {walk.next(1 << 20, 1), values.view(), taken.data()});
    int wrong = 0;
    for (int y = 0; y < 11; ++y)
        for (int x = 0; x < 19; ++x) {
            const bool own = x % 8 == 0 && y % 8 == 0;
            wrong += (values.at(0, y, x) == -7) != (x < 10 && !own);
            wrong += x >= 10 && values.at(0, y, x) != values.at(0, y / 8 * 8, x / 8 * 8);
        }
    CHECK(wrong == 0);
    while (!walk.progress().complete)
        play<double>(scene, {walk.next(1 << 20, 1), values.view(), taken.data()});
    const Image expected = played<double>(scene);
    for (int y = 0; y < 11; ++y)
        for (int x = 0; x < 19; ++x) CHECK(values.at(0, y, x) == expected.plane(0).row(y)[x]);
}

TEST_CASE("fractal: a picture moved by whole pixels, or magnified, finds every value at its old place") {
    FractalParams params = params_of(0.02, 12);
    params.center_x = 0.25;
    const FractalScene scene = scene_of(params, {40, 31});
    params.center_x = 0.25 + 3 * 0.02;
    params.center_y = -2 * 0.02;
    const FractalScene moved = scene_of(params, {40, 31});
    HostField from(scene.size, 1);
    const Image values = played<double>(scene), expected = played<double>(moved);
    for (int y = 0; y < 31; ++y) std::copy_n(values.plane(0).row(y), 40, from.view().row(0, y));
    const OldPlace place = old_place(scene, moved);
    int wrong = 0, found = 0;
    for (int y = 0; y < 31; ++y)
        for (int x = 0; x < 40; ++x) {
            const float value = old_value(from.view(), place, x, y);
            const bool is_there = x + 3 < 40 && y - 2 >= 0;
            wrong += (value == value) != is_there;
            found += is_there && value == expected.plane(0).row(y)[x];
        }
    CHECK(wrong == 0);
    CHECK(found > 37 * 29 * 0.98);  // at the border of the set the last bit of c may decide

    FractalScene near = scene;
    near.params.scale = 0.01;
    const OldPlace larger = old_place(scene, near);
    CHECK(old_pixel(larger, scene.size, 0, 0).x == 10);
    CHECK(old_pixel(larger, scene.size, 1, 0).x == 10);
    CHECK(old_pixel(larger, scene.size, 39, 30).x == 29);
    CHECK(same_values_elsewhere(scene, near));
    near.params.iterations = 13;
    CHECK(!same_values_elsewhere(scene, near));
}

TEST_CASE("fractal: a typed recurrence gives what the built-in one does, and what the CPU makes of it") {
    const auto cpu = make_cpu_backend();
    for (const Coloring coloring :
         {Coloring::count, Coloring::escape, Coloring::trap, Coloring::angle, Coloring::distance}) {
        FractalParams params = params_of(0.04, 20, coloring);
        params.precision = Precision::float64;
        CAPTURE(enum_name(coloring));
        const bool turns = coloring == Coloring::angle;
        if (coloring != Coloring::distance) {  // without a degree it is estimated otherwise
            const Image built_in = played<double>(scene_of(params, {64, 49}));
            CHECK(share_that_differs(played<double>(typed_scene("-i/(pi*z^7) + c", params)), built_in, 1e-3,
                                     turns) < 0.01);
        }
        for (const char* formula : {"-i/(pi*z^7) + c", "z^2 + c", "sin(z)/z + c*k", "conj(z)^3/2 + c",
                                    "exp(z) - z^1.5 + c", "(z^2 + 1)/(z - c)^2"}) {
            if (coloring == Coloring::distance && formula[0] == 'c') continue;  // conj has no derivative
            const FractalScene scene = typed_scene(formula, params);
            CAPTURE(formula);
            const Image expected = droplet::test::values_on(*cpu, scene);
            CHECK(share_that_differs(played<double>(scene), expected, 1e-3, turns) < 0.01);
            CHECK(share_that_differs(played<float>(scene), expected, 1e-2, turns) < 0.06);
        }
    }
}

}  // namespace droplet::cuda::test
