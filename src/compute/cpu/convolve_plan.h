// How a convolution is computed: what there is to know of the kernel, and which method is the fastest.
#pragma once
#include <optional>
#include <vector>

#include "compute/convolution_report.h"
#include "compute/cpu/convolve_rows.h"
#include "model/convolution_params.h"

namespace droplet {

/// A kernel without the rows and columns of zeros around it, and as a sum of separable ones.
class KernelPlan {
 public:
    explicit KernelPlan(const Kernel& kernel);

    const Kernel& whole() const { return whole_; }
    /// The kernel without its outer zeros, 1x1 at least, and where it stands in the whole one.
    const Kernel& kernel() const { return kernel_; }
    int top() const { return top_; }
    int left() const { return left_; }

    bool is_box() const { return box_; }
    /// As many separable terms as make up the kernel to rounding error.
    int rank() const { return rank_; }

    /// Weights in the order of the inner loops; of term t, its column and all terms' rows.
    const PackedWeights& weights() const { return weights_; }
    const PackedWeights& column(int t) const { return columns_[static_cast<std::size_t>(t)]; }
    float column_sum(int t) const { return column_sums_[static_cast<std::size_t>(t)]; }
    const float* rows() const { return rows_.data(); }

    /// The method with the least expected time; `fft_operations` as FftConvolver says, 0 where it cannot be
    /// taken.
    ConvolutionMethod fastest(double fft_operations) const;
    bool can(ConvolutionMethod method) const;
    /// Multiplications and additions for each value; not for fft.
    double operations(ConvolutionMethod method) const;

 private:
    void trim();
    void factorize();

    Kernel whole_, kernel_;
    int top_ = 0, left_ = 0;
    bool box_ = false;
    int rank_ = 0;
    PackedWeights weights_;
    std::vector<PackedWeights> columns_;
    std::vector<float> column_sums_, rows_;
};

/// Additions for each value of a window of `width` neighbours along a row (RowKernels::window_along).
int window_additions(int width);

}  // namespace droplet
