#pragma once
#include "model/image.h"

namespace droplet {

/// The picture in another size, at least 1 x 1: Catmull-Rom where a side grows, Mitchell's filter where it
/// shrinks (stb_image_resize; D. P. Mitchell, A. N. Netravali, "Reconstruction filters in computer
/// graphics", SIGGRAPH 1988), beyond the border the nearest pixel. Constants stay; next to edges values may
/// go a little beyond those there are. Colours count by their alpha. The same size is a copy.
Image resized(const Image& image, Size size);

}  // namespace droplet
