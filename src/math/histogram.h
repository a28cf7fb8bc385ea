#pragma once
#include "math/host_device.h"

namespace droplet::math {

/// Bins a unit of value: what histogram_bin() multiplies by.
DROPLET_HD constexpr float bins_per_value(float low, float high, int bins) {
    return static_cast<float>(bins) / (high - low);
}

/// The bin of a value in [low, high]; rounding never leads beyond the last.
DROPLET_HD constexpr int histogram_bin(float value, float low, float per_value, int bins) {
    const int bin = static_cast<int>((value - low) * per_value);
    return bin < bins ? bin : bins - 1;
}

}  // namespace droplet::math
