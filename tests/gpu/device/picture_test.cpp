#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "cuda/cuda_backend.h"
#include "cuda/device_buffer.h"
#include "host_sink.h"
#include "model/error.h"

namespace droplet::test {

TEST_CASE("a picture comes back as it was, at odd sizes, with and without alpha") {
    const auto backend = make_cuda_backend();
    for (const Size size : {Size{1, 1}, Size{1, 37}, Size{41, 1}, Size{257, 89}, Size{640, 480}})
        for (const int channels : {1, 3})
            for (const bool has_alpha : {false, true}) {
                const Image picture = make_picture(size, channels, 7, has_alpha);
                backend->upload(picture);
                CHECK(same_bits(backend->download(Content::current), picture));
                CHECK(same_bits(backend->download(Content::original), picture));
            }
}

TEST_CASE("reset makes the original current again, restore another picture; both keep the original") {
    const auto backend = make_cuda_backend();
    const Image first = make_picture({257, 89}, 3, 1), second = make_picture({257, 89}, 3, 2);
    backend->upload(first);
    backend->diffuse({}, 11, {});
    CHECK_FALSE(same_bits(backend->download(Content::current), first));
    CHECK(same_bits(backend->download(Content::original), first));
    backend->reset();
    CHECK(same_bits(backend->download(Content::current), first));
    backend->restore(second);
    CHECK(same_bits(backend->download(Content::current), second));
    CHECK(same_bits(backend->download(Content::original), first));
}

TEST_CASE("statistics are those of the pixels, the same bits every time") {
    const auto backend = make_cuda_backend();
    for (const Size size : {Size{1, 1}, Size{1, 700}, Size{257, 89}, Size{640, 480}}) {
        const Image picture = make_picture(size, 3, 5);
        backend->upload(picture);
        const auto statistics = backend->statistics(Content::current);
        REQUIRE(statistics.size() == 3);
        for (int c = 0; c < 3; ++c) {
            double sum = 0;
            float least = INFINITY, most = -INFINITY;
            for (int y = 0; y < size.height; ++y)
                for (int x = 0; x < size.width; ++x) {
                    const float value = picture.plane(c).row(y)[x];
                    sum += static_cast<double>(value);
                    least = std::min(least, value);
                    most = std::max(most, value);
                }
            const ChannelStatistics& found = statistics[static_cast<std::size_t>(c)];
            CHECK(std::fabs(found.mean - sum / static_cast<double>(size.area())) < 1e-12);
            CHECK(found.min == least);
            CHECK(found.max == most);
            CHECK(backend->statistics(Content::current)[static_cast<std::size_t>(c)].mean == found.mean);
        }
    }
}

TEST_CASE("frames have the CPU's bits, for regions and reductions of every kind") {
    const auto gpu = make_cuda_backend();
    const auto cpu = make_cpu_backend();
    const Size size{257, 89};
    for (const int channels : {1, 3})
        for (const bool has_alpha : {false, true}) {
            const Image picture = make_picture(size, channels, 3, has_alpha);
            gpu->upload(picture);
            cpu->upload(picture);
            // The two fields differ in the last bits after diffusing, so the GPU's picture is given to the
            // CPU.
            gpu->diffuse({}, 3, {});
            cpu->restore(gpu->download(Content::current));
            for (const PixelRect region :
                 {PixelRect{0, 0, 257, 89}, PixelRect{13, 7, 14, 8}, PixelRect{31, 5, 200, 80}})
                for (const int reduction : {1, 2, 3, 4, 5, 8, 17, 300})
                    for (const Content content : {Content::current, Content::original}) {
                        const FrameRequest request{region, reduction, content};
                        CAPTURE(reduction);
                        CAPTURE(channels);
                        CHECK(same_texels(delivered(*gpu->present(request)),
                                          delivered(*cpu->present(request))));
                    }
        }
}

TEST_CASE("a frame keeps its moment while the picture goes on, and outlives the backend") {
    const Image picture = make_picture({640, 480}, 3);
    const FrameRequest request{{0, 0, 640, 480}, 1, Content::current};
    auto backend = make_cuda_backend();
    backend->upload(picture);
    const auto expected = delivered(*backend->present(request));
    const auto frame = backend->present(request);
    std::vector<std::unique_ptr<Frame>> later;
    for (int i = 0; i < 10; ++i) {
        backend->diffuse({}, 9, {});
        later.push_back(backend->present(request));
    }
    CHECK(same_texels(delivered(*frame), expected));
    const auto last = backend->present(request);
    backend.reset();
    CHECK_FALSE(same_texels(delivered(*last), expected));
}

TEST_CASE("a picture that does not fit is refused in words, and the previous one is kept") {
    const auto backend = make_cuda_backend();
    const Image small = make_picture({257, 89}, 3);
    backend->upload(small);
    std::size_t free = 0, total = 0;
    cuda::check(cudaMemGetInfo(&free, &total), "asking for memory");
    constexpr std::size_t left = std::size_t{200} << 20;
    REQUIRE(free > left);
    const cuda::DeviceBuffer<char> hog(free - left);
    const Image large({4096, 4096}, 3);  // three fields of 192 MiB
    std::string message;
    try {
        backend->upload(large);
    } catch (const Error& error) {
        message = error.what();
    }
    CHECK(message.find("4096x4096") != std::string::npos);
    CHECK(message.find("memory") != std::string::npos);
    CHECK(same_bits(backend->download(Content::current), small));
    backend->diffuse({}, 3, {});
    backend->synchronize();
}

TEST_CASE("the backend says what it runs on") {
    const BackendInfo info = make_cuda_backend()->info();
    CHECK(info.name == "cuda");
    CHECK(probe_cuda().device.starts_with(info.device));
    CHECK(info.notice.empty());
}

}  // namespace droplet::test
