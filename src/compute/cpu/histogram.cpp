#include "compute/cpu/histogram.h"

#include <algorithm>

#include "math/histogram.h"

namespace droplet {
namespace {

void count_row(const float* row, int width, const Histogram& range, Histogram::Channel& channel) {
    const float per_value = math::bins_per_value(range.low, range.high, Histogram::bins);
    for (int x = 0; x < width; ++x) {
        const float value = row[x];
        if (value >= range.low && value <= range.high)
            ++channel.counts[static_cast<std::size_t>(
                math::histogram_bin(value, range.low, per_value, Histogram::bins))];
        else if (value < range.low)
            ++channel.below;
        else if (value > range.high)
            ++channel.above;
        else
            ++channel.not_numbers;
    }
}

void add(Histogram::Channel& sum, const Histogram::Channel& part) {
    std::transform(sum.counts.begin(), sum.counts.end(), part.counts.begin(), sum.counts.begin(),
                   std::plus<>());
    sum.below += part.below;
    sum.above += part.above;
    sum.not_numbers += part.not_numbers;
}

}  // namespace

Histogram image_histogram(const Image& image, float low, float high, Workers& workers) {
    Histogram result{low, high, std::vector<Histogram::Channel>(static_cast<std::size_t>(image.channels()))};
    constexpr int rows_per_task = 128;
    const int bands = (image.height() + rows_per_task - 1) / rows_per_task;
    std::vector<Histogram::Channel> parts(static_cast<std::size_t>(image.channels() * bands));
    workers.for_each(static_cast<int>(parts.size()), [&](int task) {
        const int c = task / bands, band = task % bands;
        const int end = std::min((band + 1) * rows_per_task, image.height());
        for (int y = band * rows_per_task; y < end; ++y)
            count_row(image.plane(c).row(y), image.width(), result, parts[static_cast<std::size_t>(task)]);
    });
    for (std::size_t i = 0; i < parts.size(); ++i)
        add(result.channels[i / static_cast<std::size_t>(bands)], parts[i]);
    return result;
}

}  // namespace droplet
