// In which order a picture of the fractal is made, on every backend.
#pragma once
#include <cstdint>

#include "math/host_device.h"
#include "model/fractal_params.h"

namespace droplet {

/// How far a picture of the fractal has come.
struct FractalProgress {
    int block = 0;    ///< pixels in a row that still share a value: 8, 4, 2; 1: each has its own; 0: none has
    int samples = 0;  ///< per pixel, finished, once block is 1
    double share = 0;  ///< of all the work, in [0, 1]
    bool complete = false;
    Precision precision = Precision::float32;  ///< that is calculated with
    bool operator==(const FractalProgress&) const = default;
};

/// A picture is made in passes: the first sample of every pixel on ever finer grids (each pass leaves out
/// what those before have), then one pass for each sample that follows.
struct FractalPass {
    int block = 8;  ///< of the first sample: 8, 4, 2, 1
    int sample = 0;
    bool operator==(const FractalPass&) const = default;
};
inline constexpr int coarsest_block = 8;

/// Whether pixel (x, y), counted in the part that is made, is iterated in this pass.
DROPLET_HD constexpr bool belongs_to(const FractalPass& pass, int x, int y) {
    const bool on_grid = x % pass.block == 0 && y % pass.block == 0;
    const bool on_coarser = x % (2 * pass.block) == 0 && y % (2 * pass.block) == 0;
    return on_grid && (pass.sample > 0 || pass.block == coarsest_block || !on_coarser);
}

/// Where a sample lies in its pixel, from its middle: the first in the middle, the others by the R2 sequence
/// (M. Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018).
struct SampleOffset {
    double x, y;
};
DROPLET_HD constexpr SampleOffset sample_offset(int sample) {
    const double x = 0.5 + 0.7548776662466927 * sample, y = 0.5 + 0.5698402909980532 * sample;
    return {x - static_cast<double>(static_cast<std::int64_t>(x)) - 0.5,
            y - static_cast<double>(static_cast<std::int64_t>(y)) - 0.5};
}

}  // namespace droplet
