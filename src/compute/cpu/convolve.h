#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "compute/convolution_report.h"
#include "compute/cpu/convolve_lines.h"
#include "compute/cpu/convolve_plan.h"
#include "compute/cpu/fft_convolve.h"
#include "compute/cpu/workers.h"
#include "model/convolution_params.h"
#include "model/image.h"

namespace droplet {

/// Convolutions on the CPU. The bits depend on neither the threads nor what was computed before, and the
/// method on nothing but kernel and size. Within 1e-5 of Σ |weight| times the picture's largest value.
///
/// A value that is not a number or infinite makes those results so that the kernel reaches from it; with fft
/// it spreads over tiles (FftConvolver). Rows and columns of zeros around a kernel are not looked at.
class Convolver {
 public:
    /// Writes the channels of `out`, of correlation.size and as many channels as `in`: the plain sum over
    /// `in` with its border, finished (math/convolution.h). `method` is the one to take, or the fastest; one
    /// that cannot do this kernel (box and separable need theirs) is taken as direct.
    ConvolutionReport run(const Image& in, Image& out, const Correlation& correlation,
                          const ConvolutionParams& params, Workers& workers,
                          std::optional<ConvolutionMethod> method = {});

 private:
    const KernelPlan& plan_of(const Kernel& kernel);

    std::unique_ptr<KernelPlan> plan_;  ///< of the last kernel
    FftConvolver fft_;
};

}  // namespace droplet
