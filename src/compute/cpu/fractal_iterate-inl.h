// Iterating a span of points by any recurrence, in any number type, for any coloring, once per instruction
// set. A recurrence is a class that has
//     Complex<R> next(z, norm, c, k): the k-th iterate (k = 1, 2, …) from the one before, z with |z|² = norm;
//     Complex<P> derivative(z, norm, dz, c, dc, k): that of next() along the pixel, where dz and dc are those
//         of z and c; of a double-double its high part P is what is calculated with. Only distances need it.
//     may_be_polynomial, if it may be λ zⁿ + c.
// R is Numbers<float, M>, Numbers<double, M> or DoubleDouble<Numbers<double, M>>.
#if defined(DROPLET_CPU_FRACTAL_ITERATE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_FRACTAL_ITERATE_INL_H
#undef DROPLET_CPU_FRACTAL_ITERATE_INL_H
#else
#define DROPLET_CPU_FRACTAL_ITERATE_INL_H
#endif

#include <type_traits>

#include "compute/cpu/fractal_colorings-inl.h"
#include "compute/cpu/fractal_points.h"
#include "compute/cpu/fractal_start-inl.h"
#include "compute/cpu/number_batch-inl.h"
#include "hwy/highway.h"
#include "math/double_double.h"
#include "math/fractal.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

/// Iterates between two looks at whether all orbits of a batch have come to their end.
constexpr int iterates_between_looks = 8;

/// A batch's orbits.
template <class R, class Recurrence, class Coloring>
class Orbits {
    using P = typename NumberParts<R>::Plain;

 public:
    HWY_INLINE Orbits(const Recurrence& recurrence, const PointStarts<R>& starts, int at, double slope_of_c)
        : recurrence_(recurrence), c_(starts.c.load(at)), z_(starts.z.load(at)), norm_(norm(z_)) {
        if constexpr (Coloring::needs_slope) {
            slope_ = starts.slope.load(at);
            slope_of_c_ = {number<P>(slope_of_c), P(0)};
        }
    }

    HWY_INLINE void run(int iterations, Coloring& coloring) {
        if constexpr (Coloring::needs_slope) coloring.begin(slope_);
        for (int k = 1; k <= iterations;) {
            const int stop =
                iterations - k < iterates_between_looks ? iterations : k + iterates_between_looks - 1;
            for (; k <= stop; ++k) {
                advance(k);
                if constexpr (Coloring::needs_slope) {
                    coloring.take(high_part(z_), high_part(norm_), slope_, k);
                } else {
                    coloring.take(high_part(z_), high_part(norm_), k);
                }
            }
            if (coloring.done()) return;
        }
        if constexpr (Coloring::extra > 0)
            for (int k = iterations + 1; k <= iterations + Coloring::extra && !coloring.followed(); ++k) {
                advance(k);
                if constexpr (Coloring::needs_slope) {
                    coloring.follow(high_part(z_), high_part(norm_), slope_, k);
                } else {
                    coloring.follow(high_part(z_), high_part(norm_), k);
                }
            }
    }

 private:
    HWY_INLINE void advance(int k) {
        if constexpr (Coloring::needs_slope)
            slope_ = recurrence_.derivative(high_part(z_), high_part(norm_), slope_, high_part(c_),
                                            slope_of_c_, k);
        z_ = recurrence_.next(z_, norm_, c_, k);
        norm_ = norm(z_);
    }

    const Recurrence& recurrence_;
    const Complex<R> c_;
    Complex<R> z_;
    R norm_;
    struct None {};
    std::conditional_t<Coloring::needs_slope, Complex<P>, None> slope_, slope_of_c_;
};

template <class R, class Coloring, class Recurrence>
HWY_NOINLINE void iterate_span(const PointScene& scene, const PointSpan& span, const Recurrence& recurrence) {
    using P = typename NumberParts<R>::Plain;
    static_assert(PointSpan::most % P::lanes == 0);
    PointStarts<R> starts;
    make_starts(scene, span, Coloring::needs_slope, starts);
    for (int at = 0; at < span.count; at += P::lanes) {
        Coloring coloring(scene);
        Orbits<R, Recurrence, Coloring> orbits(recurrence, starts, at, slope_of_c(scene.params));
        orbits.run(scene.params.iterations, coloring);
        coloring.finish(span.values + at);
    }
}

/// Whether a recurrence may be λ zⁿ + c, whose orbits do not come back from far out.
template <class Recurrence>
constexpr bool may_go_far = requires {
    requires Recurrence::may_be_polynomial;
};

/// The values of the span in colourings that look at moduli only.
template <class R, class Recurrence>
HWY_INLINE void iterate_moduli(const PointScene& scene, const PointSpan& span, const Recurrence& recurrence) {
    using P = typename NumberParts<R>::Plain;
    if (scene.params.coloring == Coloring::count)
        return iterate_span<R, CountColoring<P>>(scene, span, recurrence);
    if constexpr (may_go_far<Recurrence>)
        if (scene.limits.renormalizes) return iterate_span<R, FarEscapeColoring<P>>(scene, span, recurrence);
    iterate_span<R, EscapeColoring<P>>(scene, span, recurrence);
}

/// In the others.
template <class R, class Recurrence>
HWY_INLINE void iterate_places(const PointScene& scene, const PointSpan& span, const Recurrence& recurrence) {
    using P = typename NumberParts<R>::Plain;
    if (scene.params.coloring == Coloring::trap)
        return iterate_span<R, TrapColoring<P>>(scene, span, recurrence);
    if (scene.params.coloring == Coloring::angle)
        return iterate_span<R, AngleColoring<P>>(scene, span, recurrence);
    if constexpr (may_go_far<Recurrence>)
        if (scene.limits.renormalizes)
            return iterate_span<R, FarDistanceColoring<P>>(scene, span, recurrence);
    iterate_span<R, DistanceColoring<P>>(scene, span, recurrence);
}

/// The values of the span, as the scene's coloring wants them.
template <class R, class Recurrence>
HWY_INLINE void iterate_points(const PointScene& scene, const PointSpan& span, const Recurrence& recurrence) {
    if (looks_at_moduli(scene.params.coloring)) return iterate_moduli<R>(scene, span, recurrence);
    iterate_places<R>(scene, span, recurrence);
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
