#pragma once
#include <stop_token>

#include "compute/cpu/workers.h"
#include "model/diffusion_params.h"
#include "model/image.h"

namespace droplet {

/// How a run of steps is cut: passes over memory, and tiles of the picture within a pass.
struct DiffusionPlan {
    int steps_per_pass = 1;
    int bands = 1;    ///< of rows
    int columns = 1;  ///< tiles side by side
};

/// `groups` of channels are diffused apart (channel coupling), each of `coupled_channels`.
DiffusionPlan plan_diffusion(Size size, int groups, int coupled_channels, int steps, int threads);

/// Copies every row's last value into the place behind it: the zero-flux border that the row kernels expect
/// of a picture. diffuse() keeps it that way.
void extend_rows(Image& image);

/// Runs `steps` steps on `current`; `spare` is of the same shape, its channels are overwritten, and the two
/// may be swapped. Rows must be extended. Returns the steps done: fewer only when `stop` was requested, and
/// then `current` is the picture after as many.
int diffuse(Image& current, Image& spare, const DiffusionParams& params, int steps, Workers& workers,
            std::stop_token stop);

}  // namespace droplet
