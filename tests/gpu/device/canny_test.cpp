#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "cuda/cuda_backend.h"
#include "learn_cases.h"
#include "math/canny.h"

namespace droplet::test {
namespace {

float replicated(const ConstPlane& plane, int y, int x) {
    return plane.row(std::clamp(y, 0, plane.size.height - 1))[std::clamp(x, 0, plane.size.width - 1)];
}
float or_zero(const ConstPlane& plane, int y, int x) {
    return x >= 0 && y >= 0 && x < plane.size.width && y < plane.size.height ? plane.row(y)[x] : 0.0f;
}

struct Stages {
    Image blur, gradient, thin, edges;
};
Stages stages_of(Backend& backend) {
    return {backend.download(Content::blur), backend.download(Content::gradient),
            backend.download(Content::thin), backend.download(Content::edges)};
}

/// Each stage by its definition from the stage before, so that no tie of one device is held against another:
/// the bits must be the same.
void check_from_stage_to_stage(const Stages& s, const CannyParams& params) {
    const ConstPlane blur = s.blur.plane(0), gradient = s.gradient.plane(0), thin = s.thin.plane(0),
                     edges = s.edges.plane(0);
    const Size size = s.blur.size();
    int wrong_gradients = 0, wrong_ridges = 0, wrong_edges = 0;
    std::vector<char> expected(static_cast<std::size_t>(size.area()));
    std::vector<std::pair<int, int>> open;
    const auto take = [&](int y, int x, float threshold) {
        char* const mark = &expected[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
                                     static_cast<std::size_t>(x)];
        if (*mark != 0 || !(thin.row(y)[x] > threshold)) return;
        *mark = 1;
        open.emplace_back(y, x);
    };
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            float v[3][3];
            for (int dy = 0; dy < 3; ++dy)
                for (int dx = 0; dx < 3; ++dx) v[dy][dx] = replicated(blur, y + dy - 1, x + dx - 1);
            const math::Gradient g = math::sobel(v);
            wrong_gradients += gradient.row(y)[x] != math::magnitude(g);
            const math::Neighbour n = math::along(g);
            const float here = gradient.row(y)[x];
            const bool ridge = math::is_ridge(here, or_zero(gradient, y - n.dy, x - n.dx),
                                              or_zero(gradient, y + n.dy, x + n.dx));
            wrong_ridges += thin.row(y)[x] != (ridge ? here : 0.0f);
            take(y, x, std::max(params.low, params.high));
        }
    while (!open.empty()) {
        const std::pair<int, int> at = open.back();
        open.pop_back();
        for (int y = std::max(0, at.first - 1); y <= std::min(size.height - 1, at.first + 1); ++y)
            for (int x = std::max(0, at.second - 1); x <= std::min(size.width - 1, at.second + 1); ++x)
                take(y, x, params.low);
    }
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            wrong_edges += edges.row(y)[x] !=
                           static_cast<float>(
                               expected[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
                                        static_cast<std::size_t>(x)]);
    CHECK(wrong_gradients == 0);
    CHECK(wrong_ridges == 0);
    CHECK(wrong_edges == 0);
}

}  // namespace

TEST_CASE("Canny: the blur agrees with the CPU, every later stage is that of the one before") {
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    for (const Size size :
         {Size{1, 1}, Size{1, 40}, Size{31, 2}, Size{257, 89}, Size{5, 400}, Size{640, 480}})
        for (const int channels : {1, 3}) {
            const Image picture = make_picture(size, channels, 5);
            gpu->upload(picture);
            cpu->upload(picture);
            for (const float sigma : {0.0f, 0.7f, 1.4f, 5.0f, 5.1f, 10.0f}) {
                const CannyParams params{.sigma = sigma, .low = 0.05f, .high = 0.2f};
                gpu->find_edges(params, Content::current);
                cpu->find_edges(params, Content::current);
                CAPTURE(size.width);
                CAPTURE(size.height);
                CAPTURE(sigma);
                const Stages found = stages_of(*gpu);
                const Stages expected = stages_of(*cpu);
                CHECK(largest_difference(found.blur, expected.blur) < 1e-6);
                CHECK(largest_difference(found.gradient, expected.gradient) < 2e-5);
                check_from_stage_to_stage(found, params);
                if (size.width > 200 && sigma < 2) CHECK(gpu->statistics(Content::edges)[0].mean > 0.001);
            }
        }
}

TEST_CASE("Canny: an edge that winds through the whole picture is followed to its end") {
    // A bright spiral that fades: above the high threshold at its middle only. Corners would break the edge.
    const Size size{300, 280};
    Image picture(size, 1);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const double dx = x - 150.3, dy = y - 140.2, radius = std::hypot(dx, dy);
            const double phase = radius / 24 - std::atan2(dy, dx) / (2 * std::numbers::pi);
            const double strength = std::max(0.3, 1 - 0.02 * radius);
            picture.plane(0).row(y)[x] =
                phase - std::floor(phase) < 0.5 ? static_cast<float>(strength) : 0.0f;
        }
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    gpu->upload(picture);
    cpu->upload(picture);
    const CannyParams params{.sigma = 1.0f, .low = 0.2f, .high = 2.0f};
    gpu->find_edges(params, Content::current);
    cpu->find_edges(params, Content::current);
    check_from_stage_to_stage(stages_of(*gpu), params);
    const double found = gpu->statistics(Content::edges)[0].mean,
                 expected = cpu->statistics(Content::edges)[0].mean;
    CHECK(expected > 0.02);
    CHECK(std::fabs(found - expected) < 0.002);
}

TEST_CASE("Canny: the same bits in every run; a result as input gives its place and size") {
    const auto backend = make_cuda_backend();
    backend->upload(make_picture({257, 89}, 3, 8));
    ConvolutionParams params;
    params.mode = ConvolutionMode::valid;
    const Kernel kernel = kernel_of({.kernel = KernelName::box, .kernel_size = 5}, {});
    for (const ConvolutionChannels channels : {ConvolutionChannels::each, ConvolutionChannels::grey}) {
        params.channels = channels;
        backend->convolve(kernel, params);
        const CannyParams canny{.sigma = 0.8f, .low = 0.02f, .high = 0.1f};
        backend->find_edges(canny, Content::result);
        for (const Content content : {Content::blur, Content::gradient, Content::thin, Content::edges})
            CHECK(backend->shape(content) == PictureShape{{253, 85}, 1, 2, 2});
        const Stages first = stages_of(*backend);
        check_from_stage_to_stage(first, canny);
        for (int run = 0; run < 5; ++run) {
            backend->find_edges(canny, Content::result);
            CHECK(same_bits(backend->download(Content::edges), first.edges));
        }
    }
}

}  // namespace droplet::test
