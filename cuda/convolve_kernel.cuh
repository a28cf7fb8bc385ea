#pragma once
#include <cuda_pipeline.h>

#include "cuda/convolve_kernels.h"

namespace droplet::cuda {

/// From global to shared memory on its own, where the device can (from 8.0 on).
struct DeviceCopy {
    __device__ void operator()(float* to, const float* from) const {
        __pipeline_memcpy_async(to, from, sizeof(float));
    }
};

/// What this thread has copied is there; the others' behind a barrier.
__device__ inline void finish_copies() {
    __pipeline_commit();
    __pipeline_wait_prior(0);
}

/// A grid is as many blocks across, down and planes.
__device__ inline ConvolveTile tile_of_block(int rows, int columns) {
    return {static_cast<int>(blockIdx.z), static_cast<int>(blockIdx.y) * rows,
            static_cast<int>(blockIdx.x) * columns};
}

template <class Kernel>
const void* address_of(Kernel* kernel) {
    return reinterpret_cast<const void*>(kernel);
}

}  // namespace droplet::cuda
