#pragma once
#include <cstddef>
#include <vector>

#include "compute/cpu/diffuse_rows.h"
#include "model/image.h"

namespace droplet {

/// Several steps of one tile in one pass over memory. Rows stream through `steps` stages that follow one
/// another one row apart, in place in a ring of rows that stays in the L2 cache; the picture is read and
/// written once. A tile computes a margin of `steps` pixels on its inner sides again, so that tiles are
/// independent of one another and every pixel has the bits of the plain sweep, however the picture is cut.
struct DiffusionTile {
    const ConstPlane* source;  ///< coupled_channels planes of one size
    const Plane* target;       ///< likewise, apart from the source
    int coupled_channels;      ///< 1 or 3
    int x0, x1, y0, y1;        ///< what this tile writes; x0 is a multiple of 16 (floats)
    int steps;                 ///< >= 1
};

/// Floats of scratch memory that run_tile() needs.
std::size_t tile_scratch_floats(int width, int steps, int coupled_channels);

/// `scratch` is 64-byte aligned; what it holds before does not matter.
void run_tile(const DiffusionTile& tile, const DiffusionParams& params, float* scratch);

}  // namespace droplet
