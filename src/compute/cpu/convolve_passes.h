// The methods of convolution on a band of rows of one channel.
#pragma once
#include <algorithm>
#include <array>

#include "compute/cpu/convolve_lines.h"
#include "compute/cpu/convolve_plan.h"
#include "compute/cpu/convolve_rows.h"

namespace droplet {

/// A convolution of one picture: what its bands have in common.
struct ConvolutionPass {
    const KernelPlan& plan;
    const BorderMap& border;
    RowKernels rows;
    float border_value;
    SumFinish finish;
    bool past_the_cache;

    /// Rows of a band of the method, and the memory it needs.
    int band_rows(ConvolutionMethod method) const;
    std::size_t scratch_floats(ConvolutionMethod method) const;

    /// Rows [y0, y1) of the result of a plane; y0 is a multiple of band_rows(). `method` is direct, box,
    /// separable or low-rank.
    void run_band(ConvolutionMethod method, const ConstPlane& in, const Plane& out, int y0, int y1,
                  float* scratch) const;

 private:
    static constexpr int most_lines =
        std::max(2 * Kernel::longest_side, Kernel::longest_side + RowKernels::rows_at_once);
    using Lines = std::array<const float*, most_lines>;

    Lines lines_for(const ConstPlane& in, int y, int count) const;
    void direct_rows(const ConstPlane& in, const Plane& out, int y, int count, float* scratch) const;
    void separable_rows(const ConstPlane& in, const Plane& out, int y, int count, float* scratch) const;
    void box_rows(const ConstPlane& in, const Plane& out, int y, int count, float* scratch) const;
    void edge(const float* const* lines, int count, int x0, int x1, const SumRows& to, float* scratch) const;
    SumRows target(const Plane& out, int y, int count) const;
    std::ptrdiff_t buffer_stride() const;
};

}  // namespace droplet
