#include "compute/cpu/canny.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <vector>

#include "compute/cpu/canny_rows.h"
#include "compute/cpu/thread_scratch.h"
#include "math/border.h"
#include "math/canny.h"

namespace droplet {
namespace {

constexpr Border blur_border = Border::reflect_101;

std::vector<float> float_weights(const std::vector<double>& weights) {
    std::vector<float> result;
    for (const double weight : weights) result.push_back(static_cast<float>(weight));
    return result;
}

/// What all strips of a run share.
struct CannyRun {
    const Image& grey;
    Image &blurred, &gradient, &thin;
    BitPicture &weak, &strong;
    std::vector<float> weights;
    float low, high;
    bool streaming;
    CannyRowKernels kernels = canny_row_kernels();

    int width() const { return grey.width(); }
    int height() const { return grey.height(); }
    int radius() const { return static_cast<int>(weights.size()) / 2; }
};

/// The rows that a strip's stages hand to the next, each with room for the neighbours beside it.
class StripRows {
 public:
    static constexpr int margin = 16;

    StripRows(int width, int radius)
        : stride_((width + 2 * radius + CannyRowKernels::row_slack + margin - 1) / margin * margin +
                  2 * margin),
          memory_(thread_scratch(static_cast<std::size_t>(stride_) * rows)) {
        std::fill_n(row(10) - margin, stride_, 0.0f);
        for (int y = 0; y < 3; ++y) magnitude(y)[-1] = 0;
    }

    float* blurred(int y) const { return row(y % 3); }
    float* magnitude(int y) const { return row(3 + y % 3); }
    float* gradient_x(int y) const { return row(6 + y % 2); }
    float* gradient_y(int y) const { return row(8 + y % 2); }
    float* nothing() const { return row(10); }  ///< zeros
    float* column_sums(int y) const { return row(11 + y % CannyRowKernels::rows_down); }

 private:
    static constexpr std::size_t rows = 11 + CannyRowKernels::rows_down;

    float* row(int i) const { return memory_ + i * stride_ + margin; }

    std::ptrdiff_t stride_;
    float* memory_;
};

/// Rows y0 … y1 − 1 of the first three stages: each row goes through them while it is in the cache, one row
/// behind the other. What the strip needs of its neighbours' rows is computed again.
class Strip {
 public:
    static constexpr int rows_at_once = 40;

    Strip(const CannyRun& run, int y0)
        : run_(run),
          y0_(y0),
          y1_(std::min(y0 + rows_at_once, run.height())),
          rows_(run.width(), run.radius()),
          sources_(run.weights.size() + CannyRowKernels::rows_down - 1) {}

    /// Whether any ridge is above the high threshold.
    bool compute() {
        const int height = run_.height();
        bool strong = false;
        for (int y = y0_ - 2; y <= y1_ + 1; ++y) {
            if (y >= 0 && y < height) blur(y);
            if (y - 1 >= std::max(0, y0_ - 1) && y - 1 <= std::min(height - 1, y1_)) differentiate(y - 1);
            if (y - 2 >= y0_ && y - 2 < y1_) strong |= thin(y - 2);
        }
        run_.kernels.finish_streams();
        return strong;
    }

 private:
    CannyRowOut out(float* row, Image& picture, int y) const {
        return {row, y >= y0_ && y < y1_ ? picture.plane(0).row(y) : nullptr, run_.streaming};
    }

    /// Rows y … y + rows_down − 1, blurred down the columns and continued at both ends.
    void blur_down(int y) {
        constexpr int count = CannyRowKernels::rows_down;
        const int radius = run_.radius(), width = run_.width(), taps = 2 * radius + 1;
        float* sums[count];
        for (int r = 0; r < count; ++r) sums[r] = rows_.column_sums(y + r) + radius;
        for (int i = 0; i < taps + count - 1; ++i)
            sources_[static_cast<std::size_t>(i)] =
                run_.grey.plane(0).row(math::border_index(y + i - radius, run_.height(), blur_border));
        run_.kernels.blur_down(sources_.data(), run_.weights.data(), taps, width, sums);
        for (float* const row : sums) {
            for (int i = 1; i <= radius; ++i) row[-i] = row[math::border_index(-i, width, blur_border)];
            for (int i = 0; i < radius; ++i)
                row[width + i] = row[math::border_index(width + i, width, blur_border)];
        }
        summed_ = y + count;
    }

    void blur(int y) {
        if (y >= summed_) blur_down(y);
        float* const row = rows_.blurred(y);
        run_.kernels.blur_along(rows_.column_sums(y), run_.weights.data(), 2 * run_.radius() + 1,
                                run_.width(), out(row, run_.blurred, y));
        row[-1] = row[0];
        row[run_.width()] = row[run_.width() - 1];
    }

    void differentiate(int y) {
        const float* const rows[3] = {rows_.blurred(std::max(y - 1, 0)), rows_.blurred(y),
                                      rows_.blurred(std::min(y + 1, run_.height() - 1))};
        float* const row = rows_.magnitude(y);
        run_.kernels.gradient(rows, run_.width(), rows_.gradient_x(y), rows_.gradient_y(y),
                              out(row, run_.gradient, y));
        row[run_.width()] = 0;
    }

    bool thin(int y) {
        const float* const rows[3] = {y > 0 ? rows_.magnitude(y - 1) : rows_.nothing(), rows_.magnitude(y),
                                      y + 1 < run_.height() ? rows_.magnitude(y + 1) : rows_.nothing()};
        return run_.kernels.thin(rows, rows_.gradient_x(y), rows_.gradient_y(y), run_.width(), run_.low,
                                 run_.high, run_.thin.plane(0).row(y), run_.streaming, run_.weak.row(y),
                                 run_.strong.row(y));
    }

    const CannyRun& run_;
    int y0_, y1_;
    StripRows rows_;
    std::vector<const float*> sources_;
    int summed_ = 0;  ///< column sums stand ready of the rows before this one
};

}  // namespace

void CannyDetector::run(const Image& grey, const CannyParams& params, Workers& workers) {
    const Size size = grey.size();
    if (!(drawn_.size() == size)) reserve(size);
    auto& [blurred, gradient, thin, edges] = stages_;
    // Stages that the caches cannot hold until they are read are not read into them for being written either.
    constexpr std::size_t cached = std::size_t{4} << 20;
    const CannyRun run{grey,
                       blurred,
                       gradient,
                       thin,
                       weak_,
                       strong_,
                       float_weights(math::blur_weights(params.sigma)),
                       params.low,
                       std::max(params.low, params.high),
                       Image::bytes_for(size, 1, false) > cached};
    const int strips = (size.height + Strip::rows_at_once - 1) / Strip::rows_at_once;
    std::atomic<bool> any_strong{false};
    workers.for_each(strips, [&](int i) {
        if (Strip(run, i * Strip::rows_at_once).compute()) any_strong.store(true, std::memory_order_relaxed);
    });
    if (any_strong) grow_edges(weak_, strong_, workers);
    Image& shown = edges;
    workers.for_each(strips, [&](int i) {
        const int y0 = i * Strip::rows_at_once, y1 = std::min(y0 + Strip::rows_at_once, size.height);
        for (int y = y0; y < y1; ++y)
            run.kernels.draw(strong_.row(y), drawn_.row(y), size.width, shown.plane(0).row(y), run.streaming);
        run.kernels.finish_streams();
    });
}

void CannyDetector::reserve(Size size) {
    clear();  // should memory not suffice, nothing stands beside what does not belong to it
    for (Image& stage : stages_) stage = Image(size, 1);
    weak_ = strong_ = BitPicture(size);
    drawn_ = BitPicture(size);
}

void CannyDetector::clear() {
    for (Image& stage : stages_) stage = Image();
    weak_ = strong_ = drawn_ = BitPicture();
}

}  // namespace droplet
