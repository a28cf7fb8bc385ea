// Diffusion steps blocked in time, by one warp in its registers: the whole index logic, in terms of a Warp
// that is 32 GPU lanes (diffuse_kernel.cuh) or an array of 32 floats on the host (tests/gpu/gpu_host).
//
// A warp streams down a strip of 128 columns, 4 per lane, and pushes each row through T stages; stage t holds
// one row of step t and hands on the row above it one step further. Neighbours in a row come from the next
// lane by shuffles; a flux across a row boundary is kept from one row to the next. Per step one column on
// each side of the strip and one row above and below the tile become wrong, so strips overlap by the halo,
// and tiles start T rows early. The border: columns and rows outside the picture are its mirror image (pixel
// -1 is pixel 0). The mirror image evolves as the picture does, bit by bit, since fluxes are antisymmetric;
// the flux across the border is exactly zero.
//
// Work per pixel, channel and step (exponential): 2 edges of 5 instructions, 4 for the sum, half a shuffle; 2
// of them go to the special function unit, which does one instruction of a warp every 8 cycles: 8 pixels per
// cycle and multiprocessor at most. Traffic: 8 bytes per pixel, channel and pass, plus the halo.
#pragma once
#include "cuda/field_view.h"
#include "math/diffusion.h"

#if defined(__CUDA_ARCH__)
#define DROPLET_UNROLL _Pragma("unroll")
#else
#define DROPLET_UNROLL
#endif

namespace droplet::cuda {

inline constexpr int warp_lanes = 32;
inline constexpr int lane_columns = 4;
inline constexpr int strip_columns = warp_lanes * lane_columns;

/// Columns at each end of a strip that T steps spoil, rounded up to whole lanes.
DROPLET_HD constexpr int halo_columns(int steps) {
    return (steps + lane_columns - 1) / lane_columns * lane_columns;
}

/// Index i of an axis of n pixels continued by mirror images: -1 -> 0, n -> n-1, 2n -> 0.
DROPLET_HD constexpr int mirrored(int i, int n) {
    while (i < 0 || i >= n) i = i < 0 ? -1 - i : 2 * n - 1 - i;  // once, unless n is smaller than the halo
    return i;
}

/// What one warp does in a pass: rows [y0, y1) of `plane` (of the first one, when channels are coupled), and
/// the columns of its strip less the halo. x0 is the first column it reads and a multiple of 4, perhaps
/// negative.
struct Tile {
    int plane, x0, y0, y1;
};

/// How a picture is cut into tiles; tile indices run along the strips first, then down, then through the
/// planes.
struct TileGrid {
    int height = 0, planes = 0, halo = 0;
    int rows = 0;  ///< per tile; the lowest may have fewer
    int strips = 0, bands = 0;

    DROPLET_HD constexpr int count() const { return strips * bands * planes; }
    DROPLET_HD constexpr Tile tile(int index) const {
        const int strip = index % strips;
        const int rest = index / strips;
        const int y0 = rest % bands * rows;
        return {rest / bands, strip * (strip_columns - 2 * halo) - halo, y0,
                y0 + rows < height ? y0 + rows : height};
    }
};

/// `planes`: how many are worked on independently (1 when channels are coupled).
DROPLET_HD constexpr TileGrid tile_grid(int width, int height, int planes, int steps, int rows) {
    const int halo = halo_columns(steps);
    const int inner = strip_columns - 2 * halo;
    return {height, planes, halo, rows, (width + inner - 1) / inner, (height + rows - 1) / rows};
}

/// Whether a strip at x0 reads only columns of the picture.
DROPLET_HD constexpr bool strip_is_inside(int x0, int width) {
    return x0 >= 0 && x0 + strip_columns <= width;
}

/// Whether a lane's columns from `column` on are results: inside the strip's halo and (the first of them) the
/// picture. A lane that ends beyond the picture writes into the padding of its row.
DROPLET_HD constexpr bool lane_writes(int lane, int column, int halo, int width) {
    return lane >= halo / lane_columns && lane < warp_lanes - halo / lane_columns && column < width;
}

/// One row of step t - 1 in a strip, waiting for the row below it. N coupled channels.
template <Conductance C, int N, class F>
struct DiffusionStage {
    F value[N][lane_columns];
    F north[N][lane_columns];  ///< flux from the row above

    DROPLET_HD void clear() {
        for (int c = 0; c < N; ++c)
            for (int j = 0; j < lane_columns; ++j) value[c][j] = north[c][j] = math::broadcast<F>(0.0f);
    }

    /// Takes the next row of step t - 1 and puts the row above it, at step t, in its place.
    template <class Warp>
    DROPLET_HD void push(const Warp& warp, F (&row)[N][lane_columns], F scale, F rate) {
        F east[N][lane_columns], next[N], west[N], d[N];
        // On the right of the last lane and on the left of the first stands what they hold themselves: halo.
        for (int c = 0; c < N; ++c) next[c] = warp.from_right(value[c][0]);
        DROPLET_UNROLL
        for (int j = 0; j < lane_columns; ++j) {
            for (int c = 0; c < N; ++c)
                d[c] = (j + 1 < lane_columns ? value[c][(j + 1) % lane_columns] : next[c]) - value[c][j];
            math::edge_flux<C, N>(d, scale);
            for (int c = 0; c < N; ++c) east[c][j] = d[c];
        }
        for (int c = 0; c < N; ++c) west[c] = warp.from_left(east[c][lane_columns - 1]);
        DROPLET_UNROLL
        for (int j = 0; j < lane_columns; ++j) {
            for (int c = 0; c < N; ++c) d[c] = row[c][j] - value[c][j];
            math::edge_flux<C, N>(d, scale);
            for (int c = 0; c < N; ++c) {
                const F above = value[c][j];
                value[c][j] = row[c][j];
                row[c][j] =
                    math::diffused(above, east[c][j], j == 0 ? west[c] : east[c][(j + 3) % lane_columns],
                                   d[c], north[c][j], rate);
                north[c][j] = d[c];
            }
        }
    }
};

/// Rows read ahead: one step needs many bytes under way, several steps have other work meanwhile.
DROPLET_HD constexpr int rows_ahead(int channels, int steps) {
    if (channels == 3) return steps == 1 ? 2 : 1;
    return steps == 1 ? 4 : 2;
}

/// Runs T steps on one tile, from `in` to `out` (different memory). A turn of the loop pushes as many rows as
/// are read ahead: with 2 or more the compiler renames the stages' registers instead of moving them. Rows
/// beyond the end, in the last turn, are pushed for nothing.
template <Conductance C, int N, int T, class Warp>
DROPLET_HD void diffuse_tile(const Warp& warp, const ConstField& in, const Field& out, const Tile& tile,
                             const math::StepConstants& constants) {
    using F = typename Warp::Value;
    constexpr int turn = rows_ahead(N, T);
    const F scale = math::broadcast<F>(constants.scale), rate = math::broadcast<F>(constants.rate);
    const int height = in.size.height;
    const int end = tile.y1 + T;

    DiffusionStage<C, N, F> stages[T];
    DROPLET_UNROLL
    for (int t = 0; t < T; ++t) stages[t].clear();

    F ahead[turn][N][lane_columns];
    const auto read = [&](F(&row)[N][lane_columns], int y) {
        for (int c = 0; c < N; ++c)
            warp.load(row[c], in.row(tile.plane + c, mirrored(y, height)), tile.x0, in.size.width);
    };
    DROPLET_UNROLL
    for (int i = 0; i < turn; ++i) read(ahead[i], tile.y0 - T + i);

    for (int first = tile.y0 - T; first < end; first += turn) {
        DROPLET_UNROLL
        for (int i = 0; i < turn; ++i) {
            const int y = first + i;
            F row[N][lane_columns];
            for (int c = 0; c < N; ++c)
                for (int j = 0; j < lane_columns; ++j) row[c][j] = ahead[i][c][j];
            if (y + turn < end) read(ahead[i], y + turn);
            DROPLET_UNROLL
            for (int t = 0; t < T; ++t) stages[t].push(warp, row, scale, rate);
            if (y - T >= tile.y0 && y < end)
                for (int c = 0; c < N; ++c)
                    warp.store(out.row(tile.plane + c, y - T), row[c], tile.x0, halo_columns(T),
                               in.size.width);
        }
    }
}

}  // namespace droplet::cuda
