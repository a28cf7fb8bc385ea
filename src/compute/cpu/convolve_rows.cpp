#include "compute/cpu/convolve_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "compute/cpu/convolve_rows.cpp"
#include "hwy/foreach_target.h"
// Highway first: the loops below are compiled for its targets.
#include "compute/cpu/convolve_rows-inl.h"
#include "hwy/highway.h"
#include "math/convolution.h"
#include "math/grey.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

HWY_NOINLINE void grey_row(const float* red, const float* green, const float* blue, float* out, int columns) {
    const FloatTag d;
    const Vector r = hn::Set(d, math::grey_red), g = hn::Set(d, math::grey_green),
                 b = hn::Set(d, math::grey_blue);
    for (int x = 0; x < columns; x += lanes()) {
        const Vector rest = hn::Add(hn::Mul(g, load(green + x)), hn::Mul(b, load(blue + x)));
        hn::Store(hn::Add(hn::Mul(r, load(red + x)), rest), d, out + x);
    }
}

RowKernels select_rows() {
    return {correlate, along_row, add_rows, add_to_both, window_along, grey_row};
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace droplet {

HWY_EXPORT(select_rows);

RowKernels row_kernels() {
    return HWY_DYNAMIC_DISPATCH(select_rows)();
}

SumFinish::SumFinish(const ConvolutionParams& params, float factor)
    : plain(factor == 1.0f && math::leaves_sum(params)),
      scale(factor),
      gain(params.gain),
      offset(params.offset),
      threshold(params.threshold),
      top(params.top),
      absolute(params.absolute),
      thresholding(params.thresholding) {}

PackedWeights::PackedWeights(const float* weights, int height, int width) : height_(height), width_(width) {
    constexpr int rows = RowKernels::rows_at_once;
    values_.resize(static_cast<std::size_t>((height + rows - 1) * width * rows));
    for (int line = 0; line < height + rows - 1; ++line)
        for (int j = 0; j < width; ++j)
            for (int r = 0; r < rows; ++r) {
                const int i = line - r;  // the kernel's row that stands on this line in output row r
                const auto to = static_cast<std::size_t>((line * width + j) * rows + r);
                values_[to] = i >= 0 && i < height ? weights[i * width + j] : 0.0f;
            }
}

}  // namespace droplet
#endif
