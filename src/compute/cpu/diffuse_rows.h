#pragma once
#include "model/diffusion_params.h"

namespace droplet {

/// Rows of one or three coupled channels for a row kernel. Rows are `width` floats long and hold their last
/// value once more behind it, so that no flux crosses the right border; kernels write that value too, and may
/// write and read up to `row_slack` floats past `width`.
struct DiffusionRows {
    static constexpr int max_channels = 3;
    static constexpr int row_slack = 16;

    const float* current[max_channels];  ///< row r
    const float* below[max_channels];    ///< row r + 1; the current row itself at the bottom border
    const float* below2[max_channels];   ///< row r + 2 (two-row kernel), likewise
    float* flux[max_channels];           ///< vertical flux into row r from above; becomes the one out below
    float* out[max_channels];            ///< new row r; may be `current`
    float* out2[max_channels];           ///< new row r + 1 (two-row kernel); may be `below`
    int width;
    float scale;  ///< math/diffusion.h: StepConstants
    float rate;
};

/// The row kernels of one conductance and number of coupled channels, for the processor this runs on.
struct DiffusionRowKernels {
    using Kernel = void (*)(const DiffusionRows&);
    Kernel flux_below;  ///< only fills `flux` with the flux between `current` and `below`
    Kernel one_row;
    Kernel two_rows;  ///< rows r and r + 1 at once: the flux between them stays in registers
};

/// `coupled_channels` is 1 (each channel by itself) or 3 (vector coupling).
DiffusionRowKernels diffusion_row_kernels(Conductance conductance, int coupled_channels);

}  // namespace droplet
