#pragma once
#include "model/learning_params.h"
#include "ui/messages.h"

namespace droplet {

/// The rows of LearningParams, the most used first and the others folded; true when one changed.
bool learning_panel(LearningParams& params, Messages& messages);

}  // namespace droplet
