#include "model/fractal_scene.h"

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
    return scene;
}

}  // namespace droplet
