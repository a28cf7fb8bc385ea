// The sum that makes one value of a convolution, cell by cell, apart from its drawing.
#pragma once
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/convolution_params.h"
#include "model/view.h"

namespace droplet {

/// Where the value of a cell of the window comes from: the pixel below it; beyond the border, the constant
/// value, or a pixel of its row (across_x), of its column (across_y), or of neither (across_both).
enum class CellSource { inside, constant, across_x, across_y, across_both };

struct WindowCell {
    int x = 0, y = 0;                ///< the image's pixel below it, which may lie beyond the border
    int source_x = 0, source_y = 0;  ///< the pixel whose value it takes; of a constant −1
    CellSource source = CellSource::inside;
    bool known = false;  ///< false: its value has not been read
    float value = 0, weight = 0, product = 0;
};

struct SlidingSum {
    int x = 0, y = 0;                ///< the pixel of the result
    int width = 0, height = 0;       ///< of the window
    int anchor_x = 0, anchor_y = 0;  ///< the cell that stands on the pixel
    std::vector<WindowCell> cells;   ///< row by row, with the kernel's weights as applied
    bool known = false;              ///< every cell is; else what follows says nothing
    float sum = 0;                   ///< of the products
    float scaled = 0;                ///< gain · sum
    float shifted = 0;               ///< + offset
    float magnitude = 0;             ///< its absolute value where that is on
    float value = 0;                 ///< after the threshold where that is on

    const WindowCell& at(int row, int column) const {
        return cells[static_cast<std::size_t>(row * width + column)];
    }
};

/// A pixel of the image; none where it has not been read.
using PixelValue = std::function<std::optional<float>(int x, int y)>;

/// The sum that makes pixel (x, y) of the result.
SlidingSum sliding_sum(const Correlation& correlation, const ConvolutionParams& params, Size image, int x,
                       int y, const PixelValue& value);

/// The parts of the image that the sum of pixel (x, y) of the result takes values from, rounded outwards to
/// whole squares of `square` pixels, so that they stay the same while the window moves a little.
std::vector<PixelRect> window_parts(const Correlation& correlation, Border border, Size image, int x, int y,
                                    int square = 16);
/// The part of a picture of this size around one of its pixels, rounded likewise.
PixelRect part_around(Size size, int x, int y, int square = 16);

/// "constant 0.5", "(3, 0), mirrored", "(3, 0), the nearest".
std::string source_text(const WindowCell& cell, const ConvolutionParams& params);

/// The results of the three modes in the image's coordinates: where they begin, and their sizes. The size of
/// valid is not positive where it is not possible.
struct ModeOutline {
    ConvolutionMode mode = ConvolutionMode::same;
    int x = 0, y = 0, width = 0, height = 0;
    bool possible() const { return width > 0 && height > 0; }
};
/// full, same, valid: from the largest to the smallest.
std::array<ModeOutline, 3> mode_outlines(const Kernel& kernel, bool flip, Size image);

}  // namespace droplet
