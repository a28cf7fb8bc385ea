#include "compute/learning_reference.h"

#include <algorithm>
#include <cmath>

#include "compute/cpu/simd_target.h"

namespace droplet::test {
namespace {

int reflected(int i, int n) {
    if (n == 1) return 0;
    if (i < 0) return -i;
    return i >= n ? 2 * (n - 1) - i : i;
}

double sign(double x) {
    return x > 0 ? 1 : x < 0 ? -1 : 0;
}

constexpr double scharr_x[3][3] = {{3, 0, -3}, {10, 0, -10}, {3, 0, -3}};
constexpr double scharr_y[3][3] = {{3, 10, 3}, {0, 0, 0}, {-3, -10, -3}};

}  // namespace

LearningReference::LearningReference(const Image& image, const Operator& op)
    : size(image.size()), channels(image.channels()) {
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                original.push_back(static_cast<double>(image.plane(c).row(y)[x]));
    current = original;
    weights.assign(op.weights.begin(), op.weights.begin() + op.count());
    start = weights;
    first_moment.assign(weights.size(), 0);
    second_moment = first_moment;
    pinned.assign(weights.size(), 0);
}

double LearningReference::padded(const std::vector<double>& field, int c, int y, int x) const {
    return field[index(c, reflected(y, size.height), reflected(x, size.width))];
}

double LearningReference::target(const LearningParams& params, std::size_t i) const {
    switch (params.target) {
        case FidelityTarget::original:
            return original[i];
        case FidelityTarget::previous:
            return current[i];
        case FidelityTarget::grey:
            return 0.5;
    }
    return 0;
}

LearningReference::Pass LearningReference::forward(const LearningParams& params,
                                                   const std::vector<double>& with) const {
    const double k = static_cast<double>(params.k), rate = static_cast<double>(params.rate);
    Pass pass;
    pass.response.resize(current.size());
    pass.g = pass.raw = pass.value = pass.response;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            double sx = 0, sy = 0;
            for (int i = 0; i < channels; ++i)
                for (int dy = 0; dy < 3; ++dy)
                    for (int dx = 0; dx < 3; ++dx) {
                        const double v = padded(current, i, y + dy - 1, x + dx - 1);
                        sx += scharr_x[dy][dx] * v;
                        sy += scharr_y[dy][dx] * v;
                    }
            for (int o = 0; o < channels; ++o) {
                double response = 0;
                for (int i = 0; i < channels; ++i)
                    for (int dy = 0; dy < 3; ++dy)
                        for (int dx = 0; dx < 3; ++dx)
                            response +=
                                with[static_cast<std::size_t>(((o * channels + i) * 3 + dy) * 3 + dx)] *
                                padded(current, i, y + dy - 1, x + dx - 1);
                const std::size_t at = index(o, y, x);
                pass.response[at] = response;
                pass.g[at] = params.conductance == LearningConductance::exponential
                                 ? std::exp(-response * response / (k * k))
                                 : 1 / (std::sqrt(sx * sx + sy * sy) / (k * k) + 1);
                pass.raw[at] = current[at] + rate * response * pass.g[at];
                pass.value[at] = std::clamp(pass.raw[at], 0.0, 1.0);
            }
        }
    return pass;
}

LearningReference::Losses LearningReference::loss(const LearningParams& params,
                                                  const std::vector<double>& with) const {
    const Pass pass = forward(params, with);
    const double a = static_cast<double>(params.fidelity), b = static_cast<double>(params.edge),
                 c = static_cast<double>(params.intensity);
    Losses sum;
    for (std::size_t i = 0; i < current.size(); ++i) {
        const double value = pass.value[i], response = pass.response[i],
                     difference = value - target(params, i);
        if (params.loss == Loss::image) {
            sum.fidelity += a * difference * difference;
            sum.edge += b * std::fabs(response);
            sum.intensity += c * value * value;
        } else {
            sum.fidelity += a * std::pow(response * difference, 2);
            sum.edge += b * response;
            sum.intensity += 10 * c * std::pow(value * response, 2);
        }
    }
    return sum;
}

std::vector<double> LearningReference::gradient(const LearningParams& params,
                                                const std::vector<double>& with) const {
    const Pass pass = forward(params, with);
    const double a = static_cast<double>(params.fidelity), b = static_cast<double>(params.edge),
                 c = static_cast<double>(params.intensity), rate = static_cast<double>(params.rate),
                 k = static_cast<double>(params.k);
    std::vector<double> result(with.size(), 0.0);
    for (int o = 0; o < channels; ++o)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const std::size_t at = index(o, y, x);
                const double response = pass.response[at], value = pass.value[at], g = pass.g[at];
                const double difference = value - target(params, at);
                const bool inside = pass.raw[at] >= 0 && pass.raw[at] <= 1;
                const double slope = params.conductance == LearningConductance::exponential
                                         ? g * (1 - 2 * response * response / (k * k))
                                         : g;
                double by_value, direct;
                if (params.loss == Loss::image) {
                    by_value = 2 * a * difference + 2 * c * value;
                    direct = b * sign(response);
                } else {
                    const double square = response * response;
                    by_value = 2 * a * square * difference + 20 * c * square * value;
                    direct =
                        2 * a * response * difference * difference + b + 20 * c * response * value * value;
                }
                const double by_response = (inside ? by_value * rate * slope : 0.0) + direct;
                for (int i = 0; i < channels; ++i)
                    for (int dy = 0; dy < 3; ++dy)
                        for (int dx = 0; dx < 3; ++dx)
                            result[static_cast<std::size_t>(((o * channels + i) * 3 + dy) * 3 + dx)] +=
                                by_response * padded(current, i, y + dy - 1, x + dx - 1);
            }
    return result;
}

LearningReference::Clamps LearningReference::clamps(const LearningParams& params) const {
    Clamps count;
    for (const double raw : forward(params, weights).raw)
        ++(raw < 0 ? count.below : raw > 1 ? count.above : count.inside);
    return count;
}

void LearningReference::mix(double share) {
    for (std::size_t i = 0; i < current.size(); ++i)
        current[i] = (1 - share) * current[i] + share * original[i];
}

void LearningReference::update(const LearningParams& params, const std::vector<double>& gradient) {
    const double pixels = static_cast<double>(size.area());
    const double learning_rate = static_cast<double>(params.learning_rate) * rate_factor *
                                 (params.scale_learning_rate ? 320.0 * 240.0 / pixels : 1.0);
    const double beta1 = static_cast<double>(params.momentum),
                 beta2 = static_cast<double>(params.second_momentum);
    ++updates;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (pinned[i]) continue;
        const double d = gradient[i] + static_cast<double>(params.weight_decay) * weights[i];
        double& m = first_moment[i];
        double& v = second_moment[i];
        if (params.optimizer == Optimizer::sgd) {
            m = updates == 1 ? d : beta1 * m + d;
            weights[i] -= learning_rate * m;
        } else {
            m = beta1 * m + (1 - beta1) * d;
            v = beta2 * v + (1 - beta2) * d * d;
            const double mean = m / (1 - std::pow(beta1, updates)),
                         square = v / (1 - std::pow(beta2, updates));
            weights[i] -= learning_rate * mean / (std::sqrt(square) + 1e-8);
        }
    }
}

LearningReference::Losses LearningReference::step(const LearningParams& params) {
    ++steps;
    const bool rests = params.frame_rest > 0 && steps % params.frame_rest == 0;
    const double frame_mix = rests ? 0.0 : static_cast<double>(params.frame_mix);
    if (params.passes == 2) {
        current = forward(params, weights).value;
        mix(frame_mix);
    }
    const Losses losses = loss(params, weights);
    const std::vector<double> by_weights = gradient(params, weights);
    current = forward(params, weights).value;
    if (params.passes == 1) mix(frame_mix);
    const bool learns = params.learning && !params.freeze && params.learning_rate > 0;
    if (!learns) return losses;
    update(params, by_weights);
    if (params.schedule_period > 0 &&
        steps % params.schedule_period == params.schedule_phase % params.schedule_period) {
        mix(static_cast<double>(params.schedule_mix));
        weights = start;
        std::fill(first_moment.begin(), first_moment.end(), 0.0);
        std::fill(second_moment.begin(), second_moment.end(), 0.0);
        updates = 0;
        rate_factor *= static_cast<double>(params.schedule_decay);
    }
    return losses;
}

double LearningReference::largest_difference(const Image& image) const {
    double largest = 0;
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const double difference =
                    std::fabs(static_cast<double>(image.plane(c).row(y)[x]) - current[index(c, y, x)]);
                if (std::isnan(difference)) return difference;
                largest = std::max(largest, difference);
            }
    return largest;
}

double LearningReference::largest_difference(const Operator& op) const {
    double largest = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double difference = std::fabs(static_cast<double>(op.weights[i]) - weights[i]);
        if (std::isnan(difference)) return difference;
        largest = std::max(largest, difference);
    }
    return largest;
}

void for_each_instruction_set(const std::function<void()>& f) {
    for (const char* simd : {"AVX-512", "AVX2", "SSE4", "SSSE3", "NEON", "generic"})
        if (limit_simd(simd)) f();
    limit_simd("");
}

Operator random_operator(int channels, int seed) {
    Operator op = start_operator(StartOperator::random, channels, seed);
    for (float& weight : op.weights) weight *= 0.5f;
    for (int s = 0; s < op.slices(); ++s)
        op.weights[static_cast<std::size_t>(s * Operator::taps + 4)] -= s % 2 == 0 ? 0.5f : -0.5f;
    return op;
}

}  // namespace droplet::test
