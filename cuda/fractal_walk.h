// Which points of a picture of the fractal are iterated together. A pass (compute/fractal_plan.h) is one
// regular grid of points, or the three that it adds to the coarser ones: so no thread meets a point that has
// its value already. A warp takes a tile of its grid: neighbours leave their orbits at about the same time.
// A launch takes some tiles of one grid. Index logic only; it runs on the host in tests.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>

#include "compute/fractal_plan.h"
#include "cuda/field_view.h"
#include "math/host_device.h"
#include "model/image.h"

namespace droplet::cuda {

/// Points of a warp beside each other, and below each other for each point of a thread.
inline constexpr int tile_points_across = 8, tile_points_down = 4;

struct PointPlace {
    int x, y;
};

/// The pixels (x0 + i · step, y0 + j · step) for i < width, j < height.
struct PointGrid {
    int x0 = 0, y0 = 0, step = 1;
    int width = 0, height = 0;

    std::int64_t points() const { return std::int64_t{width} * height; }
    /// `each`: points of a thread.
    DROPLET_HD constexpr int tiles_across() const {
        return (width + tile_points_across - 1) / tile_points_across;
    }
    constexpr std::int64_t tiles(int each) const {
        const int down = tile_points_down * each;
        return std::int64_t{tiles_across()} * ((height + down - 1) / down);
    }
    /// Where point p < each of a lane of a tile lies in the grid; it may lie outside.
    DROPLET_HD constexpr PointPlace of_lane(std::int64_t tile, int lane, int p, int each) const {
        const int across = static_cast<int>(tile % tiles_across()),
                  down = static_cast<int>(tile / tiles_across());
        return {across * tile_points_across + lane % tile_points_across,
                (down * each + p) * tile_points_down + lane / tile_points_across};
    }
    DROPLET_HD constexpr bool contains(const PointPlace& at) const { return at.x < width && at.y < height; }
    DROPLET_HD constexpr PointPlace pixel(const PointPlace& at) const {
        return {x0 + at.x * step, y0 + at.y * step};
    }
};

/// The grid of this size's pixels from (x0, y0) on.
constexpr PointGrid point_grid(Size size, int x0, int y0, int step) {
    const auto count = [step](int length, int first) {
        return length > first ? (length - 1 - first) / step + 1 : 0;
    };
    return {x0, y0, step, count(size.width, x0), count(size.height, y0)};
}

/// The pixels that show a point's value until finer passes bring their own: its own and those right and
/// below of it in its block.
template <class Visit>
DROPLET_HD void for_each_pixel_of_block(const PointPlace& pixel, int block, const Size& size,
                                        const Visit& visit) {
    const int x1 = pixel.x + block < size.width ? pixel.x + block : size.width,
              y1 = pixel.y + block < size.height ? pixel.y + block : size.height;
    for (int y = pixel.y; y < y1; ++y)
        for (int x = pixel.x; x < x1; ++x) visit(x, y);
}

/// The grids of a pass; some may be empty.
struct PassGrids {
    std::array<PointGrid, 3> grids;
    int count = 1;
};
constexpr PassGrids pass_grids(const FractalPass& pass, Size size) {
    const int b = pass.block;
    if (pass.sample > 0 || b == coarsest_block) return {{point_grid(size, 0, 0, b)}, 1};
    return {{point_grid(size, b, 0, 2 * b), point_grid(size, 0, b, 2 * b), point_grid(size, b, b, 2 * b)}, 3};
}

/// What a launch does.
struct FractalChunk {
    PointGrid grid;
    FractalPass pass;
    std::int64_t first_tile = 0, tiles = 0;

    /// Of all its threads, those outside included.
    constexpr std::int64_t points(int each) const {
        return tiles * tile_points_across * tile_points_down * each;
    }
};

/// And where it leaves the values: in the plane of the chunk's sample.
struct FractalJob {
    FractalChunk chunk;
    Field values;  ///< of the part, a plane for each sample
    /// For each pixel, row by row, whether it shows what the last picture had there, which a block's value
    /// shall not replace, but its own; nullptr: none does.
    const std::uint8_t* taken_over = nullptr;

    DROPLET_HD bool is_open(int x, int y) const {
        return taken_over == nullptr || taken_over[std::ptrdiff_t{y} * values.size.width + x] == 0;
    }
};

/// How far a picture has come, in the order of its launches.
class FractalWalk {
 public:
    FractalWalk() = default;
    FractalWalk(Size size, int samples, Precision precision)
        : size_(size), samples_(samples), grids_(pass_grids(pass_, size)) {
        progress_.precision = precision;
        skip_what_is_done();
    }

    const FractalProgress& progress() const { return progress_; }
    /// Samples of which some pixel may have a value.
    int samples_begun() const { return std::min(progress_.samples + 1, samples_); }

    /// The next tiles, about `points` points and at least a tile, where threads have `each`. Not of a
    /// complete picture.
    FractalChunk next(std::int64_t points, int each) {
        const PointGrid& grid = grids_.grids[static_cast<std::size_t>(grid_)];
        const std::int64_t tile_points = std::int64_t{tile_points_across} * tile_points_down * each,
                           all = grid.tiles(each);
        FractalChunk chunk{grid, pass_, tile_,
                           std::clamp<std::int64_t>(points / tile_points, 1, all - tile_)};
        tile_ += chunk.tiles;
        const std::int64_t done =
            done_points_ + static_cast<std::int64_t>(static_cast<double>(grid.points()) *
                                                     static_cast<double>(tile_) / static_cast<double>(all));
        progress_.share = static_cast<double>(done) / (static_cast<double>(size_.area()) * samples_);
        if (tile_ == all) {
            done_points_ += grid.points();
            tile_ = 0;
            ++grid_;
            skip_what_is_done();
        }
        return chunk;
    }

 private:
    /// On to the next grid that has points.
    void skip_what_is_done() {
        while (!progress_.complete) {
            for (; grid_ < grids_.count; ++grid_)
                if (grids_.grids[static_cast<std::size_t>(grid_)].points() > 0) return;
            finish_pass();
        }
    }

    void finish_pass() {
        progress_.block = pass_.block;
        if (pass_.block == 1) progress_.samples = pass_.sample + 1;
        progress_.complete = progress_.samples == samples_;
        if (progress_.complete) progress_.share = 1;
        if (progress_.complete) return;
        pass_ = pass_.block > 1 ? FractalPass{pass_.block / 2, 0} : FractalPass{1, pass_.sample + 1};
        grids_ = pass_grids(pass_, size_);
        grid_ = 0;
    }

    Size size_;
    int samples_ = 1;
    FractalPass pass_;
    PassGrids grids_;
    int grid_ = 0;           ///< of the pass
    std::int64_t tile_ = 0;  ///< of the grid, the next
    std::int64_t done_points_ = 0;
    FractalProgress progress_;
};

}  // namespace droplet::cuda
