// How a picture is cut for learning, and how many steps a launch does.
//   persistent  many steps a launch with a grid-wide barrier after each pass; every block updates an operator
//               of its own (learn_kernel.cuh)
//   plain       a launch a pass and one that updates: where a launch would hold one step only
// Both give the same bits on a device: tiles and blocks are the same, and so is the order of all sums.
#pragma once
#include <algorithm>
#include <cstdint>

#include "cuda/diffuse_plan.h"
#include "cuda/learn_kernels.h"

namespace droplet::cuda {

struct LearnTuning {
    enum class Persistent { automatic, never, always } persistent = Persistent::automatic;
};

struct LearnPlan {
    LearnGrid grid;
    int blocks = 1;
    int steps = 1;  ///< of this launch, or this chunk of launches
    bool persistent = false;
};

/// Pixel-channel passes that a chunk of work holds at most: half a millisecond on a large GPU. A stop request
/// takes effect between chunks.
inline constexpr std::int64_t learn_chunk = std::int64_t{1} << 27;

/// Tiles so high that the warps of all multiprocessors (learn_warps_per_block each, which is what their
/// registers suffice for) have one each, or the same few; the time goes as the rows a warp does, and those it
/// reads before the first result. A multiple of 3, as learn_tile does rows by threes.
inline LearnGrid plan_learn_grid(Size size, const DeviceLimits& device) {
    constexpr int turn = 3, start = 4;
    const std::int64_t warps = std::int64_t{device.multiprocessors} * learn_warps_per_block;
    LearnGrid best;
    std::int64_t least = INT64_MAX;
    for (int rounds = 1; rounds <= 8; ++rounds) {
        const int strips = learn_grid(size, size.height).strips;
        const auto bands =
            static_cast<int>(std::clamp<std::int64_t>(rounds * warps / strips, 1, size.height));
        const int rows = ((size.height + bands - 1) / bands + turn - 1) / turn * turn;
        const LearnGrid grid = learn_grid(size, rows);
        const std::int64_t cost = (grid.count() + warps - 1) / warps * (rows + start);
        if (cost < least) {
            least = cost;
            best = grid;
        }
    }
    return best;
}

/// The next steps of `remaining` >= 1.
inline LearnPlan plan_learning(Size size, int channels, int passes, int remaining, const DeviceLimits& device,
                               const LearnTuning& tuning) {
    using Persistent = LearnTuning::Persistent;
    LearnPlan plan;
    plan.grid = plan_learn_grid(size, device);
    plan.blocks = std::min(device.multiprocessors, plan.grid.count());
    const std::int64_t chunk = learn_chunk / (size.area() * channels * passes);
    plan.steps = static_cast<int>(std::clamp<std::int64_t>(chunk, 1, std::min(remaining, most_launch_steps)));
    plan.persistent = tuning.persistent == Persistent::always ||
                      (tuning.persistent == Persistent::automatic && plan.steps > 1);
    return plan;
}

/// What a launch of `steps` steps is told. Of the state, `known` is what the host knows without asking: its
/// steps and rate_factor go on. `first_record` is the place of the first loss in the ring.
inline LearnRun plan_run(const LearningParams& params, Size size, int steps, LearningState& known,
                         int first_record) {
    LearnRun run;
    run.params = params;
    run.constants = learn_constants(params);
    run.updates = params.updates_operator();
    run.steps = steps;
    run.first_step = known.steps + 1;
    run.first_record = first_record;
    const float learning_rate = scaled_learning_rate(params, size.area());
    for (int s = 0; s < steps; ++s) {
        const LearningStep step = plan_learning_step(params, ++known.steps);
        run.plans[s] = {step.first_mix, step.mix, learning_rate * known.rate_factor, step.restart};
        if (step.restart) known.rate_factor *= params.schedule_decay;
    }
    return run;
}

}  // namespace droplet::cuda
