#pragma once
#include <cuda_runtime_api.h>

#include "cuda/pixel_words.h"

namespace droplet::cuda {

/// Queues the making of a picture's pixels in 8 bits into device memory of pixel_groups() · group_words
/// words.
void make_pixels(cudaStream_t stream, const ShownPicture& picture, std::uint32_t* words);

}  // namespace droplet::cuda
