#pragma once
#include "model/colour_map.h"

namespace droplet {

/// How values become colours on the screen.
struct Display {
    float low = 0, high = 1;           ///< the values shown first and last; not equal, in any order
    float gamma = 1;                   ///< of t in 0..1 between them t^(1/gamma) is shown
    bool centred = false;              ///< gamma acts to both sides from the middle of the range
    const ColourTable* map = nullptr;  ///< of what has one channel; null: black to white

    /// Values are shown as they are.
    bool plain() const { return low == 0 && high == 1 && gamma == 1 && !map; }
    bool operator==(const Display&) const = default;
};

}  // namespace droplet
