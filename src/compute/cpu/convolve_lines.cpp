#include "compute/cpu/convolve_lines.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "math/border.h"

namespace droplet {

BorderMap::BorderMap(Size picture, const Correlation& correlation, const ConvolutionParams& params)
    : picture_(picture),
      shift_x_(correlation.shift_x),
      places_(correlation.size.width + correlation.kernel.width - 1),
      border_value_(params.border_value) {
    const int lines = correlation.size.height + correlation.kernel.height - 1;
    rows_.resize(static_cast<std::size_t>(lines));
    for (int i = 0; i < lines; ++i)
        rows_[static_cast<std::size_t>(i)] =
            math::border_index(i - correlation.shift_y, picture.height, params.border);
    columns_.resize(static_cast<std::size_t>(places_));
    for (int j = 0; j < places_; ++j)
        columns_[static_cast<std::size_t>(j)] =
            math::border_index(j - shift_x_, picture.width, params.border);
    if (params.border == Border::constant)
        constant_line_.assign(static_cast<std::size_t>(front + picture.width + Image::row_padding),
                              params.border_value);

    constexpr int step = Image::row_alignment;
    inner_begin_ = (std::max(shift_x_, 0) + step - 1) / step * step;
    const int end = std::min(picture.width + shift_x_ - correlation.kernel.width + 1, correlation.size.width);
    inner_end_ = inner_begin_ + std::max(0, (end - inner_begin_) / step * step);
    if (inner_end_ == inner_begin_) inner_begin_ = inner_end_ = correlation.size.width;
}

void BorderMap::gather(const float* line, int first, int count, float* to) const {
    const int end = std::clamp(places_, first, first + count);
    const int inside = std::clamp(shift_x_, first, end);
    const int beyond = std::clamp(shift_x_ + picture_.width, inside, end);
    for (int j = first; j < inside; ++j) to[j - first] = value_at(line, j, border_value_);
    std::memcpy(to + inside - first, line + inside - shift_x_,
                static_cast<std::size_t>(beyond - inside) * sizeof(float));
    for (int j = beyond; j < end; ++j) to[j - first] = value_at(line, j, border_value_);
    std::fill(to + end - first, to + count, 0.0f);
}

void BorderMap::extend(float* row, float constant) const {
    for (int j = 0; j < shift_x_ && j < places_; ++j) row[j - shift_x_] = value_at(row, j, constant);
    for (int j = std::max(0, shift_x_ + picture_.width); j < places_; ++j)
        row[j - shift_x_] = value_at(row, j, constant);
}

}  // namespace droplet
