#pragma once
#include "model/convolution_params.h"

namespace droplet {

/// Correlation or convolution: the switch, the kernel before and after the flip, whether it matters, and two
/// kernels to see it with. True when a setting changed.
bool flip_panel(ConvolutionParams& params, Kernel& custom);

}  // namespace droplet
