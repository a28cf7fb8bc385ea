// The number type of the formulas as a SIMD vector, once per instruction set. Include after <hwy/highway.h>.
#if defined(DROPLET_CPU_SIMD_BATCH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_SIMD_BATCH_INL_H
#undef DROPLET_CPU_SIMD_BATCH_INL_H
#else
#define DROPLET_CPU_SIMD_BATCH_INL_H
#endif

#include "hwy/highway.h"
#include "math/approximation.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using IntTag = hn::RebindToSigned<FloatTag>;

/// lanes floats; the names of the formulas' primitives.
struct Batch {
    hn::Vec<FloatTag> v;
};

HWY_INLINE Batch operator+(Batch a, Batch b) {
    return {hn::Add(a.v, b.v)};
}
HWY_INLINE Batch operator-(Batch a, Batch b) {
    return {hn::Sub(a.v, b.v)};
}
HWY_INLINE Batch operator*(Batch a, Batch b) {
    return {hn::Mul(a.v, b.v)};
}
HWY_INLINE Batch fma(Batch a, Batch b, Batch c) {
    return {hn::MulAdd(a.v, b.v, c.v)};
}
HWY_INLINE Batch min(Batch a, Batch b) {
    return {hn::Min(a.v, b.v)};
}
HWY_INLINE Batch max(Batch a, Batch b) {
    return {hn::Max(a.v, b.v)};
}
HWY_INLINE Batch load(const float* p) {
    return {hn::LoadU(FloatTag(), p)};
}
HWY_INLINE void store(Batch a, float* p) {
    hn::StoreU(a.v, FloatTag(), p);
}

template <class F>
HWY_INLINE F broadcast(float value) {
    return {hn::Set(FloatTag(), value)};
}

HWY_INLINE Batch reciprocal(Batch x) {
    return {hn::Div(hn::Set(FloatTag(), 1.0f), x.v)};
}

HWY_INLINE Batch reciprocal_sqrt(Batch x) {
    const FloatTag d;
    const IntTag di;
    const auto bits = hn::Sub(hn::Set(di, rsqrt_magic), hn::ShiftRight<1>(hn::BitCast(di, x.v)));
    auto y = hn::BitCast(d, bits);
    const auto half = hn::Mul(x.v, hn::Set(d, 0.5f));
    for (int i = 0; i < rsqrt_iterations; ++i)
        y = hn::Mul(y, hn::NegMulAdd(half, hn::Mul(y, y), hn::Set(d, 1.5f)));
    return {y};
}

namespace detail {

HWY_INLINE hn::Vec<FloatTag> exp2_polynomial(hn::Vec<FloatTag> rest) {
    const FloatTag d;
    namespace c = exp2_coefficient;
    auto p = hn::MulAdd(hn::Set(d, c::c5), rest, hn::Set(d, c::c4));
    p = hn::MulAdd(p, rest, hn::Set(d, c::c3));
    p = hn::MulAdd(p, rest, hn::Set(d, c::c2));
    p = hn::MulAdd(p, rest, hn::Set(d, c::c1));
    return hn::MulAdd(p, rest, hn::Set(d, 1.0f));
}

}  // namespace detail

HWY_INLINE Batch exp2_nonpositive(Batch x) {
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
    // x − floor(x), and p · 2^floor(x): AVX-512 has both as one instruction, safe at minus infinity.
    const hn::Vec<FloatTag> rest{_mm512_reduce_ps(x.v.raw, _MM_FROUND_TO_NEG_INF)};
    return {hn::Vec<FloatTag>{_mm512_scalef_ps(detail::exp2_polynomial(rest).raw, x.v.raw)}};
#else
    const FloatTag d;
    const IntTag di;
    const auto bounded = hn::Max(x.v, hn::Set(d, -126.0f));
    const auto whole = hn::Floor(bounded);
    const auto p = detail::exp2_polynomial(hn::Sub(bounded, whole));
    return {hn::BitCast(d, hn::Add(hn::BitCast(di, p), hn::ShiftLeft<23>(hn::ConvertTo(di, whole))))};
#endif
}

/// The lanes of `high` moved up by one, the last lane of `low` shifted in at the bottom.
HWY_INLINE Batch shift_in(Batch high, Batch low) {
#if HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86
    const __m512i shifted =
        _mm512_alignr_epi32(_mm512_castps_si512(high.v.raw), _mm512_castps_si512(low.v.raw), 15);
    return {hn::Vec<FloatTag>{_mm512_castsi512_ps(shifted)}};
#elif HWY_TARGET == HWY_AVX2
    const __m256i h = _mm256_castps_si256(high.v.raw), l = _mm256_castps_si256(low.v.raw);
    const __m256i middle = _mm256_permute2x128_si256(l, h, 0x21);  // upper half of low, lower half of high
    return {hn::Vec<FloatTag>{_mm256_castsi256_ps(_mm256_alignr_epi8(h, middle, 12))}};
#elif HWY_TARGET == HWY_SCALAR
    (void)high;
    return low;
#else
    static_assert(HWY_MAX_BYTES == 16, "give this instruction set a lane shift across its whole vector");
    return {hn::CombineShiftRightLanes<3>(FloatTag(), high.v, low.v)};
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
