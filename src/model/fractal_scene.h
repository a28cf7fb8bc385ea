#pragma once
#include "model/formula.h"
#include "model/palette.h"
#include "model/preset.h"
#include "model/view.h"

namespace droplet {

/// All that a picture of the fractal depends on. Pixel (x, y) of the whole picture is, with its sample at
/// (dx, dy) in [−1/2, 1/2)², c = center + (x + 1/2 + dx − width/2, y + 1/2 + dy − height/2) · scale.
struct FractalScene {
    Size size;             ///< of the whole picture, in pixels
    PixelRect part;        ///< of it, the pixels to make: not empty, inside it
    FractalParams params;  ///< of this moment
    PaletteTable colors;
    FormulaProgram program;  ///< empty where the recurrence is λ / zⁿ + c with a whole n

    Size part_size() const { return {part.width(), part.height()}; }
    bool operator==(const FractalScene&) const = default;
};

/// The whole picture of preset's fractal, animated, at a moment. Throws Error (Fault::usage) for parameters
/// that are not valid together (the colouring `distance` needs a formula that has a derivative), and for a
/// formula that is none (FormulaError).
FractalScene fractal_scene(const Preset& preset, Size size, double seconds = 0);

/// What a scene is calculated with: chosen_precision() of its parameters, or the finest that its formula can
/// be calculated with.
Precision chosen_precision(const FractalScene& scene);

}  // namespace droplet
