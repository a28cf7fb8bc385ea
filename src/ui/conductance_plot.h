#pragma once
#include "model/diffusion_params.h"

namespace droplet {

/// g(s) of the chosen conductance over the size s of a difference, with K marked: what counts as an edge.
void conductance_plot(const DiffusionParams& params);

}  // namespace droplet
