#pragma once
#include <cuda_runtime_api.h>

#include "cuda/field_view.h"
#include "model/brush.h"
#include "model/view.h"

namespace droplet::cuda {

/// One touch of a brush (math/brush.h) on `planes` planes of `current`. `scratch`, of the same shape, may be
/// overwritten.
void paint(cudaStream_t stream, const Field& current, const Field& scratch, const ConstField& original,
           int planes, const BrushDab& dab);

/// I <- (1 − share) I + share I₀.
void mix_original(cudaStream_t stream, const Field& current, const ConstField& original, int planes,
                  float share);

}  // namespace droplet::cuda
