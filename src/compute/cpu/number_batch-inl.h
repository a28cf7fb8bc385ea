// Vectors of floats or doubles as the number type of the fractal's formulas, once per instruction set.
// Include after <hwy/highway.h>.
#if defined(DROPLET_CPU_NUMBER_BATCH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_NUMBER_BATCH_INL_H
#undef DROPLET_CPU_NUMBER_BATCH_INL_H
#else
#define DROPLET_CPU_NUMBER_BATCH_INL_H
#endif

#include <cmath>

#include "hwy/highway.h"
#include "math/fractal.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class T>
using NumberTag = hn::ScalableTag<T>;

template <class T>
constexpr int number_lanes = static_cast<int>(hn::MaxLanes(NumberTag<T>()));

/// M vectors of T that go through a formula together: each operation is applied to all of them before the
/// next, so that M independent chains of operations alternate.
template <class T, int M>
struct Numbers {
    using Scalar = T;
    static constexpr int vectors = M;
    static constexpr int lanes = M * number_lanes<T>;

    hn::Vec<NumberTag<T>> v[M];

    Numbers() = default;
    explicit HWY_INLINE Numbers(T value) {
        for (auto& vector : v) vector = hn::Set(NumberTag<T>(), value);
    }
};

/// What comparing Numbers gives.
template <class T, int M>
struct NumberMask {
    hn::Mask<NumberTag<T>> m[M];
};

namespace detail {

/// f(i) for each vector of a batch.
template <class T, int M, class F>
HWY_INLINE Numbers<T, M> each_number(F&& f) {
    Numbers<T, M> result;
    for (int i = 0; i < M; ++i) result.v[i] = f(i);
    return result;
}
template <class T, int M, class F>
HWY_INLINE NumberMask<T, M> each_mask(F&& f) {
    NumberMask<T, M> result;
    for (int i = 0; i < M; ++i) result.m[i] = f(i);
    return result;
}

}  // namespace detail

template <class T, int M>
HWY_INLINE Numbers<T, M> load_numbers(const T* from) {
    return detail::each_number<T, M>(
        [&](int i) HWY_ATTR { return hn::LoadU(NumberTag<T>(), from + i * number_lanes<T>); });
}
template <class T, int M>
HWY_INLINE void store_numbers(const Numbers<T, M>& a, T* to) {
    for (int i = 0; i < M; ++i) hn::StoreU(a.v[i], NumberTag<T>(), to + i * number_lanes<T>);
}
/// As floats.
template <int M>
HWY_INLINE void store_floats(const Numbers<float, M>& a, float* to) {
    store_numbers(a, to);
}
template <int M>
HWY_INLINE void store_floats(const Numbers<double, M>& a, float* to) {
    const hn::Rebind<float, NumberTag<double>> d;
    for (int i = 0; i < M; ++i) hn::StoreU(hn::DemoteTo(d, a.v[i]), d, to + i * number_lanes<double>);
}

template <class T, int M>
HWY_INLINE Numbers<T, M> operator+(const Numbers<T, M>& a, const Numbers<T, M>& b) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::Add(a.v[i], b.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> operator-(const Numbers<T, M>& a, const Numbers<T, M>& b) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::Sub(a.v[i], b.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> operator*(const Numbers<T, M>& a, const Numbers<T, M>& b) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::Mul(a.v[i], b.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> operator/(const Numbers<T, M>& a, const Numbers<T, M>& b) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::Div(a.v[i], b.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> operator-(const Numbers<T, M>& a) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::Neg(a.v[i]); });
}
/// a·b + c, rounded once where the instruction set can.
template <class T, int M>
HWY_INLINE Numbers<T, M> fma(const Numbers<T, M>& a, const Numbers<T, M>& b, const Numbers<T, M>& c) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::MulAdd(a.v[i], b.v[i], c.v[i]); });
}
/// a·b − c.
template <class T, int M>
HWY_INLINE Numbers<T, M> fms(const Numbers<T, M>& a, const Numbers<T, M>& b, const Numbers<T, M>& c) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::MulSub(a.v[i], b.v[i], c.v[i]); });
}
/// c − a·b.
template <class T, int M>
HWY_INLINE Numbers<T, M> fnma(const Numbers<T, M>& a, const Numbers<T, M>& b, const Numbers<T, M>& c) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::NegMulAdd(a.v[i], b.v[i], c.v[i]); });
}
/// Where either is no number: b.
template <class T, int M>
HWY_INLINE Numbers<T, M> min(const Numbers<T, M>& a, const Numbers<T, M>& b) {
    return detail::each_number<T, M>(
        [&](int i) HWY_ATTR { return hn::IfThenElse(hn::Lt(a.v[i], b.v[i]), a.v[i], b.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> max(const Numbers<T, M>& a, const Numbers<T, M>& b) {
    return detail::each_number<T, M>(
        [&](int i) HWY_ATTR { return hn::IfThenElse(hn::Gt(a.v[i], b.v[i]), a.v[i], b.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> absolute(const Numbers<T, M>& a) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::Abs(a.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> square_root(const Numbers<T, M>& a) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::Sqrt(a.v[i]); });
}

template <class T, int M>
HWY_INLINE NumberMask<T, M> operator<(const Numbers<T, M>& a, const Numbers<T, M>& b) {
    return detail::each_mask<T, M>([&](int i) HWY_ATTR { return hn::Lt(a.v[i], b.v[i]); });
}
template <class T, int M>
HWY_INLINE NumberMask<T, M> operator==(const Numbers<T, M>& a, const Numbers<T, M>& b) {
    return detail::each_mask<T, M>([&](int i) HWY_ATTR { return hn::Eq(a.v[i], b.v[i]); });
}
template <class T, int M>
HWY_INLINE NumberMask<T, M> operator&(const NumberMask<T, M>& a, const NumberMask<T, M>& b) {
    return detail::each_mask<T, M>([&](int i) HWY_ATTR { return hn::And(a.m[i], b.m[i]); });
}
template <class T, int M>
HWY_INLINE NumberMask<T, M> operator|(const NumberMask<T, M>& a, const NumberMask<T, M>& b) {
    return detail::each_mask<T, M>([&](int i) HWY_ATTR { return hn::Or(a.m[i], b.m[i]); });
}
template <class T, int M>
HWY_INLINE NumberMask<T, M> operator!(const NumberMask<T, M>& a) {
    return detail::each_mask<T, M>([&](int i) HWY_ATTR { return hn::Not(a.m[i]); });
}
/// a and not b.
template <class T, int M>
HWY_INLINE NumberMask<T, M> without(const NumberMask<T, M>& a, const NumberMask<T, M>& b) {
    return detail::each_mask<T, M>([&](int i) HWY_ATTR { return hn::AndNot(b.m[i], a.m[i]); });
}
template <class T, int M>
HWY_INLINE bool none(const NumberMask<T, M>& a) {
    auto all = a.m[0];
    for (int i = 1; i < M; ++i) all = hn::Or(all, a.m[i]);
    return hn::AllFalse(NumberTag<T>(), all);
}
/// Every lane true, or every lane false.
template <class T, int M>
HWY_INLINE NumberMask<T, M> mask_of(bool value) {
    return detail::each_mask<T, M>([&](int) HWY_ATTR {
        const NumberTag<T> d;
        return hn::Eq(hn::Zero(d), hn::Set(d, value ? T{0} : T{1}));
    });
}
/// Where `mask`: a, else b.
template <class T, int M>
HWY_INLINE Numbers<T, M> select(const NumberMask<T, M>& mask, const Numbers<T, M>& a,
                                const Numbers<T, M>& b) {
    return detail::each_number<T, M>([&](int i)
                                         HWY_ATTR { return hn::IfThenElse(mask.m[i], a.v[i], b.v[i]); });
}
template <class T, int M>
HWY_INLINE Numbers<T, M> zero_unless(const NumberMask<T, M>& mask, const Numbers<T, M>& a) {
    return detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::IfThenElseZero(mask.m[i], a.v[i]); });
}

/// x; 0 where m is infinite or no number.
template <class T, int M>
HWY_INLINE Numbers<T, M> zero_unless_finite(const Numbers<T, M>& x, const Numbers<T, M>& m) {
    return zero_unless(m < Numbers<T, M>(static_cast<T>(HUGE_VAL)), x);
}

/// 1/m for a finite m > 0, within 2 units in the last place; of other m something that is not used.
template <class T, int M>
HWY_INLINE Numbers<T, M> reciprocal(const Numbers<T, M>& m) {
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
    if constexpr (sizeof(T) == sizeof(float)) {
        // From 14 bits on, one step of Newton's method: 2^-28 and the rounding.
        const auto q =
            detail::each_number<T, M>([&](int i) HWY_ATTR { return hn::ApproximateReciprocal(m.v[i]); });
        return q * fnma(m, q, Numbers<T, M>(T{2}));
    }
#endif
    return Numbers<T, M>(T{1}) / m;
}

/// 1/m; 0 where m is infinite or no number.
template <class T, int M>
HWY_INLINE Numbers<T, M> reciprocal_or_zero(const Numbers<T, M>& m) {
    return zero_unless_finite(Numbers<T, M>(T{1}) / m, m);
}

/// 1/z, with |z|²: math::inverse() in fewer instructions.
template <class T, int M>
HWY_INLINE Complex<Numbers<T, M>> inverse(const Complex<Numbers<T, M>>& z, const Numbers<T, M>& norm) {
    const auto finite = norm < Numbers<T, M>(static_cast<T>(HUGE_VAL));
    const auto q = reciprocal(norm);
    return {zero_unless(finite, z.re * q), zero_unless(finite, fnma(z.im, q, Numbers<T, M>(T{0})))};
}

#if HWY_NATIVE_FMA
/// a·b − product without error, where product is a·b, rounded.
template <class T, int M>
HWY_INLINE Numbers<T, M> rounding_of_product(const Numbers<T, M>& a, const Numbers<T, M>& b,
                                             const Numbers<T, M>& product) {
    return fms(a, b, product);
}
#else
/// The same by halves of 26 bits, which have exact products (T. J. Dekker, 1971). A call of its own: where it
/// stands in line, the kernels take twice as long to compile.
template <class T, int M>
HWY_NOINLINE Numbers<T, M> rounding_of_product(const Numbers<T, M>& a, const Numbers<T, M>& b,
                                               const Numbers<T, M>& product) {
    const Numbers<T, M> factor(static_cast<T>(sizeof(T) == 8 ? 134217729.0 : 4097.0));
    const auto a_shifted = a * factor, b_shifted = b * factor;
    const auto a_high = a_shifted - (a_shifted - a), b_high = b_shifted - (b_shifted - b);
    const auto a_low = a - a_high, b_low = b - b_high;
    return ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
}
#endif

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
