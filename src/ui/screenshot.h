#pragma once
#include "model/image.h"

namespace droplet {

/// The framebuffer that is being drawn to, in colour, rows from the top.
Image read_framebuffer(Size size);

}  // namespace droplet
