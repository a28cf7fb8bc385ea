#pragma once
#include "compute/cpu/workers.h"
#include "model/brush.h"
#include "model/image.h"

namespace droplet {

/// One touch of a brush (math/brush.h). What stands beside the rows is not kept.
void paint(Image& current, const Image& original, const BrushDab& dab);

/// I <- (1 − share) I + share I₀. What stands beside the rows is not kept.
void mix_original(Image& current, const Image& original, float share, Workers& workers);

}  // namespace droplet
