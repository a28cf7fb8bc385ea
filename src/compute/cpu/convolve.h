#pragma once
#include <optional>

#include "compute/convolution_report.h"
#include "compute/cpu/workers.h"
#include "model/convolution_params.h"
#include "model/image.h"

namespace droplet {

/// Convolutions on the CPU. The bits depend on neither the threads nor what was computed before.
class Convolver {
 public:
    /// Writes the channels of `out`, of correlation.size and as many channels as `in`: the plain sum over
    /// `in` with its border, finished (math/convolution.h). `method` is the one to take, or the fastest; one
    /// that cannot do this kernel (box and separable need theirs) is taken as direct.
    ConvolutionReport run(const Image& in, Image& out, const Correlation& correlation,
                          const ConvolutionParams& params, Workers& workers,
                          std::optional<ConvolutionMethod> method = {});
};

}  // namespace droplet
