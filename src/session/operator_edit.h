#pragma once
#include "model/operator_edit.h"

namespace droplet {

/// The state after the edit. An edit of another shape than the state, or with a weight that is no number,
/// changes nothing; weights are held within largest_weight.
LearningState edited(LearningState state, const OperatorEdit& edit, const LearningParams& params);

/// The state with `start` as what restarts go back to, and the operator and that held to the symmetry and
/// zero sum. Pinned weights survive a restart: the state's start has them as the operator does.
LearningState held(LearningState state, const Operator& start, const LearningParams& params);

}  // namespace droplet
