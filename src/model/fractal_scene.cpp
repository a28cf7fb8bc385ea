#include "model/fractal_scene.h"

#include <algorithm>

#include "model/error.h"

namespace droplet {

FractalScene fractal_scene(const Preset& preset, Size size, double seconds) {
    FractalScene scene;
    scene.size = size;
    scene.part = {0, 0, size.width, size.height};
    scene.params = animated(preset.fractal, preset.animation, seconds);
    check(scene.params, "fractal.exponent");
    scene.colors = palette_table(palette_of(scene.params, preset.custom_palette));
    const FractalParams& params = scene.params;
    if (params.recurrence == Recurrence::formula)
        scene.program = compile_formula(preset.formula);
    else if (params.exponent != static_cast<float>(static_cast<int>(params.exponent)))
        scene.program = real_power_program(params.coefficient_re, params.coefficient_im, params.exponent);
    if (params.coloring == Coloring::distance && !is_holomorphic(scene.program))
        throw Error(Fault::usage, "fractal.coloring",
                    "distance needs a formula with a derivative, one without conj, abs, re, im and arg; "
                    "valid: count, escape, trap, angle");
    return scene;
}

Precision chosen_precision(const FractalScene& scene) {
    const Precision chosen = chosen_precision(scene.params, std::max(scene.size.width, scene.size.height));
    return std::min(chosen, finest_precision(scene.program));
}

}  // namespace droplet
