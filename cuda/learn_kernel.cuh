// The kernels of learn_tile.h and learn_update.h, and the table of them for one conductance.
#pragma once
#include <cooperative_groups.h>

#include "cuda/learn_block.cuh"
#include "cuda/learn_kernels.h"

namespace droplet::cuda {

/// The 32 lanes of this thread's warp, all active. `Shared`: the field is written by other multiprocessors in
/// the same launch, so reads must come from the L2 cache; else they may go through the read-only path.
template <bool Shared>
struct LearnWarp {
    using Value = float;
    using Columns = LaneColumn;
    using Mask = bool;

    __device__ static int lane() { return static_cast<int>(threadIdx.x); }

    __device__ float from_right(float value) const { return __shfl_down_sync(0xffffffffu, value, 1); }
    __device__ float from_left(float value) const { return __shfl_up_sync(0xffffffffu, value, 1); }
    __device__ float exchanged(float value, int bit) const {
        return __shfl_xor_sync(0xffffffffu, value, bit);
    }
    __device__ float choose(int bit, float set, float clear) const {
        return (lane() & bit) != 0 ? set : clear;
    }

    __device__ Columns columns(int strip, int width) const { return lane_column(strip, lane(), width); }
    __device__ float load(const float* row, const Columns& columns) const {
        if constexpr (Shared)
            return __ldcg(row + columns.index);
        else
            return __ldg(row + columns.index);
    }
    __device__ Mask results(const Columns& columns, bool row_exists) const {
        return columns.result && row_exists;
    }
    __device__ void store(float* row, float value, const Columns& columns, Mask results) const {
        if (results) row[columns.index] = value;
    }
    __device__ float only_results(float value, Mask results) const { return results ? value : 0.0f; }
};

/// Shared memory of a pass.
template <int N>
struct PassScratch {
    float warp_sums[learn_warps_per_block * sums_per_lane(N) * warp_lanes];
};

/// Adds up the sums of the block's warps into `partial`.
template <int N>
__device__ void add_warps(const LearnWarp<false>& warp, int warp_index, const float (&sums)[learn_sums(N)],
                          PassScratch<N>& scratch, float* partial) {
    constexpr int each = sums_per_lane(N), stride = each * warp_lanes;
    float totals[each];
    reduce_lanes<N>(warp, sums, totals);
#pragma unroll
    for (int s = 0; s < each; ++s)
        scratch.warp_sums[warp_index * stride + warp.lane() * each + s] = totals[s];
    __syncthreads();
    const int thread = LearnBlock::thread();
    if (thread >= learn_sums(N)) return;
    float total = 0;
#pragma unroll
    for (int w = 0; w < learn_warps_per_block; ++w) total += scratch.warp_sums[w * stride + thread];
    partial[thread] = total;
}

/// One pass over the block's share of the tiles; with Gradient, the block's sums go to `partial`. `weights`
/// stand in shared memory. The blocks take tiles in turns, so that a few tiles busy them all.
template <LearningConductance C, Loss L, int N, bool Gradient, bool Shared>
__device__ void learn_block_pass(const LearnFields& fields, const LearnGrid& grid,
                                 const LearnConstants& constants, float mix, const float* weights,
                                 PassScratch<N>& scratch, float* partial) {
    float own_weights[learn_weights(N)];
#pragma unroll
    for (int i = 0; i < learn_weights(N); ++i) own_weights[i] = weights[i];
    float sums[learn_sums(N)];
#pragma unroll
    for (int i = 0; i < learn_sums(N); ++i) sums[i] = 0;
    // The shuffle tells the compiler that it is the same in all lanes.
    const int warp_index = __shfl_sync(0xffffffffu, static_cast<int>(threadIdx.y), 0),
              blocks = static_cast<int>(gridDim.x);
    for (int index = warp_index * blocks + static_cast<int>(blockIdx.x); index < grid.count();
         index += blocks * learn_warps_per_block)
        learn_tile<C, L, N, Gradient>(LearnWarp<Shared>(), fields, grid.tile(index), own_weights, constants,
                                      mix, sums);
    if constexpr (Gradient) add_warps<N>(LearnWarp<false>(), warp_index, sums, scratch, partial);
}

template <LearningConductance C, Loss L, int N, bool Gradient>
__global__ void __launch_bounds__(learn_threads, 1)
    learn_pass(LearnFields fields, LearnGrid grid, LearnConstants constants, float mix, LearnMemory memory) {
    __shared__ float weights[learn_weights(N)];
    __shared__ PassScratch<N> scratch;
    LearnBlock().each_thread([&](int thread) {
        if (thread < learn_weights(N)) weights[thread] = memory.state->weights[thread];
    });
    learn_block_pass<C, L, N, Gradient, false>(
        fields, grid, constants, mix, weights, scratch,
        memory.partials + static_cast<int>(blockIdx.x) * learn_sums(N));
}

/// run.steps steps, alternately from a to b and from b to a. Every block adds up all partial sums and updates
/// an operator of its own, all with the same bits: one barrier a pass, where one block doing it for all would
/// need another before the next step. Two sets of partial sums take turns: one that is still read is not
/// written before the next barrier.
template <LearningConductance C, Loss L, int N, bool Gradient>
__global__ void __launch_bounds__(learn_threads, 1)
    learn_persistent(Field a, Field b, ConstField original, LearnGrid grid,
                     const __grid_constant__ LearnRun run, LearnMemory memory) {
    __shared__ OperatorState state;
    __shared__ PassScratch<N> scratch;
    __shared__ UpdateScratch update_scratch;
    const auto everyone = cooperative_groups::this_grid();
    LearnBlock block;
    copy_state(block, *memory.state, state);
    LearnFields fields{a, original, b};
    const auto swap_fields = [&] {
        const Field written = fields.out;
        fields.out.data = const_cast<float*>(fields.in.data);
        fields.in.data = written.data;
    };
    for (int s = 0; s < run.steps; ++s) {
        const StepPlan plan = run.plans[s];
        if (run.params.passes == 2) {
            learn_block_pass<C, Loss::image, N, false, true>(fields, grid, run.constants, plan.first_mix,
                                                             state.weights, scratch, nullptr);
            everyone.sync();
            swap_fields();
        }
        const int blocks = static_cast<int>(gridDim.x);
        float* const partials = memory.partials + s % 2 * blocks * learn_sums(N);
        learn_block_pass<C, L, N, Gradient, true>(fields, grid, run.constants, plan.mix, state.weights,
                                                  scratch,
                                                  partials + static_cast<int>(blockIdx.x) * learn_sums(N));
        everyone.sync();
        swap_fields();
        if constexpr (Gradient) {
            LossRecord* const record = memory.losses + (run.first_record + s) % Backend::most_losses;
            finish_step(block, {partials, blocks}, run.params,
                        {plan, run.updates, blockIdx.x == 0, run.first_step + s, record}, state,
                        update_scratch);
        }
    }
    if (Gradient && blockIdx.x == 0) copy_state(block, state, *memory.state);
}

template <LearningConductance C, Loss L, int N, bool Gradient>
LearnKernels kernels_of() {
    return {reinterpret_cast<const void*>(learn_pass<C, L, N, Gradient>),
            reinterpret_cast<const void*>(learn_persistent<C, L, N, Gradient>)};
}

template <LearningConductance C, int N>
LearnKernels kernels_of(Loss loss, bool gradient) {
    if (!gradient) return kernels_of<C, Loss::image, N, false>();
    return loss == Loss::image ? kernels_of<C, Loss::image, N, true>()
                               : kernels_of<C, Loss::video, N, true>();
}

}  // namespace droplet::cuda
