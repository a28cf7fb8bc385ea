#include "compute/cpu/cpu_pixels.h"

#include <algorithm>
#include <utility>

#include "math/shown_range.h"

namespace droplet {

class CpuPixelMaker::Pool {
 public:
    std::vector<std::uint8_t> take(std::size_t count) {
        std::vector<std::uint8_t> bytes;
        {
            const std::lock_guard lock(mutex_);
            if (!free_.empty()) {
                bytes = std::move(free_.back());
                free_.pop_back();
            }
        }
        bytes.resize(count);
        return bytes;
    }
    void give_back(std::vector<std::uint8_t> bytes) {
        // Those of a film's queue come back one by one.
        constexpr std::size_t most_kept = 4;
        const std::lock_guard lock(mutex_);
        if (free_.size() < most_kept) free_.push_back(std::move(bytes));
    }

 private:
    std::mutex mutex_;
    std::vector<std::vector<std::uint8_t>> free_;
};

class CpuPixelMaker::Pixels final : public FramePixels {
 public:
    Pixels(Size size, std::shared_ptr<Pool> pool)
        : FramePixels(size),
          pool_(std::move(pool)),
          bytes_(pool_->take(static_cast<std::size_t>(size.area()) * 3)) {}
    ~Pixels() override { pool_->give_back(std::move(bytes_)); }
    Pixels(const Pixels&) = delete;
    Pixels& operator=(const Pixels&) = delete;

    std::span<const std::uint8_t> rgb() override { return bytes_; }
    std::uint8_t* row(int y) { return bytes_.data() + std::ptrdiff_t{3} * size().width * y; }

 private:
    std::shared_ptr<Pool> pool_;
    std::vector<std::uint8_t> bytes_;
};

std::unique_ptr<FramePixels> CpuPixelMaker::make(const Image& image, const Display& display,
                                                 Workers& workers) {
    if (!pool_) pool_ = std::make_shared<Pool>();
    const bool grey = image.channels() == 1;
    PixelRule rule{.range = math::shown_range(display), .map = grey ? display.map : nullptr};
    if (rule.range.inverse_gamma != 1.0f) {
        if (!gamma_ || gamma_->inverse_gamma() != rule.range.inverse_gamma)
            gamma_.emplace(rule.range.inverse_gamma);
        rule.gamma = &*gamma_;
    }
    auto pixels = std::make_unique<Pixels>(image.size(), pool_);
    constexpr int rows_per_task = 16;
    workers.for_each((image.height() + rows_per_task - 1) / rows_per_task, [&](int task) {
        const int end = std::min((task + 1) * rows_per_task, image.height());
        for (int y = task * rows_per_task; y < end; ++y) {
            PixelRow row{.alpha = image.has_alpha() ? image.alpha().row(y) : nullptr,
                         .width = image.width(),
                         .grey = grey};
            for (int c = 0; c < image.channels(); ++c) row.colours[c] = image.plane(c).row(y);
            show_row(row, rule, pixels->row(y));
        }
    });
    return pixels;
}

}  // namespace droplet
