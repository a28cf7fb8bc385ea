#include "compute/cpu/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace droplet {
namespace {

struct RowSummary {
    double sum, squares;
    float min, max;
};

RowSummary summarize(const float* row, int width) {
    // Independent accumulators, so that the compiler can use the vector unit in the order written here.
    constexpr int parts = 16;
    double sum[parts] = {}, squares[parts] = {};
    float low[parts], high[parts];
    std::fill_n(low, parts, std::numeric_limits<float>::infinity());
    std::fill_n(high, parts, -std::numeric_limits<float>::infinity());
    const auto take = [&](int i, float value) {
        const auto wide = static_cast<double>(value);
        sum[i] += wide;
        squares[i] += wide * wide;
        low[i] = value < low[i] ? value : low[i];
        high[i] = value > high[i] ? value : high[i];
    };
    int x = 0;
    for (; x + parts <= width; x += parts)
        for (int i = 0; i < parts; ++i) take(i, row[x + i]);
    for (int i = 0; x < width; ++x, ++i) take(i, row[x]);
    RowSummary total{0, 0, low[0], high[0]};
    for (int i = 0; i < parts; ++i)
        total = {total.sum + sum[i], total.squares + squares[i], std::min(total.min, low[i]),
                 std::max(total.max, high[i])};
    return total;
}

}  // namespace

std::vector<ChannelStatistics> image_statistics(const Image& image, Workers& workers) {
    const int height = image.height();
    std::vector<RowSummary> rows(static_cast<std::size_t>(image.channels() * height));
    constexpr int rows_per_task = 64;
    const int tasks = (static_cast<int>(rows.size()) + rows_per_task - 1) / rows_per_task;
    workers.for_each(tasks, [&](int task) {
        const int end = std::min((task + 1) * rows_per_task, static_cast<int>(rows.size()));
        for (int i = task * rows_per_task; i < end; ++i)
            rows[static_cast<std::size_t>(i)] =
                summarize(image.plane(i / height).row(i % height), image.width());
    });
    std::vector<ChannelStatistics> channels;
    for (int c = 0; c < image.channels(); ++c) {
        const RowSummary* first = rows.data() + static_cast<std::ptrdiff_t>(c) * height;
        RowSummary total{0, 0, first->min, first->max};
        for (int y = 0; y < height; ++y)
            total = {total.sum + first[y].sum, total.squares + first[y].squares,
                     std::min(total.min, first[y].min), std::max(total.max, first[y].max)};
        const auto pixels = static_cast<double>(image.size().area());
        const double mean = total.sum / pixels;
        // Rounding may take the variance of a flat picture below 0.
        const double deviation = std::sqrt(std::max(0.0, total.squares / pixels - mean * mean));
        channels.push_back({mean, deviation, total.min, total.max});
    }
    return channels;
}

}  // namespace droplet
