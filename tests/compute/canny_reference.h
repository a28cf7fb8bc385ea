// Canny's edge detector straight from its definition: what every backend is compared with.
#pragma once
#include <array>

#include "model/canny_params.h"
#include "model/image.h"

namespace droplet::test {

/// The stages of a grey picture in the order of CannyStage.
std::array<Image, 4> canny_reference(const Image& grey, const CannyParams& params);

}  // namespace droplet::test
