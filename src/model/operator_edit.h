#pragma once
#include <variant>

#include "model/operator.h"

namespace droplet {

/// Changes of the running operator by hand, made between two steps; what the edit does not name goes on as it
/// is. After each, the operator is held to the settings' symmetry and zero sum.
struct SetWeight {
    int index = 0;  ///< of Operator::weights
    float weight = 0;
    bool operator==(const SetWeight&) const = default;
};
struct SetPin {
    int index = 0;
    bool pinned = false;
    bool operator==(const SetPin&) const = default;
};
/// All weights at once, and moments cleared.
struct SetOperator {
    Operator weights;
    bool operator==(const SetOperator&) const = default;
};
/// Back to the start operator, moments cleared.
struct RestartOperator {
    bool operator==(const RestartOperator&) const = default;
};

using OperatorEdit = std::variant<SetWeight, SetPin, SetOperator, RestartOperator>;

}  // namespace droplet
