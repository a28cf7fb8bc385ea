#include "model/operator_terms.h"

#include <cmath>
#include <cstddef>

namespace droplet {

Square channels::hue_turn(float angle) {
    // About the grey axis (1, 1, 1)/sqrt(3), after Rodrigues: projection, cosine and sine part.
    const auto turned = static_cast<float>(std::sin(static_cast<double>(angle)) / std::sqrt(3.0));
    const auto kept = static_cast<float>(std::cos(static_cast<double>(angle)));
    return brightness + kept * color + -turned * hue_drive;
}

Operator sum_of_terms(std::initializer_list<OperatorTerm> terms) {
    Operator result{.channels = 3};
    for (const OperatorTerm& term : terms)
        for (std::size_t slice = 0; slice < 9; ++slice)
            for (std::size_t tap = 0; tap < 9; ++tap)
                result.weights[slice * 9 + tap] += term.matrix.values[slice] * term.kernel.values[tap];
    return result;
}

}  // namespace droplet
