#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "cuda/cuda_backend.h"
#include "host_sink.h"

namespace droplet::test {
namespace {

constexpr Content every_content[] = {Content::current,  Content::original, Content::result, Content::blur,
                                     Content::gradient, Content::thin,     Content::edges};

/// All contents there are, at different sizes.
void make_all(Backend& backend, const Image& picture, const Image& current) {
    backend.upload(picture);
    backend.restore(current);
    ConvolutionParams params;
    params.mode = ConvolutionMode::full;
    backend.convolve(kernel_of({.kernel = KernelName::sobel_x}, {}), params);
    backend.find_edges({.sigma = 0.5f, .low = 0.01f, .high = 0.1f}, Content::result);
}

Image part_of(const Image& image, const PixelRect& region) {
    Image part({region.width(), region.height()}, image.channels());
    for (int c = 0; c < image.channels(); ++c)
        for (int y = 0; y < region.height(); ++y)
            for (int x = 0; x < region.width(); ++x)
                part.plane(c).row(y)[x] = image.plane(c).row(region.y0 + y)[region.x0 + x];
    return part;
}

}  // namespace

TEST_CASE("any part of any content is read as it is downloaded; lines are the pixels they pass") {
    const auto backend = make_cuda_backend();
    for (const Size size : {Size{1, 1}, Size{257, 89}, Size{5, 400}}) {
        make_all(*backend, make_picture(size, 3, 1, true), make_picture(size, 3, 2));
        for (const Content content : every_content) {
            const Image whole = backend->download(content);
            const int w = whole.width(), h = whole.height();
            CAPTURE(static_cast<int>(content));
            CHECK(backend->shape(content).size == whole.size());
            CHECK(backend->shape(content).channels == whole.channels());
            for (const PixelRect& region : {PixelRect{0, 0, w, h}, PixelRect{w - 1, h - 1, w, h},
                                            PixelRect{w / 3, h / 2, w / 3 + 1, h}})
                CHECK(same_bits(backend->read(content, region), part_of(whole, region)));
            const LineSegment line{-2.0, 0.25, w + 3.0, h + 0.5};
            const int count = 1001;
            const auto samples = backend->sample(content, line, count);
            REQUIRE(samples.size() == static_cast<std::size_t>(whole.channels()));
            for (int c = 0; c < whole.channels(); ++c) {
                const auto& of_channel = samples[static_cast<std::size_t>(c)];
                REQUIRE(of_channel.size() == static_cast<std::size_t>(count));
                int wrong = 0;
                for (int i = 0; i < count; ++i) {
                    const double share = static_cast<double>(i) / (count - 1);
                    const int x = std::clamp(static_cast<int>(std::floor(-2.0 + (w + 5.0) * share)), 0,
                                             w - 1),
                              y = std::clamp(static_cast<int>(std::floor(0.25 + (h + 0.25) * share)), 0,
                                             h - 1);
                    wrong += of_channel[static_cast<std::size_t>(i)] != whole.plane(c).row(y)[x];
                }
                // A sample on the line between two pixels may round to either.
                CHECK(wrong <= 3);
            }
        }
    }
}

TEST_CASE("histograms of every content are the CPU's, to the last count") {
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    for (const Size size : {Size{1, 1}, Size{257, 89}, Size{640, 480}})
        for (const int channels : {1, 3}) {
            Image current = make_picture(size, channels, 2);
            const float special[] = {std::numeric_limits<float>::quiet_NaN(),
                                     std::numeric_limits<float>::infinity(),
                                     -std::numeric_limits<float>::infinity(),
                                     0.25f,
                                     0.75f,
                                     -3.0f};
            for (int x = 0; x < std::min(6, size.width); ++x) current.plane(0).row(0)[x] = special[x];
            make_all(*gpu, make_picture(size, channels, 1), current);
            for (const Content content : every_content) {
                const Image picture = gpu->download(content);
                // What the GPU has, given to the CPU: where the two round differently does not matter here.
                Image same(picture.size(), picture.channels());
                for (int c = 0; c < picture.channels(); ++c)
                    for (int y = 0; y < picture.height(); ++y)
                        std::copy_n(picture.plane(c).row(y), picture.width(), same.plane(c).row(y));
                cpu->upload(same);
                for (const auto& [low, high] : {std::pair{0.0f, 1.0f}, {0.25f, 0.75f}, {-5.0f, 0.1f}}) {
                    const Histogram found = gpu->histogram(content, low, high),
                                    expected = cpu->histogram(Content::current, low, high);
                    CHECK(found.low == low);
                    CHECK(found.high == high);
                    CHECK((found.channels == expected.channels));
                }
            }
        }
}

TEST_CASE("statistics of every content are those of its pixels, their deviation too") {
    const auto backend = make_cuda_backend();
    for (const Size size : {Size{1, 1}, Size{257, 89}, Size{5, 400}}) {
        make_all(*backend, make_picture(size, 3, 1), make_picture(size, 3, 2));
        for (const Content content : every_content) {
            const Image picture = backend->download(content);
            const auto statistics = backend->statistics(content);
            REQUIRE(statistics.size() == static_cast<std::size_t>(picture.channels()));
            for (int c = 0; c < picture.channels(); ++c) {
                double sum = 0, squares = 0;
                const auto pixels = static_cast<double>(picture.size().area());
                const auto for_each = [&](auto visit) {
                    for (int y = 0; y < picture.height(); ++y)
                        for (int x = 0; x < picture.width(); ++x)
                            visit(static_cast<double>(picture.plane(c).row(y)[x]));
                };
                for_each([&](double value) { sum += value; });
                for_each([&](double value) { squares += (value - sum / pixels) * (value - sum / pixels); });
                const ChannelStatistics& found = statistics[static_cast<std::size_t>(c)];
                CHECK(std::fabs(found.mean - sum / pixels) < 1e-12);
                // The sum of squares loses half of the digits where the deviation is small.
                CHECK(std::fabs(found.deviation - std::sqrt(squares / pixels)) < 1e-7);
            }
        }
    }
}

TEST_CASE("frames of what was made have the CPU's bits, and say where they lie") {
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    const Image picture = make_picture({257, 89}, 3, 1, true);
    make_all(*gpu, picture, picture);
    for (const Content content : every_content) {
        const Image shown = gpu->download(content);
        cpu->upload(shown);
        const PictureShape shape = gpu->shape(content);
        for (const int reduction : {1, 2, 7}) {
            const FrameRequest request{{3, 2, shape.size.width - 1, shape.size.height}, reduction, content};
            FrameRequest of_current = request;
            of_current.content = Content::current;
            const auto frame = gpu->present(request);
            CHECK(frame->shape() == shape);
            CHECK(same_texels(delivered(*frame), delivered(*cpu->present(of_current))));
        }
    }
    CHECK(gpu->shape(Content::result) == PictureShape{{259, 91}, 3, -1, -1});
    CHECK(gpu->shape(Content::edges) == PictureShape{{259, 91}, 1, -1, -1});
}

}  // namespace droplet::test
