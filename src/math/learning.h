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
    float fidelity_pull;              ///< 2a · rate
    float intensity_pull;             ///< 2c · rate
};

DROPLET_HD inline LearningConstants learning_constants(const LearningParams& params, float mix) {
    const float inverse = 1.0f / (params.k * params.k);
    return {params.rate,
            -1.44269504f * inverse,
            -2.0f * inverse,
            inverse,
            params.fidelity,
            params.edge,
            params.intensity,
            mix,
            2.0f * params.fidelity * params.rate,
            2.0f * params.intensity * params.rate};
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

/// The terms of the loss, of one pixel and channel or summed.
///   image  E = a Σ (I − T)² + b Σ |G| + c Σ I²
///   video  E = a Σ (G (I − T))² + b Σ G + 10 c Σ (I G)²
/// with T what fidelity compares with.
template <class F>
struct LossTerms {
    F fidelity, edge, intensity;
};

/// Adds the terms of one pixel and channel, without their weights, to `sums`; `value` is the new one, after
/// the clamp.
template <Loss L, class F>
DROPLET_FORMULA void add_loss(F response, F value, F target, LossTerms<F>& sums) {
    const F difference = value - target;
    if constexpr (L == Loss::image) {
        sums.fidelity = fma(difference, difference, sums.fidelity);
        sums.edge = sums.edge + absolute(response);
        sums.intensity = fma(value, value, sums.intensity);
    } else {
        const F pull = response * difference, glow = value * response;
        sums.fidelity = fma(pull, pull, sums.fidelity);
        sums.edge = sums.edge + response;
        sums.intensity = fma(glow, glow, sums.intensity);
    }
}

/// The terms with their weights.
template <Loss L, class F>
DROPLET_FORMULA LossTerms<F> weighted_loss(const LossTerms<F>& sums, const LearningConstants& constants) {
    const float c = L == Loss::image ? constants.intensity : 10.0f * constants.intensity;
    return {broadcast<F>(constants.fidelity) * sums.fidelity, broadcast<F>(constants.edge) * sums.edge,
            broadcast<F>(c) * sums.intensity};
}

/// dE/dG of one pixel and channel. `raw` and `value` are the new value before and after the clamp, `slope`
/// from learning_flux(). The gradient through the clamp is that of the inside, 0 <= raw <= 1; sign(0) = 0.
template <Loss L, class F>
DROPLET_FORMULA F loss_derivative(F response, F slope, F raw, F value, F target,
                                  const LearningConstants& constants) {
    const F difference = value - target;
    const F fidelity_pull = broadcast<F>(constants.fidelity_pull);
    if constexpr (L == Loss::image) {
        const F by_value = fma(fidelity_pull, difference, broadcast<F>(constants.intensity_pull) * value);
        const F through = zero_unless_equal(by_value * slope, raw, value);
        return through + times_sign(broadcast<F>(constants.edge), response);
    } else {
        const F ten_c = broadcast<F>(10.0f * constants.intensity);
        const F pull = response * difference, glow = value * response;
        const F by_value = fma(fidelity_pull, pull, broadcast<F>(10.0f * constants.intensity_pull) * glow);
        const F through = zero_unless_equal(by_value * (response * slope), raw, value);
        const F direct = fma(broadcast<F>(constants.fidelity), pull * difference, ten_c * (glow * value));
        return through + fma(broadcast<F>(2.0f), direct, broadcast<F>(constants.edge));
    }
}

/// loss_derivative(), and the weighted loss of this pixel and channel.
template <Loss L, class F>
DROPLET_FORMULA F loss_gradient(F response, F slope, F raw, F value, F target,
                                const LearningConstants& constants, LossTerms<F>& terms) {
    const F zero = broadcast<F>(0.0f);
    terms = {zero, zero, zero};
    add_loss<L>(response, value, target, terms);
    terms = weighted_loss<L>(terms, constants);
    return loss_derivative<L>(response, slope, raw, value, target, constants);
}

DROPLET_MATH_END

#endif
