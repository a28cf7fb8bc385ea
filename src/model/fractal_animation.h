#pragma once
#include <string>
#include <vector>

#include "model/fractal_params.h"

namespace droplet {

/// How the fractal moves by itself: parameters over time, and flights between places.
struct FractalAnimation {
    double seconds = 0;  ///< of one round; 0: nothing moves

    bool empty() const { return seconds == 0; }
    bool operator==(const FractalAnimation&) const = default;
};

/// The parameters at a moment, in seconds from the start, never negative.
FractalParams animated(const FractalParams& params, const FractalAnimation& animation, double seconds);

}  // namespace droplet
