#include "compute/cpu/learn.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "math/learning.h"
#include "math/operator_update.h"

namespace droplet {
namespace {

int reflected(int i, int n) {
    if (n == 1) return 0;
    return i < 0 ? -i : i >= n ? 2 * n - 2 - i : i;
}

struct Sums {
    double gradient[Operator::most_weights] = {};
    double fidelity = 0, edge = 0, intensity = 0;
};

template <LearningConductance C, Loss L>
void run_pass(const Image& from, Image& to, const Image& original, const LearningParams& params,
              const Operator& op, float mix, Sums* sums) {
    const int w = from.width(), h = from.height(), channels = from.channels();
    const math::LearningConstants k = math::learning_constants(params, mix);
    for (int y = 0; y < h; ++y) {
        for (int x = 0; x < w; ++x) {
            float around[3][3][3], sx = 0, sy = 0;
            for (int i = 0; i < channels; ++i)
                for (int dy = -1; dy <= 1; ++dy)
                    for (int dx = -1; dx <= 1; ++dx) {
                        const float v = from.plane(i).row(reflected(y + dy, h))[reflected(x + dx, w)];
                        around[i][dy + 1][dx + 1] = v;
                        sx += v * math::scharr_weight(dy, dx);
                        sy += v * math::scharr_weight(dx, dy);
                    }
            const float g = C == LearningConductance::inverse ? math::inverse_g(sx, sy, k) : 1.0f;
            for (int o = 0; o < channels; ++o) {
                const float* weights = op.weights.data() + o * channels * Operator::taps;
                float response = 0;
                for (int i = 0; i < channels; ++i)
                    for (int t = 0; t < Operator::taps; ++t)
                        response =
                            math::fma(weights[i * Operator::taps + t], around[i][t / 3][t % 3], response);
                float flux, slope;
                math::learning_flux<C>(response, g, k, flux, slope);
                const float raw = math::unclamped(around[o][1][1], flux, k), value = math::clamped(raw);
                const float source = original.plane(o).row(y)[x];
                to.plane(o).row(y)[x] = math::mixed(value, source, mix);
                if (!sums) continue;
                const float target = params.target == FidelityTarget::original   ? source
                                     : params.target == FidelityTarget::previous ? around[o][1][1]
                                                                                 : 0.5f;
                math::LossTerms<float> terms;
                const float dg = math::loss_gradient<L>(response, slope, raw, value, target, k, terms);
                sums->fidelity += static_cast<double>(terms.fidelity);
                sums->edge += static_cast<double>(terms.edge);
                sums->intensity += static_cast<double>(terms.intensity);
                for (int i = 0; i < channels; ++i)
                    for (int t = 0; t < Operator::taps; ++t)
                        sums->gradient[(o * channels + i) * Operator::taps + t] +=
                            static_cast<double>(dg * around[i][t / 3][t % 3]);
            }
        }
    }
}

void dispatch(const Image& from, Image& to, const Image& original, const LearningParams& params,
              const Operator& op, float mix, Sums* sums) {
    const bool exponential = params.conductance == LearningConductance::exponential,
               image = params.loss == Loss::image;
    if (exponential && image)
        run_pass<LearningConductance::exponential, Loss::image>(from, to, original, params, op, mix, sums);
    else if (exponential)
        run_pass<LearningConductance::exponential, Loss::video>(from, to, original, params, op, mix, sums);
    else if (image)
        run_pass<LearningConductance::inverse, Loss::image>(from, to, original, params, op, mix, sums);
    else
        run_pass<LearningConductance::inverse, Loss::video>(from, to, original, params, op, mix, sums);
    reflect_rows(to);
}

void update(LearningState& state, const Sums& sums, const LearningParams& params, float learning_rate) {
    const auto constants = math::update_constants(params, learning_rate, state.updates);
    bool bounded = true;
    for (int s = 0; s < state.current.slices(); ++s) {
        bool pinned[Operator::taps];
        float* const slice = state.current.weights.data() + s * Operator::taps;
        for (int t = 0; t < Operator::taps; ++t) {
            const auto i = static_cast<std::size_t>(s * Operator::taps + t);
            pinned[t] = state.pinned[i];
            if (pinned[t]) continue;
            slice[t] = math::updated_weight(slice[t], static_cast<float>(sums.gradient[i]),
                                            state.first_moment[i], state.second_moment[i], constants);
        }
        math::constrain_slice(slice, pinned, params.symmetry, params.zero_sum);
        for (int t = 0; t < Operator::taps; ++t)
            bounded = bounded && std::fabs(slice[t]) <= math::largest_weight;
    }
    ++state.updates;
    if (bounded) return;
    restart_operator(state);
    ++state.recoveries;
}

}  // namespace

void reflect_rows(Image& image) {
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < image.height(); ++y) {
            float* const row = image.plane(c).row(y);
            const int w = image.width();
            row[-1] = row[w > 1 ? 1 : 0];
            row[w] = row[w > 1 ? w - 2 : 0];
        }
}

int Learner::run(Image& current, Image& spare, const Image& original, const LearningParams& params, int steps,
                 Workers&, std::stop_token stop) {
    int done = 0;
    for (; done < steps && !stop.stop_requested(); ++done) {
        const LearningStep plan = plan_learning_step(params, state_.steps + 1);
        if (plan.passes == 2) {
            dispatch(current, spare, original, params, state_.current, plan.first_mix, nullptr);
            std::swap(current, spare);
        }
        Sums sums;
        const bool measure = params.measures_loss();
        dispatch(current, spare, original, params, state_.current, plan.mix, measure ? &sums : nullptr);
        std::swap(current, spare);
        ++state_.steps;
        const float learning_rate = scaled_learning_rate(params, current.size().area()) * state_.rate_factor;
        if (measure)
            losses_.push_back({state_.steps, sums.fidelity, sums.edge, sums.intensity, learning_rate});
        if (params.updates_operator()) update(state_, sums, params, learning_rate);
        if (plan.restart) {
            restart_operator(state_);
            state_.rate_factor *= params.schedule_decay;
        }
    }
    if (losses_.size() > static_cast<std::size_t>(4096)) losses_.erase(losses_.begin(), losses_.end() - 4096);
    return done;
}

std::vector<LossRecord> Learner::take_losses() {
    return std::exchange(losses_, {});
}

}  // namespace droplet
