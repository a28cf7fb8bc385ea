#pragma once
#include <array>
#include <bitset>
#include <cstdint>
#include <vector>

#include "model/learning_params.h"

namespace droplet {

/// A weight may not leave ± this; a learned operator that does has blown up and starts again.
inline constexpr float largest_weight = 1e4f;

/// A 3x3 convolution operator between channels, applied as cross-correlation: weights
/// [out][in][dy][dx], row by row; 81 of them for colour, 9 for grey.
struct Operator {
    static constexpr int side = 3;
    static constexpr int taps = side * side;  ///< weights of one slice
    static constexpr int most_weights = 3 * 3 * taps;

    int channels = 0;  ///< 1 or 3; 0: no operator
    std::array<float, most_weights> weights{};

    int slices() const { return channels * channels; }
    int count() const { return slices() * taps; }
    bool operator==(const Operator&) const = default;
};

/// The named start operators; `custom` gives `custom_operator`, or Laplace where that has other channels.
/// laplace: [0 1 0; 1 −4 1; 0 1 0] in every slice; scharr-x: [3 0 −3; 10 0 −10; 3 0 −3]; scharr-y:
/// [3 10 3; 0 0 0; −3 −10 −3]; random: uniform in [−1, 1] from `seed`, less each slice's mean.
Operator start_operator(StartOperator start, int channels, int seed, const Operator& custom_operator = {});

/// What a learning run carries from step to step beside the picture. A plain value: written down, it brings
/// the run back bit by bit.
struct LearningState {
    Operator current;
    Operator start;                                             ///< what a restart goes back to
    std::bitset<Operator::most_weights> pinned;                 ///< weights that updates leave alone
    std::array<float, Operator::most_weights> first_moment{};   ///< SGD's velocity, or Adam's mean gradient
    std::array<float, Operator::most_weights> second_moment{};  ///< Adam's mean squared gradient
    int updates = 0;                                            ///< since the moments were cleared
    float rate_factor = 1;                                      ///< of the learning rate, by the schedule
    std::int64_t steps = 0;                                     ///< learning steps since the source
    int recoveries = 0;  ///< times the operator left all bounds and was started again

    bool operator==(const LearningState&) const = default;
};

/// A state at its start.
LearningState initial_learning_state(const Operator& start);

/// The operator as the start has it and moments cleared; steps and learning rate go on.
void restart_operator(LearningState& state);

/// Terms of the loss of one step, weighted, so that they add up to the total (sums over pixels and channels).
struct LossRecord {
    std::int64_t step = 0;  ///< LearningState::steps after the step
    double fidelity = 0, edge = 0, intensity = 0;
    float learning_rate = 0;  ///< as applied: scaled with size, times the schedule's factor

    double total() const { return fidelity + edge + intensity; }
    bool operator==(const LossRecord&) const = default;
};

/// What one step does beside learning, by the schedule and the frame parameters.
struct LearningStep {
    int passes = 1;
    float first_mix = 0;   ///< share of the original mixed in after the first of two passes
    float mix = 0;         ///< and after the last pass (of one pass too)
    bool restart = false;  ///< after the update the operator starts again and the learning rate decays

    bool operator==(const LearningStep&) const = default;
};

/// The plan of step number `step` (the first is 1). The schedule acts at steps that are schedule_phase modulo
/// schedule_period, and only while the operator is updated. With frame mix, every frame_rest-th step goes
/// without; of one pass, the frame is mixed in after it.
LearningStep plan_learning_step(const LearningParams& params, std::int64_t step);

/// The learning rate as applied to a picture of `pixels` pixels, before the schedule's factor.
float scaled_learning_rate(const LearningParams& params, std::int64_t pixels);

}  // namespace droplet
