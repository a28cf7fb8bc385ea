// What follows a pass of learning: the blocks' partial sums are added up in a fixed order and the operator is
// updated, by one block of threads. In terms of a Block that runs a phase for every thread and then lets them
// wait for one another: GPU threads (learn_kernel.cuh), or a loop on the host (tests/gpu/gpu_host).
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "cuda/learn_tile.h"
#include "math/operator_update.h"

namespace droplet::cuda {

/// The part of LearningState that steps change, and what they need of the rest.
struct OperatorState {
    float weights[Operator::most_weights];
    float first_moment[Operator::most_weights], second_moment[Operator::most_weights];
    float start[Operator::most_weights];
    bool pinned[Operator::most_weights];
    int channels;
    int updates, recoveries;
};

inline OperatorState operator_state(const LearningState& state) {
    OperatorState result{};
    result.channels = state.current.channels;
    result.updates = state.updates;
    result.recoveries = state.recoveries;
    for (std::size_t i = 0; i < Operator::most_weights; ++i) {
        result.weights[i] = state.current.weights[i];
        result.start[i] = state.start.weights[i];
        result.first_moment[i] = state.first_moment[i];
        result.second_moment[i] = state.second_moment[i];
        result.pinned[i] = state.pinned[i];
    }
    return result;
}
/// Writes what steps change into a state that has the rest.
inline void write_back(const OperatorState& changed, LearningState& state) {
    std::copy_n(changed.weights, Operator::most_weights, state.current.weights.begin());
    std::copy_n(changed.first_moment, Operator::most_weights, state.first_moment.begin());
    std::copy_n(changed.second_moment, Operator::most_weights, state.second_moment.begin());
    state.updates = changed.updates;
    state.recoveries = changed.recoveries;
}

/// One step as the host plans it (LearningStep), with the learning rate as applied.
struct StepPlan {
    float first_mix, mix, learning_rate;
    std::int32_t restart;
};

struct UpdateJob {
    StepPlan plan;
    bool updates;       ///< else the loss is all that is wanted
    bool records;       ///< whether this block is the one that writes the loss
    std::int64_t step;  ///< LossRecord::step
    LossRecord* record;
};

/// Partial sums of all blocks, learn_sums(channels) floats each, block by block.
struct Partials {
    const float* data;
    int blocks;
};

inline constexpr int most_sum_groups = 16;

/// Shared by the threads of a block.
struct UpdateScratch {
    alignas(16) float groups[most_sum_groups * most_learn_sums];
    double totals[most_learn_sums];
    math::UpdateConstants constants;
};

struct FourFloats {
    float value[4];
};

/// Adds up the partial sums: a thread takes four neighbouring sums of every `groups`-th block, 16 bytes a
/// read, then one thread per sum adds the groups in double.
template <class Block>
DROPLET_HD void add_partials(Block& block, const Partials& partials, int channels, UpdateScratch& scratch) {
    const int sums = learn_sums(channels), quads = sums / 4;
    const int groups = learn_threads / quads < most_sum_groups ? learn_threads / quads : most_sum_groups;
    block.each_thread([&](int thread) {
        const int quad = thread % quads, group = thread / quads;
        if (group >= groups) return;
        FourFloats total{};
        for (int b = group; b < partials.blocks; b += groups) {
            const FourFloats part = block.read_four(partials.data + std::ptrdiff_t{b} * sums + quad * 4);
            for (int j = 0; j < 4; ++j) total.value[j] += part.value[j];
        }
        for (int j = 0; j < 4; ++j) scratch.groups[group * sums + quad * 4 + j] = total.value[j];
    });
    block.each_thread([&](int thread) {
        if (thread >= sums) return;
        double total = 0;
        for (int group = 0; group < groups; ++group)
            total += static_cast<double>(scratch.groups[group * sums + thread]);
        scratch.totals[thread] = total;
    });
}

/// The operator as the start has it, moments cleared (restart_operator).
template <class Block>
DROPLET_HD void restart_state(Block& block, OperatorState& state) {
    block.each_thread([&](int thread) {
        if (thread == 0) state.updates = 0;
        if (thread >= learn_weights(state.channels)) return;
        state.weights[thread] = state.start[thread];
        state.first_moment[thread] = state.second_moment[thread] = 0;
    });
}

/// One update from scratch.totals, and what the weights are held to.
template <class Block>
DROPLET_HD void update_weights(Block& block, const LearningParams& params, OperatorState& state,
                               UpdateScratch& scratch) {
    block.each_thread([&](int thread) {
        if (thread >= learn_weights(state.channels) || state.pinned[thread]) return;
        state.weights[thread] =
            math::updated_weight(state.weights[thread], static_cast<float>(scratch.totals[thread]),
                                 state.first_moment[thread], state.second_moment[thread], scratch.constants);
    });
    if (params.symmetry != Symmetry::none || params.zero_sum)
        block.each_thread([&](int thread) {
            if (thread >= state.channels * state.channels) return;
            math::constrain_slice(state.weights + thread * Operator::taps,
                                  state.pinned + thread * Operator::taps, params.symmetry, params.zero_sum);
        });
    const bool bounded = block.all([&](int thread) {
        return thread >= learn_weights(state.channels) || std::fabs(state.weights[thread]) <= largest_weight;
    });
    block.each_thread([&](int thread) {
        if (thread != 0) return;
        ++state.updates;
        if (!bounded) ++state.recoveries;
    });
    if (!bounded) restart_state(block, state);
}

/// All of it: the loss record, the update, the restart that the plan asks for.
template <class Block>
DROPLET_HD void finish_step(Block& block, const Partials& partials, const LearningParams& params,
                            const UpdateJob& job, OperatorState& state, UpdateScratch& scratch) {
    block.each_thread([&](int thread) {
        if (thread == 0)
            scratch.constants = math::update_constants(params, job.plan.learning_rate, state.updates);
    });
    add_partials(block, partials, state.channels, scratch);
    block.each_thread([&](int thread) {
        if (thread != 0 || !job.records) return;
        const double* const sums = scratch.totals + learn_weights(state.channels);
        const math::LearningConstants constants = math::learning_constants(params, 0);
        const math::LossTerms<double> bare{sums[0], sums[1], sums[2]};
        const auto terms = params.loss == Loss::image ? math::weighted_loss<Loss::image>(bare, constants)
                                                      : math::weighted_loss<Loss::video>(bare, constants);
        *job.record = {job.step, terms.fidelity, terms.edge, terms.intensity, job.plan.learning_rate};
    });
    if (!job.updates) return;
    update_weights(block, params, state, scratch);
    if (job.plan.restart) restart_state(block, state);
}

}  // namespace droplet::cuda
