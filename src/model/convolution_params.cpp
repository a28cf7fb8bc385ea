#include "model/convolution_params.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <numeric>

#include "model/error.h"

namespace droplet {
namespace {

Kernel square(int side, std::initializer_list<float> weights, float divisor = 1) {
    Kernel kernel(side, side);
    std::transform(weights.begin(), weights.end(), kernel.weights.begin(),
                   [divisor](float weight) { return weight / divisor; });
    return kernel;
}

Kernel identity(int side) {
    Kernel kernel(side, side);
    kernel.at(side / 2, side / 2) = 1;
    return kernel;
}

Kernel box(int side) {
    Kernel kernel(side, side);
    std::fill(kernel.weights.begin(), kernel.weights.end(), 1 / static_cast<float>(side * side));
    return kernel;
}

/// a · A + b · B of kernels of one size.
Kernel combined(float a, const Kernel& first, float b, const Kernel& second) {
    Kernel result = first;
    for (std::size_t i = 0; i < result.weights.size(); ++i)
        result.weights[i] = a * first.weights[i] + b * second.weights[i];
    return result;
}

void divide_by_sum(std::vector<double>& values, Kernel& kernel) {
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    std::transform(values.begin(), values.end(), kernel.weights.begin(),
                   [sum](double value) { return static_cast<float>(value / sum); });
}

Kernel gaussian(int side, float sigma) {
    // Around the middle, also of even sides: the blur then moves the picture by half a pixel, not by one.
    std::vector<double> values;
    const double middle = (side - 1) / 2.0,
                 scale = -0.5 / (static_cast<double>(sigma) * static_cast<double>(sigma));
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            values.push_back(std::exp(scale * ((y - middle) * (y - middle) + (x - middle) * (x - middle))));
    Kernel kernel(side, side);
    divide_by_sum(values, kernel);
    return kernel;
}

/// A line through the middle, a pixel wide and `side` long, each weight the share of its cell within it.
Kernel motion_blur(int side, float degrees) {
    const double angle = static_cast<double>(degrees) * std::numbers::pi / 180;
    const double along_x = std::cos(angle), along_y = -std::sin(angle), middle = (side - 1) / 2.0;
    const double half_length = middle / std::max(std::abs(along_x), std::abs(along_y));
    std::vector<double> values;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const double dx = x - middle, dy = y - middle;
            const double along = std::abs(dx * along_x + dy * along_y);
            const double across = std::abs(dx * along_y - dy * along_x);
            values.push_back(std::clamp(1 - across, 0.0, 1.0) *
                             std::clamp(half_length + 0.5 - along, 0.0, 1.0));
        }
    Kernel kernel(side, side);
    divide_by_sum(values, kernel);
    return kernel;
}

}  // namespace

Kernel flipped(const Kernel& kernel) {
    Kernel result = kernel;
    std::reverse(result.weights.begin(), result.weights.end());
    return result;
}

Kernel kernel_of(const ConvolutionParams& p, const Kernel& custom) {
    switch (p.kernel) {
        case KernelName::identity:
            return identity(3);
        case KernelName::box:
            return box(p.kernel_size);
        case KernelName::sharpen:
            return combined(2, identity(3), -1, box(3));
        case KernelName::blur_edges:
            return combined(1, identity(3), -1, box(3));
        case KernelName::gaussian_5x5:
            return square(
                5, {1, 4, 6, 4, 1, 4, 16, 24, 16, 4, 6, 24, 36, 24, 6, 4, 16, 24, 16, 4, 1, 4, 6, 4, 1}, 256);
        case KernelName::gaussian:
            return gaussian(p.kernel_size, p.kernel_sigma);
        case KernelName::edge:
            return square(3, {-1, -1, -1, -1, 8, -1, -1, -1, -1});
        case KernelName::laplace:
            return square(3, {0, 1, 0, 1, -4, 1, 0, 1, 0});
        case KernelName::sobel_x:
            return square(3, {-1, 0, 1, -2, 0, 2, -1, 0, 1});
        case KernelName::sobel_y:
            return square(3, {-1, -2, -1, 0, 0, 0, 1, 2, 1});
        case KernelName::scharr_x:
            return square(3, {-3, 0, 3, -10, 0, 10, -3, 0, 3});
        case KernelName::scharr_y:
            return square(3, {-3, -10, -3, 0, 0, 0, 3, 10, 3});
        case KernelName::prewitt_x:
            return square(3, {-1, 0, 1, -1, 0, 1, -1, 0, 1});
        case KernelName::prewitt_y:
            return square(3, {-1, -1, -1, 0, 0, 0, 1, 1, 1});
        case KernelName::emboss:
            return square(3, {-2, -1, 0, -1, 1, 1, 0, 1, 2});
        case KernelName::motion_blur:
            return motion_blur(p.kernel_size, p.kernel_angle);
        case KernelName::unsharp_mask:
            return combined(1 + p.kernel_amount, identity(p.kernel_size), -p.kernel_amount,
                            gaussian(p.kernel_size, p.kernel_sigma));
        case KernelName::custom:
            return custom;
    }
    return custom;
}

bool kernel_uses_size(KernelName name) {
    return name == KernelName::box || name == KernelName::gaussian || name == KernelName::motion_blur ||
           name == KernelName::unsharp_mask;
}
bool kernel_uses_sigma(KernelName name) {
    return name == KernelName::gaussian || name == KernelName::unsharp_mask;
}
bool kernel_uses_angle(KernelName name) {
    return name == KernelName::motion_blur;
}
bool kernel_uses_amount(KernelName name) {
    return name == KernelName::unsharp_mask;
}

Size convolved_size(Size image, const Kernel& kernel, ConvolutionMode mode) {
    switch (mode) {
        case ConvolutionMode::same:
            return image;
        case ConvolutionMode::full:
            return {image.width + kernel.width - 1, image.height + kernel.height - 1};
        case ConvolutionMode::valid:
            break;
    }
    if (kernel.width > image.width || kernel.height > image.height)
        throw Error(Fault::usage, "kernel",
                    fmt::format("{}x{} is larger than the picture, {}x{}, so that mode valid leaves nothing; "
                                "valid: a smaller kernel, or mode same or full",
                                kernel.width, kernel.height, image.width, image.height));
    return {image.width - kernel.width + 1, image.height - kernel.height + 1};
}

Correlation correlation_of(const Kernel& kernel, const ConvolutionParams& params, Size image) {
    if (kernel.empty())
        throw Error(Fault::usage, "kernel",
                    "there is no custom kernel; valid: a named one, or one from a file");
    Correlation result;
    result.size = convolved_size(image, kernel, params.mode);
    result.kernel = params.flip ? flipped(kernel) : kernel;
    const int anchor_y = params.flip ? kernel.height - 1 - kernel.height / 2 : kernel.height / 2;
    const int anchor_x = params.flip ? kernel.width - 1 - kernel.width / 2 : kernel.width / 2;
    switch (params.mode) {
        case ConvolutionMode::same:
            result.shift_y = anchor_y;
            result.shift_x = anchor_x;
            break;
        case ConvolutionMode::valid:
            break;
        case ConvolutionMode::full:
            result.shift_y = kernel.height - 1;
            result.shift_x = kernel.width - 1;
            break;
    }
    result.origin_y = anchor_y - result.shift_y;
    result.origin_x = anchor_x - result.shift_x;
    return result;
}

}  // namespace droplet
