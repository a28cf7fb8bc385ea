// In which tiles the CPU makes the passes of a picture of the fractal (compute/fractal_plan.h).
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>

#include "compute/fractal_plan.h"
#include "model/image.h"

namespace droplet {

/// Points beside and below each other that are iterated as a span: neighbours leave their orbits at about the
/// same time.
inline constexpr int tile_side = 16;

/// The pixels (x0 + i · step, y0 + j · step) for i < width, j < height.
struct PixelGrid {
    int x0 = 0, y0 = 0, step = 1;
    int width = 0, height = 0;

    PixelGrid() = default;
    /// Those of a picture of this size.
    PixelGrid(Size size, int first_x, int first_y, int distance) : x0(first_x), y0(first_y), step(distance) {
        width = std::max(0, (size.width - x0 + step - 1) / step);
        height = std::max(0, (size.height - y0 + step - 1) / step);
    }
    int tiles_across() const { return (width + tile_side - 1) / tile_side; }
    std::int64_t tiles() const {
        return std::int64_t{tiles_across()} * ((height + tile_side - 1) / tile_side);
    }
    std::int64_t points() const { return std::int64_t{width} * height; }
};

/// A tile of a grid: the points [i0, i1) x [j0, j1) of it.
struct GridTile {
    PixelGrid grid;
    int i0 = 0, j0 = 0, i1 = 0, j1 = 0;

    GridTile(const PixelGrid& of, std::int64_t index)
        : grid(of),
          i0(static_cast<int>(index % of.tiles_across()) * tile_side),
          j0(static_cast<int>(index / of.tiles_across()) * tile_side),
          i1(std::min(i0 + tile_side, of.width)),
          j1(std::min(j0 + tile_side, of.height)) {}
    int points() const { return (i1 - i0) * (j1 - j0); }
    int x(int i) const { return grid.x0 + i * grid.step; }
    int y(int j) const { return grid.y0 + j * grid.step; }
};

/// The grids that a pass consists of; some may be empty.
struct PassGrids {
    std::array<PixelGrid, 3> grids;

    PassGrids(const FractalPass& pass, Size size) {
        const int b = pass.block;
        if (pass.sample > 0 || b == coarsest_block) {
            grids = {PixelGrid(size, 0, 0, b), PixelGrid(), PixelGrid()};
        } else {
            grids = {PixelGrid(size, b, 0, 2 * b), PixelGrid(size, 0, b, 2 * b),
                     PixelGrid(size, b, b, 2 * b)};
        }
    }
    std::int64_t tiles() const {
        std::int64_t sum = 0;
        for (const PixelGrid& grid : grids) sum += grid.tiles();
        return sum;
    }
    std::int64_t points() const {
        std::int64_t sum = 0;
        for (const PixelGrid& grid : grids) sum += grid.points();
        return sum;
    }
    /// `index` counts through all grids.
    GridTile tile(std::int64_t index) const {
        std::size_t which = 0;
        while (index >= grids[which].tiles()) index -= grids[which++].tiles();
        return {grids[which], index};
    }
};

/// The pass that follows, of a picture with more samples than it has.
constexpr FractalPass next_pass(const FractalPass& pass) {
    return pass.block > 1 ? FractalPass{pass.block / 2, 0} : FractalPass{1, pass.sample + 1};
}

}  // namespace droplet
