// What the colourings of the fractal keep of orbits while they are iterated, once per instruction set. A
// coloring has
//     needs_slope: it takes the derivative, too; then begin(dz) comes first;
//     take(z, |z|², k): the k-th iterate; take(z, |z|², dz, k) where it needs the slope;
//     done(): nothing that follows changes a value;
//     extra: iterates that it may ask for past the last, through follow(), until followed();
//     finish(values): writes a float for each lane.
#if defined(DROPLET_CPU_FRACTAL_COLORINGS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_FRACTAL_COLORINGS_INL_H
#undef DROPLET_CPU_FRACTAL_COLORINGS_INL_H
#else
#define DROPLET_CPU_FRACTAL_COLORINGS_INL_H
#endif

#include "compute/cpu/fractal_points.h"
#include "compute/cpu/number_batch-inl.h"
#include "hwy/highway.h"
#include "math/fractal.h"
#include "math/fractal_limits.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

template <class P>
using MaskOf = NumberMask<typename P::Scalar, P::vectors>;

template <class P>
HWY_INLINE P number(double value) {
    return P(static_cast<typename P::Scalar>(value));
}
template <class P>
HWY_INLINE MaskOf<P> everywhere(bool value) {
    return mask_of<typename P::Scalar, P::vectors>(value);
}

template <class P>
struct CountColoring {
    static constexpr bool needs_slope = false;
    static constexpr int extra = 0;

    explicit HWY_INLINE CountColoring(const PointScene& scene)
        : radius_squared(number<P>(scene.limits.radius_squared)) {}

    HWY_INLINE void take(const Complex<P>&, const P& norm, int) {
        inside = select(norm < radius_squared, inside + P(1), inside);
    }
    HWY_INLINE bool done() const { return false; }
    HWY_INLINE void finish(float* values) const { store_floats(inside, values); }

    const P radius_squared;
    P inside{0};
};

/// The smooth escape of orbits that come back.
template <class P>
struct EscapeColoring {
    static constexpr bool needs_slope = false;
    static constexpr int extra = 0;

    explicit HWY_INLINE EscapeColoring(const PointScene& scene)
        : radius_squared(number<P>(scene.limits.radius_squared)),
          scale(number<P>(4 / (3 * scene.limits.radius_squared))),
          iterations(scene.params.iterations) {}

    HWY_INLINE void take(const Complex<P>&, const P& norm, int) {
        product = product * share_inside(norm, radius_squared, scale);
        sum = sum + product;
        inside = inside & (norm < radius_squared);
    }
    HWY_INLINE bool done() const { return none(inside); }
    HWY_INLINE void finish(float* values) const {
        const P most(math::below_all(iterations));
        store_floats(select(inside, P(static_cast<typename P::Scalar>(iterations)), min(sum, most)), values);
    }

    const P radius_squared, scale;
    const int iterations;
    P product{1}, sum{0};
    MaskOf<P> inside = everywhere<P>(true);
};

/// Where orbits of a polynomial get far out: for the smooth escape and the distance.
template <class P>
struct FarOut {
    explicit HWY_INLINE FarOut(const PointScene& scene)
        : radius_squared(number<P>(scene.limits.radius_squared)),
          far_squared(number<P>(scene.limits.far_squared)) {}

    /// Which are far out for the first time.
    HWY_INLINE MaskOf<P> arrive(const P& norm) {
        const auto near = norm < far_squared;
        const auto arrived = without(within, near);
        within = within & near;
        return arrived;
    }
    HWY_INLINE void leave(const P& norm) { inside = inside & (norm < radius_squared); }
    HWY_INLINE bool all_far() const { return none(within); }
    /// None is on its way out.
    HWY_INLINE bool none_between() const { return none(without(within, inside)); }

    const P radius_squared, far_squared;
    MaskOf<P> inside = everywhere<P>(true);  ///< not yet beyond R
    MaskOf<P> within = everywhere<P>(true);  ///< not yet far out
};

/// The smooth escape of polynomials.
template <class P>
struct FarEscapeColoring {
    static constexpr bool needs_slope = false;
    static constexpr int extra = math::extra_iterations;

    explicit HWY_INLINE FarEscapeColoring(const PointScene& scene)
        : limits(scene.limits), iterations(scene.params.iterations), orbit(scene) {}

    HWY_INLINE void follow(const Complex<P>&, const P& norm, int k) {
        const auto arrived = orbit.arrive(norm);
        last = select(arrived, P(static_cast<typename P::Scalar>(k)), last);
        far_norm = select(arrived, norm, far_norm);
    }
    HWY_INLINE void take(const Complex<P>& z, const P& norm, int k) {
        orbit.leave(norm);
        follow(z, norm, k);
    }
    HWY_INLINE bool done() const { return orbit.all_far(); }
    HWY_INLINE bool followed() const { return orbit.none_between(); }
    HWY_INLINE void finish(float* values) const {
        using T = typename P::Scalar;
        HWY_ALIGN T k[P::lanes], norms[P::lanes], stays[P::lanes];
        store_numbers(last, k);
        store_numbers(far_norm, norms);
        store_numbers(select(orbit.inside, P(1), P(0)), stays);
        for (int i = 0; i < P::lanes; ++i) {
            const auto at = static_cast<double>(k[i]);
            if (stays[i] != 0) {
                values[i] = static_cast<float>(iterations);
            } else if (at == 0) {  // left, and turned back
                values[i] = math::below_all(iterations);
            } else {
                values[i] = math::escape_of_one_that_left(
                    math::renormalized_escape(limits, at, static_cast<double>(norms[i])), iterations);
            }
        }
    }

    const math::FractalLimits& limits;
    const int iterations;
    FarOut<P> orbit;
    P last{0}, far_norm{0};
};

/// The largest modulus that a trap's distance may have.
constexpr double no_distance_squared = 1e36;

template <class P>
struct TrapColoring {
    static constexpr bool needs_slope = false;
    static constexpr int extra = 0;

    explicit HWY_INLINE TrapColoring(const PointScene& scene)
        : re(number<P>(scene.params.trap_re)),
          im(number<P>(scene.params.trap_im)),
          size(number<P>(scene.params.trap_size)),
          shape(scene.params.trap) {}

    HWY_INLINE void take(const Complex<P>& z, const P&, int) {
        const Complex<P> away{z.re - re, z.im - im};
        if (shape == OrbitTrap::point) {
            nearest = min(norm(away), nearest);
        } else if (shape == OrbitTrap::cross) {
            nearest = min(min(absolute(away.re), absolute(away.im)), nearest);
        } else {
            nearest = min(absolute(square_root(norm(away)) - size), nearest);
        }
    }
    HWY_INLINE bool done() const { return false; }
    HWY_INLINE void finish(float* values) const {
        store_floats(shape == OrbitTrap::point ? square_root(nearest) : nearest, values);
    }

    const P re, im, size;
    const OrbitTrap shape;
    P nearest = number<P>(no_distance_squared);
};

template <class P>
struct AngleColoring {
    static constexpr bool needs_slope = false;
    static constexpr int extra = 0;

    explicit HWY_INLINE AngleColoring(const PointScene& scene) : polynomial(scene.limits.polynomial) {}

    HWY_INLINE void take(const Complex<P>& z, const P& norm, int) {
        near = norm < limit;
        last.re = select(near, z.re, last.re);
        last.im = select(near, z.im, last.im);
    }
    HWY_INLINE bool done() const { return polynomial && none(near); }
    HWY_INLINE void finish(float* values) const {
        using T = typename P::Scalar;
        HWY_ALIGN T re[P::lanes], im[P::lanes];
        store_numbers(last.re, re);
        store_numbers(last.im, im);
        for (int i = 0; i < P::lanes; ++i)
            values[i] = math::angle_in_turns(static_cast<double>(re[i]), static_cast<double>(im[i]));
    }

    const bool polynomial;
    const P limit = number<P>(math::angle_limit_squared);
    Complex<P> last{P(0), P(0)};
    MaskOf<P> near = everywhere<P>(true);
};

/// The distance from where a polynomial's orbit is far out.
template <class P>
struct FarDistanceColoring {
    static constexpr bool needs_slope = true;
    static constexpr int extra = math::extra_iterations;

    explicit HWY_INLINE FarDistanceColoring(const PointScene& scene) : limits(scene.limits), orbit(scene) {}

    HWY_INLINE void begin(const Complex<P>&) {}
    HWY_INLINE void follow(const Complex<P>&, const P& norm_of_z, const Complex<P>& dz, int) {
        const auto arrived = orbit.arrive(norm_of_z);
        far_norm = select(arrived, norm_of_z, far_norm);
        far_slope = select(arrived, norm(dz), far_slope);
    }
    HWY_INLINE void take(const Complex<P>& z, const P& norm_of_z, const Complex<P>& dz, int k) {
        orbit.leave(norm_of_z);
        follow(z, norm_of_z, dz, k);
    }
    HWY_INLINE bool done() const { return orbit.all_far(); }
    HWY_INLINE bool followed() const { return orbit.none_between(); }
    HWY_INLINE void finish(float* values) const {
        using T = typename P::Scalar;
        HWY_ALIGN T norms[P::lanes], slopes[P::lanes], stays[P::lanes];
        store_numbers(far_norm, norms);
        store_numbers(far_slope, slopes);
        store_numbers(select(orbit.inside, P(1), P(0)), stays);
        for (int i = 0; i < P::lanes; ++i) {
            const auto modulus = static_cast<double>(norms[i]), slope = static_cast<double>(slopes[i]);
            if (stays[i] != 0) {
                values[i] = -1;
            } else {
                values[i] =
                    static_cast<float>(modulus == 0 ? 0 : math::polynomial_distance(limits, modulus, slope));
            }
        }
    }

    const math::FractalLimits& limits;
    FarOut<P> orbit;
    P far_norm{0}, far_slope{0};
};

/// The distance from where an orbit leaves R for the first time.
template <class P>
struct DistanceColoring {
    static constexpr bool needs_slope = true;
    static constexpr int extra = 0;

    explicit HWY_INLINE DistanceColoring(const PointScene& scene)
        : limits(scene.limits), radius_squared(number<P>(scene.limits.radius_squared)) {}

    HWY_INLINE void begin(const Complex<P>& dz) { before = norm(dz); }
    HWY_INLINE void take(const Complex<P>&, const P& norm_of_z, const Complex<P>& dz, int) {
        const auto left = without(inside, norm_of_z < radius_squared);
        const P now = norm(dz);
        first_norm = select(left, norm_of_z, first_norm);
        slope = select(left, select(norm_of_z < infinite, now, before), slope);
        inside = inside & (norm_of_z < radius_squared);
        before = now;
    }
    HWY_INLINE bool done() const { return none(inside); }
    HWY_INLINE void finish(float* values) const {
        using T = typename P::Scalar;
        HWY_ALIGN T norms[P::lanes], slopes[P::lanes], stays[P::lanes];
        store_numbers(first_norm, norms);
        store_numbers(slope, slopes);
        store_numbers(select(inside, P(1), P(0)), stays);
        for (int i = 0; i < P::lanes; ++i) {
            const auto modulus = static_cast<double>(norms[i]), steepness = static_cast<double>(slopes[i]);
            values[i] =
                stays[i] != 0
                    ? -1.0f
                    : static_cast<float>(limits.pole ? math::pole_distance(limits, modulus, steepness)
                                                     : math::general_distance(limits, modulus, steepness));
        }
    }

    const math::FractalLimits& limits;
    const P radius_squared;
    const P infinite = number<P>(HUGE_VAL);
    P first_norm{0}, slope{0}, before{0};
    MaskOf<P> inside = everywhere<P>(true);
};

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
