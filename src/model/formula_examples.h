#pragma once
#include <string_view>
#include <vector>

#include "model/fractal_params.h"

namespace droplet {

/// A recurrence to type, or to start from.
struct FormulaExample {
    std::string_view name;   ///< "Burning ship"
    std::string_view text;   ///< what compile_formula() reads
    std::string_view shows;  ///< one sentence
    FractalParams params;    ///< a good look at it: recurrence formula, for a picture of about 1000 x 800
};

/// Relatives of z <- λ/zⁿ + c, the original first.
const std::vector<FormulaExample>& formula_examples();

}  // namespace droplet
