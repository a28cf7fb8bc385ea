#pragma once
#include <cstddef>
#include <vector>

#include "model/image.h"

namespace droplet {

/// Weights of a convolution kernel as drawn: row by row from the top left, height x width, both 1 to 31. The
/// anchor, which stands on the pixel that is computed, is weight (height / 2, width / 2): the middle, and of
/// even sides the later of the two in the middle, as in OpenCV.
struct Kernel {
    static constexpr int longest_side = 31;

    int width = 0, height = 0;  ///< 0: no kernel
    std::vector<float> weights;

    Kernel() = default;
    /// All weights 0.
    Kernel(int w, int h)
        : width(w), height(h), weights(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}

    bool empty() const { return weights.empty(); }
    Size size() const { return {width, height}; }
    float& at(int y, int x) { return weights[index(y, x)]; }
    float at(int y, int x) const { return weights[index(y, x)]; }

    bool operator==(const Kernel&) const = default;

 private:
    std::size_t index(int y, int x) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
    }
};

/// Weights beyond this are not valid: what a picture makes of them has no digits left.
inline constexpr float largest_kernel_weight = 1e6f;

/// The kernel turned by half a turn: left-right and up-down.
Kernel flipped(const Kernel& kernel);

}  // namespace droplet
