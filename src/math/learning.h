// One step of the single-operator form and the gradient of its loss (after A. G. Polat's "Art with Math"):
//     G = W ⋆ I,   I <- clamp(I + rate · G · g, 0, 1)
// with W one 3x3 operator between channels (cross-correlation, reflect-101 border). The loss E is a sum over
// pixels and channels; what follows is one pixel and channel of it. Sums over the neighbourhood, G and
// dE/dW[o, i, dy, dx] = sum of dE/dG[o] · I[i, y + dy, x + dx], belong to the executors.
#if defined(DROPLET_MATH_LEARNING_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_MATH_LEARNING_H
#undef DROPLET_MATH_LEARNING_H
#else
#define DROPLET_MATH_LEARNING_H
#endif

#include "math/host_device.h"
#include "math/namespace.h"
#include "model/learning_params.h"
#if !defined(HWY_NAMESPACE)
#include "math/float_ops.h"
#endif

DROPLET_MATH_BEGIN

/// What a pass needs of LearningParams, ready for use.
struct LearningConstants {
    float rate;
    float exponent;                   ///< −log2(e)/K²: g = 2^(exponent · G²)
    float curvature;                  ///< −2/K²
    float steepness;                  ///< 1/K²: the inverse g = 1/(steepness · |S| + 1)
    float fidelity, edge, intensity;  ///< a, b, c
    float mix;                        ///< share of the original in what is stored
};

DROPLET_HD inline LearningConstants learning_constants(const LearningParams& params, float mix) {
    const float inverse = 1.0f / (params.k * params.k);
    return {params.rate,      -1.44269504f * inverse,
            -2.0f * inverse,  inverse,
            params.fidelity,  params.edge,
            params.intensity, mix};
}

/// Weights of the Scharr operator in x, at (dy, dx) in {−1, 0, 1}²; in y it is the transpose.
DROPLET_HD constexpr float scharr_weight(int dy, int dx) {
    return static_cast<float>(-dx * (dy == 0 ? 10 : 3));
}

/// The flux G · g of a pixel and its derivative by G. Of the inverse conductance g is given (inverse_g), and
/// does not depend on the operator.
template <LearningConductance C, class F>
DROPLET_FORMULA void learning_flux(F response, F g, const LearningConstants& constants, F& flux, F& slope) {
    if constexpr (C == LearningConductance::exponential) {
        const F square = response * response;
        const F decay = exp2_nonpositive(square * broadcast<F>(constants.exponent));
        flux = response * decay;
        slope = decay * fma(square, broadcast<F>(constants.curvature), broadcast<F>(1.0f));
    } else {
        flux = response * g;
        slope = g;
    }
}

/// g = 1/(|S|/K² + 1), |S| = sqrt(Sx² + Sy²), of the Scharr responses summed over the channels.
template <class F>
DROPLET_FORMULA F inverse_g(F scharr_x, F scharr_y, const LearningConstants& constants) {
    const F length = square_root(fma(scharr_x, scharr_x, scharr_y * scharr_y));
    return reciprocal(fma(length, broadcast<F>(constants.steepness), broadcast<F>(1.0f)));
}

/// The new value, before and after the clamp.
template <class F>
DROPLET_FORMULA F unclamped(F value, F flux, const LearningConstants& constants) {
    return fma(flux, broadcast<F>(constants.rate), value);
}
template <class F>
DROPLET_FORMULA F clamped(F raw) {
    return max(min(raw, broadcast<F>(1.0f)), broadcast<F>(0.0f));
}

/// What is stored: the new value with the original mixed in; exactly the new value where mix is 0.
template <class F>
DROPLET_FORMULA F mixed(F value, F original, F mix) {
    return fma(mix, original - value, value);
}

/// The terms of the loss at one pixel and channel, weighted.
template <class F>
struct LossTerms {
    F fidelity, edge, intensity;
};

/// dE/dG of one pixel and channel, and the loss there. `raw` and `value` are the new value before and after
/// the clamp, `target` what fidelity compares with, `slope` from learning_flux().
///   image  E = a Σ (I − T)² + b Σ |G| + c Σ I²
///   video  E = a Σ (G (I − T))² + b Σ G + 10 c Σ (I G)²
/// The gradient through the clamp is that of the inside, 0 <= raw <= 1; sign(0) = 0.
template <Loss L, class F>
DROPLET_FORMULA F loss_gradient(F response, F slope, F raw, F value, F target,
                                const LearningConstants& constants, LossTerms<F>& terms) {
    const F difference = value - target;
    const F a = broadcast<F>(constants.fidelity), b = broadcast<F>(constants.edge),
            c = broadcast<F>(constants.intensity), two = broadcast<F>(2.0f);
    const F rate = broadcast<F>(constants.rate);
    if constexpr (L == Loss::image) {
        terms = {a * (difference * difference), b * absolute(response), c * (value * value)};
        const F by_value = two * fma(a, difference, c * value);
        const F through = zero_unless_equal(by_value * rate * slope, raw, value);
        return fma(b, sign(response), through);
    } else {
        const F ten_c = broadcast<F>(10.0f * constants.intensity);
        const F pull = response * difference, glow = value * response;
        terms = {a * (pull * pull), b * response, ten_c * (glow * glow)};
        const F by_value = two * response * fma(a, pull, ten_c * glow);
        const F through = zero_unless_equal(by_value * rate * slope, raw, value);
        const F direct = fma(two, fma(a, pull * difference, ten_c * (glow * value)), b);
        return through + direct;
    }
}

DROPLET_MATH_END

#endif
