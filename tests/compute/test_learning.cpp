// The learned operator (docs/mathematics.md 2 and 3) on the CPU backend: its numbers, against the original's
// and against double precision, at sizes that do not fit the vectors.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>

#include "compute/cpu/cpu_backend.h"
#include "compute/cpu/simd_target.h"
#include "compute/learning_reference.h"
#include "compute/reference.h"

using namespace droplet;
using namespace droplet::test;

namespace {

struct Shape {
    Size size;
    int channels;
};
const Shape shapes[] = {{{1, 1}, 1}, {{1, 1}, 3},  {{1, 23}, 3},  {{23, 1}, 1},   {{2, 2}, 3},
                        {{3, 2}, 1}, {{17, 9}, 3}, {{16, 16}, 1}, {{337, 11}, 3}, {{257, 33}, 1}};

template <class F>
void for_all_formulas(F&& f) {
    for (const LearningConductance conductance :
         {LearningConductance::exponential, LearningConductance::inverse})
        for (const Loss loss : {Loss::image, Loss::video})
            for (const FidelityTarget target :
                 {FidelityTarget::original, FidelityTarget::previous, FidelityTarget::grey}) {
                LearningParams params{.k = 0.6f, .rate = 0.15f};
                params.conductance = conductance;
                params.loss = loss;
                params.target = target;
                params.fidelity = 1.5f;
                params.edge = 0.75f;
                params.intensity = 0.5f;
                params.learning_rate = 1e-5f;
                params.scale_learning_rate = false;
                CAPTURE(std::string(enum_name(conductance)));
                CAPTURE(std::string(enum_name(loss)));
                CAPTURE(std::string(enum_name(target)));
                f(params);
            }
}

/// So strong a step that values are held at 0 and at 1.
void reach_the_clamp(LearningParams& params) {
    params.rate = 2.0f;
    if (params.conductance == LearningConductance::inverse) params.k = 3;
}

std::unique_ptr<Backend> backend_with(const Image& image, const Operator& op, int threads = 2) {
    auto backend = make_cpu_backend(threads);
    backend->upload(image);
    backend->set_learning_state(initial_learning_state(op));
    return backend;
}

double largest(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0,
                           [](double a, double b) { return std::max(a, std::fabs(b)); });
}

/// The gradient of the step from `before` to `after`, by SGD's rule.
std::vector<double> gradient_between(const LearningState& before, const LearningState& after,
                                     const LearningParams& params) {
    std::vector<double> gradient;
    for (std::size_t i = 0; i < static_cast<std::size_t>(after.current.count()); ++i) {
        const double momentum = before.updates == 0 ? 0.0 : static_cast<double>(params.momentum);
        gradient.push_back(static_cast<double>(after.first_moment[i]) -
                           momentum * static_cast<double>(before.first_moment[i]) -
                           static_cast<double>(params.weight_decay) *
                               static_cast<double>(before.current.weights[i]));
    }
    return gradient;
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
    double difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference = std::max(difference, std::fabs(a[i] - b[i]));
    return difference;
}

void check_golden(const nlohmann::json& golden) {
    const int channels = golden["shape"][0], height = golden["shape"][1], width = golden["shape"][2];
    const std::vector<int> pixels = golden["pixels_8bit"];
    Image image({width, height}, channels);
    std::size_t next = 0;
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                image.plane(c).row(y)[x] = static_cast<float>(pixels[next++]) / 255.0f;
    normalize(image);
    LearningParams params{.k = golden["k"], .rate = golden["rate"]};
    params.learning_rate = golden["learning_rate"];
    params.scale_learning_rate = false;
    params.schedule_period = 0;
    const auto backend = make_cpu_backend(2);
    backend->upload(image);
    LearningReference expected(image, backend->learning_state().current);
    for (const auto& state : golden["states"]) {
        const int step = state["step"];
        CAPTURE(step);
        const auto steps_done = static_cast<int>(backend->learning_state().steps);
        backend->learn(params, step - 1 - steps_done, {});
        const LearningState before = backend->learning_state();
        REQUIRE(backend->learn(params, 1, {}) == 1);
        const LearningState after = backend->learning_state();
        expected.current = state["image"].get<std::vector<double>>();
        expected.weights = state["operator"].get<std::vector<double>>();
        CHECK(expected.largest_difference(backend->download(Content::current)) < 5e-5);
        CHECK(expected.largest_difference(after.current) < 5e-6);
        const auto gradient = state["gradient"].get<std::vector<double>>();
        CHECK(largest_difference(gradient_between(before, after, params), gradient) <
              1e-4 * largest(gradient));
        const LossRecord loss = backend->take_losses().back();
        const double fidelity = state["fidelity"], edge = state["edge"], intensity = state["intensity"];
        const double tolerance = 1e-5 * (fidelity + edge + intensity);
        CHECK(loss.step == step);
        CHECK(std::fabs(loss.fidelity - fidelity) < tolerance);
        CHECK(std::fabs(loss.edge - edge) < tolerance);
        CHECK(std::fabs(loss.intensity - intensity) < tolerance);
    }
}

}  // namespace

TEST_CASE("Learning gives the original's picture, operator, gradient and losses over 20 steps") {
    for (const char* name : {"learn_grey.json", "learn_rgb.json"}) {
        std::ifstream file(fmt::format("{}/{}", DROPLET_GOLDEN_DIR, name));
        const auto golden = nlohmann::json::parse(file);
        REQUIRE(golden["states"].size() == 5);
        CAPTURE(std::string(name));
        for_each_instruction_set([&] {
            CAPTURE(std::string(simd_name()));
            check_golden(golden);
        });
    }
}

TEST_CASE("The gradient by hand is the central difference of the loss, below, inside and above the clamp") {
    for_all_formulas([](LearningParams params) {
        reach_the_clamp(params);
        for (const int channels : {1, 3}) {
            const Image image = make_picture({13, 8}, channels, 21);
            LearningReference reference(image, start_operator(StartOperator::random, channels, 3));
            reference.current = std::vector<double>(reference.original.rbegin(), reference.original.rend());
            const auto clamps = reference.clamps(params);
            CHECK(clamps.below > 0);
            CHECK(clamps.inside > 0);
            CHECK(clamps.above > 0);
            const std::vector<double> gradient = reference.gradient(params, reference.weights);
            for (std::size_t i = 0; i < gradient.size(); ++i) {
                constexpr double h = 1e-7;
                std::vector<double> more = reference.weights, less = reference.weights;
                more[i] += h;
                less[i] -= h;
                const double difference =
                    (reference.loss(params, more).total() - reference.loss(params, less).total()) / (2 * h);
                CAPTURE(i);
                CHECK(std::fabs(gradient[i] - difference) < 1e-6 * largest(gradient));
            }
        }
    });
}

TEST_CASE("The gradient agrees with double precision for every loss, conductance, target, size and clamp") {
    for (const bool clamps : {false, true})
        for_all_formulas([&](LearningParams params) {
            if (clamps) reach_the_clamp(params);
            params.weight_decay = 0;
            for (const Shape& shape : shapes) {
                CAPTURE(fmt::format("{}x{}x{}", shape.size.width, shape.size.height, shape.channels));
                const Image image = make_picture(shape.size, shape.channels, 21);
                const Operator op = random_operator(shape.channels, 3);
                const LearningReference reference(image, op);
                const std::vector<double> expected = reference.gradient(params, reference.weights);
                for_each_instruction_set([&] {
                    CAPTURE(std::string(simd_name()));
                    const auto backend = backend_with(image, op);
                    const LearningState before = backend->learning_state();
                    backend->learn(params, 1, {});
                    const auto gradient = gradient_between(before, backend->learning_state(), params);
                    CHECK(largest_difference(gradient, expected) < 2e-5 * largest(expected));
                });
            }
        });
}

TEST_CASE("Steps agree with double precision for every loss, conductance, target and size") {
    for_all_formulas([](const LearningParams& params) {
        for (const Shape& shape : shapes) {
            CAPTURE(fmt::format("{}x{}x{}", shape.size.width, shape.size.height, shape.channels));
            const Image image = make_picture(shape.size, shape.channels, 5);
            const Operator op = random_operator(shape.channels, 4);
            LearningReference reference(image, op);
            LearningReference::Losses losses;
            for (int i = 0; i < 3; ++i) losses = reference.step(params);
            for_each_instruction_set([&] {
                CAPTURE(std::string(simd_name()));
                const auto backend = backend_with(image, op);
                REQUIRE(backend->learn(params, 3, {}) == 3);
                CHECK(reference.largest_difference(backend->download(Content::current)) < 1e-5);
                CHECK(reference.largest_difference(backend->learning_state().current) < 1e-6);
                const auto records = backend->take_losses();
                REQUIRE(records.size() == 3);
                const double scale =
                    std::fabs(losses.fidelity) + std::fabs(losses.edge) + std::fabs(losses.intensity) + 1e-3;
                CHECK(std::fabs(records.back().fidelity - losses.fidelity) < 1e-5 * scale);
                CHECK(std::fabs(records.back().edge - losses.edge) < 1e-5 * scale);
                CHECK(std::fabs(records.back().intensity - losses.intensity) < 1e-5 * scale);
            });
        }
    });
}

TEST_CASE("Two passes a step, frame mix and its rest agree with double precision") {
    for (const int passes : {1, 2})
        for (const int rest : {0, 2})
            for (const Shape& shape : {Shape{{41, 13}, 3}, Shape{{41, 13}, 1}}) {
                LearningParams params{.k = 0.5f, .rate = 0.1f};
                params.loss = Loss::video;
                params.learning_rate = 1e-5f;
                params.scale_learning_rate = false;
                params.passes = passes;
                params.frame_mix = 0.2f;
                params.frame_rest = rest;
                params.schedule_period = 0;
                const Image image = make_picture(shape.size, shape.channels, 8);
                const Operator op = random_operator(shape.channels, 9);
                LearningReference reference(image, op);
                const auto backend = backend_with(image, op);
                for (int i = 0; i < 4; ++i) {
                    reference.step(params);
                    backend->learn(params, 1, {});
                    CAPTURE(i);
                    CHECK(reference.largest_difference(backend->download(Content::current)) < 1e-5);
                    CHECK(reference.largest_difference(backend->learning_state().current) < 1e-6);
                }
            }
}

TEST_CASE("SGD and Adam update as defined, with momentum and weight decay, scaled with size or not") {
    for (const Optimizer optimizer : {Optimizer::sgd, Optimizer::adam})
        for (const float momentum : {0.0f, 0.9f})
            for (const float decay : {0.0f, 0.3f})
                for (const bool scale : {false, true}) {
                    LearningParams params{.k = 0.6f, .rate = 0.1f};
                    params.optimizer = optimizer;
                    params.momentum = momentum;
                    params.weight_decay = decay;
                    params.scale_learning_rate = scale;
                    params.learning_rate = (optimizer == Optimizer::sgd ? 2e-5f : 1e-3f) *
                                           (scale ? 29.0f * 31.0f / 76800.0f : 1.0f);
                    const Image image = make_picture({29, 31}, 3, 12);
                    const Operator op = random_operator(3, 5);
                    LearningReference reference(image, op);
                    const auto backend = backend_with(image, op);
                    for (int i = 0; i < 6; ++i) reference.step(params);
                    backend->learn(params, 6, {});
                    const LearningState state = backend->learning_state();
                    double moved = 0;
                    for (std::size_t i = 0; i < 81; ++i)
                        moved = std::max(
                            moved, static_cast<double>(std::fabs(state.current.weights[i] - op.weights[i])));
                    CAPTURE(std::string(enum_name(optimizer)));
                    CAPTURE(momentum);
                    CAPTURE(decay);
                    CHECK(moved > 1e-3);
                    CHECK(reference.largest_difference(state.current) < 1e-3 * moved);
                    CHECK(state.updates == 6);
                }
}

TEST_CASE("A fixed operator diffuses as in double precision, whether its slices are the same or not") {
    for (const LearningConductance conductance :
         {LearningConductance::exponential, LearningConductance::inverse})
        for (const Shape& shape : shapes)
            for (const bool same : {true, false}) {
                LearningParams params{.learning = false, .k = 0.6f, .rate = 0.05f};
                params.conductance = conductance;
                const Image image = make_picture(shape.size, shape.channels, 14);
                const Operator op = same ? start_operator(StartOperator::laplace, shape.channels, 0)
                                         : random_operator(shape.channels, 15);
                LearningReference reference(image, op);
                for (int i = 0; i < 2; ++i) reference.step(params);
                for_each_instruction_set([&] {
                    CAPTURE(std::string(simd_name()));
                    const auto backend = backend_with(image, op);
                    REQUIRE(backend->learn(params, 2, {}) == 2);
                    CHECK(reference.largest_difference(backend->download(Content::current)) < 1e-5);
                    CHECK(backend->learning_state().current == op);
                    CHECK(backend->take_losses().empty());
                });
            }
}
