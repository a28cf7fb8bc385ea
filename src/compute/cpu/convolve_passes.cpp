#include "compute/cpu/convolve_passes.h"

#include <algorithm>
#include <array>

namespace droplet {
namespace {

constexpr int rows_at_once = RowKernels::rows_at_once;
/// A place in a buffer's row, on a vector's boundary, where the picture's columns begin, so that there is
/// room for the border on both sides.
constexpr int buffer_front = 32;
static_assert(buffer_front >= Kernel::longest_side);

/// Columns that are computed at once where the border is near.
constexpr int edge_columns = 64;
constexpr int edge_stride = 128;
static_assert(edge_stride >= edge_columns + Kernel::longest_side + Image::row_padding);

}  // namespace

int ConvolutionPass::band_rows(ConvolutionMethod method) const {
    if (method != ConvolutionMethod::box) return 8 * rows_at_once;
    // Whole windows of sums.
    constexpr int wanted = 64;
    const int height = plan.kernel().height;
    return (wanted + height - 1) / height * height;
}

std::ptrdiff_t ConvolutionPass::buffer_stride() const {
    const int floats = buffer_front + border.picture_width() + BorderMap::most_beyond + 128;
    const int stride = (floats + 15) / 16 * 16;
    // A stride that is a multiple of 4 KiB would map all rows to the same cache set.
    return stride % 1024 == 0 ? stride + 16 : stride;
}

std::size_t ConvolutionPass::scratch_floats(ConvolutionMethod method) const {
    const auto stride = static_cast<std::size_t>(buffer_stride());
    switch (method) {
        case ConvolutionMethod::direct:
            return static_cast<std::size_t>(edge_stride) * std::tuple_size_v<Lines>;
        case ConvolutionMethod::box:
            return stride * static_cast<std::size_t>(plan.kernel().height + 2) + RowKernels::window_scratch;
        default:
            return stride * static_cast<std::size_t>(rows_at_once * plan.rank());
    }
}

void ConvolutionPass::run_band(ConvolutionMethod method, const ConstPlane& in, const Plane& out, int y0,
                               int y1, float* scratch) const {
    if (method == ConvolutionMethod::box) {
        const int step = plan.kernel().height;
        for (int y = y0; y < y1; y += step) box_rows(in, out, y, std::min(step, y1 - y), scratch);
        return;
    }
    for (int y = y0; y < y1; y += rows_at_once) {
        const int count = std::min(rows_at_once, y1 - y);
        if (method == ConvolutionMethod::direct) {
            direct_rows(in, out, y, count, scratch);
        } else {
            separable_rows(in, out, y, count, scratch);
        }
    }
}

SumRows ConvolutionPass::target(const Plane& out, int y, int count) const {
    return {out.row(y), out.stride, count, out.size.width, &finish, past_the_cache};
}

/// Columns [x0, x1) from copies of the lines, with their border.
void ConvolutionPass::edge(const float* const* lines, int count, int x0, int x1, const SumRows& to,
                           float* scratch) const {
    Lines copies;
    for (int x = x0; x < x1; x += edge_columns) {
        SumRows part = to;
        part.first += x;
        part.columns = std::min(edge_columns, x1 - x);
        const int width = (part.columns + 15) / 16 * 16 + plan.kernel().width - 1;
        for (int i = 0; i < count; ++i) {
            float* const copy = scratch + i * edge_stride;
            border.gather(lines[i], x, width, copy);
            copies[static_cast<std::size_t>(i)] = copy;
        }
        rows.correlate(copies.data(), plan.weights(), nullptr, part);
    }
}

/// The lines that `count` rows from y on are made of. Rows beyond the last are computed too, from any line,
/// and not stored.
ConvolutionPass::Lines ConvolutionPass::lines_for(const ConstPlane& in, int y, int count) const {
    const int needed = count + plan.kernel().height - 1, all = rows_at_once + plan.kernel().height - 1;
    Lines lines;
    for (int i = 0; i < all; ++i)
        lines[static_cast<std::size_t>(i)] = border.line(in, y + std::min(i, needed - 1));
    return lines;
}

void ConvolutionPass::direct_rows(const ConstPlane& in, const Plane& out, int y, int count,
                                  float* scratch) const {
    Lines lines = lines_for(in, y, count), ahead;
    const int all = rows_at_once + plan.kernel().height - 1;
    const SumRows whole = target(out, y, count);
    edge(lines.data(), all, 0, border.inner_begin(), whole, scratch);
    edge(lines.data(), all, border.inner_end(), out.size.width, whole, scratch);
    if (border.inner_begin() == border.inner_end()) return;
    SumRows inner = whole;
    inner.first += border.inner_begin();
    inner.columns = border.inner_end() - border.inner_begin();
    for (int i = 0; i < all; ++i)
        lines[static_cast<std::size_t>(i)] += border.inner_begin() - border.shift_x();
    for (int r = 0; r < rows_at_once; ++r)
        ahead[static_cast<std::size_t>(r)] = border.line(in, y + all + r) + border.inner_begin();
    rows.correlate(lines.data(), plan.weights(), ahead.data(), inner);
}

void ConvolutionPass::separable_rows(const ConstPlane& in, const Plane& out, int y, int count,
                                     float* scratch) const {
    static const SumFinish as_it_is;
    const Lines lines = lines_for(in, y, count);
    const std::ptrdiff_t stride = buffer_stride();
    const auto buffer = [&](int term, int row) {
        return scratch + buffer_front + (term * rows_at_once + row) * stride;
    };
    for (int t = 0; t < plan.rank(); ++t) {
        rows.correlate(lines.data(), plan.column(t), nullptr,
                       {buffer(t, 0), stride, count, in.size.width, &as_it_is, false});
        for (int r = 0; r < count; ++r) border.extend(buffer(t, r), border_value * plan.column_sum(t));
    }
    // The picture's next rows are asked for here, where nothing else is read from memory.
    const int next = y + rows_at_once + plan.kernel().height - 1;
    Lines sums;
    for (int r = 0; r < count; ++r) {
        for (int t = 0; t < plan.rank(); ++t)
            sums[static_cast<std::size_t>(t)] = buffer(t, r) - border.shift_x();
        rows.along_row(sums.data(), plan.rows(), plan.rank(), plan.kernel().width, border.line(in, next + r),
                       target(out, y + r, 1));
    }
}

/// A block of as many rows as the kernel has. Every line is added to two sums, whatever the height: of the
/// lines from it to the last that the first row sees, and of those from there down to it; a window is the end
/// of the one and the beginning of the other (van Herk's way with maxima). Hence no rounding error is carried
/// along, and a line matters to the windows alone that it is in.
void ConvolutionPass::box_rows(const ConstPlane& in, const Plane& out, int y, int count,
                               float* scratch) const {
    const int height = plan.kernel().height, width = in.size.width;
    const std::ptrdiff_t stride = buffer_stride();
    float* const along = scratch + (height + 2) * stride;
    const auto buffer = [&](int i) { return scratch + buffer_front + i * stride; };
    const auto line = [&](int i) { return border.line(in, y + i); };
    // Rows 0 … height − 2 of the buffer: the sums upwards; then those downwards, and the window.
    const float* upwards = line(height - 1);
    for (int i = height - 2; i >= 0; --i) {
        rows.add_rows(upwards, line(i), width, buffer(i));
        upwards = buffer(i);
    }
    const float* downwards = nullptr;
    for (int r = 0; r < count; ++r) {
        float* window = buffer(height);
        if (r == 0) {
            std::copy_n(upwards, width, window);
        } else {
            const float* const other = r == height - 1 ? line(height - 1) : buffer(r);
            if (r == 1) {
                downwards = line(height);
                rows.add_rows(other, downwards, width, window);
            } else {
                rows.add_to_both(downwards, line(height - 1 + r), other, width, buffer(height - 1), window);
                downwards = buffer(height - 1);
            }
        }
        border.extend(window, border_value * static_cast<float>(height));
        rows.window_along(window - border.shift_x(), plan.kernel().width, along, line(2 * height - 1 + r),
                          target(out, y + r, 1));
    }
}

}  // namespace droplet
