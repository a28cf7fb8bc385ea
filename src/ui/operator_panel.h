#pragma once
#include <optional>
#include <vector>

#include "compute/backend.h"
#include "session/operator_edit.h"
#include "ui/messages.h"

namespace droplet {

struct OperatorPanelResult {
    std::vector<OperatorEdit> edits;  ///< in their order
    bool load = false, save = false;  ///< a file is to be chosen
};

/// The operator that runs, weight by weight, and how stable it is at the present rate. Draws nothing but a
/// hint before there is a picture.
OperatorPanelResult operator_panel(const LearningState& state, LearningParams& params, Messages& messages);

/// What the operator starts from and is held to, and its frequency response.
void operator_limits_panel(const LearningState& state, LearningParams& params, Messages& messages);

}  // namespace droplet
