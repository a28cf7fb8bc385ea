#pragma once
#include "math/shown.h"
#include "model/display.h"

namespace droplet::math {

/// What a display says, but for its map.
inline ShownRange shown_range(const Display& display) {
    return {display.low, 1 / (display.high - display.low), 1 / display.gamma, display.centred ? 0.5f : 0.0f};
}

}  // namespace droplet::math
