// What the colourings of the fractal make of an orbit's moduli and derivatives, in double: once for each
// point, or for each scene.
#pragma once
#include <cmath>

#include "math/host_device.h"

namespace droplet::math {

/// Bounds that the colourings compare |z|² with.
struct FractalLimits {
    double radius = 4, radius_squared = 16;  ///< R
    /// Of polynomials: whoever is out there never comes back, and what c adds to it is below 1e-17 of it. At
    /// least R². Colourings that need an orbit's fate follow it so far, up to extra_iterations longer.
    double far_squared = 1e16;
    /// log|z| + offset grows by a factor n with each iterate far out, as |λ| |z|ⁿ is the next modulus.
    double offset = 0;
    double log_degree = 1;  ///< log n
    int degree = 2;         ///< n
    bool polynomial = false,
         pole = false;  ///< λ zⁿ + c, or λ / zⁿ + c; of a typed recurrence neither is known
    /// The smooth escape of a polynomial is that of the modulus at which it is far out; which needs n >= 2
    /// and an R beyond which iterates grow. Else the one of recurrences whose orbits come back is taken.
    bool renormalizes = false;
    double pole_radius = 1;  ///< how far from a pole |λ / zⁿ| is R: (|λ|/R)^(1/n)
};

/// How long an orbit that has left R is followed past the last iterate, to where it is far out.
inline constexpr int extra_iterations = 64;
/// An iterate as far out as this has no angle that any precision could tell.
inline constexpr double angle_limit_squared = 1e36;

/// Of a typed recurrence.
inline FractalLimits fractal_limits(double radius) {
    FractalLimits limits;
    limits.radius = radius;
    limits.radius_squared = limits.far_squared = radius * radius;
    return limits;
}
/// Of λ / zⁿ + c with the exponent n, not 0; `coefficient` is |λ|.
inline FractalLimits fractal_limits(int exponent, double coefficient, double radius) {
    FractalLimits limits = fractal_limits(radius);
    limits.polynomial = exponent < 0;
    limits.pole = exponent > 0;
    limits.degree = exponent < 0 ? -exponent : exponent;
    limits.pole_radius = std::pow(coefficient / radius, 1.0 / limits.degree);
    if (!limits.polynomial || limits.degree < 2 || !(coefficient > 0)) return limits;
    limits.log_degree = std::log(static_cast<double>(limits.degree));
    limits.offset = std::log(coefficient) / (limits.degree - 1);
    limits.renormalizes = std::log(radius) + limits.offset > 0.01;
    const double far = std::pow(1e17 / coefficient, 1.0 / limits.degree);
    limits.far_squared = std::fmax(limits.radius_squared, std::fmin(far * far, 1e30));
    return limits;
}

/// How many iterates come before the first beyond R, smooth: of the orbit of a polynomial whose k-th iterate
/// is the first that is far out, with |z|² = norm. Where z is at R it is k, where it is n times as far, by
/// the logarithm, k − 1: F. Vepstas, "Renormalizing the Mandelbrot escape", 1997.
DROPLET_HD inline double renormalized_escape(const FractalLimits& limits, double k, double norm) {
    const double here = 0.5 * ::log(norm) + limits.offset, at_radius = ::log(limits.radius) + limits.offset;
    return k - ::log(here / at_radius) / limits.log_degree;
}

/// The largest float below the number of iterations, which says: never left.
DROPLET_HD inline float below_all(int iterations) {
    return ::nextafterf(static_cast<float>(iterations), 0.0f);
}

/// `value` as one of a point that left: in [0, iterations). No number is 0.
DROPLET_HD inline float escape_of_one_that_left(double value, int iterations) {
    const auto rounded = static_cast<float>(value > 0 ? value : 0);
    const float most = below_all(iterations);
    return rounded < most ? rounded : most;
}

/// A distance as a value: finite, and 0 where it is none.
DROPLET_HD inline double finite_distance(double distance) {
    constexpr double most = 1e30;
    return distance > 0 ? (distance < most ? distance : most) : 0;
}

/// The distance of a point to the set of those that never leave, from an orbit of a polynomial that is far
/// out: |z| log|z| / |z'|, right within a factor of 2 (H.-O. Peitgen, D. Saupe (eds.), The Science of Fractal
/// Images, 1988, 4.2.5). `slope` is |z'|² in pixels; where it has overflowed the distance is 0.
DROPLET_HD inline double polynomial_distance(const FractalLimits& limits, double norm, double slope) {
    return finite_distance(::sqrt(norm / slope) * (0.5 * ::log(norm) + limits.offset));
}
/// The distance of a point to where the modulus of its first iterate beyond R is R. Near its pole z is as
/// 1/tⁿ in the distance t to it, so that |z|^(−1/n), which is linear in t, is what is continued by its slope:
/// n |z| ((|z|/R)^(1/n) − 1) / |z'|. Where |z|² is not finite, `slope` is the iterate's before.
DROPLET_HD inline double pole_distance(const FractalLimits& limits, double norm, double slope) {
    if (!(norm < HUGE_VAL)) return finite_distance(limits.pole_radius / ::sqrt(slope));
    const double modulus = ::sqrt(norm);
    return finite_distance(limits.degree * modulus *
                           (::pow(modulus / limits.radius, 1.0 / limits.degree) - 1) / ::sqrt(slope));
}
/// Likewise of a recurrence of which no degree is known: |z| log(|z|/R) / |z'|.
DROPLET_HD inline double general_distance(const FractalLimits& limits, double norm, double slope) {
    const double modulus = ::sqrt(norm);
    return finite_distance(modulus * ::log(modulus / limits.radius) / ::sqrt(slope));
}

/// arg z in turns, in [0, 1).
DROPLET_HD inline float angle_in_turns(double re, double im) {
    const double turns = ::atan2(im, re) * 0.15915494309189535;
    const auto angle = static_cast<float>(turns < 0 ? turns + 1 : turns);
    return angle < 1 ? angle : 0.0f;
}

}  // namespace droplet::math
