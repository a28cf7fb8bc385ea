// The primitives of math/formula.h on batches of vectors, once per instruction set. Include after
// <hwy/highway.h>, before math/formula.h. Bounds, in units in the last place, are those of
// hwy/contrib/math/math-inl.h: 4 at most.
#if defined(DROPLET_CPU_FORMULA_NUMBERS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_FORMULA_NUMBERS_INL_H
#undef DROPLET_CPU_FORMULA_NUMBERS_INL_H
#else
#define DROPLET_CPU_FORMULA_NUMBERS_INL_H
#endif

#include <cmath>

#include "compute/cpu/number_batch-inl.h"
#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

template <class R>
struct FromDouble;
template <class T, int M>
struct FromDouble<Numbers<T, M>> {
    static HWY_INLINE Numbers<T, M> value(double x) { return Numbers<T, M>(static_cast<T>(x)); }
};

template <class T, int M>
HWY_INLINE Numbers<T, M> choose(const NumberMask<T, M>& first, const Numbers<T, M>& a,
                                const Numbers<T, M>& b) {
    return select(first, a, b);
}
template <class T, int M>
HWY_INLINE Numbers<T, M> magnitude(const Numbers<T, M>& x) {
    return absolute(x);
}
template <class T, int M>
HWY_INLINE Numbers<T, M> signed_as(const Numbers<T, M>& x, const Numbers<T, M>& sign) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::CopySign(x.v[i], sign.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> root(const Numbers<T, M>& x) {
    return square_root(x);
}

namespace detail {

/// f where |x| <= most, which is as far as it goes; else `each` of one number at a time. Of ∞, and of what is
/// no number: no number.
template <class V, class T, class F, class E>
HWY_INLINE V within(V x, T most, F&& f, E&& each) {
    const NumberTag<T> d;
    const auto inside = hn::Le(hn::Abs(x), hn::Set(d, most));
    const V result = hn::IfThenElse(inside, f(hn::IfThenElseZero(inside, x)), hn::Sub(x, x));
    const auto finite = hn::Lt(hn::Abs(x), hn::Set(d, static_cast<T>(HUGE_VAL)));
    if (HWY_LIKELY(hn::AllFalse(d, hn::AndNot(inside, finite)))) return result;
    HWY_ALIGN T values[number_lanes<T>], arguments[number_lanes<T>];
    hn::Store(result, d, values);
    hn::Store(x, d, arguments);
    for (int i = 0; i < number_lanes<T>; ++i)
        if (std::abs(arguments[i]) > most) values[i] = each(arguments[i]);
    return hn::Load(d, values);
}

/// Beyond these the sums by which Highway takes multiples of π off lose digits.
template <class T>
constexpr T largest_angle = static_cast<T>(30000);

}  // namespace detail

// Each is one function, called for each vector: inlined, they would make the interpreter's loop too large for
// the instruction cache.

template <class T>
HWY_NOINLINE hn::Vec<NumberTag<T>> exponential_of(hn::VecArg<hn::Vec<NumberTag<T>>> x) {
    const NumberTag<T> d;
    // Highway's is defined as far as this; what is no number stays that.
    const T most = sizeof(T) == 4 ? static_cast<T>(88.7) : static_cast<T>(709.7);
    const auto over = hn::Gt(x, hn::Set(d, most)), none = hn::Ne(x, x);
    const auto inside = hn::Max(hn::Min(x, hn::Set(d, most)), hn::Set(d, -static_cast<T>(800)));
    const auto result = hn::Exp(d, inside);
    return hn::IfThenElse(none, x, hn::IfThenElse(over, hn::Set(d, static_cast<T>(HUGE_VAL)), result));
}
template <class T>
HWY_NOINLINE hn::Vec<NumberTag<T>> exponential_less_one_of(hn::VecArg<hn::Vec<NumberTag<T>>> x) {
    const NumberTag<T> d;
    const T most = sizeof(T) == 4 ? static_cast<T>(88.7) : static_cast<T>(709.7);
    const auto over = hn::Gt(x, hn::Set(d, most)), none = hn::Ne(x, x);
    const auto result = hn::Expm1(d, hn::Min(x, hn::Set(d, most)));
    return hn::IfThenElse(none, x, hn::IfThenElse(over, hn::Set(d, static_cast<T>(HUGE_VAL)), result));
}
template <class T>
HWY_NOINLINE hn::Vec<NumberTag<T>> logarithm_of(hn::VecArg<hn::Vec<NumberTag<T>>> x) {
    const NumberTag<T> d;
    const auto infinite = hn::Set(d, static_cast<T>(HUGE_VAL)), zero = hn::Zero(d);
    const auto finite = hn::And(hn::Gt(x, zero), hn::Lt(x, infinite));
    const auto result = hn::Log(d, hn::IfThenElse(finite, x, hn::Set(d, T{1})));
    return hn::IfThenElse(finite, result, hn::IfThenElse(hn::Eq(x, zero), hn::Neg(infinite), x));
}
template <class T>
HWY_NOINLINE hn::Vec<NumberTag<T>> logarithm_of_one_and_of(hn::VecArg<hn::Vec<NumberTag<T>>> x) {
    return hn::Log1p(NumberTag<T>(), x);
}
template <class T>
HWY_NOINLINE hn::Vec<NumberTag<T>> arctangent_of(hn::VecArg<hn::Vec<NumberTag<T>>> x) {
    return hn::Atan(NumberTag<T>(), x);
}
template <class T>
HWY_NOINLINE hn::Vec<NumberTag<T>> sine_of(hn::VecArg<hn::Vec<NumberTag<T>>> x) {
    using V = hn::Vec<NumberTag<T>>;
    return detail::within(
        V(x), detail::largest_angle<T>, [](V a) HWY_ATTR { return hn::Sin(NumberTag<T>(), a); },
        [](T a) { return std::sin(a); });
}
template <class T>
HWY_NOINLINE hn::Vec<NumberTag<T>> cosine_of(hn::VecArg<hn::Vec<NumberTag<T>>> x) {
    using V = hn::Vec<NumberTag<T>>;
    return detail::within(
        V(x), detail::largest_angle<T>, [](V a) HWY_ATTR { return hn::Cos(NumberTag<T>(), a); },
        [](T a) { return std::cos(a); });
}

template <class T, int M>
HWY_INLINE Numbers<T, M> exponential(const Numbers<T, M>& x) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return exponential_of<T>(x.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> exponential_less_one(const Numbers<T, M>& x) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return exponential_less_one_of<T>(x.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> logarithm(const Numbers<T, M>& x) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return logarithm_of<T>(x.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> logarithm_of_one_and(const Numbers<T, M>& x) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return logarithm_of_one_and_of<T>(x.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> arctangent(const Numbers<T, M>& x) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return arctangent_of<T>(x.v[i]); });
}
template <class T, int M>
HWY_INLINE void sine_cosine(const Numbers<T, M>& x, Numbers<T, M>& sine, Numbers<T, M>& cosine) {
    for (int i = 0; i < M; ++i) {
        sine.v[i] = sine_of<T>(x.v[i]);
        cosine.v[i] = cosine_of<T>(x.v[i]);
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
