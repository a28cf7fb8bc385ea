// The kernels of the learning step on the rows of a chunk (learn_band.h), once per instruction set.
#if defined(DROPLET_CPU_LEARN_KERNELS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_LEARN_KERNELS_INL_H
#undef DROPLET_CPU_LEARN_KERNELS_INL_H
#else
#define DROPLET_CPU_LEARN_KERNELS_INL_H
#endif

#include <cstddef>

#include "compute/cpu/learn_band.h"
#include "compute/cpu/simd_batch-inl.h"
#include "hwy/cache_control.h"
#include "hwy/highway.h"
#include "math/learning.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

constexpr int products = LearnPass::products;
constexpr int columns = Operator::side;
/// Vectors whose sums stay in registers together with what they are made of: of 32 registers, or of 16.
#if (HWY_TARGET <= HWY_AVX3 && HWY_ARCH_X86) || HWY_ARCH_ARM_A64
constexpr bool many_registers = true;
#else
constexpr bool many_registers = false;
#endif

/// Rows of floats that stand at a fixed distance from each other.
struct Rows {
    float* first;
    std::ptrdiff_t stride;
    float* operator[](int i) const { return first + i * stride; }
};

/// Row r of a channel, or of the sum of three, from p on.
template <int Summed>
HWY_INLINE Vector load_summed(const float* const (&rows)[Summed][4], int r, std::ptrdiff_t p) {
    Vector v = load(rows[0][r] + p);
    for (int i = 1; i < Summed; ++i) v = hn::Add(v, load(rows[i][r] + p));
    return v;
}

/// Winograd's transform of four rows r0 … r3 of the picture from column x0 on: r0 − r2, r1 + r2, r2 − r1 and
/// r3 − r1, at [−1, count], reflected at the sides of the picture; what stands beyond its right side is 0.
/// `count` is a whole number of vectors, or reaches the right side. Of three channels their sum's.
template <int Summed>
HWY_INLINE void transform_rows(const float* const (&rows)[Summed][4], int x0, int count, int width,
                               const Rows& out) {
    const FloatTag d;
    const int n = lanes(), inside = width - x0;
    const auto transform = [&](int x, auto keep) HWY_ATTR {
        const Vector r0 = load_summed(rows, 0, x0 + x), r1 = load_summed(rows, 1, x0 + x),
                     r2 = load_summed(rows, 2, x0 + x), r3 = load_summed(rows, 3, x0 + x);
        store(keep(hn::Sub(r0, r2)), out[0] + x);
        store(keep(hn::Add(r1, r2)), out[1] + x);
        store(keep(hn::Sub(r2, r1)), out[2] + x);
        store(keep(hn::Sub(r3, r1)), out[3] + x);
    };
    const auto whole = [](Vector v) HWY_ATTR { return v; };
    if (x0 > 0) transform(-n, whole);
    int x = 0;
    for (; x <= count && x + n <= inside; x += n) transform(x, whole);
    if (x <= count) {
        // What stands behind a row may be anything, and 0 times it not a number.
        const auto valid = hn::FirstN(d, static_cast<std::size_t>(inside - x));
        transform(x, [valid](Vector v) HWY_ATTR { return hn::IfThenElseZero(valid, v); });
        for (int p = 0; p < products; ++p) store(hn::Zero(d), out[p] + x + n);
    }
    for (int p = 0; p < products; ++p) {
        if (count >= inside) out[p][inside] = out[p][width > 1 ? inside - 2 : 0];
        if (x0 == 0) out[p][-1] = out[p][width > 1 ? 1 : 0];
    }
}

/// The sum of three channels' transforms, at [−1, count].
HWY_INLINE void sum_channels(const Rows& in, int count, const Rows& out) {
    for (int p = 0; p < products; ++p) {
        const float *a = in[p], *b = in[products + p], *c = in[2 * products + p];
        out[p][-1] = a[-1] + b[-1] + c[-1];
        for (int x = 0; x <= count; x += lanes())
            store(hn::Add(hn::Add(load(a + x), load(b + x)), load(c + x)), out[p] + x);
    }
}

/// Adds the products `P` and `Q` of V vectors of every input row to their sums.
template <int P, int Q, int In, int Out, int V>
HWY_INLINE void add_products(const Rows& in, const float* factors, int x, Vector (&p_sums)[Out][V],
                             Vector (&q_sums)[Out][V]) {
    const FloatTag d;
    const int n = lanes();
    for (int i = 0; i < In; ++i) {
        const float* const p_row = in[i * products + P] + x - 1;
        const float* const q_row = in[i * products + Q] + x - 1;
        const float* const p_factors = factors + (P * In + i) * columns * Out;
        const float* const q_factors = factors + (Q * In + i) * columns * Out;
        HWY_UNROLL(3)
        for (int dx = 0; dx < columns; ++dx) {
            Vector p[V], q[V];
            for (int v = 0; v < V; ++v) p[v] = load_once(p_row + dx + v * n);
            for (int o = 0; o < Out; ++o) {
                const Vector factor = hn::Set(d, p_factors[dx * Out + o]);
                for (int v = 0; v < V; ++v) p_sums[o][v] = hn::MulAdd(factor, p[v], p_sums[o][v]);
            }
            for (int v = 0; v < V; ++v) q[v] = load_once(q_row + dx + v * n);
            for (int o = 0; o < Out; ++o) {
                const Vector factor = hn::Set(d, q_factors[dx * Out + o]);
                for (int v = 0; v < V; ++v) q_sums[o][v] = hn::MulAdd(factor, q[v], q_sums[o][v]);
            }
        }
    }
}

/// Responses of V vectors at x from the transformed rows [in][product]: out[2 o] of the upper row, and
/// out[2 o + 1] of the lower one.
template <int In, int Out, int V>
HWY_INLINE void convolve_vectors(const Rows& in, const float* factors, const Rows& out, int x) {
    Vector upper[Out][V], lower[Out][V];
    for (int o = 0; o < Out; ++o)
        for (int v = 0; v < V; ++v) upper[o][v] = lower[o][v] = hn::Zero(FloatTag());
    add_products<1, 2, In, Out, V>(in, factors, x, upper, lower);
    for (int o = 0; o < Out; ++o)
        for (int v = 0; v < V; ++v) {
            const Vector both = upper[o][v];
            upper[o][v] = hn::Add(both, lower[o][v]);
            lower[o][v] = hn::Sub(both, lower[o][v]);
        }
    add_products<0, 3, In, Out, V>(in, factors, x, upper, lower);
    for (int o = 0; o < Out; ++o)
        for (int v = 0; v < V; ++v) {
            store(upper[o][v], out[2 * o] + x + v * lanes());
            store(lower[o][v], out[2 * o + 1] + x + v * lanes());
        }
}

/// Responses of a chunk. `ahead`: rows of the picture that will be needed next and are asked for meanwhile.
template <int In, int Out>
HWY_NOINLINE void convolve(const Rows& in, const float* factors, const Rows& out, int count,
                           const float* const* ahead = nullptr, int ahead_rows = 0) {
    constexpr int V = many_registers ? 4 : 2;
    int x = 0;
    for (; x + (V - 1) * lanes() < count; x += V * lanes()) {
        for (int r = 0; r < ahead_rows; ++r)
            for (int v = 0; v < V; ++v) prefetch(ahead[r] + x + v * lanes());
        convolve_vectors<In, Out, V>(in, factors, out, x);
    }
    for (; x < count; x += lanes()) convolve_vectors<In, Out, 1>(in, factors, out, x);
}

/// g of the inverse conductance of the two rows, into `scharr` 0 and 1, from the Scharr responses there: x of
/// the upper row and of the lower one, then y likewise.
HWY_INLINE void inverse_rows(const Rows& scharr, int count, const LearningConstants& constants) {
    for (int x = 0; x < count; x += lanes()) {
        const Batch<2> along_x{{load(scharr[0] + x), load(scharr[1] + x)}};
        const Batch<2> along_y{{load(scharr[2] + x), load(scharr[3] + x)}};
        const auto g = inverse_g(along_x, along_y, constants);
        store(g.v[0], scharr[0] + x);
        store(g.v[1], scharr[1] + x);
    }
}

/// One channel of one row.
struct LearnRow {
    const float* value;
    const float* original;
    const float* target;          ///< of the fidelity
    const float* g;               ///< of the inverse conductance
    float* response;              ///< becomes the flux (flux_row) or dE/dG (learn_row)
    float* out;                   ///< on a vector's boundary; written in whole vectors
    const float* original_ahead;  ///< will be needed next
    bool past_the_cache;
};

template <int M>
HWY_INLINE Batch<M> load_batch(const float* p) {
    return detail::each<M>([&](int i) HWY_ATTR { return load(p + i * lanes()); });
}
template <int M>
HWY_INLINE void store_batch(const Batch<M>& b, float* p) {
    for (int i = 0; i < M; ++i) store(b.v[i], p + i * lanes());
}
template <int M>
HWY_INLINE void store_new(const Batch<M>& b, float* p, bool past_the_cache) {
    for (int i = 0; i < M; ++i) {
        if (past_the_cache) {
            hn::Stream(b.v[i], FloatTag(), p + i * lanes());
        } else {
            hn::Store(b.v[i], FloatTag(), p + i * lanes());
        }
    }
}

template <LearningConductance C, int M>
HWY_INLINE void flux_vectors(const LearnRow& row, int x, const LearningConstants& constants) {
    Batch<M> g = broadcast<Batch<M>>(1.0f), flux, slope;
    if constexpr (C == LearningConductance::inverse) g = load_batch<M>(row.g + x);
    learning_flux<C>(load_batch<M>(row.response + x), g, constants, flux, slope);
    store_batch(flux, row.response + x);
}

/// The flux of a row from its responses, in their place.
template <LearningConductance C>
HWY_NOINLINE void flux_row(const LearnRow& all, int count, const LearningConstants& constants) {
    const LearnRow row = all;  // a copy's pointers cannot change by what is stored: they stay in registers
    int x = 0;
    for (; x + lanes() < count; x += 2 * lanes()) flux_vectors<C, 2>(row, x, constants);
    if (x < count) flux_vectors<C, 1>(row, x, constants);
}

template <bool Mixes, int M>
HWY_INLINE void advance_vectors(const LearnRow& row, int x, const LearningConstants& constants) {
    Batch<M> value =
        clamped(unclamped(load_batch<M>(row.value + x), load_batch<M>(row.response + x), constants));
    if constexpr (Mixes)
        value = mixed(value, load_batch<M>(row.original + x), broadcast<Batch<M>>(constants.mix));
    store_new(value, row.out + x, row.past_the_cache);
}

/// The new values of a row from its flux.
template <bool Mixes>
HWY_NOINLINE void advance_row(const LearnRow& all, int count, const LearningConstants& constants) {
    const LearnRow row = all;
    int x = 0;
    for (; x + lanes() < count; x += 2 * lanes()) advance_vectors<Mixes, 2>(row, x, constants);
    if (x < count) advance_vectors<Mixes, 1>(row, x, constants);
}

/// New values of M vectors, their loss added to `sums`, and dE/dG; `Partial`: of the first `valid` lanes, 0
/// in the others.
template <LearningConductance C, Loss L, bool Mixes, int M, bool Partial>
HWY_INLINE void learn_vectors(const LearnRow& row, int x, int valid, const LearningConstants& constants,
                              LossTerms<Batch<M>>& sums) {
    using B = Batch<M>;
    const auto mask = hn::FirstN(FloatTag(), static_cast<std::size_t>(valid));
    const auto only_valid = [&](B b) HWY_ATTR {
        if constexpr (Partial)
            for (auto& v : b.v) v = hn::IfThenElseZero(mask, v);
        return b;
    };
    B g = broadcast<B>(1.0f), flux, slope;
    if constexpr (C == LearningConductance::inverse) g = only_valid(load_batch<M>(row.g + x));
    const B response = only_valid(load_batch<M>(row.response + x));
    learning_flux<C>(response, g, constants, flux, slope);
    const B raw = unclamped(only_valid(load_batch<M>(row.value + x)), flux, constants), value = clamped(raw);
    if constexpr (Mixes) {
        const B original = only_valid(load_batch<M>(row.original + x));
        store_new(mixed(value, original, broadcast<B>(constants.mix)), row.out + x, row.past_the_cache);
    } else {
        store_new(value, row.out + x, row.past_the_cache);
    }
    const B target = only_valid(load_batch<M>(row.target + x));
    add_loss<L>(response, value, target, sums);
    store_batch(only_valid(loss_derivative<L>(response, slope, raw, value, target, constants)),
                row.response + x);
}

/// New values and dE/dG of a row; its loss, not yet weighted, is added to `loss`, lane by lane.
template <LearningConductance C, Loss L, bool Mixes>
HWY_NOINLINE void learn_row(const LearnRow& all, int count, const LearningConstants& constants,
                            LossTerms<Batch<2>>& loss) {
    const LearnRow row = all;
    LossTerms<Batch<2>> sums = loss;
    int x = 0;
    for (; x + 2 * lanes() <= count; x += 2 * lanes()) {
        if (row.past_the_cache)
            for (int i = 0; i < 2; ++i) prefetch(row.original_ahead + x + i * lanes());
        learn_vectors<C, L, Mixes, 2, false>(row, x, 0, constants, sums);
    }
    LossTerms<Batch<1>> rest{{sums.fidelity.v[0]}, {sums.edge.v[0]}, {sums.intensity.v[0]}};
    for (; x < count; x += lanes())
        learn_vectors<C, L, Mixes, 1, true>(row, x, HWY_MIN(count - x, lanes()), constants, rest);
    sums.fidelity.v[0] = rest.fidelity.v[0];
    sums.edge.v[0] = rest.edge.v[0];
    sums.intensity.v[0] = rest.intensity.v[0];
    loss = sums;
}

/// Adds to `sums` [product][in][dx][out], a vector each, the products of the transformed rows of `Ins` inputs
/// from `first` on and dE/dG, `Products` kinds of product from P on.
template <int N, int P, int Products, int Ins>
HWY_INLINE void correlate_some(const Rows& in, const Rows& derivatives, int count, int first, float* sums) {
    const int n = lanes();
    Vector sum[Products][Ins][columns][N];
    const auto place = [&](int p, int i, int dx, int o) HWY_ATTR {
        return sums + ((((P + p) * N + first + i) * columns + dx) * N + o) * n;
    };
    for (int p = 0; p < Products; ++p)
        for (int i = 0; i < Ins; ++i)
            for (int dx = 0; dx < columns; ++dx)
                for (int o = 0; o < N; ++o) sum[p][i][dx][o] = load(place(p, i, dx, o));
    for (int x = 0; x < count; x += n) {
        for (int p = 0; p < Products; ++p) {
            Vector derivative[N];
            for (int o = 0; o < N; ++o) {
                const float *const upper = derivatives[2 * o] + x, *const lower = derivatives[2 * o + 1] + x;
                derivative[o] = P + p == 0   ? load(upper)
                                : P + p == 1 ? hn::Add(load(upper), load(lower))
                                : P + p == 2 ? hn::Sub(load(upper), load(lower))
                                             : load(lower);
            }
            for (int i = 0; i < Ins; ++i)
                for (int dx = 0; dx < columns; ++dx) {
                    const Vector value = load_once(in[(first + i) * products + P + p] + x + dx - 1);
                    for (int o = 0; o < N; ++o)
                        sum[p][i][dx][o] = hn::MulAdd(value, derivative[o], sum[p][i][dx][o]);
                }
        }
    }
    for (int p = 0; p < Products; ++p)
        for (int i = 0; i < Ins; ++i)
            for (int dx = 0; dx < columns; ++dx)
                for (int o = 0; o < N; ++o) store(sum[p][i][dx][o], place(p, i, dx, o));
}

template <int N, int P>
HWY_NOINLINE void correlate_product(const Rows& in, const Rows& derivatives, int count, float* sums) {
    if constexpr (many_registers) {
        correlate_some<N, P, 1, N>(in, derivatives, count, 0, sums);
    } else {
        for (int i = 0; i < N; ++i) correlate_some<N, P, 1, 1>(in, derivatives, count, i, sums);
    }
}

/// The gradient's products of a chunk, from the transformed rows and dE/dG of both rows.
template <int N>
HWY_INLINE void correlate(const Rows& in, const Rows& derivatives, int count, float* sums) {
    if constexpr (N == 1) {
        correlate_some<1, 0, products, 1>(in, derivatives, count, 0, sums);
    } else {
        correlate_product<N, 0>(in, derivatives, count, sums);
        correlate_product<N, 1>(in, derivatives, count, sums);
        correlate_product<N, 2>(in, derivatives, count, sums);
        correlate_product<N, 3>(in, derivatives, count, sums);
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
