#include "session/operator_edit.h"

#include "math/operator_update.h"

namespace droplet {
namespace {

bool is_weight(const LearningState& state, int index) {
    return index >= 0 && index < state.current.count();
}

struct Apply {
    LearningState& state;

    void operator()(const SetWeight& edit) const {
        if (is_weight(state, edit.index))
            state.current.weights[static_cast<std::size_t>(edit.index)] = edit.weight;
    }
    void operator()(const SetPin& edit) const {
        if (is_weight(state, edit.index)) state.pinned[static_cast<std::size_t>(edit.index)] = edit.pinned;
    }
    void operator()(const SetOperator& edit) const {
        if (edit.weights.channels != state.current.channels) return;
        restart_operator(state);
        state.current = edit.weights;
    }
    void operator()(const RestartOperator&) const { restart_operator(state); }
};

}  // namespace

LearningState edited(LearningState state, const OperatorEdit& edit, const LearningParams& params) {
    std::visit(Apply{state}, edit);
    for (int s = 0; s < state.current.slices(); ++s) {
        bool pinned[Operator::taps];
        for (int t = 0; t < Operator::taps; ++t)
            pinned[t] = state.pinned[static_cast<std::size_t>(s * Operator::taps + t)];
        math::constrain_slice(state.current.weights.data() + s * Operator::taps, pinned, params.symmetry,
                              params.zero_sum);
    }
    return state;
}

}  // namespace droplet
