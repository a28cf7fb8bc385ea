// Short Fourier transforms of vectors in registers, and longer ones of two such stages, once per instruction
// set. All compute X[k] = Σ x[n] exp(−2πi nk/N) in every lane by itself.
#if defined(DROPLET_CPU_FFT_STAGES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_FFT_STAGES_INL_H
#undef DROPLET_CPU_FFT_STAGES_INL_H
#else
#define DROPLET_CPU_FFT_STAGES_INL_H
#endif

#include <cstddef>

#include "compute/cpu/simd_batch-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

constexpr int lane_count = static_cast<int>(hn::MaxLanes(FloatTag()));

struct Complex {
    Vector re, im;
};

HWY_INLINE Complex operator+(Complex a, Complex b) {
    return {hn::Add(a.re, b.re), hn::Add(a.im, b.im)};
}
HWY_INLINE Complex operator-(Complex a, Complex b) {
    return {hn::Sub(a.re, b.re), hn::Sub(a.im, b.im)};
}
HWY_INLINE Complex operator*(Complex a, Complex b) {
    return {hn::NegMulAdd(a.im, b.im, hn::Mul(a.re, b.re)), hn::MulAdd(a.re, b.im, hn::Mul(a.im, b.re))};
}
HWY_INLINE Complex times_minus_i(Complex a) {
    return {a.im, hn::Neg(a.re)};
}

/// A point in memory: the real parts of all lanes, then the imaginary ones.
constexpr std::ptrdiff_t point_floats = 2 * lane_count;
HWY_INLINE Complex load_point(const float* p) {
    return {hn::Load(FloatTag(), p), hn::Load(FloatTag(), p + lane_count)};
}
HWY_INLINE void store_point(Complex v, float* p) {
    hn::Store(v.re, FloatTag(), p);
    hn::Store(v.im, FloatTag(), p + lane_count);
}
/// The same number in all lanes, from its two parts in memory.
HWY_INLINE Complex broadcast_point(const float* p) {
    return {hn::Set(FloatTag(), p[0]), hn::Set(FloatTag(), p[1])};
}

/// a · exp(−2πi J/16).
template <int J>
HWY_INLINE Complex times_root_of_16(Complex a) {
    constexpr float half = 0.70710678118654752f;                         // cos 45°
    constexpr float c = 0.92387953251128676f, s = 0.38268343236508977f;  // cos and sin 22.5°
    const FloatTag d;
    if constexpr (J == 0) {
        return a;
    } else if constexpr (J == 1) {
        return a * Complex{hn::Set(d, c), hn::Set(d, -s)};
    } else if constexpr (J == 2) {
        const auto h = hn::Set(d, half);
        return {hn::Mul(hn::Add(a.re, a.im), h), hn::Mul(hn::Sub(a.im, a.re), h)};
    } else if constexpr (J == 3) {
        return a * Complex{hn::Set(d, s), hn::Set(d, -c)};
    } else {
        return times_root_of_16<J - 4>(times_minus_i(a));
    }
}

HWY_INLINE void transform(Complex (&)[1]) {}

HWY_INLINE void transform(Complex (&v)[2]) {
    const Complex sum = v[0] + v[1];
    v[1] = v[0] - v[1];
    v[0] = sum;
}

HWY_INLINE void transform(Complex (&v)[4]) {
    const Complex even = v[0] + v[2], even_rest = v[0] - v[2];
    const Complex odd = v[1] + v[3], odd_rest = times_minus_i(v[1] - v[3]);
    v[0] = even + odd;
    v[1] = even_rest + odd_rest;
    v[2] = even - odd;
    v[3] = even_rest - odd_rest;
}

HWY_INLINE void transform(Complex (&v)[8]) {
    Complex even[4] = {v[0], v[2], v[4], v[6]}, odd[4] = {v[1], v[3], v[5], v[7]};
    transform(even);
    transform(odd);
    odd[1] = times_root_of_16<2>(odd[1]);
    odd[2] = times_root_of_16<4>(odd[2]);
    odd[3] = times_root_of_16<6>(odd[3]);
    for (int k = 0; k < 4; ++k) {
        v[k] = even[k] + odd[k];
        v[k + 4] = even[k] - odd[k];
    }
}

template <int N2>
HWY_INLINE void quarter_of_16(Complex (&v)[16]) {
    Complex part[4] = {v[N2], v[4 + N2], v[8 + N2], v[12 + N2]};
    transform(part);
    v[N2] = part[0];
    v[4 + N2] = times_root_of_16<N2>(part[1]);
    v[8 + N2] = times_root_of_16<2 * N2>(part[2]);
    v[12 + N2] = times_root_of_16<3 * N2>(part[3]);
}

HWY_INLINE void transform(Complex (&v)[16]) {
    quarter_of_16<0>(v);
    quarter_of_16<1>(v);
    quarter_of_16<2>(v);
    quarter_of_16<3>(v);
    Complex x[4][4];
    for (int k1 = 0; k1 < 4; ++k1) {
        for (int n2 = 0; n2 < 4; ++n2) x[k1][n2] = v[4 * k1 + n2];
        transform(x[k1]);
    }
    for (int k1 = 0; k1 < 4; ++k1)
        for (int k2 = 0; k2 < 4; ++k2) v[k1 + 4 * k2] = x[k1][k2];
}

/// How many points the first and the second stage of a transform of N points take: N = first · second.
template <int N>
struct Stages {
    static_assert(N <= 256 && (N & (N - 1)) == 0, "two stages of at most 16 points each");
    static constexpr int first = N <= 16 ? N : N <= 64 ? 8 : 16;
    static constexpr int second = N / first;
    /// Where frequency k stands after scattered<N>.
    static constexpr int place(int k) { return (k % first) * second + k / first; }
};

/// Transforms N points, n in order, into frequencies in the order of Stages<N>::place. `source(n)` gives a
/// point, `sink(place, value)` takes one; `work` holds N points at `stride` floats, and may be what the two
/// read and write. `roots` are those of make_roots(Stages<N>).
template <int N, class Source, class Sink>
HWY_INLINE void scattered(const Source& source, float* work, std::ptrdiff_t stride, const float* roots,
                          const Sink& sink) {
    constexpr int first = Stages<N>::first, second = Stages<N>::second;
    if constexpr (second == 1) {
        Complex v[N];
        for (int n = 0; n < N; ++n) v[n] = source(n);
        transform(v);
        for (int k = 0; k < N; ++k) sink(k, v[k]);
    } else {
        for (int n2 = 0; n2 < second; ++n2) {
            Complex v[first];
            for (int n1 = 0; n1 < first; ++n1) v[n1] = source(second * n1 + n2);
            transform(v);
            store_point(v[0], work + n2 * stride);
            for (int k1 = 1; k1 < first; ++k1)
                store_point(v[k1] * broadcast_point(roots + 2 * (n2 * first + k1)),
                            work + (second * k1 + n2) * stride);
        }
        for (int k1 = 0; k1 < first; ++k1) {
            Complex v[second];
            for (int n2 = 0; n2 < second; ++n2) v[n2] = load_point(work + (second * k1 + n2) * stride);
            transform(v);
            for (int k2 = 0; k2 < second; ++k2) sink(second * k1 + k2, v[k2]);
        }
    }
}

/// The transform of what stands in the order of Stages<N>::place into an order that is natural.
template <int N, class Source, class Sink>
HWY_INLINE void gathered(const Source& source, float* work, std::ptrdiff_t stride, const float* roots,
                         const Sink& sink) {
    constexpr int first = Stages<N>::first, second = Stages<N>::second;
    if constexpr (second == 1) {
        scattered<N>(source, work, stride, roots, sink);
    } else {
        for (int k1 = 0; k1 < first; ++k1) {
            Complex v[second];
            for (int k2 = 0; k2 < second; ++k2) v[k2] = source(second * k1 + k2);
            transform(v);
            store_point(v[0], work + second * k1 * stride);
            for (int n2 = 1; n2 < second; ++n2)
                store_point(v[n2] * broadcast_point(roots + 2 * (n2 * first + k1)),
                            work + (second * k1 + n2) * stride);
        }
        for (int n2 = 0; n2 < second; ++n2) {
            Complex v[first];
            for (int k1 = 0; k1 < first; ++k1) v[k1] = load_point(work + (second * k1 + n2) * stride);
            transform(v);
            for (int n1 = 0; n1 < first; ++n1) sink(second * n1 + n2, v[n1]);
        }
    }
}

/// Swaps rows and columns of a square of lane_count vectors.
HWY_INLINE void transpose(Vector (&v)[lane_count]) {
#if HWY_TARGET != HWY_SCALAR
    const FloatTag d;
    const hn::Repartition<double, FloatTag> dd;
    // Within blocks of four lanes …
    for (int i = 0; i < lane_count; i += 4) {
        const auto a = hn::BitCast(dd, hn::InterleaveLower(d, v[i], v[i + 1]));
        const auto b = hn::BitCast(dd, hn::InterleaveLower(d, v[i + 2], v[i + 3]));
        const auto c = hn::BitCast(dd, hn::InterleaveUpper(d, v[i], v[i + 1]));
        const auto e = hn::BitCast(dd, hn::InterleaveUpper(d, v[i + 2], v[i + 3]));
        v[i] = hn::BitCast(d, hn::InterleaveLower(dd, a, b));
        v[i + 1] = hn::BitCast(d, hn::InterleaveUpper(dd, a, b));
        v[i + 2] = hn::BitCast(d, hn::InterleaveLower(dd, c, e));
        v[i + 3] = hn::BitCast(d, hn::InterleaveUpper(dd, c, e));
    }
#if HWY_MAX_BYTES >= 32
    // … then the blocks: halves of vectors that stand half the square apart, …
    for (int i = 0; i < lane_count / 2; ++i) {
        const auto a = v[i], b = v[i + lane_count / 2];
        v[i] = hn::ConcatLowerLower(d, b, a);
        v[i + lane_count / 2] = hn::ConcatUpperUpper(d, b, a);
    }
#endif
#if HWY_MAX_BYTES >= 64
    static_assert(HWY_MAX_BYTES == 64, "give wider vectors one more exchange of blocks");
    // … and neighbours within the halves.
    for (int i = 0; i < lane_count; i += 8)
        for (int j = i; j < i + 4; ++j) {
            const auto a = v[j], b = v[j + 4];
            v[j] = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(b), a);
            v[j + 4] = hn::OddEvenBlocks(b, hn::SwapAdjacentBlocks(a));
        }
#endif
#else
    (void)v;
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
