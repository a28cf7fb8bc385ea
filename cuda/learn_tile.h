// One pass of the single-operator form, with the gradient of its loss, by warps in their registers: the whole
// index logic, in terms of a Warp that is 32 GPU lanes (learn_kernel.cuh) or an array of 32 floats on the
// host (tests/gpu/gpu_host).
//
// A warp streams down a strip of columns, one per lane, with three rows of its own column in registers. A
// lane weighs its own column for three pixels, those left of it, at it and right of it, and the three parts
// of G meet by shuffles. The gradient goes the other way: dE/dG comes from the lanes beside, and a lane
// multiplies it by its own column. So no lane holds values of other columns, and G has 9 chains of 9
// multiply-adds rather than 3 of 27. The first and the last of the 32 lanes give no result.
//
// dE/dW is, per pixel, the outer product of dE/dG (3 values) and the neighbourhood (27): 81 multiply-adds
// into 81 sums. Each lane keeps all of them, and the 81 weights, in registers for its whole strip: the one
// form in which a multiply-add needs no second instruction to fetch an operand or put a sum away. For colour:
//   registers     81 sums + 81 weights + 9 of the column + 18 read ahead + 9 parts of G or dE/dG + 3 loss
//                 terms + addresses: the 255 that there are, so 8 warps a multiprocessor, 2 per scheduler.
//                 They suffice: a multiply-add takes 4 cycles, and there are 9 chains, then 81.
//   instructions  162 multiply-adds, 12 shuffles, 9 memory, 3 exponentials, 90 for g, clamp, loss and dE/dG,
//                 70 for addresses and moves: 350 a row of a warp (counted in the code for sm_90), 373 a
//                 pixel with the lanes that give no result
//   time          on an H100 (132 multiprocessors, 128 lanes, 1.75 GHz): 1080p in 26 µs where each scheduler
//                 issues every cycle; 36 bytes a pixel at 3 TB/s are 25 µs beside it. To have those bytes
//                 under way a lane reads three rows ahead: 8 warps · 6 · 3 · 128 bytes = 18 KiB a
//                 multiprocessor.
// At the end the 84 sums of 32 lanes are folded by halves, 93 shuffles (reduce_lanes), and the warps of a
// block added up in shared memory: one partial sum per block and value, in a fixed order.
//
// The border is reflect-101: pixel -1 is pixel 1, and of one pixel itself.
#pragma once
#include "cuda/diffuse_tile.h"
#include "math/learning.h"
#include "model/operator.h"

namespace droplet::cuda {

/// Columns of results per strip; a lane more at each side reads the neighbours.
inline constexpr int learn_strip_columns = warp_lanes - 2;
inline constexpr int learn_warps_per_block = 8;
inline constexpr int learn_threads = warp_lanes * learn_warps_per_block;

/// Values that a pass sums up for N channels: dE/dW as Operator::weights has it, then fidelity, edge and
/// intensity without their weights. A multiple of 4 for both N.
DROPLET_HD constexpr int learn_weights(int channels) {
    return channels * channels * Operator::taps;
}
DROPLET_HD constexpr int learn_sums(int channels) {
    return learn_weights(channels) + 3;
}
inline constexpr int most_learn_sums = learn_sums(3);
/// Sums a lane holds after reduce_lanes: lane l has those from l · that on.
DROPLET_HD constexpr int sums_per_lane(int channels) {
    return (learn_sums(channels) + warp_lanes - 1) / warp_lanes;
}

/// Index i in [-1, n] of an axis of n pixels, continued by reflection without repeating the edge; further
/// outside some pixel of the picture.
DROPLET_HD constexpr int reflected(int i, int n) {
    if (i < 0) return n > 1 ? 1 : 0;
    if (i >= n) return n > 1 ? n - 2 : 0;
    return i;
}

/// A strip's rows [y0, y1).
struct LearnTile {
    int strip, y0, y1;
};

/// How a picture is cut into tiles; indices run along the strips first.
struct LearnGrid {
    int height = 0, rows = 0;  ///< rows per tile; the lowest may have fewer
    int strips = 0, bands = 0;

    DROPLET_HD constexpr int count() const { return strips * bands; }
    DROPLET_HD constexpr LearnTile tile(int index) const {
        const int y0 = index / strips * rows;
        return {index % strips, y0, y0 + rows < height ? y0 + rows : height};
    }
};

constexpr LearnGrid learn_grid(Size size, int rows) {
    return {size.height, rows, (size.width + learn_strip_columns - 1) / learn_strip_columns,
            (size.height + rows - 1) / rows};
}

/// The column that a lane reads, and whether its pixel is a result.
struct LaneColumn {
    int index;
    bool result;
};
DROPLET_HD constexpr LaneColumn lane_column(int strip, int lane, int width) {
    const int x = strip * learn_strip_columns - 1 + lane;
    return {reflected(x, width), lane > 0 && lane <= learn_strip_columns && x < width};
}

/// What is the same for all pixels and all steps of a launch; constants.mix is not used. The fidelity target
/// is a sum with weights 0 or 1 of the original and the value before: what the compiler would make branches
/// of costs a multiply-add.
struct LearnConstants {
    math::LearningConstants constants;
    float original, previous, grey;
};

inline LearnConstants learn_constants(const LearningParams& params) {
    const auto is = [&](FidelityTarget target) { return params.target == target ? 1.0f : 0.0f; };
    return {math::learning_constants(params, 0), is(FidelityTarget::original), is(FidelityTarget::previous),
            0.5f * is(FidelityTarget::grey)};
}

/// Whether a pass depends on the original.
DROPLET_HD constexpr bool reads_original(const LearnConstants& constants, float mix, bool measures) {
    return mix != 0 || (measures && constants.original != 0);
}

struct LearnFields {
    ConstField in, original;
    Field out;
};

/// A value of a lane and those of the lanes beside it.
template <class F>
struct Beside {
    F left, own, right;
};
template <class Warp, class F>
DROPLET_HD Beside<F> beside(const Warp& warp, F value) {
    return {warp.from_left(value), value, warp.from_right(value)};
}

/// A lane's own column in three rows: a ring, its uppermost row at `top`.
template <int N, class F>
struct Column {
    F rows[3][N];
    DROPLET_HD const F& at(int top, int dy, int c) const { return rows[(top + dy) % 3][c]; }
};

/// g of the inverse conductance: Scharr responses of the channels' sum.
template <int N, class Warp, class F>
DROPLET_HD F inverse_g_of(const Warp& warp, const Column<N, F>& column, int top,
                          const math::LearningConstants& constants) {
    using math::fma;
    F sx = math::broadcast<F>(0.0f), sy = sx;
    DROPLET_UNROLL
    for (int dy = 0; dy < 3; ++dy) {
        F sum = column.at(top, dy, 0);
        for (int c = 1; c < N; ++c) sum = sum + column.at(top, dy, c);
        const Beside<F> row = beside(warp, sum);
        const float across = math::scharr_weight(dy - 1, -1), down = math::scharr_weight(-1, dy - 1),
                    middle = math::scharr_weight(0, dy - 1);
        sx = fma(row.left - row.right, math::broadcast<F>(across), sx);
        if (dy != 1) {
            sy = fma(row.left + row.right, math::broadcast<F>(down), sy);
            sy = fma(row.own, math::broadcast<F>(middle), sy);
        }
    }
    return math::inverse_g(sx, sy, constants);
}

/// G of one row: each lane weighs its own column for the pixels left of it, at it and right of it, and the
/// three meet by shuffles.
template <int N, class Warp, class F>
DROPLET_HD void respond(const Warp& warp, const Column<N, F>& column, int top,
                        const F (&weights)[learn_weights(N)], F (&response)[N]) {
    using math::fma;
    DROPLET_UNROLL
    for (int o = 0; o < N; ++o) {
        F part[3];
        DROPLET_UNROLL
        for (int dx = 0; dx < 3; ++dx) part[dx] = math::broadcast<F>(0.0f);
        DROPLET_UNROLL
        for (int i = 0; i < N; ++i) {
            DROPLET_UNROLL
            for (int t = 0; t < Operator::taps; ++t)
                part[t % 3] =
                    fma(weights[(o * N + i) * Operator::taps + t], column.at(top, t / 3, i), part[t % 3]);
        }
        response[o] = warp.from_left(part[0]) + part[1] + warp.from_right(part[2]);
    }
}

/// Adds dE/dG of one row and channel o, 0 where there is no result, times what stands around each pixel.
template <int N, class Warp, class F>
DROPLET_HD void add_gradient(const Warp& warp, const Column<N, F>& column, int top, int o, F dg,
                             F (&sums)[learn_sums(N)]) {
    using math::fma;
    // The pixel for which this lane's column is the left neighbour stands on its right.
    const Beside<F> of = beside(warp, dg);
    DROPLET_UNROLL
    for (int i = 0; i < N; ++i) {
        DROPLET_UNROLL
        for (int t = 0; t < Operator::taps; ++t) {
            F& sum = sums[(o * N + i) * Operator::taps + t];
            sum = fma(t % 3 == 0 ? of.right : t % 3 == 1 ? of.own : of.left, column.at(top, t / 3, i), sum);
        }
    }
}

/// Steps one row of pixels: `next` becomes what is stored, and with Gradient the sums grow by the lanes whose
/// pixels are results.
template <LearningConductance C, Loss L, int N, bool Gradient, class Warp, class F>
DROPLET_HD void learn_row(const Warp& warp, const typename Warp::Mask& results, const Column<N, F>& column,
                          int top, const F (&original)[N], const F (&weights)[learn_weights(N)],
                          const LearnConstants& constants, float mix, F (&next)[N],
                          F (&sums)[learn_sums(N)]) {
    using math::fma;
    const math::LearningConstants& k = constants.constants;
    F response[N], dg[N];
    respond<N>(warp, column, top, weights, response);
    F g = math::broadcast<F>(1.0f);
    if constexpr (C == LearningConductance::inverse) g = inverse_g_of(warp, column, top, k);
    math::LossTerms<F> all{math::broadcast<F>(0.0f), math::broadcast<F>(0.0f), math::broadcast<F>(0.0f)};
    DROPLET_UNROLL
    for (int o = 0; o < N; ++o) {
        const F before = column.at(top, 1, o);
        F flux, slope;
        math::learning_flux<C>(response[o], g, k, flux, slope);
        const F raw = math::unclamped(before, flux, k), value = math::clamped(raw);
        next[o] = math::mixed(value, original[o], math::broadcast<F>(mix));
        if constexpr (Gradient) {
            const F target =
                fma(math::broadcast<F>(constants.original), original[o],
                    fma(math::broadcast<F>(constants.previous), before, math::broadcast<F>(constants.grey)));
            math::add_loss<L>(response[o], value, target, all);
            dg[o] = warp.only_results(math::loss_derivative<L>(response[o], slope, raw, value, target, k),
                                      results);
        }
    }
    if constexpr (Gradient) {
        F* const terms = sums + learn_weights(N);
        terms[0] = terms[0] + warp.only_results(all.fidelity, results);
        terms[1] = terms[1] + warp.only_results(all.edge, results);
        terms[2] = terms[2] + warp.only_results(all.intensity, results);
        DROPLET_UNROLL
        for (int o = 0; o < N; ++o) add_gradient<N>(warp, column, top, o, dg[o], sums);
    }
}

/// Runs one pass on one tile, from fields.in to fields.out (different memory), and adds to `sums`. A turn of
/// the loop does three rows, as many as the ring has and are read ahead, so that nothing is moved between
/// registers. Rows beyond the tile's end, in the last turn, are done for nothing: with a way out between the
/// rows the compiler would spill.
template <LearningConductance C, Loss L, int N, bool Gradient, class Warp, class F>
DROPLET_HD void learn_tile(const Warp& warp, const LearnFields& fields, const LearnTile& tile,
                           const F (&weights)[learn_weights(N)], const LearnConstants& constants, float mix,
                           F (&sums)[learn_sums(N)]) {
    constexpr int turn = 3;
    const int height = fields.in.size.height;
    const typename Warp::Columns columns = warp.columns(tile.strip, fields.in.size.width);
    const bool reads = reads_original(constants, mix, Gradient);
    // Of row y of the results: the row below it, which completes its neighbourhood, and the original.
    F below[turn][N], original[turn][N];
    const auto read_row = [&](F(&row)[N], int y) {
        for (int c = 0; c < N; ++c) row[c] = warp.load(fields.in.row(c, reflected(y, height)), columns);
    };
    const auto read_ahead = [&](F(&row)[N], F(&source)[N], int y) {
        const int wanted = y < tile.y1 ? y : tile.y1 - 1;
        read_row(row, wanted + 1);
        if (reads)
            for (int c = 0; c < N; ++c) source[c] = warp.load(fields.original.row(c, wanted), columns);
    };
    Column<N, F> column;
    read_row(column.rows[0], tile.y0 - 1);
    read_row(column.rows[1], tile.y0);
    DROPLET_UNROLL
    for (int i = 0; i < turn; ++i) {
        for (int c = 0; c < N; ++c) original[i][c] = math::broadcast<F>(0.0f);
        read_ahead(below[i], original[i], tile.y0 + i);
    }
    for (int first = tile.y0; first < tile.y1; first += turn) {
        DROPLET_UNROLL
        for (int i = 0; i < turn; ++i) {
            const int y = first + i;
            const typename Warp::Mask results = warp.results(columns, y < tile.y1);
            F source[N], next[N];
            for (int c = 0; c < N; ++c) {
                column.rows[(i + 2) % 3][c] = below[i][c];
                source[c] = original[i][c];
            }
            read_ahead(below[i], original[i], y + turn);
            learn_row<C, L, N, Gradient>(warp, results, column, i, source, weights, constants, mix, next,
                                         sums);
            for (int c = 0; c < N; ++c)
                warp.store(fields.out.row(c, y < tile.y1 ? y : tile.y0), next[c], columns, results);
        }
    }
}

/// One round of reduce_lanes and those after it: a lane keeps one half of `held` and hands the other to the
/// lane whose number differs in `Bit`.
template <int Bit, int Each, class Warp, class F, int Count>
DROPLET_HD void fold_lanes(const Warp& warp, F (&held)[Count]) {
    DROPLET_UNROLL
    for (int s = 0; s < Each * Bit; ++s) {
        const F lower = held[s], upper = held[s + Each * Bit];
        held[s] = warp.choose(Bit, upper, lower) + warp.exchanged(warp.choose(Bit, lower, upper), Bit);
    }
    if constexpr (Bit > 1) fold_lanes<Bit / 2, Each>(warp, held);
}

/// Adds up the sums of all lanes. Afterwards lane l has the totals from l · sums_per_lane on; those behind
/// the last sum are 0.
template <int N, class Warp, class F>
DROPLET_HD void reduce_lanes(const Warp& warp, const F (&sums)[learn_sums(N)],
                             F (&totals)[sums_per_lane(N)]) {
    constexpr int each = sums_per_lane(N);
    F held[each * warp_lanes];
    DROPLET_UNROLL
    for (int s = 0; s < each * warp_lanes; ++s)
        held[s] = s < learn_sums(N) ? sums[s < learn_sums(N) ? s : 0] : math::broadcast<F>(0.0f);
    fold_lanes<warp_lanes / 2, each>(warp, held);
    DROPLET_UNROLL
    for (int s = 0; s < each; ++s) totals[s] = held[s];
}

}  // namespace droplet::cuda
