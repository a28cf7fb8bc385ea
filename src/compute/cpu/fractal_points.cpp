#include "compute/cpu/fractal_points.h"

#include <complex>

namespace droplet {
PointScene::PointScene(const FractalScene& scene, Precision chosen)
    : params(scene.params),
      size(scene.size),
      program(scene.program),
      precision(chosen),
      exponent(static_cast<int>(scene.params.exponent)) {
    const bool typed = !program.empty();
    const std::complex<double> lambda(params.coefficient_re, params.coefficient_im);
    double coefficient = std::abs(lambda), radius = params.radius;
    // λ = s^(n+1); of a polynomial λ s^(|n|−1) = 1, the same. A double-double's unit would be no better than
    // a double, and a picture in it one of another place.
    constexpr double most_unit = 1e3;
    if (!typed && exponent != -1 && coefficient > 0 && looks_at_moduli(params.coloring) &&
        precision != Precision::double_double) {
        const std::complex<double> unit = std::pow(lambda, 1.0 / (exponent + 1));
        const double modulus = std::abs(unit);
        if (modulus < most_unit && modulus > 1 / most_unit) {
            has_unit = true;
            unit_re = unit.real();
            unit_im = unit.imag();
            coefficient = 1;
            radius /= modulus;
        }
    }
    limits = typed ? math::fractal_limits(radius) : math::fractal_limits(exponent, coefficient, radius);
}

IteratePoints points_kernel(const PointScene& scene) {
    if (!scene.program.empty()) return formula_points(scene.precision);
    switch (scene.precision) {
        case Precision::float32:
            return power_points_float32();
        case Precision::automatic:
        case Precision::float64:
            break;
        case Precision::double_double:
            return power_points_double_double();
    }
    return power_points_float64();
}

}  // namespace droplet
