#pragma once
#include <cstdio>

#include "cuda/cuda_backend.h"

namespace droplet::test {

/// Exit status that ctest counts as "skipped" (SKIP_RETURN_CODE).
inline constexpr int skipped = 77;

/// Whether there is a GPU to test on; says so, or why not, in one line.
inline bool gpu_found() {
    const CudaProbe probe = probe_cuda();
    if (probe.usable)
        std::printf("GPU: %s\n", probe.device.c_str());
    else
        std::printf("skipped: %s\n", probe.why_not.c_str());
    std::fflush(stdout);
    return probe.usable;
}

}  // namespace droplet::test
