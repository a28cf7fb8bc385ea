// The plain sum of a convolution in double precision, straight from the definition.
#pragma once
#include <cstdint>

#include "compute/reference.h"
#include "model/convolution_params.h"

namespace droplet::test {

/// Of the sizes and border of model/convolution_params.h, gain and the rest included.
Reference reference_convolution(const Image& image, const Kernel& kernel, const ConvolutionParams& params);

/// Σ |weight| times the largest value of the picture and its border: what rounding is measured by.
double convolution_range(const Image& image, const Kernel& kernel, const ConvolutionParams& params);

/// Weights in [−1, 1] from a hash: no kernel of small rank.
Kernel random_kernel(int width, int height, std::uint32_t seed = 1);

}  // namespace droplet::test
