#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "cuda/cuda_backend.h"
#include "cuda/tuned_backend.h"

namespace droplet::test {
namespace {

using cuda::DiffuseTuning;
using cuda::make_tuned_cuda_backend;
using Persistent = DiffuseTuning::Persistent;

const Size odd_sizes[] = {{1, 1}, {1, 37}, {41, 1}, {33, 65}, {257, 89}};

struct Difference {
    double largest = 0, rms = 0;  ///< NaN where a picture has one
};

Difference difference_of(const Image& a, const Image& b) {
    REQUIRE(a.size() == b.size());
    REQUIRE(a.channels() == b.channels());
    Difference result;
    double squares = 0;
    for (int c = 0; c < a.channels(); ++c)
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x) {
                const double difference = std::fabs(static_cast<double>(a.plane(c).row(y)[x]) -
                                                    static_cast<double>(b.plane(c).row(y)[x]));
                if (std::isnan(difference) || difference > result.largest) result.largest = difference;
                squares += difference * difference;
            }
    result.rms = std::sqrt(squares / static_cast<double>(a.size().area() * a.channels()));
    return result;
}

/// Conductances that sharpen edges also enlarge rounding errors there, step by step: after 40 steps a few
/// pixels of the CPU's float32 are 1e-4 from float64 (tukey). So the largest difference is held tight over
/// few steps only.
void check_agreement(const Image& a, const Image& b, int steps) {
    const Difference difference = difference_of(a, b);
    CHECK(difference.largest < (steps <= 7 ? 2e-5 : 1e-3));
    CHECK(difference.rms < 3e-6);
}

Image diffused(Backend& backend, const Image& picture, const DiffusionParams& params, int steps) {
    backend.upload(picture);
    REQUIRE(backend.diffuse(params, steps, {}) == steps);
    return backend.download(Content::current);
}

struct NamedTuning {
    const char* name;
    DiffuseTuning tuning;
};

const NamedTuning tunings[] = {
    {"one step a pass", {.max_pass_steps = 1}},
    {"two steps a pass", {.max_pass_steps = 2}},
    {"four steps a pass", {.max_pass_steps = 4, .persistent = Persistent::never}},
    {"eight steps a pass", {.max_pass_steps = 8, .persistent = Persistent::never}},
    {"persistent, four steps a pass", {.max_pass_steps = 4, .persistent = Persistent::always}},
    {"persistent, eight steps a pass", {.max_pass_steps = 8, .persistent = Persistent::always}},
    {"more warps", {.single_step_rows = 3, .warps_per_multiprocessor = 16}},
};

std::vector<DiffusionParams> every_formula() {
    std::vector<DiffusionParams> all;
    for (const Conductance c : {Conductance::exponential, Conductance::rational, Conductance::charbonnier,
                                Conductance::weickert, Conductance::tukey})
        for (const Coupling coupling : {Coupling::channel, Coupling::vector})
            all.push_back({.k = 0.12f, .rate = 0.2f, .conductance = c, .coupling = coupling});
    return all;
}

std::string formula_name(const DiffusionParams& params) {
    return std::string(enum_name(params.conductance)) + " " + std::string(enum_name(params.coupling));
}

}  // namespace

TEST_CASE("every formula agrees with the CPU at odd sizes") {
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    for (const Size size : odd_sizes)
        for (const int channels : {1, 3}) {
            const Image picture = make_picture(size, channels);
            for (const DiffusionParams& params : every_formula())
                for (const int steps : {1, 2, 3, 7, 40}) {
                    CAPTURE(size.width);
                    CAPTURE(size.height);
                    CAPTURE(channels);
                    CAPTURE(formula_name(params));
                    CAPTURE(steps);
                    check_agreement(diffused(*gpu, picture, params, steps),
                                    diffused(*cpu, picture, params, steps), steps);
                }
        }
}

TEST_CASE("a picture of usual size agrees with the CPU") {
    const Image picture = make_picture({640, 480}, 3);
    for (const DiffusionParams& params : every_formula()) {
        CAPTURE(formula_name(params));
        for (const int steps : {7, 40})
            check_agreement(diffused(*make_cuda_backend(), picture, params, steps),
                            diffused(*make_cpu_backend(), picture, params, steps), steps);
    }
}

TEST_CASE("all kernels give the same bits, for 1 to 40 steps") {
    for (const Size size : {Size{33, 65}, Size{257, 89}, Size{640, 480}})
        for (const Coupling coupling : {Coupling::channel, Coupling::vector}) {
            const DiffusionParams params{.k = 0.1f, .rate = 0.25f, .coupling = coupling};
            const Image picture = make_picture(size, 3);
            const auto plain = make_tuned_cuda_backend(tunings[0].tuning);
            std::vector<std::unique_ptr<Backend>> others;
            for (const NamedTuning& named : tunings) others.push_back(make_tuned_cuda_backend(named.tuning));
            for (int steps = 1; steps <= 40; steps += size.width > 300 ? 13 : 1) {
                const Image expected = diffused(*plain, picture, params, steps);
                for (std::size_t i = 1; i < others.size(); ++i) {
                    CAPTURE(size.width);
                    CAPTURE(steps);
                    CAPTURE(tunings[i].name);
                    CHECK(same_bits(diffused(*others[i], picture, params, steps), expected));
                }
            }
        }
}

TEST_CASE("all kernels of every formula give the same bits") {
    const Image picture = make_picture({257, 89}, 3);
    for (const DiffusionParams& params : every_formula()) {
        CAPTURE(formula_name(params));
        const Image expected = diffused(*make_tuned_cuda_backend(tunings[0].tuning), picture, params, 23);
        for (const NamedTuning& named : tunings) {
            CAPTURE(named.name);
            CHECK(same_bits(diffused(*make_tuned_cuda_backend(named.tuning), picture, params, 23), expected));
        }
    }
}

TEST_CASE("the numbers of the golden files come out") {
    const char* const moved = std::getenv("DROPLET_GOLDEN_DIR");
    const std::string folder = moved ? moved : DROPLET_GOLDEN_DIR;
    const auto backend = make_cuda_backend();
    for (const char* name : {"/diffuse_grey.json", "/diffuse_rgb.json"}) {
        std::ifstream file(folder + name);
        REQUIRE(file.good());
        const auto golden = nlohmann::json::parse(file);
        const int channels = golden["shape"][0], height = golden["shape"][1], width = golden["shape"][2];
        Image picture({width, height}, channels);
        const auto pixel = [&](int c, int y, int x) {
            return static_cast<std::size_t>((c * height + y) * width + x);
        };
        const auto for_each = [&](auto&& f) {
            for (int c = 0; c < channels; ++c)
                for (int y = 0; y < height; ++y)
                    for (int x = 0; x < width; ++x) f(c, y, x);
        };
        for_each([&](int c, int y, int x) {
            picture.plane(c).row(y)[x] = golden["pixels_8bit"][pixel(c, y, x)].get<float>() / 255.0f;
        });
        for (const auto& expected : golden["cases"]) {
            DiffusionParams params;
            params.k = expected["k"];
            params.rate = expected["rate"];
            const auto value_named = [](auto& value, const std::string& text) {
                using E = std::remove_reference_t<decltype(value)>;
                for (std::size_t i = 0; i < EnumNames<E>::names.size(); ++i)
                    if (EnumNames<E>::names[i] == text) value = static_cast<E>(i);
            };
            value_named(params.conductance, expected["conductance"]);
            value_named(params.coupling, expected["coupling"]);
            const Image result = diffused(*backend, picture, params, expected["steps"]);
            double largest = 0;
            for_each([&](int c, int y, int x) {
                const double difference = std::fabs(static_cast<double>(result.plane(c).row(y)[x]) -
                                                    expected["image"][pixel(c, y, x)].get<double>());
                if (std::isnan(difference) || difference > largest) largest = difference;
            });
            CAPTURE(formula_name(params));
            CHECK(largest < 2e-5);
        }
    }
}

TEST_CASE("the mean stays, no new extremum appears, a constant picture does not move") {
    const auto backend = make_cuda_backend();
    for (const DiffusionParams& params : every_formula()) {
        CAPTURE(formula_name(params));
        backend->upload(make_picture({257, 89}, 3));
        const auto before = backend->statistics(Content::current);
        backend->diffuse(params, 40, {});
        const auto after = backend->statistics(Content::current);
        for (std::size_t c = 0; c < 3; ++c) {
            CHECK(std::fabs(after[c].mean - before[c].mean) < 1e-6);
            CHECK(after[c].min >= before[c].min - 1e-6f);
            CHECK(after[c].max <= before[c].max + 1e-6f);
        }
        Image flat({33, 65}, 3);
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < 65; ++y)
                for (int x = 0; x < 33; ++x) flat.plane(c).row(y)[x] = 0.3f + 0.1f * static_cast<float>(c);
        CHECK(same_bits(diffused(*backend, flat, params, 11), flat));
    }
}

TEST_CASE("a stop request ends a run early, and what was done is what is said") {
    const Image picture = make_picture({512, 512}, 1);
    const DiffusionParams params;
    const auto backend = make_cuda_backend();
    backend->upload(picture);
    std::stop_source stop;
    constexpr int endless = 1 << 30;
    int done = 0;
    {
        const std::jthread stopper([&] { stop.request_stop(); });
        done = backend->diffuse(params, endless, stop.get_token());
    }
    CHECK(done < endless);
    CHECK(backend->diffuse(params, 5, stop.get_token()) == 0);
    const Image stopped = backend->download(Content::current);
    CHECK(same_bits(stopped, diffused(*backend, picture, params, done)));
}

}  // namespace droplet::test
