#include "model/kernel_edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace droplet {
namespace {

/// A kernel of this size, each weight from where `from(y, x)` says.
template <class F>
Kernel rearranged(Size size, F&& from) {
    Kernel result(size.width, size.height);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) result.at(y, x) = from(y, x);
    return result;
}

}  // namespace

double kernel_sum(const Kernel& kernel) {
    return std::accumulate(kernel.weights.begin(), kernel.weights.end(), 0.0);
}

float largest_weight_of(const Kernel& kernel) {
    float largest = 0;
    for (const float weight : kernel.weights) largest = std::max(largest, std::abs(weight));
    return largest;
}

Kernel resized(const Kernel& kernel, Size size) {
    const int down = size.height / 2 - kernel.height / 2, right = size.width / 2 - kernel.width / 2;
    return rearranged(size, [&](int y, int x) {
        const int from_y = y - down, from_x = x - right;
        const bool inside = from_y >= 0 && from_y < kernel.height && from_x >= 0 && from_x < kernel.width;
        return inside ? kernel.at(from_y, from_x) : 0.0f;
    });
}

Kernel transposed(const Kernel& kernel) {
    return rearranged({kernel.height, kernel.width}, [&](int y, int x) { return kernel.at(x, y); });
}

Kernel rotated(const Kernel& kernel) {
    return rearranged({kernel.height, kernel.width},
                      [&](int y, int x) { return kernel.at(x, kernel.width - 1 - y); });
}

Kernel mirrored_left_right(const Kernel& kernel) {
    return rearranged(kernel.size(), [&](int y, int x) { return kernel.at(y, kernel.width - 1 - x); });
}

Kernel mirrored_up_down(const Kernel& kernel) {
    return rearranged(kernel.size(), [&](int y, int x) { return kernel.at(kernel.height - 1 - y, x); });
}

Kernel scaled(const Kernel& kernel, double factor) {
    return rearranged(kernel.size(), [&](int y, int x) {
        return static_cast<float>(factor * static_cast<double>(kernel.at(y, x)));
    });
}

Kernel normalized(const Kernel& kernel) {
    return scaled(kernel, 1 / kernel_sum(kernel));
}

std::string why_not_normalized(const Kernel& kernel) {
    double size = 0;
    for (const float weight : kernel.weights) size += static_cast<double>(std::abs(weight));
    if (!(std::abs(kernel_sum(kernel)) > 1e-6 * size)) return "The sum is 0: there is nothing to divide by.";
    return why_not_valid(normalized(kernel));
}

Kernel combined(double a, const Kernel& first, double b, const Kernel& second) {
    const Size size{std::max(first.width, second.width), std::max(first.height, second.height)};
    const Kernel left = resized(first, size), right = resized(second, size);
    return rearranged(size, [&](int y, int x) {
        return static_cast<float>(a * static_cast<double>(left.at(y, x)) +
                                  b * static_cast<double>(right.at(y, x)));
    });
}

Kernel convolved(const Kernel& first, const Kernel& second) {
    const Size size{first.width + second.width - 1, first.height + second.height - 1};
    return rearranged(size, [&](int y, int x) {
        double sum = 0;
        for (int i = std::max(0, y - second.height + 1); i <= std::min(y, first.height - 1); ++i)
            for (int j = std::max(0, x - second.width + 1); j <= std::min(x, first.width - 1); ++j)
                sum += static_cast<double>(first.at(i, j)) * static_cast<double>(second.at(y - i, x - j));
        return static_cast<float>(sum);
    });
}

std::string why_not_convolved(const Kernel& first, const Kernel& second) {
    const int width = first.width + second.width - 1, height = first.height + second.height - 1;
    if (std::max(width, height) <= Kernel::longest_side) return {};
    return fmt::format("A ∗ B would be {}x{}; kernels are at most {}x{}.", width, height,
                       Kernel::longest_side, Kernel::longest_side);
}

std::string why_not_valid(const Kernel& kernel) {
    const bool valid = std::all_of(kernel.weights.begin(), kernel.weights.end(),
                                   [](float weight) { return std::abs(weight) <= largest_kernel_weight; });
    if (valid) return {};
    return fmt::format("A weight would be beyond ±{}.", largest_kernel_weight);
}

Operator operator_of(const Kernel& kernel, int channels) {
    Operator op;
    op.channels = channels;
    for (int c = 0; c < channels; ++c)
        std::copy(kernel.weights.begin(), kernel.weights.end(),
                  op.weights.begin() + (c * channels + c) * Operator::taps);
    return op;
}

std::string why_no_operator(const Kernel& kernel) {
    if (kernel.size() != Size{Operator::side, Operator::side})
        return fmt::format("An operator is 3x3; this kernel is {}x{}.", kernel.width, kernel.height);
    if (largest_weight_of(kernel) <= largest_weight) return {};
    return fmt::format("An operator's weights are at most {}.", largest_weight);
}

Kernel kernel_of(const Operator& op) {
    Kernel kernel(Operator::side, Operator::side);
    for (std::size_t tap = 0; tap < kernel.weights.size(); ++tap) {
        double sum = 0;
        for (int c = 0; c < op.channels; ++c)
            sum += static_cast<double>(
                op.weights[static_cast<std::size_t>((c * op.channels + c) * Operator::taps) + tap]);
        kernel.weights[tap] = static_cast<float>(sum / op.channels);
    }
    return kernel;
}

}  // namespace droplet
