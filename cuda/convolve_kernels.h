#pragma once
#include "cuda/convolve_plan.h"

namespace droplet::cuda {

/// A kernel (ConvolveJob) and the blocks it takes: a grid of as many across, down and planes.
struct ConvolveKernel {
    const void* address = nullptr;
    int threads = 0;
    int rows = 0, columns = 0;  ///< of results of a block
    std::size_t shared_bytes = 0;
};

/// The kernel of a plan's shape, for its groups.
ConvolveKernel direct_kernel(const ConvolvePlan& plan);
ConvolveKernel terms_kernel(const ConvolvePlan& plan);

inline ConvolveKernel convolve_kernel(const ConvolvePlan& plan) {
    return plan.as_terms ? terms_kernel(plan) : direct_kernel(plan);
}

}  // namespace droplet::cuda
