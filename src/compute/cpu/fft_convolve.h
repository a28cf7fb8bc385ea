#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "compute/cpu/fft_tile.h"
#include "compute/cpu/workers.h"
#include "model/convolution_params.h"
#include "model/image.h"

namespace droplet {

/// Convolutions by the Fourier transforms of overlapping tiles (overlap-save), for large kernels: the cost
/// hardly grows with them. The result is the plain sum but for rounding: its error is about 1e-6 of the
/// largest magnitude in the tile times the sum of the weights' magnitudes. What is not finite spreads over
/// its tile and a neighbour, or the same tile of another channel, which goes through the transform with it.
/// Where values may be infinite, or stand next to some a million times as large, take another method. The
/// bits depend on neither the threads nor what was computed before.
class FftConvolver {
 public:
    /// Writes the channels of `out`, of correlation.size and as many channels as `in`. Throws std::bad_alloc.
    void run(const Image& in, Image& out, const Correlation& correlation, const ConvolutionParams& params,
             Workers& workers);
    /// Additions and multiplications for each value of a result of this size, about.
    double operations(const Kernel& kernel, Size size) const;

 private:
    struct Free {
        void operator()(float* p) const noexcept;
    };

    void prepare(const Kernel& kernel, FftShape shape);

    std::optional<FftTile> tile_;
    std::unique_ptr<float[], Free> spectrum_;
    Kernel kernel_;               ///< whose spectrum it is
    const char* simd_ = nullptr;  ///< and the instruction set, whose layout it has
};

}  // namespace droplet
