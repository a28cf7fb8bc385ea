// The recurrence λ / zⁿ + c with a whole n on spans of points, once per instruction set.
#if defined(DROPLET_CPU_POWER_POINTS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_POWER_POINTS_INL_H
#undef DROPLET_CPU_POWER_POINTS_INL_H
#else
#define DROPLET_CPU_POWER_POINTS_INL_H
#endif

#include "compute/cpu/fractal_iterate-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

/// Vectors of an orbit's chain of operations side by side: eight hide its latency, where 32 registers keep
/// what is needed of them.
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
constexpr int power_vectors = 8;
#else
constexpr int power_vectors = 4;
#endif

/// The usual exponents are known when compiled; not for old processors, as each costs a second of compiling.
constexpr bool knows_exponents = HWY_TARGET <= HWY_AVX2 || !HWY_ARCH_X86;

/// w^−n + c (pole), or wⁿ + c: the recurrence in the scene's unit. N > 0 is an n known when compiled.
template <class R, int N, bool pole>
class UnitRecurrence {
 public:
    static constexpr bool may_be_polynomial = !pole;

    explicit HWY_INLINE UnitRecurrence(const PointScene& scene)
        : exponent_(pole ? scene.exponent : -scene.exponent) {}

    HWY_INLINE Complex<R> next(const Complex<R>& z, const R& norm, const Complex<R>& c, int) const {
        if constexpr (pole) return next_of_unit_pole<N>(z, norm, c, exponent_);
        return next_of_unit_polynomial<N>(z, c, exponent_);
    }

 private:
    const int exponent_;
};

/// λ / zⁿ + c, or λ zⁿ + c, with any λ and n.
template <class R>
class PowerRecurrence {
    using P = typename NumberParts<R>::Plain;

 public:
    static constexpr bool may_be_polynomial = true;

    explicit HWY_INLINE PowerRecurrence(const PointScene& scene)
        : pole_(scene.exponent > 0),
          exponent_(pole_ ? scene.exponent : -scene.exponent),
          lambda_(constant<R>(scene.params.coefficient_re, scene.params.coefficient_im)) {}

    HWY_INLINE Complex<R> next(const Complex<R>& z, const R& norm, const Complex<R>& c, int) const {
        const Complex<R> base = pole_ ? inverse(z, norm) : z;
        return next_of_polynomial<0>(base, lambda_, c, exponent_);
    }
    HWY_INLINE Complex<P> derivative(const Complex<P>& z, const P& norm, const Complex<P>& dz,
                                     const Complex<P>&, const Complex<P>& dc, int) const {
        if (pole_) return derivative_of_pole<0>(z, norm, dz, high_part(lambda_), dc, exponent_);
        return derivative_of_polynomial<0>(z, dz, high_part(lambda_), dc, exponent_);
    }

 private:
    const bool pole_;
    const int exponent_;
    const Complex<R> lambda_;
};

template <class R, int N, bool pole>
HWY_INLINE void iterate_unit(const PointScene& scene, const PointSpan& span) {
    iterate_moduli<R>(scene, span, UnitRecurrence<R, N, pole>(scene));
}

/// `units`: the scene may have one.
template <class R, bool units>
void iterate_power(const PointScene& scene, const PointSpan& span) {
    if constexpr (units)
        if (scene.has_unit) {
            if constexpr (knows_exponents) {
                if (scene.exponent == 7) return iterate_unit<R, 7, true>(scene, span);
                if (scene.exponent == -2) return iterate_unit<R, 2, false>(scene, span);
            }
            if (scene.exponent > 0) return iterate_unit<R, 0, true>(scene, span);
            return iterate_unit<R, 0, false>(scene, span);
        }
    iterate_points<R>(scene, span, PowerRecurrence<R>(scene));
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
