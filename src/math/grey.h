#pragma once
#include "math/host_device.h"

namespace droplet::math {

/// Rec. 601 luma, as OpenCV converts to grey: 0.299 red + 0.587 green + 0.114 blue, of the values as they
/// are.
inline constexpr float grey_red = 0.299f, grey_green = 0.587f, grey_blue = 0.114f;

DROPLET_HD inline float grey(float red, float green, float blue) {
    return grey_red * red + (grey_green * green + grey_blue * blue);
}

}  // namespace droplet::math
