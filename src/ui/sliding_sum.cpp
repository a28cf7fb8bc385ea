#include "ui/sliding_sum.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "math/border.h"
#include "math/convolution.h"

namespace droplet {
namespace {

CellSource source_of(const WindowCell& cell) {
    if (cell.source_x < 0 || cell.source_y < 0) return CellSource::constant;
    const bool across_x = cell.source_x != cell.x, across_y = cell.source_y != cell.y;
    if (across_x && across_y) return CellSource::across_both;
    return across_x ? CellSource::across_x : across_y ? CellSource::across_y : CellSource::inside;
}

struct Run {
    int begin = 0, end = 0;
};

/// The squares that `count` places from `first` on take their values from, as runs that do not touch.
std::vector<Run> runs_along(int first, int count, int n, Border border, int square) {
    std::set<int> squares;
    for (int i = 0; i < count; ++i)
        if (const int from = math::border_index(first + i, n, border); from >= 0)
            squares.insert(from / square);
    std::vector<Run> runs;
    for (const int at : squares) {
        const Run run{at * square, std::min((at + 1) * square, n)};
        if (!runs.empty() && runs.back().end == run.begin)
            runs.back().end = run.end;
        else
            runs.push_back(run);
    }
    return runs;
}

}  // namespace

SlidingSum sliding_sum(const Correlation& correlation, const ConvolutionParams& params, Size image, int x,
                       int y, const PixelValue& value) {
    const Kernel& kernel = correlation.kernel;
    SlidingSum result;
    result.x = x;
    result.y = y;
    result.width = kernel.width;
    result.height = kernel.height;
    result.anchor_x = correlation.origin_x + correlation.shift_x;
    result.anchor_y = correlation.origin_y + correlation.shift_y;
    result.known = true;
    double sum = 0;
    for (int i = 0; i < kernel.height; ++i)
        for (int j = 0; j < kernel.width; ++j) {
            WindowCell cell;
            cell.x = x + j - correlation.shift_x;
            cell.y = y + i - correlation.shift_y;
            cell.source_x = math::border_index(cell.x, image.width, params.border);
            cell.source_y = math::border_index(cell.y, image.height, params.border);
            cell.source = source_of(cell);
            if (cell.source == CellSource::constant) cell.source_x = cell.source_y = -1;
            const std::optional<float> read = cell.source == CellSource::constant
                                                  ? params.border_value
                                                  : value(cell.source_x, cell.source_y);
            cell.known = read.has_value();
            cell.value = read.value_or(0.0f);
            cell.weight = kernel.at(i, j);
            cell.product = cell.value * cell.weight;
            result.known = result.known && cell.known;
            sum += static_cast<double>(cell.value) * static_cast<double>(cell.weight);
            result.cells.push_back(cell);
        }
    result.sum = static_cast<float>(sum);
    result.scaled = params.gain * result.sum;
    result.shifted = result.scaled + params.offset;
    result.magnitude = params.absolute && result.shifted < 0 ? -result.shifted : result.shifted;
    result.value = math::finished_value(result.sum, params);
    return result;
}

std::vector<PixelRect> window_parts(const Correlation& correlation, Border border, Size image, int x, int y,
                                    int square) {
    const Kernel& kernel = correlation.kernel;
    std::vector<PixelRect> parts;
    for (const Run& rows : runs_along(y - correlation.shift_y, kernel.height, image.height, border, square))
        for (const Run& columns :
             runs_along(x - correlation.shift_x, kernel.width, image.width, border, square))
            parts.push_back({columns.begin, rows.begin, columns.end, rows.end});
    return parts;
}

PixelRect part_around(Size size, int x, int y, int square) {
    const int left = x / square * square, top = y / square * square;
    return {left, top, std::min(left + square, size.width), std::min(top + square, size.height)};
}

std::string source_text(const WindowCell& cell, const ConvolutionParams& params) {
    if (cell.source == CellSource::inside) return fmt::format("pixel ({}, {})", cell.x, cell.y);
    if (cell.source == CellSource::constant)
        return fmt::format("({}, {}) is outside: the constant {:.4g}", cell.x, cell.y, params.border_value);
    const char* how = params.border == Border::replicate ? "repeats"
                      : params.border == Border::wrap    ? "wraps to"
                                                         : "mirrors";
    return fmt::format("({}, {}) is outside: {} ({}, {})", cell.x, cell.y, how, cell.source_x, cell.source_y);
}

std::array<ModeOutline, 3> mode_outlines(const Kernel& kernel, bool flip, Size image) {
    const int anchor_x = flip ? kernel.width - 1 - kernel.width / 2 : kernel.width / 2;
    const int anchor_y = flip ? kernel.height - 1 - kernel.height / 2 : kernel.height / 2;
    const int more_x = kernel.width - 1, more_y = kernel.height - 1;
    return {
        ModeOutline{ConvolutionMode::full, anchor_x - more_x, anchor_y - more_y, image.width + more_x,
                    image.height + more_y},
        ModeOutline{ConvolutionMode::same, 0, 0, image.width, image.height},
        ModeOutline{ConvolutionMode::valid, anchor_x, anchor_y, image.width - more_x, image.height - more_y}};
}

}  // namespace droplet
