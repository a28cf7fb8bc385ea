// What a run of the learned operator holds to on the CPU backend, step after step: the schedule, what weights
// are held to, recovery, the border, and that nothing but its input decides a bit.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "compute/cpu/cpu_backend.h"
#include "compute/cpu/simd_target.h"
#include "compute/learning_reference.h"
#include "compute/reference.h"

using namespace droplet;
using namespace droplet::test;

namespace {

/// Settings under which the operator moves and nothing blows up.
LearningParams lively() {
    LearningParams params{.k = 0.3f, .rate = 0.2f};
    params.learning_rate = 2e-5f;
    return params;
}

std::unique_ptr<Backend> backend_with(const Image& image, int threads = 2) {
    auto backend = make_cpu_backend(threads);
    backend->upload(image);
    return backend;
}

void set_operator(Backend& backend, const Operator& op) {
    backend.set_learning_state(initial_learning_state(op));
}

bool finite(const Image& image) {
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (!std::isfinite(image.plane(c).row(y)[x])) return false;
    return true;
}

/// A picture that is its own mirror image, left-right and up-down.
Image mirrored_picture(Size size, int channels) {
    const Image random = make_picture(size, channels, 9);
    Image image(size, channels);
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                image.plane(c).row(y)[x] =
                    random.plane(c).row(std::min(y, size.height - 1 - y))[std::min(x, size.width - 1 - x)];
    return image;
}

const Symmetry symmetries[] = {Symmetry::none, Symmetry::mirror, Symmetry::rotational};

}  // namespace

TEST_CASE(
    "The schedule restarts operator and velocity, mixes the original back and slows learning, at its "
    "steps alone") {
    LearningParams params = lively();
    params.schedule_period = 5;
    params.schedule_phase = 3;
    const Image image = make_picture({19, 14}, 3, 3);
    const auto backend = backend_with(image);
    const LearningState start = backend->learning_state();
    float factor = 1;
    for (int step = 1; step <= 19; ++step) {
        CAPTURE(step);
        const bool restarts = step % 5 == 3;
        const LearningState before = backend->learning_state();
        // The step's picture before anything is mixed in: the same step without the schedule.
        const auto plain = backend_with(image);
        plain->restore(backend->download(Content::current));
        plain->set_learning_state(before);
        LearningParams without = params;
        without.schedule_period = 0;
        plain->learn(without, 1, {});

        backend->learn(params, 1, {});
        const LearningState after = backend->learning_state();
        CHECK(after.steps == step);
        if (restarts) factor *= params.schedule_decay;
        CHECK(after.rate_factor == factor);
        CHECK((after.current == start.start) == restarts);
        CHECK(after.updates == (restarts ? 0 : before.updates + 1));
        CHECK(std::all_of(after.first_moment.begin(), after.first_moment.end(),
                          [](float v) { return v == 0; }) == restarts);
        const LossRecord loss = backend->take_losses().at(0);
        CHECK(loss.step == step);
        CHECK(loss.learning_rate ==
              doctest::Approx(scaled_learning_rate(params, image.size().area()) * before.rate_factor));
        if (restarts) plain->mix_original(params.schedule_mix);
        LearningReference expected(plain->download(Content::current), start.start);
        CHECK(expected.largest_difference(backend->download(Content::current)) < 1e-6);
    }
}

TEST_CASE("The original's schedule acts at steps 300, 675 and 1050") {
    const LearningParams params;
    for (int step = 1; step <= 1100; ++step) {
        const LearningStep plan = plan_learning_step(params, step);
        CHECK(plan.restart == (step == 300 || step == 675 || step == 1050));
        CHECK(plan.mix == (plan.restart ? doctest::Approx(0.4f) : doctest::Approx(0.0f)));
    }
}

TEST_CASE(
    "Pinned weights stay to the bit, and slices keep their symmetry and their zero sum, step after step") {
    for (const int channels : {1, 3})
        for (const Symmetry symmetry : symmetries)
            for (const bool zero_sum : {false, true})
                for (const Optimizer optimizer : {Optimizer::sgd, Optimizer::adam}) {
                    LearningParams params = lively();
                    params.optimizer = optimizer;
                    if (optimizer == Optimizer::adam) params.learning_rate = 1e-3f;
                    params.scale_learning_rate = false;
                    params.symmetry = symmetry;
                    params.zero_sum = zero_sum;
                    params.schedule_period = 0;
                    const auto backend = backend_with(make_picture({33, 21}, channels, 2));
                    LearningState state = backend->learning_state();
                    // The middle of the first slice, and a corner of the last one of nine.
                    const auto last = static_cast<std::size_t>(channels == 3 ? state.current.count() - 1 : 4);
                    state.pinned[4] = state.pinned[last] = true;
                    backend->set_learning_state(state);
                    for (int step = 0; step < 40; ++step) {
                        backend->learn(params, 1, {});
                        const LearningState now = backend->learning_state();
                        REQUIRE(now.recoveries == 0);
                        CHECK(now.current.weights[4] == state.current.weights[4]);
                        CHECK(now.current.weights[last] == state.current.weights[last]);
                        for (int s = 0; s < now.current.slices(); ++s) {
                            const float* const w = now.current.weights.data() + s * Operator::taps;
                            if (symmetry == Symmetry::rotational) {
                                // A quarter turn takes (y, x) to (x, 2 − y).
                                for (int y = 0; y < 3; ++y)
                                    for (int x = 0; x < 3; ++x) CHECK(w[y * 3 + x] == w[x * 3 + 2 - y]);
                            } else if (symmetry == Symmetry::mirror) {
                                for (int y = 0; y < 3; ++y)
                                    for (int x = 0; x < 3; ++x) {
                                        CHECK(w[y * 3 + x] == w[y * 3 + 2 - x]);
                                        CHECK(w[y * 3 + x] == w[(2 - y) * 3 + x]);
                                    }
                            }
                            double sum = 0, size = 0;
                            for (int t = 0; t < Operator::taps; ++t) {
                                sum += static_cast<double>(w[t]);
                                size += std::fabs(static_cast<double>(w[t]));
                            }
                            if (zero_sum) CHECK(std::fabs(sum) < 1e-6 * size);
                        }
                    }
                    CHECK(backend->learning_state().current != state.current);
                }
}

TEST_CASE("Any number of threads, and any grouping of the steps, gives the same bits") {
    struct Case {
        Size size;
        int channels, steps;
    };
    for (const Case& c : {Case{{257, 89}, 3, 12}, Case{{701, 53}, 1, 12}, Case{{2, 1}, 3, 12},
                          Case{{2051, 361}, 3, 3}, Case{{2051, 1041}, 1, 3}}) {
        const Image image = make_picture(c.size, c.channels, 5);
        for (const int passes : {1, 2}) {
            LearningParams params = lively();
            params.passes = passes;
            params.frame_mix = 0.1f;
            const auto one = backend_with(image, 1);
            REQUIRE(one->learn(params, c.steps, {}) == c.steps);
            const Image picture = one->download(Content::current);
            const auto losses = one->take_losses();
            for (const int threads : {2, 3, 7}) {
                CAPTURE(threads);
                const auto other = backend_with(image, threads);
                other->learn(params, 1, {});
                other->learn(params, c.steps - 1, {});
                CHECK(same_bits(picture, other->download(Content::current)));
                CHECK(one->learning_state() == other->learning_state());
                CHECK(losses == other->take_losses());
            }
        }
    }
}

TEST_CASE("What stands behind and before the rows of a picture reaches neither the picture nor a sum") {
    for (const int channels : {1, 3})
        for (const int width : {1, 5, 16, 33, 331}) {
            const Image image = make_picture({width, 7}, channels, 6);
            Image dirty = image.clone();
            for (int c = 0; c < channels; ++c)
                for (int y = 0; y < 7; ++y)
                    for (std::ptrdiff_t x = width; x < dirty.stride(); ++x)
                        dirty.plane(c).row(y)[x] = x % 2 == 0 ? std::numeric_limits<float>::quiet_NaN()
                                                              : std::numeric_limits<float>::infinity();
            for_each_instruction_set([&] {
                CAPTURE(std::string(simd_name()));
                for (const LearningConductance conductance :
                     {LearningConductance::exponential, LearningConductance::inverse}) {
                    LearningParams params = lively();
                    params.conductance = conductance;
                    const auto a = backend_with(image), b = backend_with(dirty);
                    a->learn(params, 5, {});
                    b->learn(params, 5, {});
                    CHECK(same_bits(a->download(Content::current), b->download(Content::current)));
                    CHECK(a->learning_state() == b->learning_state());
                    CHECK(a->take_losses() == b->take_losses());
                }
            });
        }
}

TEST_CASE(
    "Learning off, a learning rate of 0 and a frozen operator leave it as it is and move the picture "
    "alike; only the frozen one measures") {
    const Image image = make_picture({45, 26}, 3, 7);
    for (const int seed : {1, 2}) {
        const Operator op = random_operator(3, seed);
        LearningParams off = lively(), none = lively(), frozen = lively();
        off.learning = false;
        none.learning_rate = 0;
        frozen.freeze = true;
        const auto a = backend_with(image), b = backend_with(image), c = backend_with(image);
        for (const auto& backend : {a.get(), b.get(), c.get()}) set_operator(*backend, op);
        CHECK(a->learn(off, 6, {}) == 6);
        CHECK(b->learn(none, 6, {}) == 6);
        CHECK(c->learn(frozen, 6, {}) == 6);
        const Image moved = a->download(Content::current);
        CHECK(!same_bits(moved, image));
        CHECK(same_bits(moved, b->download(Content::current)));
        CHECK(LearningReference(moved, op).largest_difference(c->download(Content::current)) < 1e-6);
        for (const auto& backend : {a.get(), b.get(), c.get()}) {
            CHECK(backend->learning_state().current == op);
            CHECK(backend->learning_state().steps == 6);
        }
        CHECK(a->take_losses().empty());
        CHECK(b->take_losses().empty());
        CHECK(c->take_losses().size() == 6);
    }
}

TEST_CASE(
    "An operator that is not a number, too large or driven off starts again, is counted, and the picture "
    "stays finite") {
    const Image image = make_picture({40, 30}, 3, 6);
    for_each_instruction_set([&] {
        CAPTURE(std::string(simd_name()));
        for (const float broken :
             {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 1e30f, 2e4f}) {
            const auto backend = backend_with(image);
            LearningState state = backend->learning_state();
            state.current.weights[13] = broken;
            backend->set_learning_state(state);
            backend->learn(lively(), 1, {});
            const LearningState after = backend->learning_state();
            CHECK(after.recoveries == 1);
            CHECK(after.current == state.start);
            CHECK(after.updates == 0);
            CHECK(finite(backend->download(Content::current)));
            backend->learn(lively(), 10, {});
            CHECK(backend->learning_state().recoveries == 1);
            CHECK(finite(backend->download(Content::current)));
        }
        LearningParams wild = lively();
        wild.learning_rate = 1;
        const auto backend = backend_with(image);
        CHECK(backend->learn(wild, 60, {}) == 60);
        CHECK(backend->learning_state().recoveries > 0);
        CHECK(finite(backend->download(Content::current)));
    });
}

TEST_CASE("A picture that is its own mirror image stays so under a mirror-symmetric operator") {
    for (const int channels : {1, 3})
        for (const Size size : {Size{37, 41}, Size{40, 26}}) {
            const auto backend = backend_with(mirrored_picture(size, channels));
            LearningParams params = lively();
            params.symmetry = Symmetry::mirror;
            backend->learn(params, 5, {});
            const Image result = backend->download(Content::current);
            float largest = 0;
            for (int c = 0; c < channels; ++c)
                for (int y = 0; y < size.height; ++y)
                    for (int x = 0; x < size.width; ++x)
                        for (const float mirror : {result.plane(c).row(size.height - 1 - y)[x],
                                                   result.plane(c).row(y)[size.width - 1 - x]})
                            largest = std::max(largest, std::fabs(result.plane(c).row(y)[x] - mirror));
            CHECK(largest < 1e-5f);
        }
}

TEST_CASE(
    "Learning after diffusion, and diffusion after learning, have the bits of a fresh start from there") {
    for (const int channels : {1, 3})
        for (const int width : {1, 16, 35}) {
            const Image image = make_picture({width, 22}, channels, 4);
            const auto backend = backend_with(image);
            const auto afresh = [&] {
                auto fresh = backend_with(image);
                fresh->restore(backend->download(Content::current));
                fresh->set_learning_state(backend->learning_state());
                return fresh;
            };
            for (int turn = 0; turn < 3; ++turn) {
                auto fresh = afresh();
                backend->learn(lively(), 2, {});
                fresh->learn(lively(), 2, {});
                CHECK(same_bits(backend->download(Content::current), fresh->download(Content::current)));
                CHECK(backend->learning_state() == fresh->learning_state());
                fresh = afresh();
                backend->diffuse({}, 3, {});
                fresh->diffuse({}, 3, {});
                CHECK(same_bits(backend->download(Content::current), fresh->download(Content::current)));
            }
        }
}

TEST_CASE("Every loss is taken once, oldest first, and the newest 4096 are kept") {
    const auto backend = backend_with(make_picture({2, 2}, 1, 1));
    backend->learn(lively(), 7, {});
    CHECK(backend->take_losses().size() == 7);
    CHECK(backend->take_losses().empty());
    backend->learn(lively(), Backend::most_losses, {});
    backend->learn(lively(), 50, {});
    const auto losses = backend->take_losses();
    REQUIRE(losses.size() == static_cast<std::size_t>(Backend::most_losses));
    for (std::size_t i = 0; i < losses.size(); ++i)
        CHECK(losses[i].step == 7 + 50 + static_cast<std::int64_t>(i) + 1);
    CHECK(backend->take_losses().empty());
}

TEST_CASE("A stop leaves the picture and the state of whole steps") {
    const Image image = make_picture({300, 200}, 3);
    for (const int passes : {1, 2}) {
        LearningParams params = lively();
        params.passes = passes;
        const auto backend = backend_with(image);
        std::stop_source at_once;
        at_once.request_stop();
        CHECK(backend->learn(params, 100, at_once.get_token()) == 0);
        CHECK(same_bits(backend->download(Content::current), image));
        std::stop_source later;
        std::jthread stopper([&] { later.request_stop(); });
        const int done = backend->learn(params, 300, later.get_token());
        stopper.join();
        CHECK(done <= 300);
        const auto expected = backend_with(image);
        if (done > 0) expected->learn(params, done, {});
        CHECK(same_bits(backend->download(Content::current), expected->download(Content::current)));
        CHECK(backend->learning_state() == expected->learning_state());
        CHECK(static_cast<int>(backend->take_losses().size()) == done);
    }
}

TEST_CASE("Alpha is carried along while the operator learns, and never processed") {
    const Image image = make_picture({61, 43}, 3, 2, true);
    for (const int steps : {1, 2}) {
        const auto backend = backend_with(image);
        backend->learn(lively(), steps, {});
        const Image result = backend->download(Content::current);
        REQUIRE(result.has_alpha());
        for (int y = 0; y < 43; ++y)
            CHECK(std::equal(image.alpha().row(y), image.alpha().row(y) + 61, result.alpha().row(y)));
    }
}
