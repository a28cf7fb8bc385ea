// Sums of products over rows, once per instruction set (convolve_rows.h).
#if defined(DROPLET_CPU_CONVOLVE_ROWS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_CONVOLVE_ROWS_INL_H
#undef DROPLET_CPU_CONVOLVE_ROWS_INL_H
#else
#define DROPLET_CPU_CONVOLVE_ROWS_INL_H
#endif

#include "compute/cpu/convolve_rows.h"
#include "hwy/cache_control.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using FloatTag = hn::ScalableTag<float>;
using Vector = hn::Vec<FloatTag>;

constexpr int rows_at_once = RowKernels::rows_at_once;
/// Vectors of a row whose sums stay in registers: of 32 registers, or of 16.
#if (HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86) || HWY_ARCH_ARM_A64
constexpr int vectors_at_once = 4;
#else
constexpr int vectors_at_once = 2;
#endif

HWY_INLINE int lanes() {
    return static_cast<int>(hn::Lanes(FloatTag()));
}
HWY_INLINE Vector load(const float* p) {
    return hn::LoadU(FloatTag(), p);
}

/// Loads for several uses. A compiler would rather load anew for each, as an operand in memory costs no
/// instruction; where it crosses cache lines it costs two loads every time.
HWY_INLINE Vector load_once(const float* p) {
    Vector v = load(p);
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
    asm("" : "+v"(v.raw));
#elif HWY_ARCH_ARM_A64 && HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
    asm("" : "+w"(v.raw));
#endif
    return v;
}

/// Asks for the line at p in the second-level cache. (Highway's goes to the first level, which is full.)
HWY_INLINE void prefetch(const float* p) {
#if HWY_COMPILER_GCC || HWY_COMPILER_CLANG
    __builtin_prefetch(p, 0, 2);
#else
    hwy::Prefetch(p);
#endif
}
constexpr int cache_line = 64 / sizeof(float);

HWY_INLINE Vector finished(Vector sum, const SumFinish& finish) {
    const FloatTag d;
    Vector value = hn::Mul(hn::Set(d, finish.scale), sum);
    value = hn::Add(hn::Mul(hn::Set(d, finish.gain), value), hn::Set(d, finish.offset));
    if (finish.absolute) value = hn::Abs(value);
    if (finish.thresholding)
        value = hn::IfThenElseZero(hn::Gt(value, hn::Set(d, finish.threshold)), hn::Set(d, finish.top));
    return value;
}

HWY_INLINE void store_value(Vector value, float* p, bool past_the_cache) {
    if (past_the_cache) {
        hn::Stream(value, FloatTag(), p);
    } else {
        hn::Store(value, FloatTag(), p);
    }
}

/// Stores `count` vectors of sums, finished. A call of its own, so that the loops that make the sums stay
/// small.
HWY_NOINLINE void store_finished(const float* sums, int count, float* p, const SumRows& out) {
    for (int i = 0; i < count * lanes(); i += lanes())
        store_value(finished(load(sums + i), *out.finish), p + i, out.past_the_cache);
}

/// Stores the sums of the rows R …, of those that there are.
template <int R, int Rows, int V>
HWY_INLINE void store_sums(const Vector (&sums)[Rows][V], std::ptrdiff_t x, const SumRows& out) {
    if constexpr (R < Rows) {
        if (R >= out.rows) return;
        float* const to = out.first + R * out.stride + x;
        if (out.finish->plain) {
            for (int v = 0; v < V; ++v) store_value(sums[R][v], to + v * lanes(), out.past_the_cache);
        } else {
            HWY_ALIGN float unfinished[V * HWY_MAX_BYTES / sizeof(float)];
            for (int v = 0; v < V; ++v) hn::Store(sums[R][v], FloatTag(), unfinished + v * lanes());
            store_finished(unfinished, V, to, out);
        }
        store_sums<R + 1>(sums, x, out);
    }
}

/// Adds a line times its weights to the sums of the rows First … Last; `weights`: rows_at_once for a column.
template <int First, int Last, int V>
HWY_INLINE void add_line(const float* line, const float* HWY_RESTRICT weights, int width,
                         Vector (&sums)[rows_at_once][V]) {
    for (int j = 0; j < width; ++j, ++line, weights += rows_at_once) {
        Vector values[V];
        for (int v = 0; v < V; ++v) values[v] = load_once(line + v * lanes());
        for (int r = First; r <= Last; ++r) {
            const Vector weight = hn::Set(FloatTag(), weights[r]);
            for (int v = 0; v < V; ++v) sums[r][v] = hn::MulAdd(weight, values[v], sums[r][v]);
        }
    }
}

/// Adds the lines I … of a kernel of `Height` rows; 0: of `height` rows, rows_at_once or more.
template <int Height, int I, int V>
HWY_INLINE void add_lines(const float* const* lines, std::ptrdiff_t x, const float* weights, int height,
                          int width, Vector (&sums)[rows_at_once][V]) {
    constexpr int last_line = (Height ? Height : rows_at_once) + rows_at_once - 2;
    if constexpr (I <= last_line) {
        const int step = width * rows_at_once;
        if constexpr (Height == 0 && I == rows_at_once - 1) {
            for (int i = I; i < height; ++i)
                add_line<0, rows_at_once - 1>(lines[i] + x, weights + i * step, width, sums);
        } else {
            constexpr int kernel_rows = Height ? Height : rows_at_once;
            constexpr int first = I < kernel_rows ? 0 : I - kernel_rows + 1;
            constexpr int last = I < rows_at_once ? I : rows_at_once - 1;
            const int i = Height ? I : I < rows_at_once ? I : height + I - rows_at_once;
            add_line<first, last>(lines[i] + x, weights + i * step, width, sums);
        }
        add_lines<Height, I + 1>(lines, x, weights, height, width, sums);
    }
}

template <int Height, int V>
HWY_INLINE void correlate_tile(const float* const* lines, std::ptrdiff_t x, const PackedWeights& weights,
                               const SumRows& out) {
    Vector sums[rows_at_once][V];
    for (int r = 0; r < rows_at_once; ++r)
        for (int v = 0; v < V; ++v) sums[r][v] = hn::Zero(FloatTag());
    add_lines<Height, 0>(lines, x, weights.data(), weights.height(), weights.width(), sums);
    store_sums<0>(sums, x, out);
}

template <int Height>
HWY_NOINLINE void correlate_rows(const float* const* lines, const PackedWeights& weights,
                                 const float* const* ahead, const SumRows& all) {
    const SumRows out = all;  // a copy's pointers cannot change by what is stored: they stay in registers
    constexpr int V = vectors_at_once;
    int x = 0;
    for (; x + (V - 1) * lanes() < out.columns; x += V * lanes()) {
        if (ahead)
            for (int r = 0; r < rows_at_once; ++r)
                for (int i = 0; i < V * lanes(); i += cache_line) prefetch(ahead[r] + x + i);
        correlate_tile<Height, V>(lines, x, weights, out);
    }
    for (; x < out.columns; x += lanes()) correlate_tile<Height, 1>(lines, x, weights, out);
}

void correlate(const float* const* lines, const PackedWeights& weights, const float* const* ahead,
               const SumRows& out) {
    switch (weights.height()) {
        case 1:
            return correlate_rows<1>(lines, weights, ahead, out);
        case 2:
            return correlate_rows<2>(lines, weights, ahead, out);
        case 3:
            return correlate_rows<3>(lines, weights, ahead, out);
        case 4:
            return correlate_rows<4>(lines, weights, ahead, out);
        case 5:
            return correlate_rows<5>(lines, weights, ahead, out);
        default:
            return correlate_rows<0>(lines, weights, ahead, out);
    }
}

template <int V>
HWY_INLINE void along_tile(const float* const* lines, std::ptrdiff_t x, const float* weights, int terms,
                           int width, const SumRows& out) {
    Vector sums[1][V];
    for (int v = 0; v < V; ++v) sums[0][v] = hn::Zero(FloatTag());
    for (int t = 0; t < terms; ++t) {
        const float* line = lines[t] + x;
        for (int j = 0; j < width; ++j, ++line, ++weights) {
            const Vector weight = hn::Set(FloatTag(), *weights);
            for (int v = 0; v < V; ++v) sums[0][v] = hn::MulAdd(weight, load(line + v * lanes()), sums[0][v]);
        }
    }
    store_sums<0>(sums, x, out);
}

HWY_NOINLINE void along_row(const float* const* lines, const float* weights, int terms, int width,
                            const SumRows& all) {
    const SumRows out = all;
    constexpr int V = 8;
    int x = 0;
    for (; x + (V - 1) * lanes() < out.columns; x += V * lanes())
        along_tile<V>(lines, x, weights, terms, width, out);
    for (; x < out.columns; x += lanes()) along_tile<1>(lines, x, weights, terms, width, out);
}

template <int V>
HWY_INLINE void window_tile(const float* const* lines, std::ptrdiff_t x, int height, float* out,
                            std::ptrdiff_t stride) {
    const FloatTag d;
    Vector sums[V];
    for (int v = 0; v < V; ++v) sums[v] = hn::Zero(d);
    for (int i = height - 1; i >= 0; --i)
        for (int v = 0; v < V; ++v) {
            sums[v] = hn::Add(sums[v], load(lines[i] + x + v * lanes()));
            hn::Store(sums[v], d, out + i * stride + x + v * lanes());
        }
    for (int v = 0; v < V; ++v) sums[v] = hn::Zero(d);
    for (int i = 1; i < height; ++i)
        for (int v = 0; v < V; ++v) {
            float* const to = out + i * stride + x + v * lanes();
            sums[v] = hn::Add(sums[v], load(lines[height + i - 1] + x + v * lanes()));
            hn::Store(hn::Add(hn::Load(d, to), sums[v]), d, to);
        }
}

HWY_NOINLINE void window_down(const float* const* lines, int height, int columns, float* out,
                              std::ptrdiff_t stride) {
    constexpr int V = 4;
    int x = 0;
    for (; x + (V - 1) * lanes() < columns; x += V * lanes()) window_tile<V>(lines, x, height, out, stride);
    for (; x < columns; x += lanes()) window_tile<1>(lines, x, height, out, stride);
}

/// out[x] = Σ in[x + j step], j < 4.
HWY_INLINE void add_four(const float* in, int step, int columns, float* out) {
    for (int x = 0; x < columns; x += lanes()) {
        const Vector first = hn::Add(load(in + x), load(in + x + step));
        const Vector second = hn::Add(load(in + x + 2 * step), load(in + x + 3 * step));
        hn::Store(hn::Add(first, second), FloatTag(), out + x);
    }
}

HWY_NOINLINE void window_along(const float* in, int width, float* scratch, const SumRows& all) {
    const SumRows out = all;
    constexpr int widest_at_once = 7;
    // The window: so many sums of 16, then of 4, then single values.
    const int sixteens = width > widest_at_once ? width / 16 : 0;
    const int fours = width > widest_at_once ? (width - 16 * sixteens) / 4 : 0;
    const int ones = width - 16 * sixteens - 4 * fours;
    float* const of_4 = scratch;
    float* const of_16 = scratch + (out.columns + 64 + 15) / 16 * 16;
    if (sixteens + fours > 0) add_four(in, 1, out.columns + width - 4, of_4);
    if (sixteens > 0) add_four(of_4, 4, out.columns, of_16);
    for (int x = 0; x < out.columns; x += lanes()) {
        Vector sum = hn::Zero(FloatTag());
        if (sixteens > 0) sum = load(of_16 + x);
        const float* p = of_4 + x + 16 * sixteens;
        for (int i = 0; i < fours; ++i, p += 4) sum = hn::Add(sum, load(p));
        p = in + x + 16 * sixteens + 4 * fours;
        for (int i = 0; i < ones; ++i, ++p) sum = hn::Add(sum, load(p));
        const Vector sums[1][1] = {{sum}};
        store_sums<0>(sums, x, out);
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
