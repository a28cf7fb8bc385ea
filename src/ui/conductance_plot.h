#pragma once
#include "model/diffusion_params.h"
#include "model/learning_params.h"

namespace droplet {

/// g(s) of the chosen conductance over the size s of a difference, with K marked: what counts as an edge.
void conductance_plot(const DiffusionParams& params);

/// The flux G·g(G) over the response G, or, where the gradient of the picture counts (inverse), g over its
/// length |S|; with the place marked where it turns: K, or K².
void conductance_plot(const LearningParams& params);

}  // namespace droplet
