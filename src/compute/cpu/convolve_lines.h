// A picture with its border, line by line.
#pragma once
#include <algorithm>
#include <vector>

#include "model/convolution_params.h"
#include "model/image.h"

namespace droplet {

/// Where the values stand that a correlation takes from a picture of a given size. Line i is what stands
/// under the kernel's first row for row i of the result, place j under its first column for column j.
class BorderMap {
 public:
    BorderMap(Size picture, const Correlation& correlation, const ConvolutionParams& params);

    /// Of a plane of that picture; behind the last line that. Beyond the border, under the rule `constant`, a
    /// line of that value.
    const float* line(const ConstPlane& plane, int i) const {
        const int y = rows_[std::min(static_cast<std::size_t>(i), rows_.size() - 1)];
        return y < 0 ? constant_line_.data() + front : plane.row(y);
    }

    /// The places [first, first + count) of a line, those beyond the border too; 0 beyond the last place.
    void gather(const float* line, int first, int count, float* to) const;

    /// Fills in what stands beyond the border on both sides of the values row[0 … picture's width), where a
    /// value beyond the constant border is `constant`.
    void extend(float* row, float constant) const;

    /// Of columns of the result that need values of the picture alone, the first and the one behind the last;
    /// multiples of 16 apart, the first a multiple of 16. The same where there are none.
    int inner_begin() const { return inner_begin_; }
    int inner_end() const { return inner_end_; }

    int shift_x() const { return shift_x_; }
    /// The columns of the picture, and the most floats that are filled in on either side of them.
    int picture_width() const { return picture_.width; }
    static constexpr int most_beyond = 2 * Kernel::longest_side;

 private:
    static constexpr int front = Image::front_padding;
    float value_at(const float* line, int place, float constant) const {
        const int x = columns_[static_cast<std::size_t>(place)];
        return x < 0 ? constant : line[x];
    }

    Size picture_;
    int shift_x_, places_;
    float border_value_;
    std::vector<int> rows_, columns_;  ///< of the picture, by line and place; −1: the constant
    std::vector<float> constant_line_;
    int inner_begin_, inner_end_;
};

}  // namespace droplet
