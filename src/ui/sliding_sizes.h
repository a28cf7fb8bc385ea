#pragma once
#include "ui/sliding_view.h"

namespace droplet {

/// The three results beside the image: a drawing of image, border and output that follows mode and kernel,
/// and their exact sizes by formula.
void draw_sizes(const SlidingScene& scene, ConvolutionMode mode);

}  // namespace droplet
