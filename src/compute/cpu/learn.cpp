#include "compute/cpu/learn.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <new>
#include <utility>

#include "compute/backend.h"
#include "compute/cpu/crew.h"
#include "math/operator_update.h"

namespace droplet {
namespace {

/// Updates the operator; where it has left all bounds, it starts again.
void update(LearningState& state, const double* gradient, const LearningParams& params, float learning_rate) {
    const auto constants = math::update_constants(params, learning_rate, state.updates);
    bool bounded = true;
    for (int s = 0; s < state.current.slices(); ++s) {
        bool pinned[Operator::taps];
        float* const slice = state.current.weights.data() + s * Operator::taps;
        for (int t = 0; t < Operator::taps; ++t) {
            const auto i = static_cast<std::size_t>(s * Operator::taps + t);
            pinned[t] = state.pinned[i];
            if (pinned[t]) continue;
            slice[t] = math::updated_weight(slice[t], static_cast<float>(gradient[i]), state.first_moment[i],
                                            state.second_moment[i], constants);
        }
        math::constrain_slice(slice, pinned, params.symmetry, params.zero_sum);
        for (int t = 0; t < Operator::taps; ++t) bounded = bounded && std::fabs(slice[t]) <= largest_weight;
    }
    ++state.updates;
    if (bounded) return;
    restart_operator(state);
    ++state.recoveries;
}

}  // namespace

void Learner::FreeScratch::operator()(float* p) const noexcept {
    std::free(p);
}

void Learner::reserve(const Image& picture, int slots) {
    const std::size_t floats = learn_scratch_floats(picture.channels());
    if (scratch_floats_ < floats) scratch_.clear();
    scratch_floats_ = std::max(scratch_floats_, floats);
    while (scratch_.size() < static_cast<std::size_t>(slots)) {
        const std::size_t bytes = (scratch_floats_ * sizeof(float) + 63) / 64 * 64;
        auto* const memory = static_cast<float*>(std::aligned_alloc(64, bytes));
        if (!memory) throw std::bad_alloc();
        scratch_.emplace_back(memory);
        std::fill_n(memory, bytes / sizeof(float), 0.0f);
    }
    sums_.resize(static_cast<std::size_t>(LearnPass::bands_of(picture.height())));
}

/// False when it was stopped; the target is then not complete.
bool Learner::run_pass(Crew& crew, int slot, const LearnPass& pass, const std::stop_token& stop) {
    std::atomic<bool> complete = true;
    crew.for_each(slot, pass.bands(), [&](int worker, int band) {
        if (stop.stop_requested()) {
            complete.store(false, std::memory_order_relaxed);
        } else {
            run_learn_band(pass, band, scratch_[static_cast<std::size_t>(worker)].get(),
                           sums_[static_cast<std::size_t>(band)]);
        }
    });
    return complete;
}

/// Records the loss and updates the operator. Bands are added in their order, so that the sums do not depend
/// on the threads.
void Learner::learn_from(const LearnPass& pass, float learning_rate) {
    const int count = LearnPass::products * pass.from.channels() * pass.from.channels() * Operator::side;
    double products[LearnPass::most_factors] = {};
    LossRecord record{.step = state_.steps, .learning_rate = learning_rate};
    for (int b = 0; b < pass.bands(); ++b) {
        const LearnSums& sums = sums_[static_cast<std::size_t>(b)];
        for (int k = 0; k < count; ++k) products[k] += static_cast<double>(sums.gradient[k]);
        record.fidelity += sums.fidelity;
        record.edge += sums.edge;
        record.intensity += sums.intensity;
    }
    losses_.push_back(record);
    if (losses_.size() > static_cast<std::size_t>(Backend::most_losses)) losses_.pop_front();
    if (!pass.params.updates_operator()) return;
    double gradient[Operator::most_weights];
    gather_gradient(products, pass.from.channels(), gradient);
    update(state_, gradient, pass.params, learning_rate);
}

/// False when it was stopped; nothing has changed then.
bool Learner::step(Crew& crew, int slot, const Fields& fields, const LearningParams& params,
                   const std::stop_token& stop) {
    const LearningStep plan = plan_learning_step(params, state_.steps + 1);
    const bool two = plan.passes == 2;
    if (two) {
        const LearnPass first(fields.current, fields.spare, fields.original, params, state_.current,
                              plan.first_mix, false);
        if (!run_pass(crew, slot, first, stop)) return false;
        std::swap(fields.current, fields.spare);
    }
    const LearnPass pass(fields.current, fields.spare, fields.original, params, state_.current, plan.mix,
                         params.measures_loss());
    // The second of two passes overwrites the picture before the step, and goes on to its end.
    if (!run_pass(crew, slot, pass, two ? std::stop_token() : stop)) return false;
    ++state_.steps;
    const float learning_rate =
        scaled_learning_rate(params, fields.current.size().area()) * state_.rate_factor;
    if (pass.measures) learn_from(pass, learning_rate);
    std::swap(fields.current, fields.spare);
    if (plan.restart) {
        restart_operator(state_);
        state_.rate_factor *= params.schedule_decay;
    }
    return true;
}

int Learner::run(Image& current, Image& spare, const Image& original, const LearningParams& params, int steps,
                 Workers& workers, std::stop_token stop) {
    Crew crew(workers);
    reserve(current, crew.slots());
    const Fields fields{current, spare, original};
    int done = 0;
    crew.run([&](int slot) {
        while (done < steps && !stop.stop_requested() && step(crew, slot, fields, params, stop)) ++done;
    });
    return done;
}

std::vector<LossRecord> Learner::take_losses() {
    const std::vector<LossRecord> newest(losses_.begin(), losses_.end());
    losses_.clear();
    return newest;
}

}  // namespace droplet
