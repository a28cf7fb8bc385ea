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
                            const float* ahead, const SumRows& all) {
    const SumRows out = all;
    constexpr int V = 8;
    int x = 0;
    for (; x + (V - 1) * lanes() < out.columns; x += V * lanes()) {
        for (int i = 0; i < V * lanes(); i += cache_line) prefetch(ahead + x + i);
        along_tile<V>(lines, x, weights, terms, width, out);
    }
    for (; x < out.columns; x += lanes()) along_tile<1>(lines, x, weights, terms, width, out);
}

HWY_NOINLINE void add_rows(const float* a, const float* b, int columns, float* out) {
    for (int x = 0; x < columns; x += lanes())
        hn::Store(hn::Add(load(a + x), load(b + x)), FloatTag(), out + x);
}

HWY_NOINLINE void add_to_both(const float* sums, const float* line, const float* other, int columns,
                              float* new_sums, float* out) {
    for (int x = 0; x < columns; x += lanes()) {
        const Vector sum = hn::Add(load(sums + x), load(line + x));
        hn::Store(sum, FloatTag(), new_sums + x);
        hn::Store(hn::Add(load(other + x), sum), FloatTag(), out + x);
    }
}

/// Sums of 1, 2, 4, 8 and 16 neighbours: levels[k][x] = Σ in[x + j], j < 2^k.
struct WindowLevels {
    static constexpr int count = 5;
    const float* of_one;
    float* sums[count];  ///< from 1 on; each on a vector's boundary

    const float* operator[](int k) const { return k == 0 ? of_one : sums[k]; }
};

#if HWY_TARGET == HWY_AVX2 || (HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86)

/// The lanes of `low` moved down by N, those of `high` behind them.
template <int N>
HWY_INLINE Vector moved_down(Vector low, Vector high) {
#if HWY_TARGET == HWY_AVX2
    const __m256i l = _mm256_castps_si256(low.raw), h = _mm256_castps_si256(high.raw);
    const __m256i middle = _mm256_permute2x128_si256(l, h, 0x21);  // upper half of low, lower half of high
    if constexpr (N == 8) return high;
    if constexpr (N == 4) return Vector{_mm256_castsi256_ps(middle)};
    if constexpr (N < 4) return Vector{_mm256_castsi256_ps(_mm256_alignr_epi8(middle, l, 4 * N))};
#else
    return Vector{_mm512_castsi512_ps(
        _mm512_alignr_epi32(_mm512_castps_si512(high.raw), _mm512_castps_si512(low.raw), N))};
#endif
}

/// The levels that are bits of `wanted`, at [0, columns). Every level is made of the one below it in
/// registers, a vector behind it.
HWY_INLINE void fill_levels(const WindowLevels& all, unsigned wanted, int columns) {
    const WindowLevels levels = all;
    const int n = lanes();
    Vector one = load(levels.of_one), two = hn::Zero(FloatTag()), four = two, eight = two;
    for (int x = n; x < columns + 4 * n; x += n) {
        const Vector next_one = load(levels.of_one + x);
        const Vector next_two = hn::Add(one, moved_down<1>(one, next_one));
        const Vector next_four = hn::Add(two, moved_down<2>(two, next_two));
        const Vector next_eight = hn::Add(four, moved_down<4>(four, next_four));
        const Vector sixteen = hn::Add(eight, moved_down<8>(eight, next_eight));
        if (wanted & 2) hn::Store(next_two, FloatTag(), levels.sums[1] + x - n);
        if (wanted & 4 && x >= 2 * n) hn::Store(next_four, FloatTag(), levels.sums[2] + x - 2 * n);
        if (wanted & 8 && x >= 3 * n) hn::Store(next_eight, FloatTag(), levels.sums[3] + x - 3 * n);
        if (wanted & 16 && x >= 4 * n) hn::Store(sixteen, FloatTag(), levels.sums[4] + x - 4 * n);
        one = next_one, two = next_two, four = next_four, eight = next_eight;
    }
}

#else

HWY_INLINE void fill_levels(const WindowLevels& levels, unsigned wanted, int columns) {
    for (int k = 1; k < WindowLevels::count && wanted >> k; ++k) {
        const int half = 1 << (k - 1);
        for (int x = 0; x < columns + 16; x += lanes())
            hn::Store(hn::Add(load(levels[k - 1] + x), load(levels[k - 1] + x + half)), FloatTag(),
                      levels.sums[k] + x);
    }
}

#endif

HWY_NOINLINE void window_along(const float* in, int width, float* scratch, const float* ahead,
                               const SumRows& all) {
    const SumRows out = all;
    const auto bits = static_cast<unsigned>(width);
    constexpr int part = RowKernels::window_part, room = RowKernels::window_scratch / 4;
    for (int from = 0; from < out.columns; from += part) {
        const int count = HWY_MIN(part, out.columns - from);
        const WindowLevels levels{in + from,
                                  {nullptr, scratch, scratch + room, scratch + 2 * room, scratch + 3 * room}};
        // The window is a sum of pieces: of its values, or of levels, one behind the other.
        const float* pieces[RowKernels::widest_plain_window];
        static_assert(RowKernels::widest_plain_window >= WindowLevels::count);
        int number = 0;
        if (width <= RowKernels::widest_plain_window) {
            for (; number < width; ++number) pieces[number] = levels.of_one + number;
        } else {
            fill_levels(levels, bits, count + width);
            for (int k = WindowLevels::count - 1, at = 0; k >= 0; --k)
                if (bits >> k & 1) {
                    pieces[number++] = levels[k] + at;
                    at += 1 << k;
                }
        }
        for (int x = 0; x < count; x += lanes()) {
            prefetch(ahead + from + x);
            Vector sums[1][1] = {{load(pieces[0] + x)}};
            for (int i = 1; i < number; ++i) sums[0][0] = hn::Add(sums[0][0], load(pieces[i] + x));
            store_sums<0>(sums, from + x, out);
        }
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
