#include "compute/cpu/convolve_plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "math/kernel_factors.h"

namespace droplet {
namespace {

/// What the sum of the absolute weights may change by when small terms of a kernel are left out: an error
/// that a picture cannot show more of than of the rounding of the weights themselves.
constexpr double rank_tolerance = 5e-7;

/// Expected time for each value of the result, in multiply-adds of the direct method; measured with
/// tests/bench at 1920x1080x3 on one thread, where AVX-512 does 85 to 105 thousand million of those a second
/// and AVX2 half as many; the proportions are alike. Moving the picture through memory is common to all
/// methods and left out.
constexpr double term_cost = 5;  ///< of a separable term, apart from its products
constexpr double along_row_cost =
    1.5;                           ///< of a product along a row, where a loaded value serves one row only
constexpr double box_cost = 17;    ///< of the sums down, and what the sums along have in common
constexpr double window_cost = 1;  ///< of an addition along a row
constexpr double fft_cost = 1.3;   ///< of an operation of the transforms

}  // namespace

KernelPlan::KernelPlan(const Kernel& kernel) : whole_(kernel) {
    trim();
    const float first = kernel_.weights.front();
    box_ =
        kernel_.weights.size() > 1 && first != 0 &&
        std::all_of(kernel_.weights.begin(), kernel_.weights.end(), [first](float w) { return w == first; });
    weights_ = PackedWeights(kernel_.weights.data(), kernel_.height, kernel_.width);
    factorize();
}

void KernelPlan::trim() {
    int top = whole_.height, bottom = -1, left = whole_.width, right = -1;
    for (int y = 0; y < whole_.height; ++y)
        for (int x = 0; x < whole_.width; ++x)
            if (whole_.at(y, x) != 0) {
                top = std::min(top, y), bottom = std::max(bottom, y);
                left = std::min(left, x), right = std::max(right, x);
            }
    if (bottom < 0) top = bottom = left = right = 0;
    top_ = top, left_ = left;
    kernel_ = Kernel(right - left + 1, bottom - top + 1);
    for (int y = 0; y < kernel_.height; ++y)
        for (int x = 0; x < kernel_.width; ++x) kernel_.at(y, x) = whole_.at(top + y, left + x);
}

void KernelPlan::factorize() {
    const math::KernelFactors factors = math::factors_of(kernel_);
    std::vector<double> rest(kernel_.weights.begin(), kernel_.weights.end());
    const auto size_of = [&rest] {
        return std::accumulate(rest.begin(), rest.end(), 0.0,
                               [](double sum, double value) { return sum + std::abs(value); });
    };
    const double allowed = rank_tolerance * size_of();
    for (const math::SeparableTerm& term : factors.terms) {
        if (size_of() <= allowed) break;
        const std::vector<float> column(term.column.begin(), term.column.end()),
            row(term.row.begin(), term.row.end());
        for (std::size_t y = 0, i = 0; y < column.size(); ++y)
            for (std::size_t x = 0; x < row.size(); ++x, ++i) rest[i] -= term.column[y] * term.row[x];
        columns_.emplace_back(column.data(), kernel_.height, 1);
        column_sums_.push_back(std::accumulate(column.begin(), column.end(), 0.0f));
        rows_.insert(rows_.end(), row.begin(), row.end());
        ++rank_;
    }
}

bool KernelPlan::can(ConvolutionMethod method) const {
    switch (method) {
        case ConvolutionMethod::direct:
        case ConvolutionMethod::fft:
            return true;
        case ConvolutionMethod::box:
            return box_;
        case ConvolutionMethod::separable:
            return rank_ == 1;
        case ConvolutionMethod::low_rank:
            return rank_ > 0;
    }
    return false;
}

double KernelPlan::operations(ConvolutionMethod method) const {
    switch (method) {
        case ConvolutionMethod::box:
            return 3 + window_additions(kernel_.width) + 1;
        case ConvolutionMethod::separable:
        case ConvolutionMethod::low_rank:
            return 2.0 * rank_ * (kernel_.width + kernel_.height);
        case ConvolutionMethod::direct:
        case ConvolutionMethod::fft:
            break;
    }
    return 2.0 * kernel_.width * kernel_.height;
}

ConvolutionMethod KernelPlan::fastest(double fft_operations) const {
    const double direct = static_cast<double>(kernel_.width) * kernel_.height;
    const double terms = rank_ * (term_cost + kernel_.height + along_row_cost * kernel_.width);
    const double fft = fft_operations > 0 ? fft_operations * fft_cost : direct;
    const double box = box_cost + window_cost * window_additions(kernel_.width);
    if (box_ && box < std::min(direct, terms)) return ConvolutionMethod::box;
    if (rank_ > 0 && terms < std::min(direct, fft))
        return rank_ == 1 ? ConvolutionMethod::separable : ConvolutionMethod::low_rank;
    return fft < direct ? ConvolutionMethod::fft : ConvolutionMethod::direct;
}

int window_additions(int width) {
    int levels = 0, pieces = 0;
    for (int bits = width; bits > 1; bits /= 2) ++levels;
    for (int bits = width; bits > 0; bits /= 2) pieces += bits % 2;
    return levels + pieces - 1;
}

}  // namespace droplet
