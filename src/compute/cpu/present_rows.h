#pragma once
#include "compute/frame_sink.h"
#include "model/image.h"
#include "model/view.h"

namespace droplet {

/// Makes one row of texels of a frame: `y` counts texel rows from the top of the request's region; the taps
/// and their order are those of compute/reduction.h. `scratch` holds present_scratch_floats() floats.
void present_row(const Image& image, const FrameRequest& request, int y, HalfTexel* texels, float* scratch);

std::size_t present_scratch_floats(const FrameRequest& request);

}  // namespace droplet
