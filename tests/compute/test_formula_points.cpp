#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "compute/fractal_scenes.h"

using namespace droplet;
using namespace droplet::test;

namespace {

FractalParams looked_at(Precision precision) {
    FractalParams params;
    params.scale = 0.03;
    params.iterations = 12;
    params.precision = precision;
    return params;
}

std::vector<float> typed_values(const FractalParams& params, const char* formula, Size size) {
    Preset preset;
    preset.fractal = params;
    preset.fractal.recurrence = Recurrence::formula;
    preset.formula = formula;
    return values_of(fractal_scene(preset, size));
}

}  // namespace

TEST_CASE("a typed formula's counts are the built-in ones away from where counts change") {
    constexpr Size size{96, 80};
    for (const Precision precision : {Precision::float32, Precision::float64, Precision::double_double}) {
        CAPTURE(static_cast<int>(precision));
        const FractalParams params = looked_at(precision);
        const std::vector<float> built_in = values_of(scene_of(params, size));
        const std::vector<float> typed = typed_values(params, "-i/(pi*z^7) + c", size);
        int compared = 0;
        for (int y = 1; y + 1 < size.height; ++y)
            for (int x = 1; x + 1 < size.width; ++x) {
                const auto at = [&](int dx, int dy) {
                    return static_cast<std::size_t>((y + dy) * size.width + x + dx);
                };
                bool even = true;
                for (int dy = -1; dy <= 1; ++dy)
                    for (int dx = -1; dx <= 1; ++dx)
                        even = even && built_in[at(dx, dy)] == built_in[at(0, 0)];
                if (!even) continue;
                ++compared;
                CHECK(typed[at(0, 0)] == built_in[at(0, 0)]);
            }
        CHECK(compared > size.width * size.height / 4);
    }
}
