// What the tests of convolution through Backend share.
#pragma once
#include "compute/convolution_reference.h"
#include "compute/cpu/cpu_backend.h"

namespace droplet::test {

inline constexpr Border all_borders[] = {Border::constant, Border::replicate, Border::reflect,
                                         Border::reflect_101, Border::wrap};
inline constexpr ConvolutionMode all_modes[] = {ConvolutionMode::same, ConvolutionMode::valid,
                                                ConvolutionMode::full};

struct Result {
    Image image;
    PictureShape shape;
};

inline Result convolved(const Image& image, const Kernel& kernel, const ConvolutionParams& params) {
    const auto backend = make_cpu_backend(2);
    backend->upload(image);
    backend->convolve(kernel, params);
    return {backend->download(Content::result), backend->shape(Content::result)};
}

inline ConvolutionParams with(ConvolutionMode mode, Border border = Border::reflect_101, bool flip = false) {
    ConvolutionParams params;
    params.mode = mode;
    params.border = border;
    params.flip = flip;
    return params;
}

/// A single 1.
inline Kernel delta(Size size, int y, int x) {
    Kernel kernel(size.width, size.height);
    kernel.at(y, x) = 1;
    return kernel;
}

}  // namespace droplet::test
