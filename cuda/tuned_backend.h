#pragma once
#include <memory>

#include "compute/backend.h"
#include "cuda/diffuse_plan.h"
#include "cuda/learn_plan.h"

namespace droplet::cuda {

/// make_cuda_backend() with other kernels than the plan would choose, for tests and benchmarks.
std::unique_ptr<Backend> make_tuned_cuda_backend(const DiffuseTuning& tuning,
                                                 const LearnTuning& learn_tuning = {});

}  // namespace droplet::cuda
