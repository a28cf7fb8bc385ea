#include "compute/cpu/brush.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "math/brush.h"

namespace droplet {
namespace {

/// Rows of a plane, read from above downwards while it is overwritten: keeps the old values of the row above.
class OldRows {
 public:
    OldRows(Plane plane, int x0, int x1, int y0)
        : plane_(plane), x0_(x0), above_(static_cast<std::size_t>(x1 - x0)), here_(above_.size()) {
        std::copy_n(plane.row(std::max(0, y0 - 1)) + x0, above_.size(), above_.begin());
        std::copy_n(plane.row(y0) + x0, here_.size(), here_.begin());
    }
    /// Mean of the 3x3 old values around (x, y), the border replicated.
    float mean(int x, int y) const {
        const float* const below = plane_.row(std::min(plane_.size.height - 1, y + 1));
        float sum = 0;
        for (int dx = -1; dx <= 1; ++dx) {
            const int i = std::clamp(x + dx - x0_, 0, static_cast<int>(here_.size()) - 1);
            sum += above_[static_cast<std::size_t>(i)] + here_[static_cast<std::size_t>(i)] + below[x0_ + i];
        }
        return sum / 9.0f;
    }
    void next(int y) {
        std::swap(above_, here_);
        if (y + 1 < plane_.size.height) std::copy_n(plane_.row(y + 1) + x0_, here_.size(), here_.begin());
    }

 private:
    Plane plane_;
    int x0_;
    std::vector<float> above_, here_;
};

}  // namespace

void paint(Image& current, const Image& original, const BrushDab& dab) {
    const BrushParams& brush = dab.brush;
    const float radius = brush.size / 2, colours[3] = {brush.red, brush.green, brush.blue};
    const auto first = [radius](float middle, int length) {
        return static_cast<int>(std::clamp(std::floor(middle - radius), 0.0f, static_cast<float>(length)));
    };
    const auto last = [radius](float middle, int length) {
        return static_cast<int>(std::clamp(std::ceil(middle + radius), 0.0f, static_cast<float>(length)));
    };
    const int x0 = first(dab.x, current.width()), x1 = last(dab.x, current.width());
    const int y0 = first(dab.y, current.height()), y1 = last(dab.y, current.height());
    if (x0 >= x1 || y0 >= y1) return;
    // One pixel more at each side, for the means.
    const int left = std::max(0, x0 - 1), right = std::min(current.width(), x1 + 1);
    for (int c = 0; c < current.channels(); ++c) {
        // Grey pictures take the colour's mean.
        const float colour =
            current.channels() == 1 ? (colours[0] + colours[1] + colours[2]) / 3 : colours[c];
        OldRows old(current.plane(c), left, right, y0);
        for (int y = y0; y < y1; ++y) {
            float* const row = current.plane(c).row(y);
            const float* const source = original.plane(c).row(y);
            const float dy = static_cast<float>(y) + 0.5f - dab.y;
            for (int x = x0; x < x1; ++x) {
                const float dx = static_cast<float>(x) + 0.5f - dab.x;
                const float coverage = math::brush_coverage(dx * dx + dy * dy, radius, brush.softness);
                if (coverage == 0) continue;
                const float amount = (dab.negated ? -brush.strength : brush.strength) * coverage;
                const float noise =
                    math::brush_noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y),
                                      static_cast<std::uint32_t>(c), dab.seed);
                row[x] = math::painted(brush.tool, row[x], source[x], old.mean(x, y), colour, noise, amount);
            }
            old.next(y);
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
            for (int x = 0; x < current.width(); ++x) row[x] = math::fma(share, source[x] - row[x], row[x]);
        }
    });
}

}  // namespace droplet
