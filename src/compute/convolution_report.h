#pragma once
#include "model/schema.h"

namespace droplet {

/// How a convolution was computed. direct: the sum as it stands. box: sums that neighbouring windows share,
/// whose cost hardly grows with the kernel. separable: a pass down the columns and one along the rows.
/// low-rank: several of those. fft: products of the Fourier transforms of tiles.
enum class ConvolutionMethod { direct, box, separable, low_rank, fft };

template <>
struct EnumNames<ConvolutionMethod> {
    static constexpr ConvolutionMethod last = ConvolutionMethod::fft;
    static constexpr std::array<std::string_view, 5> names{"direct", "box", "separable", "low-rank", "fft"};
};
static_assert(every_value_has_a_name<ConvolutionMethod>);

struct ConvolutionReport {
    ConvolutionMethod method = ConvolutionMethod::direct;
    int rank = 0;           ///< separable terms that the kernel is the sum of
    double operations = 0;  ///< multiplications and additions for each value of the result, about
    double elapsed_ms = 0;  ///< 0 where it is not known yet
};

}  // namespace droplet
