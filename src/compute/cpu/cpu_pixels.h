#pragma once
#include <memory>

#include "compute/cpu/workers.h"
#include "model/display.h"
#include "model/frame_pixels.h"

namespace droplet {

/// The picture as shown, in 8 bits, made at once.
std::unique_ptr<FramePixels> make_cpu_pixels(const Image& image, const Display& display, Workers& workers);

}  // namespace droplet
