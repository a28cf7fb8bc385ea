#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "cuda/cuda_backend.h"
#include "fractal_cases.h"
#include "learn_cases.h"
#include "model/error.h"

namespace droplet::test {
namespace {

FractalScene typed_scene(const std::string& formula, const FractalParams& params, Size size = {96, 71}) {
    Preset preset;
    preset.source = Source::fractal;
    preset.fractal = params;
    preset.fractal.recurrence = Recurrence::formula;
    preset.formula = formula;
    return fractal_scene(preset, size);
}

Image part_of(const Image& whole, const PixelRect& part) {
    Image image({part.width(), part.height()}, 1);
    for (int y = 0; y < image.height(); ++y)
        std::copy_n(whole.plane(0).row(part.y0 + y) + part.x0, image.width(), image.plane(0).row(y));
    return image;
}

}  // namespace

TEST_CASE("fractal: the golden counts, exactly, in doubles and in pairs of them") {
    const auto gpu = make_cuda_backend();
    const auto values = [&](const FractalScene& scene) { return values_on(*gpu, scene); };
    check_golden_fractals(values, Precision::float64);
    check_golden_fractals(values, Precision::double_double);
}

TEST_CASE("fractal: every colouring of every recurrence is that of the CPU in every precision") {
    const auto gpu = make_cuda_backend();
    const auto values = [&](const FractalScene& scene) { return values_on(*gpu, scene); };
    check_cases(values, Precision::float32, 0.01);
    check_cases(values, Precision::float64, 0.001);
    check_cases(values, Precision::double_double, 0.001);
}

TEST_CASE("fractal: typed recurrences are those of the CPU") {
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    for (const Coloring coloring :
         {Coloring::count, Coloring::escape, Coloring::trap, Coloring::angle, Coloring::distance})
        for (const char* formula : {"-i/(pi*z^7) + c", "z^2 + c", "sin(z)/z + c*k", "conj(z)^3/2 + c",
                                    "exp(z) - z^1.5 + c", "(z^2 + 1)/(z - c)^2", "tanh(z^2) + log(c + z)"})
            for (const Precision precision : {Precision::float32, Precision::float64}) {
                if (coloring == Coloring::distance && formula[0] == 'c') continue;  // conj has no derivative
                FractalParams params = params_of(0.04, 20, coloring);
                params.precision = precision;
                const FractalScene scene = typed_scene(formula, params);
                CAPTURE(formula);
                CAPTURE(enum_name(coloring));
                CAPTURE(enum_name(precision));
                CHECK(share_that_differs(values_on(*gpu, scene), values_on(*cpu, scene), 1e-3,
                                         coloring == Coloring::angle) <
                      (precision == Precision::float32 ? 0.06 : 0.01));
            }
}

TEST_CASE("fractal: parts, amounts of work and samples change no bit of a value") {
    const auto gpu = make_cuda_backend();
    for (const Precision precision : {Precision::float32, Precision::float64}) {
        FractalParams params = params_of(0.01, 40, Coloring::escape);
        params.samples = 2;
        params.precision = precision;
        const FractalScene scene = scene_of(params, {203, 131});
        const Image whole = values_on(*gpu, scene);
        gpu->start_fractal(scene);
        double share = 0;
        int calls = 0;
        FractalProgress progress;
        while (!progress.complete) {
            progress = gpu->refine_fractal(40 * 3000, {});
            CHECK(progress.share > share);
            CHECK(progress.precision == precision);
            share = progress.share;
            ++calls;
        }
        CHECK(calls > 10);
        CHECK(progress.share == 1);
        CHECK(progress.block == 1);
        CHECK(progress.samples == 2);
        CHECK(same_bits(gpu->fractal_values(), whole));
        for (const PixelRect part : {PixelRect{0, 0, 100, 131}, PixelRect{77, 5, 203, 6}}) {
            FractalScene of_part = scene;
            of_part.part = part;
            CHECK(same_bits(values_on(*gpu, of_part), part_of(whole, part)));
        }
    }
}

TEST_CASE("fractal: colours are those of the CPU, also by another palette, and iterate nothing again") {
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    for (const Coloring coloring :
         {Coloring::count, Coloring::escape, Coloring::trap, Coloring::angle, Coloring::distance})
        for (const int samples : {1, 4}) {
            FractalParams params = params_of(0.04, 20, coloring);
            params.samples = samples;
            params.precision = Precision::float64;
            FractalScene scene = scene_of(params);
            static_cast<void>(values_on(*gpu, scene));
            static_cast<void>(values_on(*cpu, scene));
            for (const PaletteName palette : {PaletteName::ocean, PaletteName::viridis}) {
                params.palette = palette;
                params.palette_density = 0.5f;
                params.palette_offset = 0.125f;
                scene = scene_of(params);
                gpu->recolor_fractal(scene);
                cpu->recolor_fractal(scene);
                const Image a = gpu->download(Content::original), b = cpu->download(Content::original);
                int different = 0;
                for (int c = 0; c < 3; ++c)
                    for (int y = 0; y < a.height(); ++y)
                        for (int x = 0; x < a.width(); ++x)
                            different += !(std::fabs(a.plane(c).row(y)[x] - b.plane(c).row(y)[x]) < 0.01f);
                CAPTURE(enum_name(coloring));
                CAPTURE(samples);
                CHECK(different < 0.02 * 3 * static_cast<double>(a.size().area()));
            }
        }
}

TEST_CASE("fractal: a moved picture shows the last one at its place until its own values come") {
    const auto gpu = make_cuda_backend();
    FractalParams params = params_of(0.02, 12);
    params.precision = Precision::float64;
    const Size size{120, 80};
    static_cast<void>(values_on(*gpu, scene_of(params, size)));
    const Image before = gpu->download(Content::original);
    params.center_x = 8 * 0.02;
    const FractalScene moved = scene_of(params, size);
    gpu->start_fractal(moved);
    const Image shown = gpu->download(Content::original);
    int wrong = 0;
    for (int y = 0; y < 80; ++y)
        for (int x = 0; x < 112; ++x) wrong += shown.plane(1).row(y)[x] != before.plane(1).row(y)[x + 8];
    CHECK(wrong == 0);
    complete(*gpu);
    const Image found = gpu->fractal_values();
    const auto fresh = make_cuda_backend();
    CHECK(same_bits(found, values_on(*fresh, moved)));
}

TEST_CASE("fractal: deep places need pairs of doubles, and have them") {
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    FractalParams params = params_of(1e-22, 50);
    params.exponent = -2;
    params.coefficient_re = 1;
    params.coefficient_im = 0;
    params.center_x = *parse_precise("-0.74364388703715870475219150611477");
    params.center_y = *parse_precise("0.13182590420531197049313205638514");
    params.iterations = 3000;
    params.radius = 50;
    const FractalScene scene = scene_of(params, {48, 32});
    gpu->upload(Image(scene.size, 3));
    gpu->start_fractal(scene);
    CHECK(gpu->refine_fractal(1, {}).precision == Precision::double_double);
    const Image found = values_on(*gpu, scene);
    CHECK(share_that_differs(found, values_on(*cpu, scene), 0) < 0.02);
}

TEST_CASE("fractal: what is not of the scene's shape is refused") {
    const auto gpu = make_cuda_backend();
    gpu->upload(Image({10, 10}, 1));
    CHECK_THROWS_AS(gpu->start_fractal(scene_of({}, {10, 10})), Error);
    gpu->upload(Image({10, 11}, 3));
    CHECK_THROWS_AS(gpu->start_fractal(scene_of({}, {10, 10})), Error);
    gpu->upload(Image({10, 10}, 3, true));
    CHECK_THROWS_AS(gpu->start_fractal(scene_of({}, {10, 10})), Error);
    gpu->upload(Image({10, 10}, 3));
    CHECK_NOTHROW(gpu->start_fractal(scene_of({}, {10, 10})));
}

}  // namespace droplet::test
