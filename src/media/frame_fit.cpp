#include "media/frame_fit.h"

#include <algorithm>
#include <cmath>

namespace droplet {
namespace {

constexpr std::size_t channels = 3;

/// What one pixel of the target is made of.
struct Taps {
    int first = 0;
    std::vector<float> weights;  ///< add up to 1
};

std::vector<Taps> taps_of(int from, int to) {
    const double step = static_cast<double>(from) / to;
    const double radius = std::max(step, 1.0);
    std::vector<Taps> all(static_cast<std::size_t>(to));
    for (int i = 0; i < to; ++i) {
        const double center = (i + 0.5) * step;
        const int first = std::max(0, static_cast<int>(std::floor(center - radius)));
        const int end = std::min(from, static_cast<int>(std::ceil(center + radius)));
        Taps& taps = all[static_cast<std::size_t>(i)];
        taps.first = first;
        double sum = 0;
        for (int k = first; k < end; ++k) {
            const double weight = std::max(0.0, 1.0 - std::abs(k + 0.5 - center) / radius);
            taps.weights.push_back(static_cast<float>(weight));
            sum += weight;
        }
        for (float& weight : taps.weights) weight = static_cast<float>(weight / sum);
    }
    return all;
}

void scale_row(const std::uint8_t* row, const std::vector<Taps>& columns, float* target) {
    for (const Taps& taps : columns) {
        float sums[channels] = {};
        const std::uint8_t* pixel = row + static_cast<std::size_t>(taps.first) * channels;
        for (const float weight : taps.weights)
            for (float& sum : sums) sum += weight * static_cast<float>(*pixel++);
        for (const float sum : sums) *target++ = sum;
    }
}

}  // namespace

void scale_rgb(std::span<const std::uint8_t> rgb, Size size, std::uint8_t* target, Size target_size,
               std::size_t row_bytes) {
    const std::vector<Taps> columns = taps_of(size.width, target_size.width);
    const std::vector<Taps> rows = taps_of(size.height, target_size.height);
    const std::size_t values = static_cast<std::size_t>(target_size.width) * channels;
    std::size_t most = 0;
    for (const Taps& taps : rows) most = std::max(most, taps.weights.size());
    // A ring of source rows, scaled in width: those that one row of the target may need.
    std::vector<float> ring(most * values), sums(values);
    const auto ring_row = [&](int y) { return ring.data() + static_cast<std::size_t>(y) % most * values; };
    int made = 0;
    for (int y = 0; y < target_size.height; ++y) {
        const Taps& taps = rows[static_cast<std::size_t>(y)];
        const int end = taps.first + static_cast<int>(taps.weights.size());
        for (; made < end; ++made)
            scale_row(
                rgb.data() + static_cast<std::size_t>(made) * static_cast<std::size_t>(size.width) * channels,
                columns, ring_row(made));
        std::fill(sums.begin(), sums.end(), 0.5f);
        for (int k = taps.first; k < end; ++k) {
            const float weight = taps.weights[static_cast<std::size_t>(k - taps.first)];
            const float* row = ring_row(k);
            for (std::size_t i = 0; i < values; ++i) sums[i] += weight * row[i];
        }
        std::uint8_t* out = target + static_cast<std::size_t>(y) * row_bytes;
        for (std::size_t i = 0; i < values; ++i)
            out[i] = static_cast<std::uint8_t>(std::min(static_cast<int>(sums[i]), 255));
    }
}

FrameFit::FrameFit(Size content, OddSize odd_size, bool even)
    : content_(content), size_(content), odd_size_(odd_size) {
    if (even) {
        size_.width += size_.width % 2;
        size_.height += size_.height % 2;
    }
    if (odd_size_ == OddSize::scale) content_ = size_;
}

std::span<const std::uint8_t> FrameFit::fit(std::span<const std::uint8_t> rgb, Size size) {
    if (size == size_) return rgb;
    const std::size_t row_bytes = static_cast<std::size_t>(size_.width) * channels;
    frame_.assign(row_bytes * static_cast<std::size_t>(size_.height), 0);
    // A picture less than two pixels off an even size is that size's own: its odd side is the film's, too.
    const bool odd_of_film = Size{size.width + size.width % 2, size.height + size.height % 2} == size_;
    if (odd_size_ == OddSize::pad && size == content_) {
        const std::size_t from_bytes = static_cast<std::size_t>(size.width) * channels;
        for (std::size_t y = 0; y < static_cast<std::size_t>(size.height); ++y)
            std::copy_n(rgb.data() + y * from_bytes, from_bytes, frame_.data() + y * row_bytes);
        pad(size);
    } else if (odd_size_ == OddSize::scale && odd_of_film) {
        scale_rgb(rgb, size, frame_.data(), size_, row_bytes);
    } else {
        const double scale = std::min(static_cast<double>(content_.width) / size.width,
                                      static_cast<double>(content_.height) / size.height);
        const Size fitted{std::clamp(static_cast<int>(std::lround(size.width * scale)), 1, content_.width),
                          std::clamp(static_cast<int>(std::lround(size.height * scale)), 1, content_.height)};
        const auto left = static_cast<std::size_t>((content_.width - fitted.width) / 2);
        const auto top = static_cast<std::size_t>((content_.height - fitted.height) / 2);
        scale_rgb(rgb, size, frame_.data() + top * row_bytes + left * channels, fitted, row_bytes);
        pad(content_);
    }
    return frame_;
}

/// Repeats the last pixels of what is filled, up to an even side.
void FrameFit::pad(Size filled) {
    const std::size_t row_bytes = static_cast<std::size_t>(size_.width) * channels;
    if (filled.width < size_.width)
        for (std::size_t y = 0; y < static_cast<std::size_t>(filled.height); ++y) {
            std::uint8_t* end =
                frame_.data() + y * row_bytes + static_cast<std::size_t>(filled.width) * channels;
            std::copy_n(end - channels, channels, end);
        }
    if (filled.height < size_.height) {
        std::uint8_t* end = frame_.data() + static_cast<std::size_t>(filled.height) * row_bytes;
        std::copy_n(end - row_bytes, row_bytes, end);
    }
}

}  // namespace droplet
