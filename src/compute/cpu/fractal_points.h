// Iterating points of the fractal: what the two kinds of recurrence, λ / zⁿ + c and a typed one, share.
#pragma once
#include "math/fractal_limits.h"
#include "model/fractal_scene.h"

namespace droplet {

/// Points of a scene by their places in the whole picture, in pixels from its middle (x + 1/2 + the sample's
/// offset − width/2), and room for what is wanted of them (math/fractal_color.h).
struct PointSpan {
    static constexpr int most = 256;

    const double *x = nullptr, *y = nullptr;  ///< readable as far as `most`
    int count = 0;                            ///< 1 to `most`
    float* values = nullptr;                  ///< written as far as `most`; past `count` it is anything
};

/// Whether values depend on moduli only.
constexpr bool looks_at_moduli(Coloring coloring) {
    return coloring == Coloring::count || coloring == Coloring::escape;
}

/// What all points of a scene share.
struct PointScene {
    PointScene() = default;
    /// `precision` is not automatic.
    PointScene(const FractalScene& scene, Precision precision);

    FractalParams params;
    Size size;               ///< of the whole picture
    FormulaProgram program;  ///< empty: λ / zⁿ + c
    Precision precision = Precision::float64;
    int exponent = 7;  ///< n, where it is whole
    /// The unit s in which λ is 1 (z = s·w), which saves multiplying by it, for colourings that look at
    /// moduli only: λ = s^(n+1). Where has_unit is false it is 1.
    bool has_unit = false;
    double unit_re = 1, unit_im = 0;
    math::FractalLimits limits;  ///< in that unit
};

/// The values of some points, one thread's work. What a point's is depends on nothing but its place and the
/// scene.
using IteratePoints = void (*)(const PointScene& scene, const PointSpan& span);

/// The one for the scene's recurrence and precision, by the best instructions of this processor.
IteratePoints points_kernel(const PointScene& scene);

/// Those for λ / zⁿ + c with a whole n.
IteratePoints power_points_float32();
IteratePoints power_points_float64();
IteratePoints power_points_double_double();
/// That of a scene with a program, in float32, float64 or double-double.
IteratePoints formula_points(Precision precision);

}  // namespace droplet
