#include <doctest/doctest.h>

#include <limits>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "cuda/cuda_backend.h"
#include "learn_cases.h"

namespace droplet::test {

TEST_CASE("a brush paints as on the CPU: every tool, negated, at every border and outside") {
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    const Size size{97, 41};
    for (const int channels : {1, 3}) {
        const Image original = make_picture(size, channels, 1), current = make_picture(size, channels, 2);
        gpu->upload(original);
        cpu->upload(original);
        for (const BrushTool tool :
             {BrushTool::restore, BrushTool::add, BrushTool::remove, BrushTool::noise, BrushTool::smooth})
            for (const bool negated : {false, true})
                for (const auto& [x, y] : {std::pair{40.3f, 20.2f},
                                           {0.0f, 0.0f},
                                           {96.9f, 0.5f},
                                           {-3.0f, 25.0f},
                                           {97.0f, 41.0f},
                                           {50.0f, 43.5f},
                                           {-900.0f, 3.0f},
                                           {std::numeric_limits<float>::quiet_NaN(), 3.0f}})
                    for (const float diameter : {1.0f, 15.0f, 8192.0f}) {
                        BrushDab dab{.brush = {}, .x = x, .y = y, .negated = negated, .seed = 7};
                        dab.brush = {.tool = tool, .size = diameter, .softness = 0.6f, .strength = 0.7f};
                        for (Backend* backend : {gpu.get(), cpu.get()}) {
                            backend->restore(current);
                            backend->paint(dab);
                            backend->paint(dab);
                        }
                        CAPTURE(enum_name(tool));
                        CAPTURE(negated);
                        CAPTURE(dab.x);
                        CAPTURE(diameter);
                        CHECK(largest_difference(gpu->download(Content::current),
                                                 cpu->download(Content::current)) < 2e-6);
                    }
    }
}

TEST_CASE(
    "restoring at full strength, and mixing all of the original back, give its bits; mixing none, the same") {
    const auto backend = make_cuda_backend();
    const Image original = make_picture({257, 89}, 3, 1, true), current = make_picture({257, 89}, 3, 2, true);
    backend->upload(original);
    backend->restore(current);
    backend->mix_original(0);
    CHECK(largest_difference(backend->download(Content::current), current) == 0);
    BrushDab dab{.brush = {}, .x = 100, .y = 40};
    dab.brush = {.tool = BrushTool::restore, .size = 8192, .softness = 0, .strength = 1};
    backend->paint(dab);
    CHECK(same_bits(backend->download(Content::current), original));
    backend->restore(current);
    backend->mix_original(1);
    CHECK(same_bits(backend->download(Content::current), original));
}

TEST_CASE("mixing the original back is what the CPU does, at odd sizes") {
    for (const Size size : {Size{1, 1}, Size{1, 37}, Size{257, 89}, Size{31, 70000}}) {
        const auto gpu = make_cuda_backend();
        const auto cpu = make_cpu_backend();
        const Image original = make_picture(size, 1, 1), current = make_picture(size, 1, 2);
        for (Backend* backend : {gpu.get(), cpu.get()}) {
            backend->upload(original);
            backend->restore(current);
            backend->mix_original(0.37f);
        }
        CHECK(same_bits(gpu->download(Content::current), cpu->download(Content::current)));
    }
}

TEST_CASE("steps after a touch see it") {
    const auto touched = make_cuda_backend(), fresh = make_cuda_backend();
    const Image original = make_picture({60, 50}, 3, 1);
    BrushDab dab{.brush = {}, .x = 20, .y = 20};
    for (const BrushTool tool : {BrushTool::add, BrushTool::smooth}) {
        dab.brush.tool = tool;
        touched->upload(original);
        touched->paint(dab);
        fresh->upload(original);
        fresh->restore(touched->download(Content::current));
        touched->learn({}, 2, {});
        fresh->learn({}, 2, {});
        CHECK(same_bits(touched->download(Content::current), fresh->download(Content::current)));
    }
}

}  // namespace droplet::test
