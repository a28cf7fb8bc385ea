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

/// The state after the edit. An edit of another shape than the state changes nothing.
LearningState edited(LearningState state, const OperatorEdit& edit, const LearningParams& params);

}  // namespace droplet
