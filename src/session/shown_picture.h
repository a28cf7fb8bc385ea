#pragma once
#include "model/display.h"
#include "model/image.h"

namespace droplet {

/// A picture as shown, in [0, 1], for files of 8 or 16 bits a channel: each value by math/shown.h, and where
/// the display has a map and the picture one channel, its colours, 3 channels, in straight lines between the
/// entries of the table, as in the window. Alpha goes along as it is.
Image shown_picture(const Image& picture, const Display& display);

}  // namespace droplet
