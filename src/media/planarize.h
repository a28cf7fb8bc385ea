#pragma once
#include "media/stb.h"
#include "model/image.h"

namespace droplet {

/// Planar floats from interleaved pixels, turned upright: `orientation` as EXIF counts it (1 to 8). 8- and
/// 16-bit values v become v / 255 and v / 65535. The second and fourth component are alpha.
Image planarize(const Pixels& pixels, int orientation);

}  // namespace droplet
