#include "compute/cpu/cpu_pixels.h"

#include <algorithm>
#include <vector>

#include "math/shown_range.h"

namespace droplet {
namespace {

class CpuPixels final : public FramePixels {
 public:
    explicit CpuPixels(Size size) : FramePixels(size), bytes_(static_cast<std::size_t>(size.area()) * 3) {}

    std::span<const std::uint8_t> rgb() override { return bytes_; }
    std::uint8_t* row(int y) {
        return bytes_.data() +
               std::size_t{3} * static_cast<std::size_t>(size().width) * static_cast<std::size_t>(y);
    }

 private:
    std::vector<std::uint8_t> bytes_;
};

void shown_row(const Image& image, int y, const Display& display, std::uint8_t* target) {
    const math::ShownRange range = math::shown_range(display);
    const bool grey = image.channels() == 1;
    for (int x = 0; x < image.width(); ++x, target += 3) {
        for (int c = 0; c < 3; ++c)
            target[c] = math::byte_of(math::shown(image.plane(grey ? 0 : c).row(y)[x], range));
        if (grey && display.map) {
            const Rgb8 colour = (*display.map)[target[0]];
            target[0] = colour.r, target[1] = colour.g, target[2] = colour.b;
        }
        if (!image.has_alpha()) continue;
        const float alpha = math::shown(image.alpha().row(y)[x], {});
        for (int c = 0; c < 3; ++c) target[c] = math::over_black(target[c], alpha);
    }
}

}  // namespace

std::unique_ptr<FramePixels> make_cpu_pixels(const Image& image, const Display& display, Workers& workers) {
    auto pixels = std::make_unique<CpuPixels>(image.size());
    constexpr int rows_per_task = 16;
    workers.for_each((image.height() + rows_per_task - 1) / rows_per_task, [&](int task) {
        const int end = std::min((task + 1) * rows_per_task, image.height());
        for (int y = task * rows_per_task; y < end; ++y) shown_row(image, y, display, pixels->row(y));
    });
    return pixels;
}

}  // namespace droplet
