#pragma once
#include <cstdint>
#include <stop_token>
#include <vector>

#include "compute/cpu/fractal_points.h"
#include "compute/cpu/fractal_tiles.h"
#include "compute/cpu/workers.h"
#include "compute/fractal_plan.h"
#include "model/fractal_scene.h"
#include "model/image.h"

namespace droplet {

/// Makes pictures of the fractal, pass by pass (compute/fractal_plan.h). It keeps the values, so that another
/// palette iterates nothing again, and another place shows at once what was seen of it.
class FractalRenderer {
 public:
    /// `picture` is RGB of scene.part_size(), else Error (Fault::usage). Of the last scene, where this one
    /// differs in its place only, it gets what was known there; else it stays.
    void start(const FractalScene& scene, Image& picture, Workers& workers);
    FractalProgress refine(std::int64_t work, Image& picture, Workers& workers, const std::stop_token& stop);
    void recolor(const FractalScene& scene, Image& picture, Workers& workers);
    /// Of the first sample, one channel.
    const Image& values() const { return planes_.front(); }

 private:
    void take_over(const FractalScene& next, Workers& workers);
    void forget(Size size);
    void iterate(std::int64_t first, std::int64_t last, Workers& workers);
    void iterate_tile(const GridTile& tile);
    void fill_blocks(const GridTile& tile, const float* values);
    void begin_pass(const FractalPass& pass);
    void begin_at_once();
    void finish_pass();
    void color(int first_row, int last_row, Image& picture, Workers& workers) const;

    FractalScene scene_;
    PointScene points_;
    IteratePoints kernel_ = nullptr;
    FractalProgress progress_;
    /// One for each sample that was begun; what was not calculated is no number.
    std::vector<Image> planes_;
    /// Pixels of the first plane that are from the last scene: better than a neighbour's value.
    std::vector<std::uint8_t> from_last_;

    FractalPass pass_;
    PassGrids grids_{FractalPass{}, Size{}};
    std::int64_t tile_ = 0;           ///< of the pass, the next to be made
    std::int64_t points_before_ = 0;  ///< in the passes before
};

}  // namespace droplet
