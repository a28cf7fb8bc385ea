// Start operators, and what each learning step does beside learning.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "model/operator.h"

using namespace droplet;

namespace {

float slice_sum(const Operator& op, int slice) {
    float sum = 0;
    for (int t = 0; t < Operator::taps; ++t)
        sum += op.weights[static_cast<std::size_t>(slice * Operator::taps + t)];
    return sum;
}

std::vector<std::int64_t> restarts(const LearningParams& params, std::int64_t steps) {
    std::vector<std::int64_t> result;
    for (std::int64_t step = 1; step <= steps; ++step)
        if (plan_learning_step(params, step).restart) result.push_back(step);
    return result;
}

}  // namespace

TEST_CASE("Named start operators repeat their 3x3 slice between all channels") {
    const float slices[3][9] = {
        {0, 1, 0, 1, -4, 1, 0, 1, 0}, {3, 0, -3, 10, 0, -10, 3, 0, -3}, {3, 10, 3, 0, 0, 0, -3, -10, -3}};
    const StartOperator starts[] = {StartOperator::laplace, StartOperator::scharr_x, StartOperator::scharr_y};
    for (int i = 0; i < 3; ++i)
        for (int channels : {1, 3}) {
            const Operator op = start_operator(starts[i], channels, 1);
            CHECK(op.channels == channels);
            CHECK(op.count() == channels * channels * 9);
            for (int w = 0; w < Operator::most_weights; ++w)
                CHECK(op.weights[static_cast<std::size_t>(w)] == (w < op.count() ? slices[i][w % 9] : 0.0f));
        }
}

TEST_CASE("A random start operator follows its seed, stays in bounds, and every slice sums to zero") {
    const Operator one = start_operator(StartOperator::random, 3, 1);
    CHECK(one == start_operator(StartOperator::random, 3, 1));
    CHECK(one != start_operator(StartOperator::random, 3, 2));
    for (int seed : {0, 1, 2, 100, 2'147'483'647}) {
        const Operator op = start_operator(StartOperator::random, 3, seed);
        float least = 0, most = 0;
        for (int s = 0; s < op.slices(); ++s) CHECK(std::fabs(slice_sum(op, s)) < 1e-5f);
        for (float weight : op.weights) {
            least = std::fmin(least, weight);
            most = std::fmax(most, weight);
        }
        CHECK(least > -2.0f);
        CHECK(most < 2.0f);
        CHECK(least < -0.5f);  // and it uses them
        CHECK(most > 0.5f);
    }
    for (int s = 1; s < one.slices(); ++s)
        CHECK(one.weights[0] != one.weights[static_cast<std::size_t>(9 * s)]);
}

TEST_CASE("The custom start operator is the given one where it fits the picture, else Laplace") {
    Operator given{.channels = 3};
    for (std::size_t i = 0; i < given.weights.size(); ++i) given.weights[i] = static_cast<float>(i) / 10;
    CHECK(start_operator(StartOperator::custom, 3, 1, given) == given);
    CHECK(start_operator(StartOperator::custom, 1, 1, given) == start_operator(StartOperator::laplace, 1, 1));
    CHECK(start_operator(StartOperator::custom, 3, 1) == start_operator(StartOperator::laplace, 3, 1));
    CHECK(start_operator(StartOperator::laplace, 3, 1, given) != given);
}

TEST_CASE("A restart brings back the start and clears the moments; steps, rate and pins go on") {
    const Operator start = start_operator(StartOperator::scharr_x, 3, 1);
    LearningState state = initial_learning_state(start);
    CHECK(state.current == start);
    CHECK(state.start == start);
    CHECK(state.steps == 0);
    CHECK(state.rate_factor == 1.0f);
    state.current.weights[5] = 7;
    state.first_moment[5] = state.second_moment[6] = 3;
    state.updates = 12;
    state.steps = 40;
    state.rate_factor = 0.5f;
    state.recoveries = 2;
    state.pinned[8] = true;
    restart_operator(state);
    LearningState expected = initial_learning_state(start);
    expected.steps = 40;
    expected.rate_factor = 0.5f;
    expected.recoveries = 2;
    expected.pinned[8] = true;
    CHECK(state == expected);
}

TEST_CASE("The schedule of the original restarts at steps 300, 675 and so on, and mixes there only") {
    const LearningParams params;
    CHECK(restarts(params, 1500) == std::vector<std::int64_t>{300, 675, 1050, 1425});
    CHECK(plan_learning_step(params, 300) == LearningStep{.passes = 1, .mix = 0.4f, .restart = true});
    for (std::int64_t step : {1, 299, 301, 375, 674})
        CHECK(plan_learning_step(params, step) == LearningStep{});
}

TEST_CASE("A phase is modulo the period: 0 and the period itself end every period") {
    LearningParams params;
    params.schedule_period = 10;
    params.schedule_phase = 0;
    CHECK(restarts(params, 30) == std::vector<std::int64_t>{10, 20, 30});
    params.schedule_phase = 10;
    CHECK(restarts(params, 30) == std::vector<std::int64_t>{10, 20, 30});
    params.schedule_phase = 13;
    CHECK(restarts(params, 30) == std::vector<std::int64_t>{3, 13, 23});
    params.schedule_period = 1;
    CHECK(restarts(params, 3) == std::vector<std::int64_t>{1, 2, 3});
    params.schedule_period = 0;
    CHECK(restarts(params, 2000).empty());
}

TEST_CASE("The schedule rests while the operator is not updated") {
    LearningParams params;
    params.freeze = true;
    CHECK(restarts(params, 1000).empty());
    params.freeze = false;
    params.learning = false;
    CHECK(restarts(params, 1000).empty());
    params.learning = true;
    params.learning_rate = 0;
    CHECK(restarts(params, 1000).empty());
    CHECK(plan_learning_step(params, 300).mix == 0.0f);
}

TEST_CASE("Frame mix comes after the first of two passes, or after the only one, and rests every so often") {
    LearningParams params;
    params.schedule_period = 0;
    params.frame_mix = 0.2f;
    params.frame_rest = 8;
    params.passes = 2;
    for (std::int64_t step = 1; step <= 32; ++step) {
        const float mix = step % 8 == 0 ? 0.0f : 0.2f;
        CHECK(plan_learning_step(params, step) == LearningStep{.passes = 2, .first_mix = mix});
    }
    params.passes = 1;
    CHECK(plan_learning_step(params, 1) == LearningStep{.passes = 1, .mix = 0.2f});
    CHECK(plan_learning_step(params, 8) == LearningStep{});
    params.frame_rest = 0;
    CHECK(plan_learning_step(params, 8).mix == 0.2f);
    params.frame_rest = 1;
    CHECK(plan_learning_step(params, 7).mix == 0.0f);
}

TEST_CASE("Where a restart and frame mix meet after one pass, both shares of the original are mixed in") {
    LearningParams params;
    params.frame_mix = 0.2f;
    const LearningStep plan = plan_learning_step(params, 300);
    CHECK(plan.restart);
    CHECK(plan.mix == doctest::Approx(1 - 0.8 * 0.6));
    params.passes = 2;
    CHECK(plan_learning_step(params, 300).first_mix == 0.2f);
    CHECK(plan_learning_step(params, 300).mix == doctest::Approx(0.4));
}

TEST_CASE("The learning rate belongs to 320x240 pixels, and scales with the size unless told not to") {
    LearningParams params;
    CHECK(scaled_learning_rate(params, 320 * 240) == 2e-6f);
    CHECK(scaled_learning_rate(params, 640 * 480) == doctest::Approx(5e-7));
    CHECK(scaled_learning_rate(params, 1) == doctest::Approx(2e-6 * 76800));
    params.scale_learning_rate = false;
    CHECK(scaled_learning_rate(params, 640 * 480) == 2e-6f);
}
