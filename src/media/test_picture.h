#pragma once
#include "model/image.h"

namespace droplet {

/// The built-in picture, made by formula: edges at all angles, gradients, textures, text-like detail and
/// noise, in colour. The same bits on every machine. This is what Droplet opens when no input is named.
Image make_test_picture(Size size = {960, 640});

}  // namespace droplet
