#include "compute/convolution_reference.h"

#include <algorithm>
#include <cmath>

namespace droplet::test {
namespace {

/// The pixel that stands at index i of a row of n, by stepping the way the border's picture says; −1: none.
int pixel_at(int i, int n, Border border) {
    if (border == Border::constant) return i >= 0 && i < n ? i : -1;
    if (border == Border::replicate) return std::clamp(i, 0, n - 1);
    if (n == 1) return 0;
    while (i < 0 || i >= n) {
        if (border == Border::wrap) {
            i += i < 0 ? n : -n;
        } else {
            const int again = border == Border::reflect ? 1 : 0;
            i = i < 0 ? -i - again : 2 * (n - 1) - i + again;
        }
    }
    return i;
}

}  // namespace

Reference reference_convolution(const Image& image, const Kernel& kernel, const ConvolutionParams& params) {
    const Correlation correlation = correlation_of(kernel, params, image.size());
    Reference result(Image(correlation.size, image.channels()));
    const int anchor_y = params.flip ? kernel.height - 1 - kernel.height / 2 : kernel.height / 2;
    const int anchor_x = params.flip ? kernel.width - 1 - kernel.width / 2 : kernel.width / 2;
    const bool same = params.mode == ConvolutionMode::same, full = params.mode == ConvolutionMode::full;
    const int shift_y = same ? anchor_y : full ? kernel.height - 1 : 0;
    const int shift_x = same ? anchor_x : full ? kernel.width - 1 : 0;
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < correlation.size.height; ++y)
            for (int x = 0; x < correlation.size.width; ++x) {
                double sum = 0;
                for (int i = 0; i < kernel.height; ++i)
                    for (int j = 0; j < kernel.width; ++j) {
                        const int from_y = pixel_at(y + i - shift_y, image.height(), params.border);
                        const int from_x = pixel_at(x + j - shift_x, image.width(), params.border);
                        const float value = from_y < 0 || from_x < 0 ? params.border_value
                                                                     : image.plane(c).row(from_y)[from_x];
                        const float weight = params.flip
                                                 ? kernel.at(kernel.height - 1 - i, kernel.width - 1 - j)
                                                 : kernel.at(i, j);
                        sum += static_cast<double>(value) * static_cast<double>(weight);
                    }
                double value = static_cast<double>(params.gain) * sum + static_cast<double>(params.offset);
                if (params.absolute) value = std::abs(value);
                if (params.thresholding)
                    value =
                        value > static_cast<double>(params.threshold) ? static_cast<double>(params.top) : 0;
                result.at(c, y, x) = value;
            }
    return result;
}

double convolution_range(const Image& image, const Kernel& kernel, const ConvolutionParams& params) {
    double weights = 0, largest = std::abs(static_cast<double>(params.border_value));
    for (const float weight : kernel.weights) weights += std::abs(static_cast<double>(weight));
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                largest = std::max(largest, std::abs(static_cast<double>(image.plane(c).row(y)[x])));
    return weights * largest * std::abs(static_cast<double>(params.gain));
}

Kernel random_kernel(int width, int height, std::uint32_t seed) {
    Kernel kernel(width, height);
    std::uint32_t state = seed * 2654435761U + 97;
    for (float& weight : kernel.weights) {
        state ^= state << 13, state ^= state >> 17, state ^= state << 5;
        weight = static_cast<float>(state >> 8) / static_cast<float>(1 << 23) - 1.0f;
    }
    return kernel;
}

}  // namespace droplet::test
