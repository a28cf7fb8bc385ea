#include "model/fractal_animation.h"

#include <cmath>

namespace droplet {

FractalParams animated(const FractalParams& params, const FractalAnimation&, double seconds) {
    FractalParams now = params;
    const double offset = params.palette_offset + params.palette_speed * seconds;
    now.palette_offset = static_cast<float>(offset - std::floor(offset));
    return now;
}

}  // namespace droplet
