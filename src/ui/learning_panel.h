#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

#include "model/learning_params.h"
#include "ui/messages.h"
#include "ui/param_widgets.h"

namespace droplet {

/// The rows of LearningParams, the most used first and the others folded; true when one changed. The rows of
/// the operator itself stand in its panel (operator_panel.h).
bool learning_panel(LearningParams& params, Messages& messages);

/// Why a row does nothing now; empty when it does something.
std::string learning_refusal(const LearningParams& params, std::string_view key);

/// Draws the rows of these keys, in this order; true when one changed.
bool param_rows(LearningParams& params, std::initializer_list<std::string_view> keys, Messages& messages,
                const RowRefusal& refusal);

}  // namespace droplet
