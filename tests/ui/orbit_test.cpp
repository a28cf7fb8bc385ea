#include "ui/orbit.h"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>

#include "model/fractal_scene.h"
#include "session/backends.h"
#include "ui/fractal_orbit.h"

using namespace droplet;

namespace {

/// The picture's values, of a backend as the window has it.
Image values_of(const FractalScene& scene) {
    const auto backend = open_backend(BackendChoice::cpu, 1).backend;
    backend->upload(Image(scene.size, 3));
    backend->start_fractal(scene);
    while (!backend->refine_fractal(10'000'000, {}).complete) {
    }
    return backend->fractal_values();
}

/// How many pixels' orbits count what the picture has there.
double agreement(const Preset& preset, Size size) {
    const FractalScene scene = fractal_scene(preset, size);
    const Image values = values_of(scene);
    const FractalPlane plane{place_of(preset.fractal), size};
    int same = 0;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const Orbit orbit = orbit_of(scene.params, scene.program, plane.pixel_at(x, y),
                                         chosen_precision(scene.params, size.width));
            same += orbit.count == static_cast<int>(values.plane(0).row(y)[x]);
        }
    return static_cast<double>(same) / (size.width * size.height);
}

Preset fractal(void (*change)(FractalParams&)) {
    Preset preset;
    preset.source = Source::fractal;
    preset.fractal.scale = 0.05;
    preset.fractal.precision = Precision::float64;
    preset.fractal.iterations = 20;
    change(preset.fractal);
    return preset;
}

}  // namespace

TEST_CASE("An orbit counts what the picture has at its pixel") {
    constexpr Size size{64, 48};
    // Where an orbit is chaotic, the last bit of another order of the same arithmetic decides; elsewhere not.
    CHECK(agreement(fractal([](FractalParams&) {}), size) > 0.985);
    CHECK(agreement(fractal([](FractalParams& p) {
                        p.start_power = 2;
                        p.start_factor = 2.2;
                    }),
                    size) > 0.985);
    CHECK(agreement(fractal([](FractalParams& p) {
                        p.exponent = -2;
                        p.coefficient_re = 1;
                        p.coefficient_im = 0;
                    }),
                    size) == 1);
    CHECK(agreement(fractal([](FractalParams& p) {
                        p.exponent = -3;
                        p.julia = true;
                        p.start = FractalStart::constant;
                    }),
                    size) > 0.985);
    CHECK(agreement(fractal([](FractalParams& p) {
                        p.exponent = 2.5f;
                        p.real_exponent = true;
                    }),
                    size) > 0.985);
    Preset typed = fractal([](FractalParams& p) {
        p.recurrence = Recurrence::formula;
        p.start = FractalStart::constant;
    });
    typed.formula = "z^2 + c*exp(i*k/10)";
    CHECK(agreement(typed, size) > 0.985);
}

TEST_CASE("Deep in the plane an orbit is of the pixel and not of its neighbours' double") {
    Preset preset = fractal([](FractalParams& p) {
        p.exponent = -2;
        p.coefficient_re = 1;
        p.coefficient_im = 0;
        p.center_x = {-0.7432918908524302, -1.0293912300656078e-17};
        p.center_y = {0.1312405523087976, -4.14497873297126e-18};
        p.scale = 1e-21;
        p.iterations = 900;
        p.radius = 100;
        p.precision = Precision::automatic;
    });
    REQUIRE(chosen_precision(preset.fractal, 24) == Precision::double_double);
    CHECK(agreement(preset, {24, 16}) > 0.98);
}

TEST_CASE(
    "The points of an orbit are z0 and the iterates, the leaving one is named, long ones are counted whole") {
    FractalParams params;
    params.exponent = -2;
    params.coefficient_re = 1;
    params.coefficient_im = 0;
    params.start = FractalStart::constant;
    params.iterations = 5;
    const Orbit orbit = orbit_of(params, FormulaProgram(), {1, 0}, Precision::float64);
    REQUIRE(orbit.points.size() == 6);
    for (std::size_t k = 0; k < 6; ++k) {
        const double expected[] = {0, 1, 2, 5, 26, 677};
        CHECK(orbit.points[k].re == expected[k]);
        CHECK(orbit.points[k].modulus == expected[k]);
    }
    CHECK(orbit.count == 2);
    CHECK(orbit.leaves == 3);
    CHECK(orbit.last.re == 677);
    CHECK(orbit_sentence(orbit) == "2 of 5 iterates within R; z3 is the first beyond.");
    params.iterations = 10'000;
    const Orbit fixed = orbit_of(params, FormulaProgram(), {0, 0}, Precision::float64);
    CHECK(fixed.points.size() == Orbit::most_points);
    CHECK(fixed.count == 10'000);
    CHECK_FALSE(fixed.leaves);
}

TEST_CASE("The point at infinity is outside, and goes on to c") {
    FractalParams params;
    params.iterations = 4;
    const Orbit orbit = orbit_of(params, FormulaProgram(), {0, 0}, Precision::float64);
    CHECK_FALSE(orbit.points[1].is_finite());
    CHECK_FALSE(orbit.points[1].inside);
    CHECK(orbit.points[2].re == 0);
    CHECK(orbit.points[2].inside);
    CHECK(orbit.leaves == 1);
}

TEST_CASE("The orbit below the mouse is pinned by a click, and a click elsewhere lets it go") {
    ImGui::CreateContext();
    OrbitView view;
    view.on = true;
    Preset preset = fractal([](FractalParams&) {});
    SessionStatus status;
    status.fractal.progress.precision = Precision::float64;
    ViewTransform transform;
    Pane pane;
    pane.max = {200, 100};
    PictureMouse mouse;
    mouse.over = true;
    mouse.pane = 0;
    const FractalPlane plane{{0, 0, 0.01}, {200, 100}};
    const auto at = [&](double x, double y, bool clicked) {
        mouse.x = x;
        mouse.y = y;
        mouse.clicked = clicked;
        view.update({preset, status, std::span(&pane, 1), transform, mouse}, plane, true);
    };
    at(120.3, 40, false);
    REQUIRE(view.orbit());
    CHECK(view.orbit()->points.front().re == doctest::Approx(0.205));
    at(120.3, 40, true);
    CHECK(view.pinned());
    at(20, 20, false);
    CHECK(view.orbit()->points.front().re == doctest::Approx(0.205));
    at(20, 20, true);
    CHECK_FALSE(view.pinned());
    CHECK(view.orbit()->points.front().re == doctest::Approx(-0.795));
    mouse.over = false;
    at(20, 20, false);
    CHECK_FALSE(view.orbit());
    // Another parameter, another orbit.
    mouse.over = true;
    at(20, 20, false);
    REQUIRE(view.orbit());
    const OrbitPoint before = view.orbit()->points[1];
    preset.fractal.coefficient_re = 0.5;
    at(20, 20, false);
    CHECK(view.orbit()->points[1].re != before.re);
    ImGui::DestroyContext();
}
