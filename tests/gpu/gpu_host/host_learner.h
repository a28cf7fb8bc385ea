// The learning kernels played by the host: the code of cuda/learn_tile.h and learn_update.h with warps of
// host_warp.h, blocks one after the other, in the order of a launch.
#pragma once
#include <algorithm>
#include <utility>
#include <vector>

#include "compute/backend.h"
#include "cuda/learn_plan.h"
#include "host_field.h"
#include "host_warp.h"

namespace droplet::cuda::test {

/// The same members as LearnWarp, lane by lane.
struct HostLearnWarp {
    using Value = Lanes;
    using Columns = std::array<LaneColumn, warp_lanes>;
    using Mask = std::array<bool, warp_lanes>;

    Lanes from_right(const Lanes& value) const { return HostWarp().from_right(value); }
    Lanes from_left(const Lanes& value) const { return HostWarp().from_left(value); }
    Lanes exchanged(const Lanes& value, int bit) const {
        return each_lane([&](std::size_t i) { return value.lane[i ^ static_cast<std::size_t>(bit)]; });
    }
    Lanes choose(int bit, const Lanes& set, const Lanes& clear) const {
        return each_lane([&](std::size_t i) {
            return (i & static_cast<std::size_t>(bit)) != 0 ? set.lane[i] : clear.lane[i];
        });
    }
    Columns columns(int strip, int width) const {
        Columns result{};
        for (int i = 0; i < warp_lanes; ++i)
            result[static_cast<std::size_t>(i)] = lane_column(strip, i, width);
        return result;
    }
    Lanes load(const float* row, const Columns& columns) const {
        return each_lane([&](std::size_t i) { return row[columns[i].index]; });
    }
    Mask results(const Columns& columns, bool row_exists) const {
        Mask mask{};
        for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = columns[i].result && row_exists;
        return mask;
    }
    void store(float* row, const Lanes& value, const Columns& columns, const Mask& results) const {
        for (std::size_t i = 0; i < results.size(); ++i)
            if (results[i]) row[columns[i].index] = value.lane[i];
    }
    Lanes only_results(const Lanes& value, const Mask& results) const {
        return each_lane([&](std::size_t i) { return results[i] ? value.lane[i] : 0.0f; });
    }
};

/// The same members as LearnBlock: a phase is over when every thread has done it.
struct HostBlock {
    template <class Phase>
    void each_thread(Phase phase) const {
        for (int thread = 0; thread < learn_threads; ++thread) phase(thread);
    }
    template <class Predicate>
    bool all(Predicate predicate) const {
        bool result = true;
        for (int thread = 0; thread < learn_threads; ++thread) result = predicate(thread) && result;
        return result;
    }
    FourFloats read_four(const float* place) const { return {{place[0], place[1], place[2], place[3]}}; }
};

/// One pass of `blocks` blocks, as learn_block_pass does it; partial sums go to `partials`.
template <LearningConductance C, Loss L, int N, bool Gradient>
void host_pass(const LearnFields& fields, const LearnGrid& grid, int blocks, const LearnConstants& constants,
               float mix, const float* weights, std::vector<float>& partials) {
    constexpr int each = sums_per_lane(N);
    const HostLearnWarp warp;
    Lanes own_weights[learn_weights(N)];
    for (int i = 0; i < learn_weights(N); ++i) own_weights[i] = Lanes(weights[i]);
    partials.assign(static_cast<std::size_t>(blocks * learn_sums(N)), 0.0f);
    for (int block = 0; block < blocks; ++block)
        for (int w = 0; w < learn_warps_per_block; ++w) {
            Lanes sums[learn_sums(N)], totals[each];
            for (int index = w * blocks + block; index < grid.count();
                 index += blocks * learn_warps_per_block)
                learn_tile<C, L, N, Gradient>(warp, fields, grid.tile(index), own_weights, constants, mix,
                                              sums);
            if constexpr (Gradient) {
                reduce_lanes<N>(warp, sums, totals);
                for (int i = 0; i < learn_sums(N); ++i)
                    partials[static_cast<std::size_t>(block * learn_sums(N) + i)] +=
                        totals[i % each].lane[static_cast<std::size_t>(i / each)];
            }
        }
}

template <LearningConductance C, Loss L>
void host_pass(int channels, bool gradient, const LearnFields& fields, const LearnGrid& grid, int blocks,
               const LearnConstants& constants, float mix, const float* weights,
               std::vector<float>& partials) {
    if (channels == 3 && gradient)
        host_pass<C, L, 3, true>(fields, grid, blocks, constants, mix, weights, partials);
    else if (channels == 3)
        host_pass<C, L, 3, false>(fields, grid, blocks, constants, mix, weights, partials);
    else if (gradient)
        host_pass<C, L, 1, true>(fields, grid, blocks, constants, mix, weights, partials);
    else
        host_pass<C, L, 1, false>(fields, grid, blocks, constants, mix, weights, partials);
}

/// Learns as the persistent kernel does on a device of this size.
class HostLearner {
 public:
    HostLearner(const Image& picture, const Image& original, const LearningState& state,
                const DeviceLimits& device)
        : device_(device),
          channels_(picture.channels()),
          known_(state),
          state_(operator_state(state)),
          current_(field_of(picture)),
          scratch_(picture.size(), channels_),
          original_(field_of(original)) {}

    void learn(const LearningParams& params, int steps) {
        while (steps > 0) {
            const LearnPlan plan = plan_learning(current_.size, channels_, params.passes, steps, device_, {});
            run_launch(plan, plan_run(params, current_.size, plan.steps, known_, 0));
            steps -= plan.steps;
        }
    }

    Image picture() {
        Image image(current_.size, channels_);
        for (int c = 0; c < channels_; ++c)
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) image.plane(c).row(y)[x] = current_.at(c, y, x);
        return image;
    }
    LearningState state() const {
        LearningState result = known_;
        write_back(state_, result);
        return result;
    }
    const std::vector<LossRecord>& losses() const { return losses_; }

 private:
    static HostField field_of(const Image& image) {
        HostField field(image.size(), image.channels());
        for (int c = 0; c < image.channels(); ++c)
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) field.at(c, y, x) = image.plane(c).row(y)[x];
        return field;
    }

    void pass(const LearnPlan& plan, const LearnRun& run, float mix, bool gradient) {
        // What is not written shows.
        std::ranges::fill(scratch_.values, std::numeric_limits<float>::quiet_NaN());
        const LearnFields fields{current_.view(), original_.view(), scratch_.view()};
        const bool exponential = run.params.conductance == LearningConductance::exponential,
                   image = run.params.loss == Loss::image;
        const auto chosen = exponential ? (image ? host_pass<LearningConductance::exponential, Loss::image>
                                                 : host_pass<LearningConductance::exponential, Loss::video>)
                                        : (image ? host_pass<LearningConductance::inverse, Loss::image>
                                                 : host_pass<LearningConductance::inverse, Loss::video>);
        chosen(channels_, gradient, fields, plan.grid, plan.blocks, run.constants, mix, state_.weights,
               partials_);
        std::swap(current_, scratch_);
    }

    void run_launch(const LearnPlan& plan, const LearnRun& run) {
        for (int s = 0; s < run.steps; ++s) {
            if (run.params.passes == 2) pass(plan, run, run.plans[s].first_mix, false);
            pass(plan, run, run.plans[s].mix, run.params.measures_loss());
            if (!run.params.measures_loss()) continue;
            HostBlock block;
            UpdateScratch scratch;
            LossRecord record;
            finish_step(block, {partials_.data(), plan.blocks}, run.params,
                        {run.plans[s], run.updates, true, run.first_step + s, &record}, state_, scratch);
            losses_.push_back(record);
        }
    }

    DeviceLimits device_;
    int channels_;
    LearningState known_;
    OperatorState state_;
    HostField current_, scratch_, original_;
    std::vector<float> partials_;
    std::vector<LossRecord> losses_;
};

}  // namespace droplet::cuda::test
