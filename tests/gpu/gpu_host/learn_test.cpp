#include <doctest/doctest.h>

#include <cstring>

#include "../learn_cases.h"
#include "compute/cpu/cpu_backend.h"
#include "host_learner.h"

namespace droplet::cuda::test {
namespace {

using namespace droplet::test;

constexpr DeviceLimits large_device{132, std::size_t{50} << 20};
constexpr DeviceLimits small_device{3, std::size_t{1} << 20};

Learned on_cpu(const Image& picture, const Image& original, const LearningState& state,
               const LearningParams& params, int steps) {
    const auto backend = make_cpu_backend(1);
    backend->upload(original);
    backend->restore(picture);
    backend->set_learning_state(state);
    REQUIRE(backend->learn(params, steps, {}) == steps);
    return {backend->download(Content::current), backend->learning_state(), backend->take_losses()};
}

LearnExecutor on_host_gpu(const DeviceLimits& device) {
    return [device](const Image& picture, const Image& original, const LearningState& state,
                    const LearningParams& params, int steps) {
        HostLearner learner(picture, original, state, device);
        learner.learn(params, steps);
        return Learned{learner.picture(), learner.state(), learner.losses()};
    };
}

const Size odd_sizes[] = {{1, 1},  {1, 7},   {7, 1},  {2, 2},  {3, 2},  {2, 33},  {29, 5},
                          {30, 4}, {31, 13}, {32, 3}, {33, 6}, {61, 9}, {91, 20}, {5, 100}};

}  // namespace

TEST_CASE("the numbers of the golden files come out of the learning kernels") {
    check_golden_files(on_host_gpu(large_device));
    check_golden_files(on_host_gpu(small_device));
}

TEST_CASE("the learning kernels agree with the CPU at odd sizes, grey and colour") {
    LearningParams params{.k = 0.5f, .rate = 0.1f};
    params.learning_rate = 1e-4f;
    params.scale_learning_rate = false;
    for (const Size size : odd_sizes)
        for (const int channels : {1, 3}) {
            const Image original = make_picture(size, channels, 1), picture = make_picture(size, channels, 2);
            const LearningState state = uneven_state(channels);
            CAPTURE(size.width);
            CAPTURE(size.height);
            CAPTURE(channels);
            const Learned expected = on_cpu(picture, original, state, params, 2);
            check_same_run(on_host_gpu(large_device)(picture, original, state, params, 2), expected);
            check_same_run(on_host_gpu(small_device)(picture, original, state, params, 2), expected);
        }
}

TEST_CASE("every formula and rule of learning agrees with the CPU") {
    for (const int channels : {1, 3}) {
        const Image original = make_picture({47, 23}, channels, 1),
                    picture = make_picture({47, 23}, channels, 2);
        for (const LearnCase& learn_case : learn_cases(2e-6f, 1e-3f)) {
            CAPTURE(learn_case.name);
            CAPTURE(channels);
            const LearningState state = uneven_state(channels);
            check_same_run(on_host_gpu(small_device)(picture, original, state, learn_case.params, 4),
                           on_cpu(picture, original, state, learn_case.params, 4));
        }
    }
}

TEST_CASE("an operator that leaves all bounds is started again and counted, as on the CPU") {
    const Image picture = make_picture({40, 11}, 3, 1);
    LearningState state = uneven_state(3);
    state.current.weights[50] = 2 * largest_weight;
    const Learned found = on_host_gpu(small_device)(picture, picture, state, {}, 1),
                  expected = on_cpu(picture, picture, state, {}, 1);
    CHECK(expected.state.recoveries == 1);
    CHECK(found.state == expected.state);
}

TEST_CASE("lanes add up by halves: each has its own totals, in order") {
    Lanes sums[learn_sums(3)], totals[sums_per_lane(3)];
    for (int s = 0; s < learn_sums(3); ++s)
        sums[s] =
            each_lane([&](std::size_t i) { return static_cast<float>(s * 100) + static_cast<float>(i); });
    reduce_lanes<3>(HostLearnWarp(), sums, totals);
    for (int s = 0; s < 96; ++s) {
        const float total = totals[s % 3].lane[static_cast<std::size_t>(s / 3)];
        CHECK(total == (s < learn_sums(3) ? static_cast<float>(s * 3200 + 496) : 0.0f));
    }
}

TEST_CASE("learning tiles cover every pixel exactly once, and warps have about the same to do") {
    for (const Size size : {Size{1, 1}, Size{320, 240}, Size{1920, 1080}, Size{3840, 2160}, Size{30000, 7},
                            Size{20000, 900}, Size{31, 5000}, Size{89, 257}})
        for (const DeviceLimits& device : {small_device, large_device}) {
            const LearnGrid grid = plan_learn_grid(size, device);
            REQUIRE(grid.rows % 3 == 0);
            std::vector<int> rows(static_cast<std::size_t>(size.height), 0);
            for (int band = 0; band < grid.bands; ++band) {
                const LearnTile tile = grid.tile(band * grid.strips);
                for (int y = tile.y0; y < tile.y1; ++y) ++rows[static_cast<std::size_t>(y)];
            }
            std::vector<int> columns(static_cast<std::size_t>(size.width), 0);
            for (int strip = 0; strip < grid.strips; ++strip)
                for (int lane = 0; lane < warp_lanes; ++lane) {
                    const LaneColumn column = lane_column(grid.tile(strip).strip, lane, size.width);
                    REQUIRE(column.index >= 0);
                    REQUIRE(column.index < size.width);
                    if (column.result) ++columns[static_cast<std::size_t>(column.index)];
                }
            CHECK(std::ranges::all_of(rows, [](int times) { return times == 1; }));
            CHECK(std::ranges::all_of(columns, [](int times) { return times == 1; }));
            const std::int64_t warps = std::int64_t{device.multiprocessors} * learn_warps_per_block,
                               rounds = (grid.count() + warps - 1) / warps;
            CAPTURE(size.width);
            CAPTURE(size.height);
            // Rows of strips that all warps do, beside those there are.
            if (size.height > 500)
                CHECK(static_cast<double>(rounds * warps * grid.rows) <
                      1.35 * static_cast<double>(grid.strips) * size.height);
        }
}

TEST_CASE("plans for learning make progress, never do more than asked, and keep chunks short") {
    for (const Size size : {Size{1, 1}, Size{320, 240}, Size{1920, 1080}, Size{20000, 20000}})
        for (const int passes : {1, 2})
            for (const int remaining : {1, 2, 63, 64, 65, 1 << 30}) {
                const LearnPlan plan = plan_learning(size, 3, passes, remaining, large_device, {});
                CHECK(plan.steps >= 1);
                CHECK(plan.steps <= std::min(remaining, most_launch_steps));
                CHECK((plan.steps == 1 || size.area() * 3 * passes * plan.steps <= learn_chunk));
                CHECK(plan.blocks >= 1);
                CHECK(plan.blocks <= large_device.multiprocessors);
                CHECK(plan.persistent == (plan.steps > 1));
            }
}

TEST_CASE("the result does not depend on how steps are cut into launches") {
    const Image original = make_picture({47, 23}, 3, 1), picture = make_picture({47, 23}, 3, 2);
    LearningParams params{.k = 0.4f, .learning_rate = 1e-5f};
    params.schedule_period = 4;
    params.schedule_phase = 3;
    HostLearner whole(picture, original, uneven_state(3), small_device),
        parts(picture, original, uneven_state(3), small_device);
    whole.learn(params, 9);
    for (const int steps : {1, 2, 1, 5}) parts.learn(params, steps);
    CHECK(same_bits(whole.picture(), parts.picture()));
    CHECK(whole.state() == parts.state());
    CHECK(whole.losses() == parts.losses());
}

}  // namespace droplet::cuda::test
