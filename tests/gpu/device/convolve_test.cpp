#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stop_token>
#include <thread>
#include <vector>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "cuda/cuda_backend.h"
#include "host_sink.h"
#include "learn_cases.h"
#include "model/error.h"

namespace droplet::test {
namespace {

constexpr Border all_borders[] = {Border::constant, Border::replicate, Border::reflect, Border::reflect_101,
                                  Border::wrap};
constexpr ConvolutionMode all_modes[] = {ConvolutionMode::same, ConvolutionMode::valid,
                                         ConvolutionMode::full};

Kernel random_kernel(Size size, std::uint32_t seed = 3) {
    const Image values = make_picture(size, 1, seed);
    Kernel kernel(size.width, size.height);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) kernel.at(y, x) = values.plane(0).row(y)[x] - 0.4f;
    return kernel;
}

/// column · rowᵀ of random numbers.
Kernel separable_kernel(Size size) {
    const Kernel factors = random_kernel({std::max(size.width, size.height), 2}, 9);
    Kernel kernel(size.width, size.height);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) kernel.at(y, x) = factors.at(0, y) * factors.at(1, x);
    return kernel;
}

/// What values in [0, 1] can give.
double range_of(const Kernel& kernel, const ConvolutionParams& params) {
    double range = 0;
    for (const float weight : kernel.weights) range += std::fabs(static_cast<double>(weight));
    return range * std::fabs(static_cast<double>(params.gain));
}

struct Both {
    std::unique_ptr<Backend> gpu = make_cuda_backend(), cpu = make_cpu_backend();

    void upload(const Image& picture) {
        gpu->upload(picture);
        cpu->upload(picture);
    }

    /// Both results are the same but for the order of their sums.
    void check(const Kernel& kernel, const ConvolutionParams& params) {
        CAPTURE(kernel.width);
        CAPTURE(kernel.height);
        CAPTURE(enum_name(params.mode));
        CAPTURE(enum_name(params.border));
        CAPTURE(params.flip);
        gpu->convolve(kernel, params);
        cpu->convolve(kernel, params);
        REQUIRE(gpu->shape(Content::result) == cpu->shape(Content::result));
        CHECK(largest_difference(gpu->download(Content::result), cpu->download(Content::result)) <
              1e-5 * range_of(kernel, params));
    }

    void check_if_it_leaves_something(const Kernel& kernel, const ConvolutionParams& params) {
        const Size image = gpu->shape(Content::current).size;
        if (params.mode != ConvolutionMode::valid ||
            (kernel.width <= image.width && kernel.height <= image.height))
            check(kernel, params);
    }
};

ConvolutionParams params_of(ConvolutionMode mode, Border border, bool flip) {
    ConvolutionParams params;
    params.mode = mode;
    params.border = border;
    params.border_value = 0.6f;
    params.flip = flip;
    return params;
}

}  // namespace

TEST_CASE("a convolution agrees with the CPU: every mode, border and flip, odd and even kernels") {
    Both both;
    for (const Size size : {Size{1, 1}, Size{97, 41}, Size{5, 400}}) {
        both.upload(make_picture(size, 3));
        for (const Size side : {Size{1, 1}, Size{2, 2}, Size{3, 3}, Size{4, 3}, Size{5, 5}, Size{7, 6},
                                Size{8, 9}, Size{13, 10}})
            for (const ConvolutionMode mode : all_modes)
                for (const Border border : all_borders)
                    for (const bool flip : {false, true})
                        both.check_if_it_leaves_something(random_kernel(side), params_of(mode, border, flip));
    }
}

TEST_CASE("a convolution agrees with the CPU: kernels from 1x1 to 31x31, dense, separable and between") {
    Both both;
    both.upload(make_picture({257, 89}, 1));
    for (const Size side :
         {Size{1, 1}, Size{3, 3}, Size{5, 5}, Size{7, 7}, Size{9, 9}, Size{10, 2}, Size{15, 15}, Size{16, 24},
          Size{31, 31}, Size{1, 31}, Size{31, 1}, Size{30, 17}}) {
        const ConvolutionParams params =
            params_of(ConvolutionMode::same, side.width % 2 == 0 ? Border::wrap : Border::reflect_101, true);
        both.check(random_kernel(side), params);
        both.check(separable_kernel(side), params);
        Kernel between = separable_kernel(side);
        between.at(side.height / 2, side.width / 2) += 1.0f;
        both.check(between, params);
    }
    const auto method_of = [&](const Kernel& kernel) { return both.gpu->convolve(kernel, {}).method; };
    CHECK(method_of(random_kernel({9, 9})) == ConvolutionMethod::direct);
    CHECK(method_of(random_kernel({31, 31})) == ConvolutionMethod::direct);
    CHECK(method_of(separable_kernel({31, 31})) == ConvolutionMethod::separable);
    Kernel two = separable_kernel({31, 31});
    two.at(15, 15) += 1.0f;
    const ConvolutionReport report = both.gpu->convolve(two, {});
    CHECK(report.method == ConvolutionMethod::low_rank);
    CHECK(report.rank == 2);
    CHECK(report.operations == 2.0 * 2 * 62);
}

TEST_CASE("a picture of usual size agrees with the CPU, of one channel, three, their grey, with alpha") {
    Both both;
    for (const int channels : {1, 3})
        for (const bool has_alpha : {false, true}) {
            both.upload(make_picture({640, 480}, channels, 2, has_alpha));
            for (const ConvolutionChannels of : {ConvolutionChannels::each, ConvolutionChannels::grey})
                for (const ConvolutionMode mode : all_modes) {
                    ConvolutionParams params = params_of(mode, Border::reflect, false);
                    params.channels = of;
                    both.check(random_kernel({5, 4}), params);
                    const Image found = both.gpu->download(Content::result),
                                expected = both.cpu->download(Content::result);
                    REQUIRE(found.has_alpha() == has_alpha);
                    if (!has_alpha) continue;
                    const PixelRect whole{0, 0, found.width(), found.height()};
                    bool same = true;
                    for (int y = 0; y < whole.height(); ++y)
                        same = same && std::equal(found.alpha().row(y), found.alpha().row(y) + whole.x1,
                                                  expected.alpha().row(y));
                    CHECK(same);
                }
        }
}

TEST_CASE("results are finished as on the CPU, exactly away from ties") {
    Both both;
    both.upload(make_picture({257, 89}, 3));
    const Kernel kernel = random_kernel({3, 3});
    ConvolutionParams params;
    params.gain = -2.5f;
    params.offset = 0.9f;
    params.absolute = true;
    both.check(kernel, params);
    const Image before = both.cpu->download(Content::result);
    params.thresholding = true;
    const auto threshold = static_cast<float>(both.cpu->statistics(Content::result)[0].mean);
    params.threshold = threshold;
    params.top = 0.75f;
    both.gpu->convolve(kernel, params);
    const Image found = both.gpu->download(Content::result);
    int high = 0, low = 0;
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < found.height(); ++y)
            for (int x = 0; x < found.width(); ++x) {
                const float value = before.plane(c).row(y)[x];
                if (std::fabs(value - threshold) < 1e-4f) continue;
                (value > threshold ? high : low) += 1;
                if (found.plane(c).row(y)[x] != (value > threshold ? 0.75f : 0.0f))
                    FAIL_CHECK("at ", x, ", ", y);
            }
    CHECK(high > 1000);
    CHECK(low > 1000);
}

TEST_CASE("the identity kernel gives the picture's bits, by every way to compute") {
    const auto backend = make_cuda_backend();
    const Image picture = make_picture({257, 89}, 3, 4, true);
    backend->upload(picture);
    for (const int side : {1, 3, 5, 7, 9, 12, 31}) {
        Kernel identity(side, side);
        identity.at(side / 2, side / 2) = 1;
        backend->convolve(identity, {});
        CHECK(same_bits(backend->download(Content::result), picture));
    }
}

TEST_CASE("a convolution in place is that many convolutions of the result, of channels and of their grey") {
    Both both;
    for (const ConvolutionChannels of : {ConvolutionChannels::each, ConvolutionChannels::grey})
        for (const int channels : {1, 3}) {
            both.upload(make_picture({257, 89}, channels, 6, true));
            ConvolutionParams params = params_of(ConvolutionMode::full, Border::replicate, true);
            params.channels = of;
            params.gain = 0.9f;
            const Kernel kernel = kernel_of({.kernel = KernelName::gaussian, .kernel_size = 6}, {});
            REQUIRE(both.gpu->convolve_in_place(kernel, params, 40, {}) == 40);
            REQUIRE(both.cpu->convolve_in_place(kernel, params, 40, {}) == 40);
            const Image found = both.gpu->download(Content::current);
            CHECK(largest_difference(found, both.cpu->download(Content::current)) < 1e-5);
            CHECK(both.gpu->statistics(Content::current)[0].max > 0.001f);
            if (of == ConvolutionChannels::grey && channels == 3)
                for (int c : {1, 2})
                    CHECK(std::equal(found.plane(0).row(40), found.plane(0).row(40) + 257,
                                     found.plane(c).row(40)));
        }
}

TEST_CASE("a stop request ends a convolution in place early, and what was done is what is said") {
    const Image picture = make_picture({257, 89}, 1);
    const Kernel kernel = kernel_of({.kernel = KernelName::gaussian_5x5}, {});
    const auto backend = make_cuda_backend();
    backend->upload(picture);
    std::stop_source stop;
    constexpr int endless = 1 << 30;
    int done = 0;
    {
        const std::jthread stopper([&] { stop.request_stop(); });
        done = backend->convolve_in_place(kernel, {}, endless, stop.get_token());
    }
    CHECK(done < endless);
    CHECK(backend->convolve_in_place(kernel, {}, 5, stop.get_token()) == 0);
    const Image stopped = backend->download(Content::current);
    backend->upload(picture);
    REQUIRE(backend->convolve_in_place(kernel, {}, done, {}) == done);
    CHECK(same_bits(stopped, backend->download(Content::current)));
}

TEST_CASE("there is a result from its making on until the next picture, or until none can be made") {
    const auto backend = make_cuda_backend();
    backend->upload(make_picture({20, 10}, 3));
    const Kernel kernel = random_kernel({3, 3});
    CHECK(backend->shape(Content::result) == PictureShape{});
    ConvolutionParams params;
    params.mode = ConvolutionMode::full;
    backend->convolve(kernel, params);
    CHECK(backend->shape(Content::result) == PictureShape{{22, 12}, 3, -1, -1});
    const Image before = backend->download(Content::result);
    backend->diffuse({}, 3, {});
    CHECK(same_bits(backend->download(Content::result), before));
    params.mode = ConvolutionMode::valid;
    CHECK_THROWS_AS(backend->convolve(random_kernel({21, 3}), params), Error);
    CHECK(backend->shape(Content::result) == PictureShape{});
    backend->convolve(kernel, params);
    CHECK(backend->shape(Content::result) == PictureShape{{18, 8}, 3, 1, 1});
    CHECK_THROWS_AS(backend->convolve(Kernel(), {}), Error);
    CHECK(backend->shape(Content::result) == PictureShape{});
    backend->convolve(kernel, {});
    backend->find_edges({}, Content::current);
    backend->upload(make_picture({20, 10}, 3));
    for (const Content content :
         {Content::result, Content::blur, Content::gradient, Content::thin, Content::edges})
        CHECK(backend->shape(content) == PictureShape{});
}

}  // namespace droplet::test
