#pragma once
#include <cuda_runtime_api.h>

#include "cuda/canny_tile.h"
#include "model/canny_params.h"

namespace droplet::cuda {

// Fields of one plane and one size; all are queued.

void find_gradient(cudaStream_t stream, const ConstField& blurred, const Field& gradient);

/// Also writes both maps: the candidates, and of the edges those above both thresholds.
void thin_gradient(cudaStream_t stream, const ConstField& blurred, const ConstField& gradient,
                   const Field& thin, const EdgeMaps& maps, const CannyParams& params);

/// Hysteresis. `rim_reached`: 3 numbers in device memory.
void follow_edges(cudaStream_t stream, const EdgeMaps& maps, int* rim_reached, int multiprocessors);

/// 1 on edges, else 0.
void draw_edges(cudaStream_t stream, const EdgeMaps& maps, const Field& edges);

}  // namespace droplet::cuda
