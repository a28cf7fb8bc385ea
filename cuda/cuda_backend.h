#pragma once
#include <memory>
#include <string>

#include "compute/backend.h"

namespace droplet {

/// What is known of the CUDA device without using it for work.
struct CudaProbe {
    bool usable = false;
    std::string device;  ///< "NVIDIA H200, compute capability 9.0, 141 GB"; empty when there is none
    std::string
        why_not;  ///< in words, when not usable: no driver, driver too old, no device, built without CUDA, …
};

/// Looks for a device: driver, compute capability, memory. Never throws.
CudaProbe probe_cuda();

/// The backend on device 0. Throws Error with the probe's why_not when it is not usable.
std::unique_ptr<Backend> make_cuda_backend();

}  // namespace droplet
