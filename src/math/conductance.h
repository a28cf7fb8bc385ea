// Edge-stopping functions g of Perona-Malik diffusion, g(0) = 1, as functions of q = scale · s², where s is
// the size of the difference across an edge and scale comes from conductance_scale(): no square root and one
// multiplication an edge.
#if defined(DROPLET_MATH_CONDUCTANCE_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_MATH_CONDUCTANCE_H
#undef DROPLET_MATH_CONDUCTANCE_H
#else
#define DROPLET_MATH_CONDUCTANCE_H
#endif

#include "math/host_device.h"
#include "math/namespace.h"
#include "model/diffusion_params.h"
#if !defined(HWY_NAMESPACE)
#include "math/float_ops.h"
#endif

DROPLET_MATH_BEGIN

/// The factor that turns s² into the argument of conductance<C>: 1/K²; for the exponential −log2(e)/K², so
/// that g is a plain power of 2.
DROPLET_HD inline float conductance_scale(Conductance c, float k) {
    const float inverse = 1.0f / (k * k);
    return c == Conductance::exponential ? -1.44269504f * inverse : inverse;
}

/// g for q = conductance_scale(C, K) · s² (an infinite q gives 0, or less than 1e-37):
///   exponential  exp(−(s/K)²)                         Perona & Malik, PAMI 1990
///   rational     1 / (1 + (s/K)²)                     Perona & Malik, PAMI 1990
///   charbonnier  1 / sqrt(1 + (s/K)²)                 Charbonnier et al., ICIP 1994
///   weickert     1 − exp(−3.31488 / (s/K)⁸)           Weickert, Anisotropic Diffusion in Image Processing,
///   1998 tukey        (1 − (s/K)²)² for s < K, else 0      Black et al., IEEE TIP 1998
template <Conductance C, class F>
DROPLET_FORMULA F conductance(F q) {
    const F one = broadcast<F>(1.0f);
    if constexpr (C == Conductance::exponential) {
        return exp2_nonpositive(q);
    } else if constexpr (C == Conductance::rational) {
        return reciprocal(one + q);
    } else if constexpr (C == Conductance::charbonnier) {
        return reciprocal_sqrt(min(one + q, broadcast<F>(1e36f)));
    } else if constexpr (C == Conductance::weickert) {
        // The floor keeps the quotient finite; there g is 1 to the last bit.
        const F q2 = max(q * q, broadcast<F>(1e-9f));
        return one - exp2_nonpositive(broadcast<F>(-3.31488f * 1.44269504f) * reciprocal(q2 * q2));
    } else {
        const F rest = max(one - q, broadcast<F>(0.0f));
        return rest * rest;
    }
}

DROPLET_MATH_END

#endif
