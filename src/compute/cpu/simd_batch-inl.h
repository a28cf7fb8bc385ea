// The number type of the formulas as a SIMD vector, once per instruction set. Include after <hwy/highway.h>.
#if defined(DROPLET_CPU_SIMD_BATCH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_SIMD_BATCH_INL_H
#undef DROPLET_CPU_SIMD_BATCH_INL_H
#else
#define DROPLET_CPU_SIMD_BATCH_INL_H
#endif

#include "compute/cpu/simd_vector-inl.h"
#include "hwy/highway.h"
#include "math/approximation.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

using IntTag = hn::RebindToSigned<FloatTag>;

/// M vectors that go through a formula together: each operation is applied to all of them before the next, so
/// that independent chains of operations alternate and none waits for its own last result. The names are
/// those of the formulas' primitives.
template <int M>
struct Batch {
    hn::Vec<FloatTag> v[M];
};

namespace detail {

/// f(i) for each vector of a batch.
template <int M, class F>
HWY_INLINE Batch<M> each(F&& f) {
    Batch<M> result;
    for (int i = 0; i < M; ++i) result.v[i] = f(i);
    return result;
}

}  // namespace detail

template <int M>
HWY_INLINE Batch<M> operator+(const Batch<M>& a, const Batch<M>& b) {
    return detail::each<M>([&](int i) HWY_ATTR { return hn::Add(a.v[i], b.v[i]); });
}
template <int M>
HWY_INLINE Batch<M> operator-(const Batch<M>& a, const Batch<M>& b) {
    return detail::each<M>([&](int i) HWY_ATTR { return hn::Sub(a.v[i], b.v[i]); });
}
template <int M>
HWY_INLINE Batch<M> operator*(const Batch<M>& a, const Batch<M>& b) {
    return detail::each<M>([&](int i) HWY_ATTR { return hn::Mul(a.v[i], b.v[i]); });
}
template <int M>
HWY_INLINE Batch<M> fma(const Batch<M>& a, const Batch<M>& b, const Batch<M>& c) {
    return detail::each<M>([&](int i) HWY_ATTR { return hn::MulAdd(a.v[i], b.v[i], c.v[i]); });
}
template <int M>
HWY_INLINE Batch<M> min(const Batch<M>& a, const Batch<M>& b) {
    return detail::each<M>([&](int i) HWY_ATTR { return hn::Min(a.v[i], b.v[i]); });
}
template <int M>
HWY_INLINE Batch<M> max(const Batch<M>& a, const Batch<M>& b) {
    return detail::each<M>([&](int i) HWY_ATTR { return hn::Max(a.v[i], b.v[i]); });
}

template <int M>
HWY_INLINE Batch<M> absolute(const Batch<M>& x) {
    return detail::each<M>([&](int i) HWY_ATTR { return hn::Abs(x.v[i]); });
}
template <int M>
HWY_INLINE Batch<M> square_root(const Batch<M>& x) {
    return detail::each<M>([&](int i) HWY_ATTR { return hn::Sqrt(x.v[i]); });
}
template <int M>
HWY_INLINE Batch<M> times_sign(const Batch<M>& y, const Batch<M>& x) {
    const FloatTag d;
    return detail::each<M>([&](int i) HWY_ATTR {
        const auto flipped = hn::Xor(y.v[i], hn::And(x.v[i], hn::SignBit(d)));
        return hn::IfThenElseZero(hn::Ne(x.v[i], hn::Zero(d)), flipped);
    });
}
template <int M>
HWY_INLINE Batch<M> zero_unless_equal(const Batch<M>& x, const Batch<M>& a, const Batch<M>& b) {
    return detail::each<M>([&](int i)
                               HWY_ATTR { return hn::IfThenElseZero(hn::Eq(a.v[i], b.v[i]), x.v[i]); });
}

template <class F>
HWY_INLINE F broadcast(float value) {
    F result;
    for (auto& v : result.v) v = hn::Set(FloatTag(), value);
    return result;
}

template <int M>
HWY_INLINE Batch<M> reciprocal(const Batch<M>& x) {
    return detail::each<M>([&](int i) HWY_ATTR { return hn::Div(hn::Set(FloatTag(), 1.0f), x.v[i]); });
}

template <int M>
HWY_INLINE Batch<M> reciprocal_sqrt(const Batch<M>& x) {
    const FloatTag d;
    const IntTag di;
    auto y = detail::each<M>([&](int i) HWY_ATTR {
        const auto halved = hn::ShiftRight<1>(hn::BitCast(di, x.v[i]));
        return hn::BitCast(d, hn::Sub(hn::Set(di, rsqrt_magic), halved));
    });
    const auto half = x * broadcast<Batch<M>>(0.5f);
    for (int k = 0; k < rsqrt_iterations; ++k) {
        const auto square = y * y;
        y = y * detail::each<M>(
                    [&](int i) HWY_ATTR { return hn::NegMulAdd(half.v[i], square.v[i], hn::Set(d, 1.5f)); });
    }
    return y;
}

namespace detail {

template <int M>
HWY_INLINE Batch<M> exp2_polynomial(const Exp2Polynomial& c, const Batch<M>& x) {
    using B = Batch<M>;
    B p = fma(broadcast<B>(c.c5), x, broadcast<B>(c.c4));
    p = fma(p, x, broadcast<B>(c.c3));
    p = fma(p, x, broadcast<B>(c.c2));
    p = fma(p, x, broadcast<B>(c.c1));
    return fma(p, x, broadcast<B>(1.0f));
}

}  // namespace detail

template <int M>
HWY_INLINE Batch<M> exp2_nonpositive(const Batch<M>& x) {
    using V = hn::Vec<FloatTag>;
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
    // x − floor(x), and p · 2^floor(x): one instruction each, safe at minus infinity.
    const auto rest = detail::each<M>(
        [&](int i) HWY_ATTR { return V{_mm512_reduce_ps(x.v[i].raw, _MM_FROUND_TO_NEG_INF)}; });
    const auto p = detail::exp2_polynomial(exp2_above_whole, rest);
    return detail::each<M>([&](int i) HWY_ATTR { return V{_mm512_scalef_ps(p.v[i].raw, x.v[i].raw)}; });
#else
    const FloatTag d;
    const IntTag di;
    const auto bounded = max(x, broadcast<Batch<M>>(-126.0f));
    const auto whole = detail::each<M>([&](int i) HWY_ATTR { return hn::Round(bounded.v[i]); });
    const auto p = detail::exp2_polynomial(exp2_around_whole, bounded - whole);
    return detail::each<M>([&](int i) HWY_ATTR {
        // Added to 1.5 · 2^23 the whole number stands in the low bits; the shift drops the rest.
        const V shifted = hn::Add(whole.v[i], hn::Set(d, 12582912.0f));
        return hn::BitCast(d, hn::Add(hn::BitCast(di, p.v[i]), hn::ShiftLeft<23>(hn::BitCast(di, shifted))));
    });
#endif
}

/// The lanes of `high` moved up by one, the last lane of `low` shifted in at the bottom.
HWY_INLINE hn::Vec<FloatTag> shift_in(hn::Vec<FloatTag> high, hn::Vec<FloatTag> low) {
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
    const __m512i shifted =
        _mm512_alignr_epi32(_mm512_castps_si512(high.raw), _mm512_castps_si512(low.raw), 15);
    return hn::Vec<FloatTag>{_mm512_castsi512_ps(shifted)};
#elif HWY_TARGET == HWY_AVX2
    const __m256i h = _mm256_castps_si256(high.raw), l = _mm256_castps_si256(low.raw);
    const __m256i middle = _mm256_permute2x128_si256(l, h, 0x21);  // upper half of low, lower half of high
    return hn::Vec<FloatTag>{_mm256_castsi256_ps(_mm256_alignr_epi8(h, middle, 12))};
#elif HWY_TARGET == HWY_SCALAR
    (void)high;
    return low;
#else
    static_assert(HWY_MAX_BYTES == 16, "give this instruction set a lane shift across its whole vector");
    return hn::CombineShiftRightLanes<3>(FloatTag(), high, low);
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
