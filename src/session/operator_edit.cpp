#include "session/operator_edit.h"

#include <algorithm>
#include <cmath>

#include "math/operator_update.h"

namespace droplet {
namespace {

bool is_weight(const LearningState& state, int index) {
    return index >= 0 && index < state.current.count();
}

float bounded(float weight) {
    return std::clamp(weight, -largest_weight, largest_weight);
}

struct Apply {
    LearningState& state;

    void operator()(const SetWeight& edit) const {
        if (is_weight(state, edit.index) && std::isfinite(edit.weight))
            state.current.weights[static_cast<std::size_t>(edit.index)] = bounded(edit.weight);
    }
    void operator()(const SetPin& edit) const {
        if (is_weight(state, edit.index)) state.pinned[static_cast<std::size_t>(edit.index)] = edit.pinned;
    }
    void operator()(const SetOperator& edit) const {
        const Operator& given = edit.weights;
        const bool finite = std::all_of(given.weights.begin(), given.weights.end(),
                                        [](float weight) { return std::isfinite(weight); });
        if (given.channels != state.current.channels || !finite) return;
        restart_operator(state);
        std::transform(given.weights.begin(), given.weights.end(), state.current.weights.begin(), bounded);
    }
    void operator()(const RestartOperator&) const { restart_operator(state); }
};

void constrain(Operator& op, const LearningState& state, const LearningParams& params) {
    for (int s = 0; s < op.slices(); ++s) {
        bool pinned[Operator::taps];
        for (int t = 0; t < Operator::taps; ++t)
            pinned[t] = state.pinned[static_cast<std::size_t>(s * Operator::taps + t)];
        math::constrain_slice(op.weights.data() + s * Operator::taps, pinned, params.symmetry,
                              params.zero_sum);
    }
}

}  // namespace

LearningState edited(LearningState state, const OperatorEdit& edit, const LearningParams& params) {
    std::visit(Apply{state}, edit);
    constrain(state.current, state, params);
    return state;
}

LearningState held(LearningState state, const Operator& start, const LearningParams& params) {
    constrain(state.current, state, params);
    state.start = start;
    for (std::size_t i = 0; i < state.pinned.size(); ++i)
        if (state.pinned[i]) state.start.weights[i] = state.current.weights[i];
    constrain(state.start, state, params);
    return state;
}

}  // namespace droplet
