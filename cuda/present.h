#pragma once
#include <cuda_runtime_api.h>

#include "compute/frame_sink.h"
#include "cuda/picture.h"
#include "model/view.h"

namespace droplet::cuda {

/// Queues the making of request.texels() texels, rows from the top, tightly packed, into device memory.
void make_texels(cudaStream_t stream, const Picture& picture, const FrameRequest& request, HalfTexel* texels);

}  // namespace droplet::cuda
