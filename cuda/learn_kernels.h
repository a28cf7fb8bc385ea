#pragma once
#include "cuda/learn_update.h"

namespace droplet::cuda {

/// Steps that one launch runs at most: their plans are arguments of the kernel.
inline constexpr int most_launch_steps = 64;

/// What a launch of several steps is told, beside the fields.
struct LearnRun {
    LearningParams params;
    LearnConstants constants;
    bool updates = false;  ///< else the loss is all that is wanted
    int steps = 0;
    std::int64_t first_step = 0;  ///< LossRecord::step of the first
    int first_record = 0;         ///< place in the ring of losses
    StepPlan plans[most_launch_steps]{};
};

/// Where steps leave what they find.
struct LearnMemory {
    OperatorState* state = nullptr;
    float* partials = nullptr;     ///< two sets of blocks · learn_sums(channels)
    LossRecord* losses = nullptr;  ///< Backend::most_losses of them, a ring
};

/// Addresses of the kernels of one conductance, loss and number of channels, with or without gradient. All
/// but `update` run in blocks of (warp_lanes, learn_warps_per_block) threads.
///   pass        (LearnFields, LearnGrid, LearnConstants, float mix, LearnMemory)
///   persistent  (Field a, Field b, ConstField original, LearnGrid, LearnRun, LearnMemory), launched
///               cooperatively
struct LearnKernels {
    const void* pass = nullptr;
    const void* persistent = nullptr;
};

/// One file each, so that they compile side by side.
LearnKernels exponential_learn_kernels(Loss loss, int channels, bool gradient);
LearnKernels inverse_learn_kernels(Loss loss, int channels, bool gradient);

/// (Partials, LearningParams, UpdateJob, OperatorState*), one block.
const void* learn_update_kernel();

}  // namespace droplet::cuda
