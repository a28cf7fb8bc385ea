// A typed recurrence on spans of points, once per instruction set.
#if defined(DROPLET_CPU_FORMULA_POINTS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_FORMULA_POINTS_INL_H
#undef DROPLET_CPU_FORMULA_POINTS_INL_H
#else
#define DROPLET_CPU_FORMULA_POINTS_INL_H
#endif

#include <algorithm>

#include "compute/cpu/formula_batch-inl.h"
#include "compute/cpu/formula_points.h"
#include "compute/cpu/fractal_iterate-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

/// For fractal_iterate-inl.h, by one thread.
template <class R>
class FormulaRecurrence {
    using P = typename NumberParts<R>::Plain;

 public:
    static constexpr bool is_pole = false;
    using Slopes = FormulaBatch<P, Jet<P>>;

    HWY_INLINE FormulaRecurrence(FormulaBatch<R>& values, Slopes& slopes)
        : values_(values), slopes_(slopes) {}

    /// z is what this gave before, but where an orbit begins.
    HWY_INLINE Complex<R> next(const Complex<R>& z, const R&, const Complex<R>& c, int k) const {
        if (k == 1) {
            values_.set_c(c);
            values_.set_z(z);
        }
        return values_.advance(k - 1);
    }
    HWY_INLINE Complex<P> derivative(const Complex<P>& z, const P&, const Complex<P>& dz, const Complex<P>& c,
                                     const Complex<P>& dc, int k) const {
        if (k == 1) slopes_.set_c({c, dc});
        slopes_.set_z({z, dz});
        return slopes_.advance(k - 1).slope;
    }

 private:
    FormulaBatch<R>& values_;
    Slopes& slopes_;
};

template <class R>
void iterate_formula(const PointScene& scene, const PointSpan& span) {
    FormulaBatch<R> values(scene.program);
    typename FormulaRecurrence<R>::Slopes slopes(scene.program);
    iterate_points<R>(scene, span, FormulaRecurrence<R>(values, slopes));
}

/// One iteration of many points.
template <class T, int M>
void run_span(const FormulaProgram& program, int iterations, const FormulaSpan<T>& span) {
    using R = Numbers<T, M>;
    FormulaBatch<R> batch(program);
    HWY_ALIGN T parts[4][R::lanes] = {};
    const auto loaded = [&](int re, int im) HWY_ATTR {
        return Complex<R>{load_numbers<T, M>(parts[re]), load_numbers<T, M>(parts[im])};
    };
    for (int at = 0; at < span.count; at += R::lanes) {
        const int n = std::min(span.count - at, R::lanes);
        std::copy_n(span.z_re + at, n, parts[0]);
        std::copy_n(span.z_im + at, n, parts[1]);
        std::copy_n(span.c_re + at, n, parts[2]);
        std::copy_n(span.c_im + at, n, parts[3]);
        batch.set_c(loaded(2, 3));
        batch.set_z(loaded(0, 1));
        const Complex<R> next = batch.advance(iterations);
        store_numbers(next.re, parts[0]);
        store_numbers(next.im, parts[1]);
        std::copy_n(parts[0], n, span.next_re + at);
        std::copy_n(parts[1], n, span.next_im + at);
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
