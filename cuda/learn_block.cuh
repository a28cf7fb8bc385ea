#pragma once
#include "compute/backend.h"
#include "cuda/learn_kernels.h"

namespace droplet::cuda {

/// The threads of this block, learn_threads of them, as learn_update.h wants them.
struct LearnBlock {
    __device__ static int thread() { return static_cast<int>(threadIdx.y * blockDim.x + threadIdx.x); }
    template <class Phase>
    __device__ void each_thread(Phase phase) const {
        phase(thread());
        __syncthreads();
    }
    template <class Predicate>
    __device__ bool all(Predicate predicate) const {
        return __syncthreads_and(predicate(thread()) ? 1 : 0) != 0;
    }
    /// From the L2 cache: other multiprocessors wrote it, perhaps in this launch.
    __device__ FourFloats read_four(const float* place) const {
        const float4 four = __ldcg(reinterpret_cast<const float4*>(place));
        return {{four.x, four.y, four.z, four.w}};
    }
};

/// Copies an operator's state by all threads of a block.
inline __device__ void copy_state(const LearnBlock& block, const OperatorState& from, OperatorState& to) {
    static_assert(sizeof(OperatorState) % sizeof(int) == 0);
    block.each_thread([&](int thread) {
        for (std::size_t i = static_cast<std::size_t>(thread); i < sizeof(OperatorState) / sizeof(int);
             i += learn_threads)
            reinterpret_cast<int*>(&to)[i] = reinterpret_cast<const int*>(&from)[i];
    });
}

}  // namespace droplet::cuda
