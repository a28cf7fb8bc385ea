#include "model/fractal_params.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/error.h"

namespace droplet {

void check(const FractalParams& params, const std::string& subject) {
    const auto refuse = [&](const char* what) {
        throw Error(Fault::usage, subject, fmt::format("{} {}", params.exponent, what));
    };
    if (params.exponent == 0) refuse("is no exponent; valid: -12 to 12 except 0");
    if (!params.real_exponent && params.exponent != std::round(params.exponent))
        refuse("is not whole; valid: whole numbers, or any with real-exponent");
}

Precision precision_needed(const FractalParams& params, int longer_side) {
    const double half = 0.5 * params.scale * longer_side;
    const double largest =
        std::max({std::abs(params.center_x.high), std::abs(params.center_y.high), half}) + half;
    const double wanted = params.scale / 64;
    if (largest * std::numeric_limits<float>::epsilon() <= wanted) return Precision::float32;
    if (largest * std::numeric_limits<double>::epsilon() <= wanted) return Precision::float64;
    return Precision::double_double;
}

Precision chosen_precision(const FractalParams& params, int longer_side) {
    return params.precision == Precision::automatic ? precision_needed(params, longer_side)
                                                    : params.precision;
}

}  // namespace droplet
