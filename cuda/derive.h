#pragma once
#include <cuda_runtime_api.h>

#include "cuda/field_view.h"

namespace droplet::cuda {

/// The grey (math/grey.h) of three planes.
void make_grey(cudaStream_t stream, const ConstField& colours, const Field& grey);

/// Each pixel of `out` gets that of `in` at its place, (0, 0) standing at (origin_y, origin_x) there; beyond
/// the border the one at it.
void place(cudaStream_t stream, const ConstField& in, const Field& out, int origin_y, int origin_x);

}  // namespace droplet::cuda
