// What the learning kernels are held to, on a GPU and played on the host.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "compute/reference.h"
#include "image_difference.h"
#include "model/image.h"
#include "model/operator.h"

namespace droplet::test {

/// What a run of learning leaves.
struct Learned {
    Image picture;
    LearningState state;
    std::vector<LossRecord> losses;
};
/// Runs steps from a picture that differs from the original.
using LearnExecutor =
    std::function<Learned(const Image& picture, const Image& original, const LearningState& state,
                          const LearningParams& params, int steps)>;

struct LearnCase {
    std::string name;
    LearningParams params;
};

/// Every formula and every rule of the update, each beside the defaults. Where two executors round
/// differently, a response next to 0 may have another sign in each: that shifts a weight by about the
/// learning rate, which must then be below what weights are compared to.
inline std::vector<LearnCase> learn_cases(float learning_rate, float adam_learning_rate) {
    LearningParams usual{.k = 0.5f, .rate = 0.1f, .learning_rate = learning_rate};
    std::vector<LearnCase> cases;
    const auto add = [&](std::string name, const std::function<void(LearningParams&)>& change) {
        cases.push_back({std::move(name), usual});
        change(cases.back().params);
    };
    for (const LearningConductance conductance :
         {LearningConductance::exponential, LearningConductance::inverse})
        for (const Loss loss : {Loss::image, Loss::video})
            for (const FidelityTarget target :
                 {FidelityTarget::original, FidelityTarget::previous, FidelityTarget::grey})
                add(std::string(enum_name(conductance)) + " " + std::string(enum_name(loss)) + " " +
                        std::string(enum_name(target)),
                    [&](LearningParams& p) {
                        p.conductance = conductance;
                        p.loss = loss;
                        p.target = target;
                        p.fidelity = 1.5f;
                        p.edge = 0.75f;
                        p.intensity = 0.5f;
                    });
    add("adam", [&](LearningParams& p) {
        p.optimizer = Optimizer::adam;
        p.learning_rate = adam_learning_rate;
        p.scale_learning_rate = false;
    });
    add("mirror", [](LearningParams& p) { p.symmetry = Symmetry::mirror; });
    add("rotational, zero sum", [](LearningParams& p) {
        p.symmetry = Symmetry::rotational;
        p.zero_sum = true;
    });
    add("zero sum", [](LearningParams& p) { p.zero_sum = true; });
    add("two passes with frame mix", [](LearningParams& p) {
        p.passes = 2;
        p.frame_mix = 0.2f;
        p.frame_rest = 3;
    });
    add("frame mix", [](LearningParams& p) { p.frame_mix = 0.3f; });
    add("schedule", [](LearningParams& p) {
        p.schedule_period = 3;
        p.schedule_phase = 2;
    });
    add("frozen", [](LearningParams& p) { p.freeze = true; });
    add("fixed operator", [](LearningParams& p) { p.learning = false; });
    add("fixed operator, two passes, inverse", [](LearningParams& p) {
        p.learning_rate = 0;
        p.passes = 2;
        p.frame_mix = 0.1f;
        p.conductance = LearningConductance::inverse;
    });
    add("no scaling with size, no decay", [](LearningParams& p) {
        p.scale_learning_rate = false;
        p.learning_rate = 1e-7f;
        p.weight_decay = 0;
    });
    return cases;
}

inline double largest_difference(const Operator& a, const Operator& b) {
    REQUIRE(a.channels == b.channels);
    double largest = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(a.count()); ++i) {
        const double difference =
            std::fabs(static_cast<double>(a.weights[i]) - static_cast<double>(b.weights[i]));
        if (std::isnan(difference) || difference > largest) largest = difference;
    }
    return largest;
}

/// Agreement to what float32 leaves after a few steps.
inline void check_same_run(const Learned& found, const Learned& expected) {
    CHECK(largest_difference(found.picture, expected.picture) < 2e-5);
    CHECK(largest_difference(found.state.current, expected.state.current) < 5e-6);
    CHECK(found.state.steps == expected.state.steps);
    CHECK(found.state.updates == expected.state.updates);
    CHECK(found.state.recoveries == expected.state.recoveries);
    CHECK(found.state.rate_factor == expected.state.rate_factor);
    REQUIRE(found.losses.size() == expected.losses.size());
    for (std::size_t i = 0; i < found.losses.size(); ++i) {
        const LossRecord &a = found.losses[i], &b = expected.losses[i];
        CHECK(a.step == b.step);
        CHECK(a.learning_rate == b.learning_rate);
        const double scale = std::fabs(b.fidelity) + std::fabs(b.edge) + std::fabs(b.intensity) + 1e-6;
        CHECK(std::fabs(a.fidelity - b.fidelity) < 2e-5 * scale);
        CHECK(std::fabs(a.edge - b.edge) < 2e-5 * scale);
        CHECK(std::fabs(a.intensity - b.intensity) < 2e-5 * scale);
    }
}

/// A random operator near Laplace, some weights pinned. Nothing is symmetric, and flat regions respond: where
/// they did not, the sign of the response would be that of rounding.
inline LearningState uneven_state(int channels) {
    Operator op = start_operator(StartOperator::laplace, channels, 0);
    const Operator noise = start_operator(StartOperator::random, channels, 3);
    for (std::size_t i = 0; i < op.weights.size(); ++i) op.weights[i] += 0.2f * noise.weights[i] + 0.02f;
    LearningState state = initial_learning_state(op);
    state.pinned[1] = true;
    if (channels == 3) state.pinned[40] = state.pinned[77] = true;
    return state;
}

/// Both golden files: the picture to 5e-5, the operator to 5e-6, over 20 steps.
inline void check_golden_files(const LearnExecutor& learn) {
    const char* const moved = std::getenv("DROPLET_GOLDEN_DIR");
    const std::string folder = moved ? moved : DROPLET_GOLDEN_DIR;
    for (const char* name : {"/learn_grey.json", "/learn_rgb.json"}) {
        std::ifstream file(folder + name);
        REQUIRE(file.good());
        const auto golden = nlohmann::json::parse(file);
        const int channels = golden["shape"][0], height = golden["shape"][1], width = golden["shape"][2];
        Image picture({width, height}, channels);
        const auto for_each = [&](auto&& f) {
            for (int c = 0; c < channels; ++c)
                for (int y = 0; y < height; ++y)
                    for (int x = 0; x < width; ++x)
                        f(picture.plane(c).row(y)[x], static_cast<std::size_t>((c * height + y) * width + x));
        };
        for_each(
            [&](float& value, std::size_t i) { value = golden["pixels_8bit"][i].get<float>() / 255.0f; });
        if (golden["normalize"].get<bool>()) normalize(picture);
        LearningParams params;
        params.k = golden["k"];
        params.rate = golden["rate"];
        params.learning_rate = golden["learning_rate"];
        params.scale_learning_rate = false;
        params.schedule_period = 0;
        const LearningState start =
            initial_learning_state(start_operator(StartOperator::laplace, channels, 0));
        for (const auto& expected : golden["states"]) {
            const Learned result = learn(picture, picture, start, params, expected["step"].get<int>());
            double image = 0, weights = 0;
            const Image& found = result.picture;
            for (int c = 0; c < channels; ++c)
                for (int y = 0; y < height; ++y)
                    for (int x = 0; x < width; ++x)
                        image = std::max(
                            image,
                            std::fabs(
                                static_cast<double>(found.plane(c).row(y)[x]) -
                                expected["image"][static_cast<std::size_t>((c * height + y) * width + x)]
                                    .get<double>()));
            for (std::size_t i = 0; i < static_cast<std::size_t>(result.state.current.count()); ++i)
                weights = std::max(weights, std::fabs(static_cast<double>(result.state.current.weights[i]) -
                                                      expected["operator"][i].get<double>()));
            CAPTURE(name);
            CAPTURE(expected["step"].get<int>());
            CHECK(image < 5e-5);
            CHECK(weights < 5e-6);
            const LossRecord& loss = result.losses.back();
            CHECK(loss.fidelity == doctest::Approx(expected["fidelity"].get<double>()).epsilon(1e-3));
            CHECK(loss.edge == doctest::Approx(expected["edge"].get<double>()).epsilon(1e-4));
            CHECK(loss.intensity == doctest::Approx(expected["intensity"].get<double>()).epsilon(1e-5));
        }
    }
}

}  // namespace droplet::test
