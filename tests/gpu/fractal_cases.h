// What the kernels of the fractal are held to, on a GPU and played on the host.
#pragma once
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "compute/cpu/cpu_backend.h"
#include "model/fractal_scene.h"

namespace droplet::test {

/// The values of a whole scene, all passes made.
using FractalExecutor = std::function<Image(const FractalScene& scene)>;

inline void complete(Backend& backend) {
    while (!backend.refine_fractal(std::numeric_limits<std::int32_t>::max(), {}).complete) {
    }
}
inline Image values_on(Backend& backend, const FractalScene& scene) {
    if (!(backend.shape(Content::original) == PictureShape{scene.part_size(), 3}))
        backend.upload(Image(scene.part_size(), 3));
    backend.start_fractal(scene);
    complete(backend);
    return backend.fractal_values();
}

inline FractalScene scene_of(const FractalParams& params, Size size = {96, 71}) {
    Preset preset;
    preset.source = Source::fractal;
    preset.fractal = params;
    return fractal_scene(preset, size);
}

inline FractalParams params_of(double scale, int iterations, Coloring coloring = Coloring::count) {
    FractalParams params;
    params.scale = scale;
    params.iterations = iterations;
    params.coloring = coloring;
    return params;
}

struct FractalCase {
    std::string name;
    FractalParams params;
};

/// Every colouring with every kind of recurrence and start, in a place with much border.
inline std::vector<FractalCase> fractal_cases() {
    std::vector<FractalCase> cases;
    for (int c = 0; c <= static_cast<int>(Coloring::distance); ++c) {
        const auto coloring = static_cast<Coloring>(c);
        const auto add = [&](const std::string& name, const std::function<void(FractalParams&)>& change) {
            FractalParams params = params_of(0.04, 20, coloring);
            change(params);
            cases.push_back({std::string(enum_name(coloring)) + ", " + name, params});
        };
        add("n = 7", [](FractalParams&) {});
        add("Mandelbrot", [](FractalParams& p) {
            p.exponent = -2;
            p.coefficient_re = 1;
            p.coefficient_im = 0;
            p.center_x = -0.5;
            p.iterations = 60;
            p.radius = 50;
        });
        add("n = 1", [](FractalParams& p) {
            p.exponent = 1;
            p.center_y = 0.25;
        });
        add("n = 12", [](FractalParams& p) {
            p.exponent = 12;
            p.radius = 2.5;
        });
        add("n = -5, constant start", [](FractalParams& p) {
            p.exponent = -5;
            p.coefficient_re = 0.8;
            p.start = FractalStart::constant;
            p.start_re = 0.125;
            p.start_im = -0.25;
            p.radius = 9;
        });
        add("n = 3, start 1.5 c^2", [](FractalParams& p) {
            p.exponent = 3;
            p.start_power = 2;
            p.start_factor = 1.5;
        });
        add("Julia, n = 2", [](FractalParams& p) {
            p.exponent = 2;
            p.julia = true;
        });
        add("Julia, n = -2", [](FractalParams& p) {
            p.exponent = -2;
            p.coefficient_re = 1;
            p.coefficient_im = 0;
            p.julia = true;
            p.julia_re = -0.75;
            p.julia_im = 0.12;
        });
    }
    for (const OrbitTrap trap : {OrbitTrap::cross, OrbitTrap::circle}) {
        FractalParams params = params_of(0.04, 20, Coloring::trap);
        params.trap = trap;
        params.trap_re = 0.2;
        params.trap_im = -0.1;
        cases.push_back({"trap, " + std::string(enum_name(trap)), params});
    }
    return cases;
}

/// Of pixels whose values differ by more than `tolerance`, relative to 1 + the value's size; in values of one
/// turn what lies beside 0 and 1 is near each other.
inline double share_that_differs(const Image& a, const Image& b, double tolerance, bool turns = false) {
    REQUIRE(a.size() == b.size());
    int different = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const double u = a.plane(0).row(y)[x], v = b.plane(0).row(y)[x];
            if (std::isnan(u) && std::isnan(v)) continue;
            if (u == v) continue;
            double difference = std::fabs(u - v);
            if (turns) difference = std::min(difference, 1 - difference);
            different += !(difference <= tolerance * (1 + std::fabs(v)));
        }
    return different / static_cast<double>(a.size().area());
}

/// All cases in one precision: as on the CPU but for a share of points, whose orbits come so close to the
/// border of a decision that rounding takes it.
inline void check_cases(const FractalExecutor& values, Precision precision, double most_different) {
    const auto cpu = make_cpu_backend();
    for (FractalCase c : fractal_cases()) {
        c.params.precision = precision;
        const FractalScene scene = scene_of(c.params);
        CAPTURE(c.name);
        const Image expected = values_on(*cpu, scene);
        CHECK(share_that_differs(values(scene), expected, 1e-3, c.params.coloring == Coloring::angle) <=
              most_different);
    }
}

/// Both golden files, every count.
inline void check_golden_fractals(const FractalExecutor& values, Precision precision) {
    const char* const moved = std::getenv("DROPLET_GOLDEN_DIR");
    const std::string folder = moved ? moved : DROPLET_GOLDEN_DIR;
    for (const char* name : {"/fractal.json", "/fractal_n3.json"}) {
        std::ifstream file(folder + name);
        REQUIRE(file.good());
        const auto golden = nlohmann::json::parse(file);
        FractalParams params;
        params.precision = precision;
        params.center_x = golden["center"][0].get<double>();
        params.center_y = golden["center"][1].get<double>();
        params.scale = golden["scale"];
        params.iterations = golden["iterations"];
        params.radius = golden["radius"];
        params.exponent = golden["exponent"];
        params.coefficient_re = golden["coefficient"][0];
        params.coefficient_im = golden["coefficient"][1];
        const Size size{golden["width"].get<int>(), golden["height"].get<int>()};
        const Image found = values(scene_of(params, size));
        int wrong = 0;
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                wrong += found.plane(0).row(y)[x] !=
                         golden["counts"][static_cast<std::size_t>(y * size.width + x)].get<float>();
        CAPTURE(name);
        CHECK(wrong == 0);
    }
}

}  // namespace droplet::test
