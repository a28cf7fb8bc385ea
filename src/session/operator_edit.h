#pragma once
#include <variant>

#include "model/operator.h"

namespace droplet {

/// Changes of the running operator by hand, made between two steps; what the edit does not name goes on as it
/// is. After each, the operator is held to the settings' symmetry and zero sum.
struct SetWeight {
    int index;  ///< of Operator::weights
    float weight;
};
struct SetPin {
    int index;
    bool pinned;
};
/// All weights at once, and moments cleared.
struct SetOperator {
    Operator weights;
};
/// Back to the start operator, moments cleared.
struct RestartOperator {};

using OperatorEdit = std::variant<SetWeight, SetPin, SetOperator, RestartOperator>;

/// The state after the edit. An edit of another shape than the state, or with a weight that is no number,
/// changes nothing; weights are held within largest_weight.
LearningState edited(LearningState state, const OperatorEdit& edit, const LearningParams& params);

/// The state with `start` as what restarts go back to, and the operator and that held to the symmetry and
/// zero sum. Pinned weights survive a restart: the state's start has them as the operator does.
LearningState held(LearningState state, const Operator& start, const LearningParams& params);

}  // namespace droplet
