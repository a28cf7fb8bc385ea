#include <doctest/doctest.h>

#include "cuda/diffuse_plan.h"

namespace droplet::cuda {
namespace {

constexpr DeviceLimits large_device{132, std::size_t{50} << 20};
constexpr DeviceLimits small_device{14, std::size_t{1} << 20};

const Size sizes[] = {{1, 1}, {1, 5000}, {5000, 1}, {512, 512}, {1920, 1080}, {3840, 2160}, {30000, 20000}};

}  // namespace

TEST_CASE("plans make progress, never do more than asked, and exist as kernels") {
    for (const Size size : sizes)
        for (const DeviceLimits& device : {large_device, small_device})
            for (const int channels : {1, 3})
                for (const bool coupled : {false, true})
                    for (const int most : {0, 1, 2, 4, 8})
                        for (const int steps : {1, 2, 3, 5, 8, 13, 40}) {
                            const PassPlan plan =
                                plan_passes(size, channels, coupled, steps, device, {.max_pass_steps = most});
                            REQUIRE(plan.steps >= 1);
                            REQUIRE(plan.passes >= 1);
                            REQUIRE(plan.steps * plan.passes <= steps);
                            REQUIRE(std::count(pass_steps.begin(), pass_steps.end(), plan.steps) == 1);
                            if (coupled) REQUIRE(plan.steps <= max_coupled_steps);
                            if (most != 0) REQUIRE(plan.steps <= most);
                            if (plan.persistent) REQUIRE(plan.steps >= 4);
                            REQUIRE(plan.grid.rows >= 1);
                            REQUIRE(plan.grid.rows * plan.grid.bands >= size.height);
                            REQUIRE(plan.grid.planes == (coupled ? 1 : channels));
                        }
}

TEST_CASE("a large picture is blocked by 8 steps, one in the cache stays in a persistent kernel") {
    const PassPlan large = plan_passes({3840, 2160}, 3, false, 100, large_device, {});
    CHECK(large.steps == 8);
    CHECK_FALSE(large.persistent);
    const PassPlan cached = plan_passes({1920, 1080}, 3, false, 100, large_device, {});
    CHECK(cached.persistent);
    CHECK(cached.passes > 1);
}

TEST_CASE("a chunk of work is bounded, so that a stop request takes effect soon") {
    for (const Size size : sizes) {
        const PassPlan plan = plan_passes(size, 3, false, 1 << 20, large_device, {});
        CHECK((plan.passes == 1 || size.area() * 3 * plan.steps * plan.passes <= chunk_pixel_steps));
    }
}

TEST_CASE("tiles of several steps give each multiprocessor its warps once, and no more") {
    for (const Size size : sizes)
        for (const int steps : {2, 4, 8}) {
            const TileGrid grid = plan_tiles(size, 3, steps, large_device, {});
            CHECK((grid.bands == 1 || grid.count() <= 132 * DiffuseTuning().warps_per_multiprocessor));
        }
}

}  // namespace droplet::cuda
