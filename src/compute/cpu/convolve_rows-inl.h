// Sums of products over rows, once per instruction set (convolve_rows.h).
#if defined(DROPLET_CPU_CONVOLVE_ROWS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_CONVOLVE_ROWS_INL_H
#undef DROPLET_CPU_CONVOLVE_ROWS_INL_H
#else
#define DROPLET_CPU_CONVOLVE_ROWS_INL_H
#endif

#include <cstddef>
#include <utility>

#include "compute/cpu/convolve_rows.h"
#include "compute/cpu/simd_vector-inl.h"
#include "hwy/cache_control.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

constexpr int rows_at_once = RowKernels::rows_at_once;
/// Vectors of a row whose sums stay in registers: of 32 registers, or of 16.
#if (HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86) || HWY_ARCH_ARM_A64
constexpr int vectors_at_once = 4;
#else
constexpr int vectors_at_once = 2;
#endif

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

// Sums of windows along a row are made of sums of 2, 4, 8 and 16 neighbours, each of the one before it. A
// window of 2^k + rest values is the sum of its first 2^k plus the window of `rest` values behind them; hence
// the order of the additions is the same with every instruction set and at every place.

#if HWY_TARGET == HWY_AVX2 || (HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86)

/// The lanes of `low` moved down by N, those of `high` behind them.
template <int N>
HWY_INLINE Vector moved_down(Vector low, Vector high) {
    constexpr int vector = HWY_TARGET == HWY_AVX2 ? 8 : 16;
    static_assert(N <= vector);
    if constexpr (N == vector) {
        return high;
    } else {
#if HWY_TARGET == HWY_AVX2
        const __m256i l = _mm256_castps_si256(low.raw), h = _mm256_castps_si256(high.raw);
        const __m256i middle =
            _mm256_permute2x128_si256(l, h, 0x21);  // upper half of low, lower half of high
        static_assert(N <= 4);
        if constexpr (N == 4) return Vector{_mm256_castsi256_ps(middle)};
        if constexpr (N < 4) return Vector{_mm256_castsi256_ps(_mm256_alignr_epi8(middle, l, 4 * N))};
#else
        return Vector{_mm512_castsi512_ps(
            _mm512_alignr_epi32(_mm512_castps_si512(high.raw), _mm512_castps_si512(low.raw), N))};
#endif
    }
}

/// Sums of windows of `Width` neighbours, made in registers while a row is read vector by vector: an
/// unaligned load would mostly cross cache lines. The sums of 2^k neighbours are k vectors behind what is
/// read.
template <unsigned Width>
class WindowStream {
 public:
    WindowStream() {
        for (int k = 0; k < most_levels; ++k) level_[k] = rest_[k] = hn::Zero(FloatTag());
    }

    /// Takes the next vector of a row. The sums are those of the windows that begin in the vector behind()
    /// before it.
    HWY_INLINE Vector next(Vector values) { return climb<0>(values, values); }
    static constexpr int behind() { return top + (two_behind(top) ? 1 : 0); }

 private:
    static constexpr int level_of(unsigned width) { return width > 1 ? 1 + level_of(width / 2) : 0; }
    static constexpr int top = level_of(Width), most_levels = 5;
    static_assert(top < most_levels);
    static constexpr bool has_rest(int k) { return (Width & ((1u << k) - 1)) != 0; }
    /// 16 places are two vectors of 8 lanes.
    static constexpr bool two_behind(int k) { return HWY_TARGET == HWY_AVX2 && k == 4 && has_rest(k); }

    /// `level`: sums of 2^K neighbours; `window`: sums of as many as the lowest K + 1 bits of Width say.
    template <int K>
    HWY_INLINE Vector climb(Vector level, Vector window) {
        if constexpr (K == top) {
            return window;
        } else {
            const Vector above = hn::Add(level_[K], moved_down<(1 << K)>(level_[K], level));
            Vector longer = above;
            if constexpr (two_behind(K + 1)) {
                longer = hn::Add(level_[K + 1], window);
                level_[K + 1] = above;
            } else if constexpr (has_rest(K + 1)) {
                longer = rest_[K];
                if constexpr ((Width >> (K + 1) & 1) != 0)
                    longer = hn::Add(above, moved_down<(2 << K)>(rest_[K], window));
            }
            level_[K] = level;
            rest_[K] = window;
            return climb<K + 1>(above, longer);
        }
    }

    Vector level_[most_levels], rest_[most_levels];  ///< climb's, of the vector before
};

template <unsigned Width>
HWY_NOINLINE void stream_windows(const float* in, int columns, const float* ahead, float* out,
                                 bool past_the_cache) {
    WindowStream<Width> stream;
    const int n = lanes();
    for (int i = 0; i < stream.behind(); ++i, in += n) stream.next(load(in));
    for (int x = 0; x < columns; x += n) {
        prefetch(ahead + x);
        store_value(stream.next(load(in + x)), out + x, past_the_cache);
    }
}

using StreamWindows = void (*)(const float*, int, const float*, float*, bool);
template <std::size_t... Less>
HWY_INLINE StreamWindows windows_of(int width, std::index_sequence<Less...> /*of the widths less 1*/) {
    static constexpr StreamWindows by_width[] = {stream_windows<Less + 1>...};
    return by_width[width - 1];
}

void window_along(const float* in, int width, float* scratch, const float* ahead, const SumRows& out) {
    const StreamWindows sums = windows_of(width, std::make_index_sequence<RowKernels::widest_window>());
    if (out.finish->plain) return sums(in, out.columns, ahead, out.first, out.past_the_cache);
    for (int x = 0; x < out.columns; x += RowKernels::window_scratch) {
        const int count = HWY_MIN(RowKernels::window_scratch, out.columns - x);
        sums(in + x, count, ahead + x, scratch, false);
        store_finished(scratch, (count + lanes() - 1) / lanes(), out.first + x, out);
    }
}

#else

/// Sums of 1, 2, 4, 8 and 16 neighbours: levels[k][x] = Σ in[x + j], j < 2^k.
struct WindowLevels {
    static constexpr int count = 5;
    const float* of_one;
    float* sums[count];  ///< from 1 on; each on a vector's boundary

    const float* operator[](int k) const { return k == 0 ? of_one : sums[k]; }
};

HWY_INLINE void fill_levels(const WindowLevels& levels, int width, int columns) {
    for (int k = 1; k < WindowLevels::count && width >> k; ++k) {
        const int half = 1 << (k - 1);
        for (int x = 0; x < columns + 16; x += lanes())
            hn::Store(hn::Add(load(levels[k - 1] + x), load(levels[k - 1] + x + half)), FloatTag(),
                      levels.sums[k] + x);
    }
}

HWY_NOINLINE void window_along(const float* in, int width, float* scratch, const float* ahead,
                               const SumRows& all) {
    const SumRows out = all;
    constexpr int part = RowKernels::window_part, room = RowKernels::window_scratch / 4;
    for (int from = 0; from < out.columns; from += part) {
        const int count = HWY_MIN(part, out.columns - from);
        const WindowLevels levels{in + from,
                                  {nullptr, scratch, scratch + room, scratch + 2 * room, scratch + 3 * room}};
        fill_levels(levels, width, count + width);
        // The window's pieces, the last one first.
        const float* pieces[WindowLevels::count];
        int number = 0;
        for (int k = 0, at = width; k < WindowLevels::count; ++k)
            if (width >> k & 1) pieces[number++] = levels[k] + (at -= 1 << k);
        for (int x = 0; x < count; x += lanes()) {
            prefetch(ahead + from + x);
            Vector sums[1][1] = {{load(pieces[0] + x)}};
            for (int i = 1; i < number; ++i) sums[0][0] = hn::Add(load(pieces[i] + x), sums[0][0]);
            store_sums<0>(sums, from + x, out);
        }
    }
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
