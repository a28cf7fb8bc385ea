#include "compute/cpu/fft_convolve.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <new>

#include "compute/cpu/simd_target.h"
#include "compute/cpu/thread_scratch.h"
#include "math/border.h"

namespace droplet {
namespace {

/// Values of the result that a tile gives: those that no sum wraps round in. Whole cache lines, so that
/// stores are aligned and no two threads write to the same line.
Size yield_of(const Kernel& kernel, FftShape shape) {
    constexpr int line = 16;
    return {(shape.width - kernel.width + 1) / line * line, shape.height - kernel.height + 1};
}

int pieces(int length, int piece) {
    return (length + piece - 1) / piece;
}

int tiles_of(const Kernel& kernel, FftShape shape, Size size) {
    const Size yield = yield_of(kernel, shape);
    return pieces(size.width, yield.width) * pieces(size.height, yield.height);
}

/// The tile that takes the least time, of those that stay in the second-level cache with their spectrum.
FftShape best_shape(const Kernel& kernel, Size size) {
    constexpr int most_points = 256 * 128;
    FftShape best;
    double least = 0;
    for (const int height : FftShape::sides)
        for (const int width : FftShape::sides) {
            const FftShape shape{width, height};
            const Size yield = yield_of(kernel, shape);
            if (width * height > most_points || yield.width <= 0 || yield.height <= 0) continue;
            // A point's time as measured: it grows faster than its operations, as small tiles stay in the
            // first-level cache.
            const double points = width * height, tile_time = points * (std::log2(points) - 7.5);
            const double time = tile_time * tiles_of(kernel, shape, size);
            if (best.width > 0 && time >= least) continue;
            best = shape;
            least = time;
        }
    return best;
}

float* allocate(std::size_t floats) {
    const std::size_t bytes = (floats * sizeof(float) + 63) / 64 * 64;
    auto* const memory = static_cast<float*>(std::aligned_alloc(64, bytes));
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

/// The picture cut into tiles, numbered to and fro, so that two that follow each other are neighbours, or at
/// the same place of two channels.
class Tiles {
 public:
    Tiles(const Image& in, Image& out, const Correlation& correlation, const ConvolutionParams& params,
          FftShape shape)
        : in_(in),
          out_(out),
          correlation_(correlation),
          params_(params),
          shape_(shape),
          yield_(yield_of(correlation.kernel, shape)),
          columns_(pieces(correlation.size.width, yield_.width)),
          rows_(pieces(correlation.size.height, yield_.height)) {}

    int count() const { return in_.channels() * rows_ * columns_; }

    /// What tile `i` reads: the picture itself, or a copy of it with its border in `copy`.
    FftTilePair::In source(int i, float* copy) const {
        const Place at = place(i);
        const ConstPlane plane = in_.plane(at.channel);
        const int x0 = at.x - correlation_.shift_x, y0 = at.y - correlation_.shift_y;
        const bool inside = x0 >= 0 && y0 >= 0 && x0 + shape_.width <= plane.size.width &&
                            y0 + shape_.height <= plane.size.height;
        if (inside) return {plane.row(y0) + x0, plane.stride};
        // Beyond what its values are sums of stand zeros, and nothing that the border would bring there.
        const FftTilePair::Out values = target(i);
        const int width = values.width + correlation_.kernel.width - 1;
        const int height = values.height + correlation_.kernel.height - 1;
        for (int y = 0; y < shape_.height; ++y) {
            float* const row = copy + static_cast<std::ptrdiff_t>(y) * shape_.width;
            const int from = math::border_index(y0 + y, plane.size.height, params_.border);
            const int used = y < height ? width : 0;
            if (from >= 0) {
                copy_row(plane.row(from), plane.size.width, x0, row, used);
            } else {
                std::fill_n(row, used, params_.border_value);
            }
            std::fill(row + used, row + shape_.width, 0.0f);
        }
        return {copy, shape_.width};
    }

    FftTilePair::Out target(int i) const {
        const Place at = place(i);
        const Plane plane = out_.plane(at.channel);
        return {plane.row(at.y) + at.x, plane.stride, std::min(yield_.width, correlation_.size.width - at.x),
                std::min(yield_.height, correlation_.size.height - at.y)};
    }

 private:
    struct Place {
        int channel, y, x;  ///< of the first value of the result
    };
    Place place(int i) const {
        const int tiles = rows_ * columns_, channel = i / tiles;
        const int in_channel = channel % 2 == 0 ? i % tiles : tiles - 1 - i % tiles;
        const int row = in_channel / columns_, in_row = in_channel % columns_;
        const int column = row % 2 == 0 ? in_row : columns_ - 1 - in_row;
        return {channel, row * yield_.height, column * yield_.width};
    }

    /// `count` values from place x0 of a row that has `width`.
    void copy_row(const float* from, int width, int x0, float* to, int count) const {
        const int first = std::clamp(-x0, 0, count), last = std::clamp(width - x0, first, count);
        const auto beyond = [&](int x) {
            const int index = math::border_index(x0 + x, width, params_.border);
            return index < 0 ? params_.border_value : from[index];
        };
        for (int x = 0; x < first; ++x) to[x] = beyond(x);
        if (last > first) std::copy_n(from + x0 + first, last - first, to + first);
        for (int x = last; x < count; ++x) to[x] = beyond(x);
    }

    const Image& in_;
    Image& out_;
    const Correlation& correlation_;
    const ConvolutionParams& params_;
    FftShape shape_;
    Size yield_;
    int columns_, rows_;
};

}  // namespace

void FftConvolver::Free::operator()(float* p) const noexcept {
    std::free(p);
}

void FftConvolver::prepare(const Kernel& kernel, FftShape shape) {
    const bool same_tile = tile_ && tile_->shape() == shape && simd_ == simd_name();
    if (same_tile && kernel_ == kernel) return;
    kernel_ = Kernel();
    if (!same_tile) {
        tile_.emplace(shape);
        spectrum_.reset(allocate(tile_->floats()));
        simd_ = simd_name();
    }
    const auto width = static_cast<std::size_t>(shape.width);
    const std::size_t points = width * static_cast<std::size_t>(shape.height);
    std::vector<float> padded(points), zeros(points);
    for (int i = 0; i < kernel.height; ++i)
        for (int j = 0; j < kernel.width; ++j)
            padded[static_cast<std::size_t>(i) * width + static_cast<std::size_t>(j)] = kernel.at(i, j);
    tile_->make_spectrum(padded.data(), zeros.data(), spectrum_.get());
    kernel_ = kernel;
}

void FftConvolver::run(const Image& in, Image& out, const Correlation& correlation,
                       const ConvolutionParams& params, Workers& workers) {
    const FftShape shape = best_shape(correlation.kernel, correlation.size);
    prepare(correlation.kernel, shape);
    const Tiles tiles(in, out, correlation, params, shape);
    const auto points = static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.height);
    workers.for_each(pieces(tiles.count(), 2), [&](int pair) {
        const int a = 2 * pair, b = a + 1;
        float* const scratch = thread_scratch(tile_->floats() + 2 * points);
        float* const copies = scratch + tile_->floats();
        FftTilePair both{{tiles.source(a, copies)}, {tiles.target(a)}};
        if (b < tiles.count()) {
            both.in[1] = tiles.source(b, copies + points);
            both.out[1] = tiles.target(b);
        } else {
            both.in[1] = both.in[0];
        }
        tile_->correlate(both, params, spectrum_.get(), scratch);
    });
}

double FftConvolver::operations(const Kernel& kernel, Size size) const {
    const FftShape shape = best_shape(kernel, size);
    const double points = shape.width * shape.height;
    // Two complex transforms, at the customary 5 n log2 n, and a product serve two tiles.
    const double tile = points * (10 * std::log2(points) + 6) / 2;
    return tile * tiles_of(kernel, shape, size) / static_cast<double>(size.area());
}

}  // namespace droplet
