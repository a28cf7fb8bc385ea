#pragma once
#include <cuda_runtime_api.h>

#include "compute/frame_sink.h"
#include "cuda/field_view.h"
#include "model/view.h"

namespace droplet::cuda {

/// The planes a frame is made of: 1 or 3 colours, and alpha or none (data is null).
struct Picture {
    ConstField colours;
    int channels = 1;
    ConstField alpha;
};

/// Queues the making of request.texels() texels, rows from the top, tightly packed, into device memory.
void make_texels(cudaStream_t stream, const Picture& picture, const FrameRequest& request, HalfTexel* texels);

}  // namespace droplet::cuda
