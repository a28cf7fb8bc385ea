#pragma once
#include <cuda_runtime_api.h>

#include <string>

namespace droplet::cuda {

/// What a CUDA error means for a user, in words, without a full stop.
std::string error_text(cudaError_t error);

/// The one place where a CUDA failure becomes the project's own: throws Error (Fault::job, subject "cuda")
/// unless `result` is cudaSuccess. `doing` says what was tried: "uploading the picture".
void check(cudaError_t result, const char* doing);

/// Checks the launch that was just made.
inline void check_launch(const char* doing) {
    check(cudaGetLastError(), doing);
}

}  // namespace droplet::cuda
