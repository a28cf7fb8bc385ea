#include <doctest/doctest.h>

#include <string>

#include "model/fractal_scene.h"

using namespace droplet;

namespace {

Preset typed(const char* formula) {
    Preset preset;
    preset.fractal.recurrence = Recurrence::formula;
    preset.formula = formula;
    preset.fractal.center_x = 0.3;
    return preset;
}

std::string refusal(const Preset& preset) {
    try {
        fractal_scene(preset, {64, 48});
    } catch (const Error& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("a formula with functions is calculated with float64 at most, others with what the zoom needs") {
    Preset deep = typed("sin(z) + c");
    deep.fractal.scale = 1e-25;
    CHECK(chosen_precision(fractal_scene(deep, {64, 48})) == Precision::float64);
    deep.fractal.precision = Precision::double_double;
    CHECK(chosen_precision(fractal_scene(deep, {64, 48})) == Precision::float64);
    deep.fractal.precision = Precision::float32;
    CHECK(chosen_precision(fractal_scene(deep, {64, 48})) == Precision::float32);
    Preset plain = typed("abs(z)*z + sqrt(c)");
    plain.fractal.scale = 1e-25;
    CHECK(chosen_precision(fractal_scene(plain, {64, 48})) == Precision::double_double);
    plain.fractal.recurrence = Recurrence::power;
    CHECK(chosen_precision(fractal_scene(plain, {64, 48})) == Precision::double_double);
    plain.fractal.real_exponent = true;
    plain.fractal.exponent = 2.5f;
    CHECK(chosen_precision(fractal_scene(plain, {64, 48})) == Precision::float64);
}

TEST_CASE("the distance of a formula without a derivative is refused with what there is instead") {
    Preset preset = typed("conj(z)^2 + c");
    CHECK(refusal(preset) == "none");
    preset.fractal.coloring = Coloring::distance;
    CHECK(refusal(preset) ==
          "fractal.coloring: distance needs a formula with a derivative, one without conj, abs, re, im and "
          "arg; valid: count, escape, trap, angle");
    preset.formula = "c*sin(z)";
    CHECK(refusal(preset) == "none");
    preset.formula = "conj(z)^2 + c";
    preset.fractal.recurrence = Recurrence::power;
    CHECK(refusal(preset) == "none");
}

TEST_CASE("a scene with a formula that is none tells the formula's mistake") {
    CHECK(refusal(typed("z^2 + foo")).rfind("formula: unknown name 'foo'", 0) == 0);
}
