// What the loss panel collects: records by step.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <deque>

#include "compute/backend.h"
#include "model/operator.h"

namespace droplet {

/// The newest records of a run, their steps rising. R has a member `step`.
template <class R>
class StepSeries {
 public:
    static constexpr std::size_t most = 65536;

    /// A record that is not after the last one means that the run went back: what is not before it goes.
    void add(const R& record) {
        go_back_to(record.step - 1);
        if (records_.size() == most) records_.pop_front();
        records_.push_back(record);
    }
    /// Forgets what is later than `step`.
    void go_back_to(std::int64_t step) {
        while (!records_.empty() && records_.back().step > step) records_.pop_back();
    }
    void clear() { records_.clear(); }

    std::size_t size() const { return records_.size(); }
    bool empty() const { return records_.empty(); }
    const R& operator[](std::size_t i) const { return records_[i]; }
    std::int64_t first_step() const { return records_.front().step; }
    std::int64_t last_step() const { return records_.back().step; }
    /// Index of the first record at or after `step`.
    std::size_t from(std::int64_t step) const {
        const auto found = std::lower_bound(records_.begin(), records_.end(), step,
                                            [](const R& r, std::int64_t s) { return r.step < s; });
        return static_cast<std::size_t>(found - records_.begin());
    }
    /// The record whose step is nearest; null where there is none.
    const R* nearest(double step) const {
        if (empty()) return nullptr;
        const std::size_t after = std::min(from(static_cast<std::int64_t>(std::ceil(step))), size() - 1);
        if (after == 0) return &records_[0];
        const R &a = records_[after - 1], &b = records_[after];
        return step - static_cast<double>(a.step) < static_cast<double>(b.step) - step ? &a : &b;
    }

 private:
    std::deque<R> records_;
};

/// Mean and range of a picture's channels.
struct PictureRecord {
    std::int64_t step = 0;
    int channels = 0;
    std::array<double, 3> mean{};
    std::array<float, 3> low{}, high{};
};

inline PictureRecord picture_record(std::int64_t step, const std::vector<ChannelStatistics>& statistics) {
    PictureRecord record{.step = step,
                         .channels = static_cast<int>(std::min<std::size_t>(statistics.size(), 3))};
    for (std::size_t c = 0; c < static_cast<std::size_t>(record.channels); ++c) {
        record.mean[c] = statistics[c].mean;
        record.low[c] = statistics[c].min;
        record.high[c] = statistics[c].max;
    }
    return record;
}

/// The curves of the loss plot.
inline constexpr std::size_t loss_curves = 4;
inline constexpr std::array<const char*, loss_curves> loss_curve_names{"fidelity", "edge", "intensity",
                                                                       "total"};
inline double loss_value(const LossRecord& record, std::size_t curve) {
    const std::array<double, loss_curves> values{record.fidelity, record.edge, record.intensity,
                                                 record.total()};
    return values[curve];
}

/// The values that an axis must show: its scale, and the least and the largest place.
struct LossExtent {
    bool known = false;  ///< false where no shown curve has a value to show
    bool negative = false;
    double low = 0, high = 0;   ///< of all values
    double least_positive = 0;  ///< where `positive`
    bool positive = false;
};

inline LossExtent loss_extent(const StepSeries<LossRecord>& losses, std::size_t begin,
                              const std::array<bool, loss_curves>& shown) {
    LossExtent e;
    for (std::size_t i = begin; i < losses.size(); ++i)
        for (std::size_t c = 0; c < loss_curves; ++c) {
            if (!shown[c]) continue;
            const double v = loss_value(losses[i], c);
            if (!std::isfinite(v)) continue;
            e.low = e.known ? std::min(e.low, v) : v;
            e.high = e.known ? std::max(e.high, v) : v;
            e.known = true;
            e.negative = e.negative || v < 0;
            if (v > 0) e.least_positive = e.positive ? std::min(e.least_positive, v) : v;
            e.positive = e.positive || v > 0;
        }
    return e;
}

}  // namespace droplet
