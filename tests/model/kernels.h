#pragma once
#include "model/convolution_params.h"
#include "model/kernel_text.h"

namespace droplet::test {

inline Kernel named(KernelName name, int size = 3) {
    ConvolutionParams params;
    params.kernel = name;
    params.kernel_size = size;
    return kernel_of(params, {});
}

inline Kernel rows(const char* text) {
    return parse_kernel(text, "test");
}

}  // namespace droplet::test
