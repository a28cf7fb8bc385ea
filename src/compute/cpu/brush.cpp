#include "compute/cpu/brush.h"

#include <algorithm>
#include <array>
#include <vector>

#include "math/brush.h"

namespace droplet {
namespace {

/// Columns [left, right) of three rows of a plane as they were, while it is overwritten from above downwards.
class OldRows {
 public:
    OldRows(ConstPlane plane, int left, int right, int y) : plane_(plane), left_(left), right_(right) {
        for (auto& row : rows_) row.resize(static_cast<std::size_t>(right - left));
        for (int dy = -1; dy <= 1; ++dy) read(rows_[static_cast<std::size_t>(dy + 1)], y + dy);
    }
    /// As math::smoothing() wants it; the border is replicated.
    float smoothing(int x) const {
        const auto at = [&](int dy, int dx) {
            const int column = std::clamp(x + dx, left_, right_ - 1) - left_;
            return rows_[static_cast<std::size_t>(dy + 1)][static_cast<std::size_t>(column)];
        };
        return math::smoothing(at(0, 0), at);
    }
    /// Goes on from row y to y + 1.
    void next(int y) {
        std::rotate(rows_.begin(), rows_.begin() + 1, rows_.end());
        if (y + 2 < plane_.size.height)
            read(rows_[2], y + 2);
        else
            rows_[2] = rows_[1];
    }

 private:
    void read(std::vector<float>& to, int y) {
        const float* const row = plane_.row(std::clamp(y, 0, plane_.size.height - 1));
        std::copy(row + left_, row + right_, to.begin());
    }

    ConstPlane plane_;
    int left_, right_;
    std::array<std::vector<float>, 3> rows_;  ///< y − 1, y, y + 1
};

}  // namespace

void paint(Image& current, const Image& original, const BrushDab& dab) {
    const PixelRect region = math::brush_region(dab, current.size());
    if (region == PixelRect{}) return;
    const bool smooths = dab.brush.tool == BrushTool::smooth;
    // One pixel more at each side, for the neighbours.
    const int left = std::max(0, region.x0 - 1), right = std::min(current.width(), region.x1 + 1);
    std::vector<OldRows> old;
    if (smooths)
        for (int c = 0; c < current.channels(); ++c)
            old.emplace_back(current.plane(c), left, right, region.y0);
    std::vector<float> amounts(static_cast<std::size_t>(region.width()));
    for (int y = region.y0; y < region.y1; ++y) {
        for (int x = region.x0; x < region.x1; ++x)
            amounts[static_cast<std::size_t>(x - region.x0)] = math::brush_amount(dab, x, y);
        for (int c = 0; c < current.channels(); ++c) {
            float* const row = current.plane(c).row(y);
            const float* const source = original.plane(c).row(y);
            const float colour = math::brush_colour(dab.brush, current.channels(), c);
            for (int x = region.x0; x < region.x1; ++x) {
                const float amount = amounts[static_cast<std::size_t>(x - region.x0)];
                if (amount == 0) continue;
                const float noise =
                    math::brush_noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y),
                                      static_cast<std::uint32_t>(c), dab.seed);
                const float smooth = smooths ? old[static_cast<std::size_t>(c)].smoothing(x) : 0.0f;
                row[x] = math::painted(dab.brush.tool, row[x], source[x], smooth, colour, noise, amount);
            }
            if (smooths) old[static_cast<std::size_t>(c)].next(y);
        }
    }
}

void mix_original(Image& current, const Image& original, float share, Workers& workers) {
    const int height = current.height();
    constexpr int rows_per_task = 64;
    const int rows = current.channels() * height;
    workers.for_each((rows + rows_per_task - 1) / rows_per_task, [&](int task) {
        for (int i = task * rows_per_task; i < std::min(rows, (task + 1) * rows_per_task); ++i) {
            float* const row = current.plane(i / height).row(i % height);
            const float* const source = original.plane(i / height).row(i % height);
            for (int x = 0; x < current.width(); ++x) row[x] = math::blended(row[x], source[x], share);
        }
    });
}

}  // namespace droplet
