// Convolution by blocks of threads, a tile of the picture with its halo in shared memory: the index logic of
// one thread between two barriers. Kernels (convolve_direct.cu, convolve_terms.cu) run it on a GPU,
// tests/gpu/gpu_host thread by thread on the host.
//
// A thread keeps R rows x 4 columns of sums in registers and goes through the kernel in groups of I rows x J
// columns: it reads R + I − 1 rows of the window of a group, 16 bytes at a time, and each value it reads
// serves up to I · J · 4 multiply-adds. Kernels are padded with weights 0 to whole groups, so that a value
// that is not a number reaches as far as the padded kernel.
//
// Direct, per result (32 lanes issue 1 instruction for 32 results' one multiply-add; an LDS.128 of a warp
// takes shared memory 4 cycles, in which its multiprocessor issues 16 instructions):
//   3x3   I, J, R = 3, 3, 8     9 multiply-adds, 0.6 reads of shared memory
//   5x5             5, 5, 8    25                1.0
//   7x7             7, 7, 4    49                2.7
//   9x9             3, 9, 8    81                3.7, a third of the kernel at a time, so that the code of
//                                                the loop, 900 instructions, stays near the instruction cache
//   others          4, 4, 8    16 and 0.8 for each 4x4 weights
// beside about 9 for the tile, the weights, addresses and stores: an element comes with one cp.async of 4
// bytes, since the kernel's anchor puts the tile at any column. 9x9 makes 95 instructions a result (counted
// in the code for sm_90; 864 of the 918 of its loop are multiply-adds). At 8 bytes a result and 2.2 TB/s (80
// % of what an H100 copies) there is time for 106.
//
// Terms (separable kernels, and sums of such): the tile's rows are convolved into a second array in shared
// memory, that one's columns into the registers; one launch, whatever the number of terms.
#pragma once
#include "cuda/diffuse_tile.h"
#include "math/border.h"
#include "math/convolution.h"

#if defined(__CUDA_ARCH__)
#define DROPLET_KEEP_LOOP _Pragma("unroll 1")
#else
#define DROPLET_KEEP_LOOP
#endif

namespace droplet::cuda {

DROPLET_HD constexpr int rounded_up(int value, int step) {
    return (value + step - 1) / step * step;
}

/// A convolution and how its result is cut into tiles, passed by value to a kernel.
struct ConvolveJob {
    ConstField in;
    Field out;
    int planes = 1;  ///< of `in`
    int copies = 1;  ///< planes of `out` that each of them goes to
    int shift_y = 0, shift_x = 0;
    int down = 1, across = 1;  ///< groups of the kernel; 0: terms without that pass
    int terms = 1;
    const float* weights = nullptr;  ///< in device memory, as ConvolvePlan::weights
    ConvolutionParams params;        ///< border and what finished_value() wants
};

/// The results of one block: its first row and column, of a plane of the input.
struct ConvolveTile {
    int plane, y0, x0;
};

/// A part of the picture, continued by its border, to bring to shared memory.
struct HaloRegion {
    int plane, y0, x0;  ///< its first element in the picture, perhaps outside
    int rows, columns;
    int pitch;  ///< floats from row to row in shared memory
};

/// What one of `threads` threads brings of a region of Least to Most columns: warps take rows in turn, lanes
/// columns. `copy(to, from)` may finish later, before the barrier.
template <int Least, int Most, class Copy>
DROPLET_HD void load_region(const Copy& copy, const ConstField& in, const HaloRegion& region, Border border,
                            float border_value, float* shared, int thread, int threads) {
    constexpr int pieces = (Most + warp_lanes - 1) / warp_lanes;
    const Size size = in.size;
    const int lane = thread % warp_lanes, first = thread / warp_lanes, warps = threads / warp_lanes;
    const auto has = [&](int piece) {
        return (piece + 1) * warp_lanes <= Least || lane + piece * warp_lanes < region.columns;
    };
    float* to = shared + first * region.pitch + lane;
    if (region.y0 >= 0 && region.x0 >= 0 && region.y0 + region.rows <= size.height &&
        region.x0 + region.columns <= size.width) {
        const float* from = in.row(region.plane, region.y0 + first) + region.x0 + lane;
        for (int row = first; row < region.rows; row += warps) {
            DROPLET_UNROLL
            for (int piece = 0; piece < pieces; ++piece)
                if (has(piece)) copy(to + piece * warp_lanes, from + piece * warp_lanes);
            to += warps * region.pitch;
            from += warps * in.pitch;
        }
        return;
    }
    int columns[pieces];
    DROPLET_UNROLL
    for (int piece = 0; piece < pieces; ++piece)
        columns[piece] = math::border_index(region.x0 + lane + piece * warp_lanes, size.width, border);
    for (int row = first; row < region.rows; row += warps, to += warps * region.pitch) {
        const int y = math::border_index(region.y0 + row, size.height, border);
        const float* const from = in.row(region.plane, y < 0 ? 0 : y);
        DROPLET_UNROLL
        for (int piece = 0; piece < pieces; ++piece) {
            if (!has(piece)) continue;
            if (y < 0 || columns[piece] < 0)
                to[piece * warp_lanes] = border_value;
            else
                copy(to + piece * warp_lanes, from + columns[piece]);
        }
    }
}

/// `count` floats, by all threads.
template <class Copy>
DROPLET_HD void load_weights(const Copy& copy, const float* from, int count, float* shared, int thread,
                             int threads) {
    for (int i = thread; i < count; i += threads) copy(shared + i, from + i);
}

/// Four floats at a multiple of 16 bytes.
DROPLET_HD inline void read_four(float* to, const float* from) {
#if defined(__CUDA_ARCH__)
    const float4 four = *reinterpret_cast<const float4*>(from);
    to[0] = four.x;
    to[1] = four.y;
    to[2] = four.z;
    to[3] = four.w;
#else
    for (int i = 0; i < 4; ++i) to[i] = from[i];
#endif
}
DROPLET_HD inline void write_four(float* to, const float* from) {
#if defined(__CUDA_ARCH__)
    *reinterpret_cast<float4*>(to) = make_float4(from[0], from[1], from[2], from[3]);
#else
    for (int i = 0; i < 4; ++i) to[i] = from[i];
#endif
}

/// Floats that the weights of a group take, row by row, and 0 or more behind them.
DROPLET_HD constexpr int group_weights(int rows, int columns) {
    return rounded_up(rows * columns, 4);
}
/// Floats of a row that a group of `columns` columns reads.
DROPLET_HD constexpr int window_columns(int columns) {
    return rounded_up(lane_columns + columns - 1, 4);
}

/// Adds what a group of I x J weights makes of the window below and right of `window`: sums[o][c] of the R x
/// 4 results.
template <int I, int J, int R>
DROPLET_HD void add_group(const float* window, int pitch, const float* weights,
                          float (&sums)[R][lane_columns]) {
    float weight[group_weights(I, J)];
    DROPLET_UNROLL
    for (int k = 0; k < group_weights(I, J); k += 4) read_four(weight + k, weights + k);
    DROPLET_UNROLL
    for (int row = 0; row < R + I - 1; ++row) {
        float value[window_columns(J)];
        DROPLET_UNROLL
        for (int k = 0; k < window_columns(J); k += 4) read_four(value + k, window + row * pitch + k);
        DROPLET_UNROLL
        for (int i = 0; i < I; ++i) {
            const int o = row - i;
            if (o < 0 || o >= R) continue;
            DROPLET_UNROLL
            for (int j = 0; j < J; ++j) {
                DROPLET_UNROLL
                for (int c = 0; c < lane_columns; ++c)
                    sums[o][c] = math::fma(weight[i * J + j], value[c + j], sums[o][c]);
            }
        }
    }
}

/// Finishes and stores R x 4 results, the first at (y, x) of the result, x a multiple of 4; those beyond its
/// last column go to the padding of its rows.
template <int R>
DROPLET_HD void store_results(const ConvolveJob& job, int plane, int y, int x,
                              float (&sums)[R][lane_columns]) {
    if (x >= job.out.size.width) return;
    if (!math::leaves_sum(job.params)) {
        DROPLET_UNROLL
        for (int o = 0; o < R; ++o) {
            DROPLET_UNROLL
            for (int c = 0; c < lane_columns; ++c) sums[o][c] = math::finished_value(sums[o][c], job.params);
        }
    }
    DROPLET_KEEP_LOOP
    for (int copy = 0; copy < job.copies; ++copy) {
        float* const first = job.out.row(plane * job.copies + copy, y) + x;
        DROPLET_UNROLL
        for (int o = 0; o < R; ++o)
            if (y + o < job.out.size.height) write_four(first + o * job.out.pitch, sums[o]);
    }
}

inline constexpr int direct_warps = 8;
inline constexpr int direct_threads = direct_warps * warp_lanes;
inline constexpr int direct_columns = warp_lanes * lane_columns;

/// A block of the direct sum: 8 warps below each other, 128 columns x R rows each.
template <int I, int J, int R>
struct DirectBlock {
    static constexpr int rows = direct_warps * R;

    /// Floats from row to row of the tile in shared memory; a window may end behind the last element that is
    /// brought there, whose value then has no weight to meet.
    DROPLET_HD static constexpr int pitch(int across) {
        return direct_columns - lane_columns + (across - 1) * J + window_columns(J);
    }
    DROPLET_HD static constexpr int tile_floats(int down, int across) {
        return (rows + down * I - 1) * pitch(across);
    }
    DROPLET_HD static constexpr int weight_floats(int down, int across) {
        return down * across * group_weights(I, J);
    }

    /// Before the barrier.
    template <class Copy>
    DROPLET_HD static void load(const Copy& copy, const ConvolveJob& job, const ConvolveTile& at,
                                float* shared, int thread) {
        load_region<direct_columns, direct_columns + warp_lanes>(
            copy, job.in,
            {at.plane, at.y0 - job.shift_y, at.x0 - job.shift_x, rows + job.down * I - 1,
             direct_columns + job.across * J - 1, pitch(job.across)},
            job.params.border, job.params.border_value, shared, thread, direct_threads);
        load_weights(copy, job.weights, weight_floats(job.down, job.across),
                     shared + tile_floats(job.down, job.across), thread, direct_threads);
    }

    /// Behind it.
    DROPLET_HD static void compute(const ConvolveJob& job, const ConvolveTile& at, const float* shared,
                                   int thread) {
        const int y = thread / warp_lanes * R, x = thread % warp_lanes * lane_columns;
        const int step = pitch(job.across);
        const float* weights = shared + tile_floats(job.down, job.across);
        float sums[R][lane_columns] = {};
        for (int gy = 0; gy < job.down; ++gy)
            for (int gx = 0; gx < job.across; ++gx, weights += group_weights(I, J))
                add_group<I, J>(shared + (y + gy * I) * step + x + gx * J, step, weights, sums);
        store_results(job, at.plane, at.y0 + y, at.x0 + x, sums);
    }
};

inline constexpr int terms_columns = 64, terms_rows = 64;
inline constexpr int terms_lanes = terms_columns / lane_columns;
inline constexpr int terms_lane_rows = 8;
inline constexpr int terms_threads = terms_lanes * terms_rows / terms_lane_rows;
inline constexpr int terms_row_group = 8;  ///< weights of a row at a time

/// A block of a sum of separable terms, I weights of a column at a time. A term's weights are its row, padded
/// to job.across groups of 8, and its column, padded to job.down groups of I. Without a row pass (across 0)
/// the terms are columns alone.
template <int I>
struct TermsBlock {
    static constexpr int R = terms_lane_rows;
    using Sums = float[R][lane_columns];

    DROPLET_HD static constexpr int tile_rows(int down) { return terms_rows + down * I - 1; }
    DROPLET_HD static constexpr int pitch(int across) {
        return across == 0 ? terms_columns
                           : terms_columns - lane_columns + (across - 1) * terms_row_group +
                                 window_columns(terms_row_group);
    }
    DROPLET_HD static constexpr int term_floats(int down, int across) {
        return across * terms_row_group + rounded_up(down * I, 4);
    }
    DROPLET_HD static constexpr int tile_floats(int down, int across) {
        return tile_rows(down) * pitch(across);
    }
    DROPLET_HD static constexpr int rows_floats(int down, int across) {
        return across == 0 ? 0 : tile_rows(down) * terms_columns;
    }
    /// In shared memory: the tile, its convolved rows, the weights of a term.
    DROPLET_HD static constexpr int shared_floats(int down, int across) {
        return tile_floats(down, across) + rows_floats(down, across) + term_floats(down, across);
    }

    DROPLET_HD static float* convolved_rows(const ConvolveJob& job, float* shared) {
        return shared + (job.across == 0 ? 0 : tile_floats(job.down, job.across));
    }
    DROPLET_HD static float* weights(const ConvolveJob& job, float* shared) {
        return shared + tile_floats(job.down, job.across) + rows_floats(job.down, job.across);
    }

    template <class Copy>
    DROPLET_HD static void load(const Copy& copy, const ConvolveJob& job, const ConvolveTile& at,
                                float* shared, int thread) {
        const int halo = job.across == 0 ? 0 : job.across * terms_row_group - 1;
        load_region<terms_columns, 2 * terms_columns>(
            copy, job.in,
            {at.plane, at.y0 - job.shift_y, at.x0 - job.shift_x, tile_rows(job.down), terms_columns + halo,
             pitch(job.across)},
            job.params.border, job.params.border_value, shared, thread, terms_threads);
    }

    /// After the barrier behind the tile and the convolved columns of the term before; a barrier follows.
    template <class Copy>
    DROPLET_HD static void load_term(const Copy& copy, const ConvolveJob& job, int term, float* shared,
                                     int thread) {
        const int count = term_floats(job.down, job.across);
        load_weights(copy, job.weights + term * count, count, weights(job, shared), thread, terms_threads);
    }

    /// A barrier follows.
    DROPLET_HD static void convolve_rows(const ConvolveJob& job, float* shared, int thread) {
        if (job.across == 0) return;
        const int x = thread % terms_lanes * lane_columns, step = pitch(job.across);
        float* const to = convolved_rows(job, shared);
        const float* const weight = weights(job, shared);
        for (int row = thread / terms_lanes; row < tile_rows(job.down); row += terms_threads / terms_lanes) {
            float sums[1][lane_columns] = {};
            for (int g = 0; g < job.across; ++g)
                add_group<1, terms_row_group>(shared + row * step + x + g * terms_row_group, step,
                                              weight + g * terms_row_group, sums);
            write_four(to + row * terms_columns + x, sums[0]);
        }
    }

    /// A barrier follows where there is another term.
    DROPLET_HD static void convolve_columns(const ConvolveJob& job, float* shared, int thread, Sums& sums) {
        const int x = thread % terms_lanes * lane_columns, y = thread / terms_lanes * R;
        const float* const from = convolved_rows(job, shared);
        const float* const weight = weights(job, shared) + job.across * terms_row_group;
        for (int g = 0; g < job.down; ++g)
            add_group<I, 1>(from + (y + g * I) * terms_columns + x, terms_columns, weight + g * I, sums);
    }

    DROPLET_HD static void store(const ConvolveJob& job, const ConvolveTile& at, int thread, Sums& sums) {
        store_results(job, at.plane, at.y0 + thread / terms_lanes * R,
                      at.x0 + thread % terms_lanes * lane_columns, sums);
    }
};

}  // namespace droplet::cuda
