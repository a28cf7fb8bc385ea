// How values become bytes for films: the scalar formula against a reference in double, and the backend's
// pictures against the formula, for every instruction set.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "compute/cpu/cpu_backend.h"
#include "compute/cpu/simd_target.h"
#include "compute/reference.h"
#include "math/shown_range.h"

using namespace droplet;
using namespace droplet::test;

namespace {

const Display displays[] = {
    {}, {.low = 0.2f, .high = 0.7f}, {.low = 1, .high = -1}, {.low = -0.25f, .high = 0.25f, .centred = true}};
const Display curved[] = {{.gamma = 2.2f},
                          {.gamma = 0.1f},
                          {.gamma = 10},
                          {.low = 0.9f, .high = 0.1f, .gamma = 1.001f},
                          {.low = -1, .high = 1, .gamma = 2, .centred = true},
                          {.low = -1, .high = 1, .gamma = 0.3f, .centred = true}};

/// on_range() of shaders/present.frag, clamped as a framebuffer does.
double reference(float value, const Display& display) {
    const double high = static_cast<double>(display.high), low = static_cast<double>(display.low);
    double place = (static_cast<double>(value) - low) / (high - low);
    const double start = display.centred ? 0.5 : 0.0, from = (place - start) / (1 - start);
    const double sign = from < 0 ? -1 : from > 0 ? 1 : 0;
    place = start + (1 - start) * sign * std::pow(std::fabs(from), 1 / static_cast<double>(display.gamma));
    return std::clamp(place, 0.0, 1.0);
}

/// Values within and without the range, its ends, and what is no number.
Image values(Size size, int channels, bool has_alpha) {
    Image image = make_picture(size, channels, 17, has_alpha);
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const float odd[] = {-0.0f,  1,   -infinity, infinity, std::numeric_limits<float>::quiet_NaN(),
                         1e-30f, 0.5f};
    int i = 0;
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x, ++i) {
                float& value = image.plane(c).row(y)[x];
                value = i % 11 < 7 ? 3 * value - 1 : value;
                if (i % 13 == 0) value = odd[i / 13 % 7];
            }
    if (has_alpha) image.alpha().row(0)[0] = 2;  // beyond what there is
    return image;
}

std::vector<std::uint8_t> expected_bytes(const Image& image, const Display& display) {
    const math::ShownRange range = math::shown_range(display);
    const bool grey = image.channels() == 1;
    std::vector<std::uint8_t> bytes;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            std::uint8_t pixel[3];
            for (int c = 0; c < 3; ++c)
                pixel[c] = math::byte_of(math::shown(image.plane(grey ? 0 : c).row(y)[x], range));
            if (grey && display.map) {
                const Rgb8 colour = (*display.map)[pixel[0]];
                pixel[0] = colour.r, pixel[1] = colour.g, pixel[2] = colour.b;
            }
            for (std::uint8_t& byte : pixel) {
                const float alpha =
                    image.has_alpha() ? std::clamp(image.alpha().row(y)[x], 0.0f, 1.0f) : 1.0f;
                bytes.push_back(math::over_black(byte, alpha));
            }
        }
    return bytes;
}

std::vector<std::uint8_t> bytes_of(FramePixels& pixels) {
    const auto rgb = pixels.rgb();
    return {rgb.begin(), rgb.end()};
}

int largest_difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    REQUIRE(a.size() == b.size());
    int largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

/// For each instruction set that there is.
template <class F>
void with_each_simd(F&& check) {
    for (const char* simd : {"AVX-512", "AVX2", "SSE4", "NEON", "generic"}) {
        if (!limit_simd(simd)) continue;
        CAPTURE(std::string(simd));
        check();
    }
    limit_simd("");
}

constexpr Size sizes[] = {{1, 1}, {2, 3}, {15, 2}, {16, 1}, {17, 5}, {157, 33}};

}  // namespace

TEST_CASE("A value is shown as the window shows it") {
    for (const Display* display :
         {std::begin(displays), std::begin(displays) + 1, std::begin(displays) + 2, std::begin(displays) + 3,
          std::begin(curved), std::begin(curved) + 1, std::begin(curved) + 2, std::begin(curved) + 3,
          std::begin(curved) + 4, std::begin(curved) + 5}) {
        const math::ShownRange range = math::shown_range(*display);
        double largest = 0;
        for (int i = -3000; i <= 5000; ++i) {
            const float value = static_cast<float>(i) / 2048;
            const double share = static_cast<double>(math::shown(value, range));
            largest = std::max(largest, std::fabs(share - reference(value, *display)));
        }
        CHECK(largest < 4e-6);
    }
    const math::ShownRange range = math::shown_range({});
    CHECK(math::shown(std::numeric_limits<float>::quiet_NaN(), range) == 0);
    CHECK(math::byte_of(0) == 0);
    CHECK(math::byte_of(1) == 255);
    CHECK(math::byte_of(100.49f / 255) == 100);
    CHECK(math::byte_of(100.51f / 255) == 101);
    CHECK(math::over_black(200, 0.5f) == 100);
}

TEST_CASE("Pictures of films have the formula's bytes, at odd sizes, with alpha and maps") {
    with_each_simd([] {
        for (const Size size : sizes)
            for (const int channels : {1, 3})
                for (const bool has_alpha : {false, true}) {
                    const Image image = values(size, channels, has_alpha);
                    const auto backend = make_cpu_backend(2);
                    backend->upload(image);
                    for (Display display : displays)
                        for (const ColourTable* map :
                             {static_cast<const ColourTable*>(nullptr), &viridis_map}) {
                            display.map = map;
                            const auto pixels = backend->copy_pixels(Content::current, display);
                            CHECK(pixels->size() == size);
                            CHECK(bytes_of(*pixels) == expected_bytes(image, display));
                        }
                }
    });
}

TEST_CASE("With a gamma their bytes are within 1 of the formula's") {
    with_each_simd([] {
        for (const Size size : sizes)
            for (const int channels : {1, 3})
                for (const bool has_alpha : {false, true}) {
                    const Image image = values(size, channels, has_alpha);
                    const auto backend = make_cpu_backend(2);
                    backend->upload(image);
                    for (const Display& display : curved) {
                        CAPTURE(display.gamma);
                        const auto pixels = backend->copy_pixels(Content::current, display);
                        CHECK(largest_difference(bytes_of(*pixels), expected_bytes(image, display)) <= 1);
                    }
                }
    });
}

TEST_CASE("A gamma's bytes never fall where values rise") {
    Image ramp({4096, 1}, 1);
    for (int x = 0; x < ramp.width(); ++x) ramp.plane(0).row(0)[x] = static_cast<float>(x - 2048) / 2000;
    const auto backend = make_cpu_backend(1);
    backend->upload(ramp);
    for (const Display& display : curved) {
        if (display.low > display.high) continue;
        const auto bytes = bytes_of(*backend->copy_pixels(Content::current, display));
        CHECK(std::is_sorted(bytes.begin(), bytes.end()));
        CHECK(bytes.front() == 0);
        CHECK(bytes.back() == 255);
    }
}

TEST_CASE("A picture of a film stays as it was while others are made, and after the backend is gone") {
    const Image image = values({61, 19}, 3, false);
    auto backend = make_cpu_backend(1);
    backend->upload(image);
    const auto first = backend->copy_pixels(Content::current, {});
    backend->diffuse({}, 5, {});
    for (int i = 0; i < 9; ++i) {
        const auto other = backend->copy_pixels(Content::current, displays[i % 4]);  // memory that goes round
        CHECK(bytes_of(*other) == expected_bytes(backend->download(Content::current), displays[i % 4]));
    }
    backend.reset();
    CHECK(bytes_of(*first) == expected_bytes(image, {}));
}

TEST_CASE("Another original is the one that is mixed back, its alpha included") {
    for (const bool has_alpha : {false, true}) {
        const Image first = make_picture({43, 21}, 3, 1, has_alpha),
                    next = make_picture({43, 21}, 3, 2, has_alpha);
        const auto backend = make_cpu_backend(2);
        backend->upload(first);
        backend->replace_original(next);
        CHECK(same_bits(backend->download(Content::original), next));
        CHECK_FALSE(same_bits(backend->download(Content::current), next));
        backend->reset();
        for (int c = 0; c < 3; ++c)
            CHECK(backend->download(Content::current).plane(c).row(20)[42] == next.plane(c).row(20)[42]);
    }
}
