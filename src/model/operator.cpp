#include "model/operator.h"

#include <algorithm>
#include <cstdint>

#include "model/random.h"

namespace droplet {
namespace {

constexpr std::array<float, Operator::taps> laplace{0, 1, 0, 1, -4, 1, 0, 1, 0};
constexpr std::array<float, Operator::taps> scharr_x{3, 0, -3, 10, 0, -10, 3, 0, -3};
constexpr std::array<float, Operator::taps> scharr_y{3, 10, 3, 0, 0, 0, -3, -10, -3};

Operator repeated(const std::array<float, Operator::taps>& slice, int channels) {
    Operator result{.channels = channels};
    for (int s = 0; s < result.slices(); ++s)
        std::copy(slice.begin(), slice.end(), result.weights.begin() + s * Operator::taps);
    return result;
}

Operator random_operator(int channels, int seed) {
    Operator result{.channels = channels};
    SplitMix64 random{static_cast<std::uint64_t>(seed)};
    const auto uniform = [&random] { return static_cast<float>(random.next() >> 40) * 0x1p-23f - 1.0f; };
    for (int s = 0; s < result.slices(); ++s) {
        float* const slice = result.weights.data() + s * Operator::taps;
        float sum = 0;
        for (int t = 0; t < Operator::taps; ++t) sum += slice[t] = uniform();
        for (int t = 0; t < Operator::taps; ++t) slice[t] -= sum / Operator::taps;
    }
    return result;
}

}  // namespace

Operator start_operator(StartOperator start, int channels, int seed, const Operator& custom_operator) {
    switch (start) {
        case StartOperator::laplace:
            break;
        case StartOperator::scharr_x:
            return repeated(scharr_x, channels);
        case StartOperator::scharr_y:
            return repeated(scharr_y, channels);
        case StartOperator::random:
            return random_operator(channels, seed);
        case StartOperator::custom:
            if (custom_operator.channels == channels) return custom_operator;
            break;
    }
    return repeated(laplace, channels);
}

LearningState initial_learning_state(const Operator& start) {
    LearningState state;
    state.current = state.start = start;
    return state;
}

void restart_operator(LearningState& state) {
    state.current = state.start;
    state.first_moment = {};
    state.second_moment = {};
    state.updates = 0;
}

LearningStep plan_learning_step(const LearningParams& params, std::int64_t step) {
    LearningStep plan{.passes = params.passes};
    const bool rests = params.frame_rest > 0 && step % params.frame_rest == 0;
    const float frame_mix = rests ? 0 : params.frame_mix;
    (params.passes > 1 ? plan.first_mix : plan.mix) = frame_mix;
    plan.restart = params.updates_operator() && params.schedule_period > 0 &&
                   step % params.schedule_period == params.schedule_phase % params.schedule_period;
    // One after the other, two mixes leave (1 − a)(1 − b) of the picture.
    if (plan.restart) plan.mix += params.schedule_mix * (1 - plan.mix);
    return plan;
}

float scaled_learning_rate(const LearningParams& params, std::int64_t pixels) {
    constexpr double original_pixels = 320.0 * 240.0;
    const double factor = params.scale_learning_rate ? original_pixels / static_cast<double>(pixels) : 1.0;
    return static_cast<float>(static_cast<double>(params.learning_rate) * factor);
}

}  // namespace droplet
