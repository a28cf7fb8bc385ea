// One explicit step of Perona-Malik diffusion (Perona & Malik, PAMI 1990) on the 4-neighbourhood:
//     I <- I + rate · sum over d in {N, S, E, W} of g(s_d) (I_d − I)
// The flux across an edge is antisymmetric, so each is computed once and used by both pixels; a missing
// neighbour has no flux.
#if defined(DROPLET_MATH_DIFFUSION_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_MATH_DIFFUSION_H
#undef DROPLET_MATH_DIFFUSION_H
#else
#define DROPLET_MATH_DIFFUSION_H
#endif

#include "math/conductance.h"

DROPLET_MATH_BEGIN

/// What a step needs of DiffusionParams, ready for use.
struct StepConstants {
    float scale;  ///< conductance_scale()
    float rate;
};

DROPLET_HD inline StepConstants step_constants(const DiffusionParams& params) {
    return {conductance_scale(params.conductance, params.k), params.rate};
}

/// Fluxes of N coupled channels across one edge: difference[c] = I_neighbour[c] − I[c] becomes
/// g·difference[c], with one g from s² = sum of the squared differences. N = 1 is a channel on its own.
template <Conductance C, int N, class F>
DROPLET_FORMULA void edge_flux(F (&difference)[N], F scale) {
    F s2 = difference[0] * difference[0];
    for (int c = 1; c < N; ++c) s2 = fma(difference[c], difference[c], s2);
    const F g = conductance<C>(s2 * scale);
    for (int c = 0; c < N; ++c) difference[c] = difference[c] * g;
}

/// The new value of a pixel from its four fluxes: east and south leave towards greater coordinates; west and
/// north are the east and south fluxes of the neighbours there.
template <class F>
DROPLET_FORMULA F diffused(F value, F east, F west, F south, F north, F rate) {
    return fma(rate, (east - west) + (south - north), value);
}

DROPLET_MATH_END

#endif
