#include "bench/fractal_cases.h"

#include <fmt/format.h>

#include "model/preset.h"

namespace droplet::bench {
namespace {

FractalCase fractal_case(const Preset& preset, Size size) {
    const FractalParams& params = preset.fractal;
    const std::string recurrence = params.recurrence == Recurrence::formula
                                       ? "formula"
                                       : fmt::format("n:{}", static_cast<int>(params.exponent));
    return {fmt::format("{}x{}/{}/{}/iterations:{}/{}", size.width, size.height,
                        EnumNames<Coloring>::names[static_cast<std::size_t>(params.coloring)], recurrence,
                        params.iterations,
                        EnumNames<Precision>::names[static_cast<std::size_t>(params.precision)]),
            fractal_scene(preset, size)};
}

}  // namespace

double FractalCase::million_iterations() const {
    return 1e-6 * static_cast<double>(scene.part_size().area()) * scene.params.iterations *
           scene.params.samples;
}

std::vector<FractalCase> fractal_cases() {
    constexpr Size square{1024, 1024}, full_hd{1920, 1080};
    std::vector<FractalCase> cases;
    Preset preset;
    FractalParams& params = preset.fractal;
    params.iterations = 20;
    preset.formula = "-i/(pi*z^7)+c";
    for (const Recurrence recurrence : {Recurrence::power, Recurrence::formula})
        for (const Precision precision : {Precision::float32, Precision::float64, Precision::double_double}) {
            params.recurrence = recurrence;
            params.precision = precision;
            cases.push_back(fractal_case(preset, square));
        }
    params.recurrence = Recurrence::power;
    params.precision = Precision::float32;
    params.iterations = 50;
    for (std::size_t i = 0; i < EnumNames<Coloring>::names.size(); ++i) {
        params.coloring = static_cast<Coloring>(i);
        cases.push_back(fractal_case(preset, full_hd));
    }
    params.coloring = Coloring::escape;
    params.exponent = -2;
    params.coefficient_re = 1;
    params.coefficient_im = 0;
    params.iterations = 1000;
    cases.push_back(fractal_case(preset, full_hd));
    return cases;
}

}  // namespace droplet::bench
