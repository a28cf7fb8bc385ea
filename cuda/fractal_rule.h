// What the points of a scene share, in the number type of a kernel: a float, a double or a pair of doubles.
#pragma once
#include <cmath>
#include <complex>
#include <cstdlib>
#include <type_traits>

#include "cuda/fractal_walk.h"
#include "math/double_double.h"
#include "math/fractal.h"
#include "math/fractal_limits.h"
#include "model/fractal_scene.h"

namespace droplet::cuda {

using math::Complex;
using DoubleDouble = math::DoubleDouble<double>;

/// Moduli, derivatives and colours need no more digits than the first part of a pair has.
template <class R>
struct LeadingPart {
    using Type = R;
};
template <>
struct LeadingPart<DoubleDouble> {
    using Type = double;
};
template <class R>
using Leading = typename LeadingPart<R>::Type;

template <class R>
DROPLET_HD Leading<R> leading(const R& x) {
    if constexpr (std::is_same_v<R, DoubleDouble>)
        return x.high;
    else
        return x;
}
template <class R>
DROPLET_HD Complex<Leading<R>> leading(const Complex<R>& z) {
    return {leading(z.re), leading(z.im)};
}

/// The nearest there is.
template <class R>
DROPLET_HD R real_of(const Precise& x) {
    if constexpr (std::is_same_v<R, DoubleDouble>)
        return {x.high, x.low};
    else
        return static_cast<R>(x.high);
}

/// A coordinate of the plane: center + place · scale, place in pixels from the middle of the whole picture.
/// Doubles take two roundings, as it is written, and pairs none that shows. Floats have center and scale as
/// two floats each, since a double costs as much as 64 floats on many a device: right to 1 ulp.
template <class R>
struct Axis {
    R center;
    double scale;

    Axis() = default;
    Axis(const Precise& middle, double pixel) : center(real_of<R>(middle)), scale(pixel) {}

    DROPLET_HD R operator()(double place) const {
        if constexpr (std::is_same_v<R, DoubleDouble>)
            return math::two_product(place, scale) + center;
        else
            return center + place * scale;
    }
};
template <>
struct Axis<float> {
    float center, center_rest, scale, scale_rest;

    Axis() = default;
    Axis(const Precise& middle, double pixel)
        : center(static_cast<float>(middle.high)),
          center_rest(static_cast<float>(middle.high - static_cast<double>(center) + middle.low)),
          scale(static_cast<float>(pixel)),
          scale_rest(static_cast<float>(pixel - static_cast<double>(scale))) {}

    DROPLET_HD float operator()(float place) const {
        return center + math::fma(place, scale, math::fma(place, scale_rest, center_rest));
    }
};

/// The rule of a point's value, and where the points of one sample lie.
template <class R>
struct PointRule {
    using L = Leading<R>;

    Axis<R> across, down;
    int part_x0, part_y0;
    L left, top;  ///< what is added to a pixel of the whole picture for its place from the middle
    Complex<R> lambda;
    Complex<R> fixed;   ///< the c of a Julia set, or a constant z0
    Complex<R> factor;  ///< that brings z and c into the unit where λ is 1, if it has one
    bool has_unit, julia, constant_start, whole_start;
    int start_power;  ///< m where it is whole
    L real_start_power, start_factor, pixel;
    bool is_narrow;  ///< the whole picture is near its center, beside the distance to 0
    Complex<double> center_inverse, center_power;  ///< 1/center, and center^m
    int degree, iterations;                        ///< |n|
    L radius_squared, far_squared, share_scale;
    OrbitTrap trap;
    L trap_re, trap_im, trap_size;
    math::FractalLimits limits;  ///< in that unit

    /// Of a pixel of the part: the same in whatever part it lies.
    DROPLET_HD Complex<R> place_of(const PointPlace& pixel_of_part) const {
        return {across(static_cast<L>(part_x0 + pixel_of_part.x) + left),
                down(static_cast<L>(part_y0 + pixel_of_part.y) + top)};
    }
};

/// The unit s in which λ is 1 (z = s · w), λ = s^(n+1): it saves multiplying by λ. For colourings that look
/// at moduli only, and unless its own rounding would show, as it would in pairs.
struct FractalUnit {
    bool exists = false;
    std::complex<double> value{1, 0};
};
inline FractalUnit fractal_unit(const FractalScene& scene, Precision precision) {
    const FractalParams& p = scene.params;
    const std::complex<double> lambda(p.coefficient_re, p.coefficient_im);
    const int order = static_cast<int>(p.exponent) + 1;
    const bool moduli_only = p.coloring == Coloring::count || p.coloring == Coloring::escape;
    if (!moduli_only || precision == Precision::double_double || !scene.program.empty() || order == 0 ||
        !(std::abs(lambda) > 0))
        return {};
    const std::complex<double> value = std::pow(lambda, 1.0 / order);
    constexpr double most = 1e3;
    if (!(std::abs(value) < most && std::abs(value) > 1 / most)) return {};
    return {true, value};
}

/// Of a scene's sample.
template <class R>
PointRule<R> point_rule(const FractalScene& scene, int sample) {
    constexpr Precision precision =
        sizeof(R) > sizeof(double) ? Precision::double_double : Precision::float64;
    using L = Leading<R>;
    const FractalParams& p = scene.params;
    const auto number = [](double x) { return real_of<R>(Precise(x)); };
    const SampleOffset offset = sample_offset(sample);
    PointRule<R> rule{};
    rule.across = Axis<R>(p.center_x, p.scale);
    rule.down = Axis<R>(p.center_y, p.scale);
    rule.part_x0 = scene.part.x0;
    rule.part_y0 = scene.part.y0;
    rule.left = static_cast<L>(0.5 + offset.x - scene.size.width / 2.0);
    rule.top = static_cast<L>(0.5 + offset.y - scene.size.height / 2.0);
    rule.lambda = {number(p.coefficient_re), number(p.coefficient_im)};
    rule.julia = p.julia;
    rule.constant_start = !p.julia && p.start == FractalStart::constant;
    rule.fixed = p.julia ? Complex<R>{number(p.julia_re), number(p.julia_im)}
                         : Complex<R>{number(p.start_re), number(p.start_im)};
    rule.start_power = static_cast<int>(p.start_power);
    rule.whole_start = static_cast<float>(rule.start_power) == p.start_power;
    rule.real_start_power = static_cast<L>(p.start_power);
    rule.start_factor = static_cast<L>(p.start_factor);
    rule.pixel = static_cast<L>(p.scale);
    const std::complex<double> center(p.center_x.high, p.center_y.high);
    const double reach = p.scale * (scene.size.width + scene.size.height);
    rule.is_narrow = reach * reach < 1e-6 * std::norm(center);
    if (rule.is_narrow && !rule.whole_start) {
        const std::complex<double> inverse = 1.0 / center,
                                   power = std::pow(center, static_cast<double>(p.start_power));
        rule.center_inverse = {inverse.real(), inverse.imag()};
        rule.center_power = {power.real(), power.imag()};
    }
    rule.degree = std::abs(static_cast<int>(p.exponent));
    rule.iterations = p.iterations;
    rule.trap = p.trap;
    rule.trap_re = static_cast<L>(p.trap_re);
    rule.trap_im = static_cast<L>(p.trap_im);
    rule.trap_size = static_cast<L>(p.trap_size);

    const FractalUnit unit = fractal_unit(scene, precision);
    const double square = unit.value.real() * unit.value.real() + unit.value.imag() * unit.value.imag();
    rule.has_unit = unit.exists;
    rule.factor = {number(unit.value.real() / square), number(-unit.value.imag() / square)};
    if (scene.program.empty())
        rule.limits = math::fractal_limits(static_cast<int>(p.exponent),
                                           unit.exists ? 1.0 : std::hypot(p.coefficient_re, p.coefficient_im),
                                           p.radius / std::sqrt(square));
    else
        rule.limits = math::fractal_limits(p.radius);
    rule.radius_squared = static_cast<L>(rule.limits.radius_squared);
    rule.far_squared = static_cast<L>(rule.limits.far_squared);
    rule.share_scale = static_cast<L>(4 / (3 * rule.limits.radius_squared));
    return rule;
}

}  // namespace droplet::cuda
