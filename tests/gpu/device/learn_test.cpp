#include <doctest/doctest.h>

#include <string>
#include <thread>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "cuda/cuda_backend.h"
#include "cuda/tuned_backend.h"
#include "learn_cases.h"

namespace droplet::test {
namespace {

using cuda::LearnTuning;
using Persistent = LearnTuning::Persistent;

const Size odd_sizes[] = {{1, 1}, {1, 37}, {41, 1}, {2, 2}, {30, 7}, {31, 6}, {33, 65}, {257, 89}};

Learned run(Backend& backend, const Image& picture, const Image& original, const LearningState& state,
            const LearningParams& params, int steps) {
    backend.upload(original);
    backend.restore(picture);
    backend.set_learning_state(state);
    REQUIRE(backend.learn(params, steps, {}) == steps);
    return {backend.download(Content::current), backend.learning_state(), backend.take_losses()};
}

std::unique_ptr<Backend> backend_of(Persistent persistent) {
    return cuda::make_tuned_cuda_backend({}, {persistent});
}

LearningParams small_steps() {
    LearningParams params{.k = 0.5f, .rate = 0.1f};
    params.learning_rate = 2e-6f;
    params.scale_learning_rate = false;
    return params;
}

bool same_run(const Learned& a, const Learned& b) {
    return same_bits(a.picture, b.picture) && a.state == b.state && a.losses == b.losses;
}

}  // namespace

TEST_CASE("learning: the numbers of the golden files come out of both ways to launch") {
    for (const Persistent persistent : {Persistent::never, Persistent::always}) {
        const auto backend = backend_of(persistent);
        check_golden_files([&](const Image& picture, const Image& original, const LearningState& state,
                               const LearningParams& params,
                               int steps) { return run(*backend, picture, original, state, params, steps); });
    }
}

TEST_CASE("learning agrees with the CPU at odd sizes, grey and colour") {
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    for (const Size size : odd_sizes)
        for (const int channels : {1, 3}) {
            const Image original = make_picture(size, channels, 1), picture = make_picture(size, channels, 2);
            CAPTURE(size.width);
            CAPTURE(size.height);
            CAPTURE(channels);
            const LearningState state = uneven_state(channels);
            check_same_run(run(*gpu, picture, original, state, small_steps(), 2),
                           run(*cpu, picture, original, state, small_steps(), 2));
        }
}

TEST_CASE(
    "every formula and rule of learning agrees with the CPU, and both ways to launch give the same bits") {
    const auto gpu = backend_of(Persistent::always), plain = backend_of(Persistent::never);
    const auto cpu = make_cpu_backend();
    for (const int channels : {1, 3}) {
        const Image original = make_picture({131, 47}, channels, 1),
                    picture = make_picture({131, 47}, channels, 2);
        const LearningState state = uneven_state(channels);
        for (const LearnCase& learn_case : learn_cases(5e-8f, 1e-5f)) {
            CAPTURE(learn_case.name);
            CAPTURE(channels);
            const Learned found = run(*gpu, picture, original, state, learn_case.params, 4);
            check_same_run(found, run(*cpu, picture, original, state, learn_case.params, 4));
            CHECK(same_run(run(*plain, picture, original, state, learn_case.params, 4), found));
        }
    }
}

TEST_CASE("a picture of usual size learns as on the CPU") {
    const Image picture = make_picture({640, 480}, 3);
    const LearningState state = uneven_state(3);
    LearningParams params;
    params.k = 0.4f;
    params.rate = 0.1f;
    check_same_run(run(*make_cuda_backend(), picture, picture, state, params, 3),
                   run(*make_cpu_backend(), picture, picture, state, params, 3));
}

TEST_CASE("learning gives the same bits every time, and however its steps are cut") {
    const Image original = make_picture({320, 240}, 3, 1), picture = make_picture({320, 240}, 3, 2);
    LearningParams params;
    params.schedule_period = 50;
    params.schedule_phase = 20;
    const auto backend = make_cuda_backend();
    const Learned whole = run(*backend, picture, original, uneven_state(3), params, 200);
    CHECK(same_run(run(*backend, picture, original, uneven_state(3), params, 200), whole));
    CHECK(same_run(run(*backend_of(Persistent::never), picture, original, uneven_state(3), params, 200),
                   whole));
    backend->upload(original);
    backend->restore(picture);
    backend->set_learning_state(uneven_state(3));
    Learned parts;
    for (const int steps : {1, 2, 64, 65, 3, 65}) {
        backend->learn(params, steps, {});
        // State and losses on the way out and in again.
        backend->set_learning_state(backend->learning_state());
        for (const LossRecord& loss : backend->take_losses()) parts.losses.push_back(loss);
    }
    parts.picture = backend->download(Content::current);
    parts.state = backend->learning_state();
    CHECK(same_run(parts, whole));
}

TEST_CASE("a long run stays finite, goes on when its losses are not asked for, and keeps the newest") {
    const auto backend = make_cuda_backend();
    backend->upload(make_picture({160, 120}, 3));
    const LearningParams params;
    constexpr int steps = Backend::most_losses + 1000;
    REQUIRE(backend->learn(params, steps, {}) == steps);
    const auto losses = backend->take_losses();
    REQUIRE(losses.size() == static_cast<std::size_t>(Backend::most_losses));
    bool in_order = true, finite = true;
    for (std::size_t i = 0; i < losses.size(); ++i) {
        in_order = in_order && losses[i].step == static_cast<std::int64_t>(i) + 1001;
        finite = finite && std::isfinite(losses[i].total());
    }
    CHECK(in_order);
    CHECK(finite);
    CHECK(backend->take_losses().empty());
    for (const ChannelStatistics& channel : backend->statistics(Content::current)) {
        CHECK(channel.min >= 0);
        CHECK(channel.max <= 1);
    }
    backend->learn(params, 1, {});
    CHECK(backend->take_losses().size() == 1);
    backend->learn(params, 1, {});
    backend->upload(make_picture({33, 20}, 1));
    CHECK(backend->take_losses().empty());
}

TEST_CASE("a learning state comes back as it was given; a picture starts with Laplace") {
    const auto backend = make_cuda_backend();
    for (const int channels : {1, 3}) {
        const Image picture = make_picture({33, 20}, channels);
        backend->upload(picture);
        CHECK(backend->learning_state() ==
              initial_learning_state(start_operator(StartOperator::laplace, channels, 0)));
        LearningState state = uneven_state(channels);
        state.updates = 12;
        state.recoveries = 3;
        state.rate_factor = 0.75f;
        state.steps = 123456789012;
        state.first_moment[4] = 0.5f;
        state.second_moment[8] = 0.25f;
        backend->set_learning_state(state);
        CHECK(backend->learning_state() == state);
        backend->reset();
        backend->restore(picture);
        CHECK(backend->learning_state() == state);
    }
}

TEST_CASE("an operator that leaves all bounds is started again and counted") {
    const Image picture = make_picture({257, 89}, 3);
    LearningState state = uneven_state(3);
    state.current.weights[50] = 1e9f;
    for (const Persistent persistent : {Persistent::never, Persistent::always}) {
        const Learned found = run(*backend_of(persistent), picture, picture, state, small_steps(), 1);
        CHECK(found.state == run(*make_cpu_backend(), picture, picture, state, small_steps(), 1).state);
        CHECK(found.state.recoveries == 1);
    }
}

TEST_CASE("a stop request ends learning early, and what was done is what is said") {
    const Image picture = make_picture({320, 240}, 3);
    const LearningState state = uneven_state(3);
    const LearningParams params;
    const auto backend = make_cuda_backend();
    backend->upload(picture);
    backend->set_learning_state(state);
    std::stop_source stop;
    constexpr int endless = 1 << 30;
    int done = 0;
    {
        const std::jthread stopper([&] { stop.request_stop(); });
        done = backend->learn(params, endless, stop.get_token());
    }
    CHECK(done < endless);
    CHECK(backend->learn(params, 5, stop.get_token()) == 0);
    CHECK(backend->learning_state().steps == done);
    const Image stopped = backend->download(Content::current);
    if (done > 0)
        CHECK(same_bits(stopped, run(*make_cuda_backend(), picture, picture, state, params, done).picture));
    else
        CHECK(same_bits(stopped, picture));
}

TEST_CASE("a run that alternates diffusion and learning keeps alpha and original") {
    const Image picture = make_picture({97, 41}, 3, 1, true);
    const auto backend = make_cuda_backend();
    backend->upload(picture);
    for (int i = 0; i < 3; ++i) {
        backend->learn({}, 3, {});
        backend->diffuse({}, 3, {});
    }
    CHECK(same_bits(backend->download(Content::original), picture));
    const Image found = backend->download(Content::current);
    for (int y = 0; y < 41; ++y)
        for (int x = 0; x < 97; ++x) REQUIRE(found.alpha().row(y)[x] == picture.alpha().row(y)[x]);
}

}  // namespace droplet::test
