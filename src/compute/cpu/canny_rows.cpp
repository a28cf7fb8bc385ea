#include "compute/cpu/canny_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/canny_rows.cpp"
#include "hwy/foreach_target.h"
// Highway first: the kernels are compiled for its targets.
#include <algorithm>
#include <bit>
#include <cstring>

#include "compute/cpu/simd_batch-inl.h"
#include "hwy/cache_control.h"
#include "hwy/highway.h"
#include "math/canny.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

static_assert(HWY_MAX_BYTES <= CannyRowKernels::row_slack * 4, "a vector fits into the slack behind a row");

using Mask = hn::Mask<FloatTag>;

constexpr int lane_count = static_cast<int>(hn::MaxLanes(FloatTag()));
constexpr int word_bits = 64;

/// The lanes of a picture's row from x on, as far as `width`.
HWY_INLINE void keep(Vector v, float* picture, int x, int width, bool streaming) {
    const FloatTag d;
    if (x + lane_count <= width) {
        if (streaming) {
            hn::Stream(v, d, picture + x);
        } else {
            hn::Store(v, d, picture + x);
        }
    } else {
        HWY_ALIGN float lanes[lane_count];
        hn::Store(v, d, lanes);
        std::copy_n(lanes, width - x, picture + x);
    }
}

HWY_INLINE void put(Vector v, const CannyRowOut& out, int x, int width) {
    hn::StoreU(v, FloatTag(), out.row + x);
    if (out.picture != nullptr) keep(v, out.picture, x, width, out.streaming);
}

/// Adds weight · from to the sum.
HWY_INLINE void add_product(Vector& sum, Vector from, float weight) {
    sum = hn::Add(sum, hn::Mul(from, hn::Set(FloatTag(), weight)));
}

constexpr int rows_down = CannyRowKernels::rows_down;

/// Row j of those that are read, at x, in the sums of rows First to Last of those that are made.
template <int First, int Last, int N>
HWY_INLINE void add_row(const float* from, const float* weights, int j, Vector (&sums)[rows_down][N]) {
    for (int n = 0; n < N; ++n) {
        const Vector v = load(from + n * lane_count);
        for (int r = First; r <= Last; ++r) add_product(sums[r][n], v, weights[j - r]);
    }
}

/// N vectors of all four rows from x on, for at least three weights.
template <int N>
HWY_INLINE void sum_down(const float* const* rows, const float* weights, int taps, int x,
                         float* const (&out)[rows_down]) {
    static_assert(rows_down == 4);
    const FloatTag d;
    Vector sums[rows_down][N];
    for (auto& row : sums)
        for (Vector& sum : row) sum = hn::Zero(d);
    add_row<0, 0>(rows[0] + x, weights, 0, sums);
    add_row<0, 1>(rows[1] + x, weights, 1, sums);
    add_row<0, 2>(rows[2] + x, weights, 2, sums);
    for (int j = 3; j < taps; ++j) add_row<0, 3>(rows[j] + x, weights, j, sums);
    add_row<1, 3>(rows[taps] + x, weights, taps, sums);
    add_row<2, 3>(rows[taps + 1] + x, weights, taps + 1, sums);
    add_row<3, 3>(rows[taps + 2] + x, weights, taps + 2, sums);
    for (int r = 0; r < rows_down; ++r)
        for (int n = 0; n < N; ++n) hn::StoreU(sums[r][n], d, out[r] + x + n * lane_count);
}

void blur_down(const float* const* rows, const float* weights, int taps, int width,
               float* const (&out)[rows_down]) {
    if (taps == 1) {
        const Vector weight = hn::Set(FloatTag(), weights[0]);
        for (int r = 0; r < rows_down; ++r)
            for (int x = 0; x < width; x += lane_count)
                hn::StoreU(hn::Mul(load(rows[r] + x), weight), FloatTag(), out[r] + x);
        return;
    }
    int x = 0;
    for (; x + 2 * lane_count <= width; x += 2 * lane_count) sum_down<2>(rows, weights, taps, x, out);
    for (; x < width; x += lane_count) sum_down<1>(rows, weights, taps, x, out);
}

/// N vectors' sums from x on, which grow side by side: each waits for its own last addition.
template <int N>
HWY_INLINE void sum_along(const float* in, const float* weights, int taps, int x, int width,
                          const CannyRowOut& out) {
    Vector sums[N];
    for (Vector& sum : sums) sum = hn::Zero(FloatTag());
    for (int i = 0; i < taps; ++i)
        for (int n = 0; n < N; ++n) add_product(sums[n], load(in + x + i + n * lane_count), weights[i]);
    for (int n = 0; n < N; ++n) put(sums[n], out, x + n * lane_count, width);
}

void blur_along(const float* in, const float* weights, int taps, int width, const CannyRowOut& out) {
    constexpr int together = 8;
    int x = 0;
    for (; x + together * lane_count <= width; x += together * lane_count)
        sum_along<together>(in, weights, taps, x, width, out);
    for (; x < width; x += lane_count) sum_along<1>(in, weights, taps, x, width, out);
}

/// a0 + 2 a1 + a2, as math::sobel adds.
HWY_INLINE Vector sobel_sum(Vector a0, Vector a1, Vector a2) {
    return hn::Add(hn::Add(a0, hn::Mul(hn::Set(FloatTag(), 2.0f), a1)), a2);
}

void gradient(const float* const (&rows)[3], int width, float* x_out, float* y_out,
              const CannyRowOut& magnitude) {
    const FloatTag d;
    const float *const above = rows[0], *const here = rows[1], *const below = rows[2];
    for (int x = 0; x < width; x += lane_count) {
        const Vector a0 = load(above + x - 1), a1 = load(above + x), a2 = load(above + x + 1);
        const Vector b0 = load(below + x - 1), b1 = load(below + x), b2 = load(below + x + 1);
        const Vector middle = hn::Sub(load(here + x + 1), load(here + x - 1));
        const Vector gx = sobel_sum(hn::Sub(a2, a0), middle, hn::Sub(b2, b0));
        const Vector gy = sobel_sum(hn::Sub(b0, a0), hn::Sub(b1, a1), hn::Sub(b2, a2));
        hn::StoreU(gx, d, x_out + x);
        hn::StoreU(gy, d, y_out + x);
        put(hn::Sqrt(hn::Add(hn::Mul(gx, gx), hn::Mul(gy, gy))), magnitude, x, width);
    }
}

/// Whether math::is_ridge holds with the neighbours of math::along.
HWY_INLINE Mask ridges(const float* const (&magnitudes)[3], Vector gx, Vector gy, Vector here, int x) {
    const FloatTag d;
    const float *const above = magnitudes[0] + x, *const level = magnitudes[1] + x,
                       *const below = magnitudes[2] + x;
    const Vector ax = hn::Abs(gx), ay = hn::Abs(gy), zero = hn::Zero(d);
    const Mask lies = hn::Le(ay, hn::Mul(hn::Set(d, math::tan_22_5), ax));
    const Mask stands = hn::Gt(ay, hn::Mul(hn::Set(d, math::tan_67_5), ax));
    const Mask rises = hn::Xor(hn::Lt(gx, zero), hn::Lt(gy, zero));
    Vector before = hn::IfThenElse(rises, load(below - 1), load(above - 1));
    Vector behind = hn::IfThenElse(rises, load(above + 1), load(below + 1));
    before = hn::IfThenElse(stands, load(above), before);
    behind = hn::IfThenElse(stands, load(below), behind);
    before = hn::IfThenElse(lies, load(level - 1), before);
    behind = hn::IfThenElse(lies, load(level + 1), behind);
    return hn::And(hn::Gt(here, before), hn::Ge(here, behind));
}

HWY_INLINE std::uint64_t bits_of(Mask mask) {
    static_assert(std::endian::native == std::endian::little,
                  "the bytes are those of a word from the lowest on");
    std::uint64_t bits = 0;
    std::uint8_t bytes[sizeof bits] = {};
    hn::StoreMaskBits(FloatTag(), mask, bytes);
    std::memcpy(&bits, bytes, sizeof bits);
    return bits;
}

bool thin(const float* const (&magnitudes)[3], const float* x_in, const float* y_in, int width, float low,
          float high, float* picture, bool streaming, std::uint64_t* above_low, std::uint64_t* above_high) {
    const FloatTag d;
    const Vector lows = hn::Set(d, low), highs = hn::Set(d, high);
    std::uint64_t any = 0;
    for (int first = 0; first < width; first += word_bits) {
        std::uint64_t low_bits = 0, high_bits = 0;
        const int last = std::min(first + word_bits, width);
        for (int x = first; x < last; x += lane_count) {
            const Vector here = load(magnitudes[1] + x);
            const Mask ridge = ridges(magnitudes, load(x_in + x), load(y_in + x), here, x);
            const Vector thinned = hn::IfThenElseZero(ridge, here);
            keep(thinned, picture, x, width, streaming);
            low_bits |= bits_of(hn::Gt(thinned, lows)) << (x - first);
            high_bits |= bits_of(hn::Gt(thinned, highs)) << (x - first);
        }
        const int unused = first + word_bits - last;
        const std::uint64_t used = ~std::uint64_t{0} >> unused;
        *above_low++ = low_bits & used;
        *above_high++ = high_bits & used;
        any |= high_bits & used;
    }
    return any != 0;
}

void draw(const std::uint64_t* bits, std::uint64_t* drawn, int width, float* picture, bool streaming) {
    const FloatTag d;
    const IntTag di;
    const Vector one = hn::Set(d, 1.0f);
    const auto masks = hn::Shl(hn::Set(di, 1), hn::Iota(di, 0));
    for (int first = 0; first < width; first += word_bits, ++bits, ++drawn) {
        if ((*bits | *drawn) == 0) continue;
        *drawn = *bits;
        const int last = std::min(first + word_bits, width);
        for (int x = first; x < last; x += lane_count) {
            const auto part = static_cast<std::int32_t>((*bits >> (x - first)) & 0xFFFFFFFF);
            const auto set = hn::Ne(hn::And(hn::Set(di, part), masks), hn::Zero(di));
            keep(hn::IfThenElseZero(hn::RebindMask(d, set), one), picture, x, width, streaming);
        }
    }
}

void finish_streams() {
    hwy::FlushStream();
}

CannyRowKernels select_canny_rows() {
    return {blur_down, blur_along, gradient, thin, draw, finish_streams};
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(select_canny_rows);

CannyRowKernels canny_row_kernels() {
    return HWY_DYNAMIC_DISPATCH(select_canny_rows)();
}

}  // namespace droplet
#endif
