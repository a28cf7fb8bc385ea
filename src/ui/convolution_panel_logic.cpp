#include "ui/convolution_panel_logic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "math/border.h"

namespace droplet {

float flip_difference(const Kernel& kernel) {
    float largest = 0;
    for (std::size_t i = 0; i < kernel.weights.size(); ++i)
        largest =
            std::max(largest, std::fabs(kernel.weights[i] - kernel.weights[kernel.weights.size() - 1 - i]));
    return largest;
}

std::string flip_sentence(const Kernel& kernel) {
    if (kernel.empty()) return "There is no kernel yet.";
    const float difference = flip_difference(kernel);
    // The smallest of roundings, as of weights that were computed, is no difference to be seen.
    const auto [low, high] = std::ranges::minmax(kernel.weights);
    if (difference <= 1e-6f * std::max(std::fabs(low), std::fabs(high)))
        return "Symmetric under a half turn: no difference.";
    return fmt::format("It matters: |k − flipped k| is up to {:.4g}.", difference);
}

Kernel letter_kernel() {
    constexpr std::array<const char*, 5> rows{".####", ".#...", ".###.", ".#...", ".#..."};
    Kernel kernel(5, 5);
    for (int y = 0; y < 5; ++y)
        for (int x = 0; x < 5; ++x)
            kernel.at(y, x) = rows[static_cast<std::size_t>(y)][x] == '#' ? 0.1f : 0.0f;
    return kernel;
}

std::string convolution_refusal(const ConvolutionParams& p, int channels, std::string_view key) {
    if (key == "border" && p.mode == ConvolutionMode::valid)
        return "Mode valid needs no border: the window never leaves the image.";
    if (key == "border-value" && (p.mode == ConvolutionMode::valid || p.border != Border::constant))
        return "Only the border constant has a value.";
    if (key == "channels" && channels == 1) return "The picture has one channel.";
    if ((key == "threshold" || key == "top") && !p.thresholding) return "The threshold is off.";
    return {};
}

std::string mode_refusal(const ConvolutionParams& p, ConvolutionMode mode) {
    if (p.feed == ConvolutionFeed::iterate && mode != ConvolutionMode::same)
        return "An iterated convolution keeps the picture's size: choose once, diffuse or learn first.";
    return {};
}

std::string feed_refusal(const ConvolutionParams& p, ConvolutionFeed feed) {
    if (feed == ConvolutionFeed::iterate && p.mode != ConvolutionMode::same)
        return "Only mode same can be iterated: the others change the size with every step.";
    return {};
}

ResultSize result_size(const ConvolutionParams& params, const Kernel& kernel, Size image) {
    if (image == Size{} || kernel.empty()) return {};
    if (params.mode == ConvolutionMode::valid && (kernel.width > image.width || kernel.height > image.height))
        return {fmt::format("none: {} × {} kernel, {} × {} picture", kernel.width, kernel.height, image.width,
                            image.height),
                false};
    const Size size = convolved_size(image, kernel, params.mode);
    return {fmt::format("{} × {}", size.width, size.height), true};
}

std::string border_patterns() {
    constexpr int n = 4, beyond = 3;
    std::string text;
    for (std::size_t i = 0; i < EnumNames<Border>::names.size(); ++i) {
        std::string row;
        for (int x = -beyond; x < n + beyond; ++x) {
            if (x == 0 || x == n) row += '|';
            const int from = math::border_index(x, n, static_cast<Border>(i));
            row += from < 0 ? 'v' : "abcd"[from];
        }
        text += fmt::format("{}{}: {}", i > 0 ? "\n" : "", EnumNames<Border>::names[i], row);
    }
    return text;
}

}  // namespace droplet
