// What a convolution does to a sum of products before it is stored.
#pragma once
#include "math/host_device.h"
#include "model/convolution_params.h"

namespace droplet::math {

/// gain · sum + offset, its absolute value, the threshold: what of these `params` say.
DROPLET_HD inline float finished_value(float sum, const ConvolutionParams& params) {
    float value = params.gain * sum + params.offset;
    if (params.absolute) value = value < 0 ? -value : value;
    if (params.thresholding) value = value > params.threshold ? params.top : 0.0f;
    return value;
}

/// Whether finished_value() is the sum itself.
constexpr bool leaves_sum(const ConvolutionParams& params) {
    return params.gain == 1.0f && params.offset == 0.0f && !params.absolute && !params.thresholding;
}

}  // namespace droplet::math
