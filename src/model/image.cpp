#include "model/image.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>
#include <stdexcept>

namespace droplet {
namespace {

constexpr std::size_t alignment_bytes = Image::row_alignment * sizeof(float);

std::size_t row_stride(int width) {
    const std::size_t a = Image::row_alignment;
    std::size_t stride = (static_cast<std::size_t>(width) + Image::row_padding + a - 1) / a * a;
    // A stride that is a multiple of 4 KiB would map all rows of a stencil to the same cache set.
    if (stride % 1024 == 0) stride += a;
    return stride;
}

}  // namespace

void Image::Free::operator()(float* p) const noexcept {
    std::free(p);
}

std::size_t Image::bytes_for(Size size, int channels, bool has_alpha) {
    const std::size_t planes = static_cast<std::size_t>(channels) + (has_alpha ? 1 : 0);
    const std::size_t rows = static_cast<std::size_t>(size.height) * planes;
    return (front_padding + row_stride(size.width) * rows) * sizeof(float);
}

Image::Image(Size size, int channels, bool has_alpha)
    : size_(size), channels_(channels), has_alpha_(has_alpha) {
    if (size.width < 1 || size.height < 1) throw std::invalid_argument("an image has at least 1x1 pixels");
    if (channels != 1 && channels != 3) throw std::invalid_argument("an image has 1 or 3 channels");
    stride_ = static_cast<std::ptrdiff_t>(row_stride(size.width));
    plane_stride_ = stride_ * size.height;
    const std::size_t bytes = bytes_for(size, channels, has_alpha);
    storage_.reset(static_cast<float*>(std::aligned_alloc(alignment_bytes, bytes)));
    if (!storage_) throw std::bad_alloc();
    std::memset(storage_.get(), 0, bytes);
}

Image Image::clone() const {
    if (empty()) return {};
    Image copy(size_, channels_, has_alpha_);
    std::memcpy(copy.storage_.get(), storage_.get(), bytes_for(size_, channels_, has_alpha_));
    return copy;
}

void normalize(Image& image) {
    float low = std::numeric_limits<float>::infinity(), high = -low;
    for (int c = 0; c < image.channels(); ++c) {
        for (int y = 0; y < image.height(); ++y) {
            const float* row = image.plane(c).row(y);
            const auto [lo, hi] = std::minmax_element(row, row + image.width());
            low = std::min(low, *lo);
            high = std::max(high, *hi);
        }
    }
    const float span = high - low;
    for (int c = 0; c < image.channels(); ++c) {
        for (int y = 0; y < image.height(); ++y) {
            float* row = image.plane(c).row(y);
            for (int x = 0; x < image.width(); ++x) row[x] = span > 0 ? (row[x] - low) / span : 0.0f;
        }
    }
}

}  // namespace droplet
