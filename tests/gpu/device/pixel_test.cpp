// What films are made of: pictures in 8 bits, copied beside what computes.
#include <doctest/doctest.h>

#include <cstdlib>
#include <thread>
#include <vector>

#include "compute/cpu/cpu_backend.h"
#include "compute/reference.h"
#include "cuda/cuda_backend.h"

namespace droplet::test {
namespace {

std::vector<std::uint8_t> bytes_of(FramePixels& pixels) {
    const auto rgb = pixels.rgb();
    return {rgb.begin(), rgb.end()};
}

std::vector<std::uint8_t> bytes_of(Backend& backend, Content content, const Display& display) {
    return bytes_of(*backend.copy_pixels(content, display));
}

int largest_difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    REQUIRE(a.size() == b.size());
    int largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

}  // namespace

TEST_CASE("films: pictures have the CPU's bytes, with a gamma within 1, at odd sizes, with alpha and map") {
    const auto gpu = make_cuda_backend(), cpu = make_cpu_backend(1);
    for (const Size size : {Size{1, 1}, Size{3, 37}, Size{41, 1}, Size{257, 89}, Size{640, 480}})
        for (const int channels : {1, 3})
            for (const bool has_alpha : {false, true}) {
                const Image picture = make_picture(size, channels, 7, has_alpha);
                gpu->upload(picture);
                cpu->upload(picture);
                for (const Display& display :
                     {Display{}, Display{.low = 0.1f, .high = 0.8f}, Display{.low = 1, .high = 0},
                      Display{.low = 0.2f, .high = 0.9f, .map = &inferno_map}})
                    CHECK(bytes_of(*gpu, Content::original, display) ==
                          bytes_of(*cpu, Content::original, display));
                for (const Display& display :
                     {Display{.gamma = 2.2f}, Display{.gamma = 0.5f, .centred = true}})
                    CHECK(largest_difference(bytes_of(*gpu, Content::current, display),
                                             bytes_of(*cpu, Content::current, display)) <= 1);
            }
}

TEST_CASE(
    "films: a picture stays as it was while steps go on, read late and on another thread, and after all is "
    "gone") {
    auto gpu = make_cuda_backend();
    const Image picture = make_picture({319, 241}, 3);
    gpu->upload(picture);
    std::vector<std::unique_ptr<FramePixels>> film;
    std::vector<std::vector<std::uint8_t>> expected;
    for (int i = 0; i < 9; ++i) {
        film.push_back(gpu->copy_pixels(Content::current, {}));
        const Image now = gpu->download(Content::current);
        const auto cpu = make_cpu_backend(1);
        cpu->upload(now);
        expected.push_back(bytes_of(*cpu, Content::current, {}));
        gpu->diffuse({}, 3, {});
        if (i % 3 == 1) static_cast<void>(gpu->copy_pixels(Content::current, {}));  // nobody reads it
    }
    gpu.reset();
    std::vector<std::vector<std::uint8_t>> found(film.size());
    std::thread reader([&] {
        for (std::size_t i = 0; i < film.size(); ++i) found[i] = bytes_of(*film[i]);
    });
    reader.join();
    CHECK(found == expected);
}

TEST_CASE("films: pictures of another size follow without mixing") {
    const auto gpu = make_cuda_backend(), cpu = make_cpu_backend(1);
    std::unique_ptr<FramePixels> before;
    for (const Size size : {Size{640, 480}, Size{31, 17}, Size{641, 480}, Size{31, 17}}) {
        const Image picture = make_picture(size, 3, static_cast<std::uint32_t>(size.width));
        gpu->upload(picture);
        cpu->upload(picture);
        auto pixels = gpu->copy_pixels(Content::current, {});
        CHECK(bytes_of(*pixels) == bytes_of(*cpu, Content::current, {}));
        before = std::move(pixels);
    }
}

TEST_CASE("originals that follow each other fast are each the original of the steps after them") {
    const auto gpu = make_cuda_backend(), cpu = make_cpu_backend(1);
    for (const bool has_alpha : {false, true}) {
        const Image first = make_picture({257, 89}, 3, 1, has_alpha);
        gpu->upload(first);
        cpu->upload(first);
        for (std::uint32_t i = 2; i < 9; ++i) {
            const Image next = make_picture({257, 89}, 3, i, has_alpha);
            for (Backend* backend : {gpu.get(), cpu.get()}) {
                backend->replace_original(next);
                backend->mix_original(0.25f);
            }
        }
        CHECK(same_bits(gpu->download(Content::original), cpu->download(Content::original)));
        CHECK(same_bits(gpu->download(Content::current), cpu->download(Content::current)));
    }
}

}  // namespace droplet::test
