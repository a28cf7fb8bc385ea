#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "media/frame_fit.h"
#include "media/image_io.h"
#include "media/png_frame.h"
#include "tests/media/recorded_pictures.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

using Rgb = std::vector<std::uint8_t>;

template <class F>
Rgb rgb_of(Size size, F&& value) {
    Rgb rgb;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < 3; ++c) rgb.push_back(static_cast<std::uint8_t>(value(x, y, c)));
    return rgb;
}

Rgb scaled(const Rgb& rgb, Size from, Size to) {
    Rgb result(static_cast<std::size_t>(to.area()) * 3);
    scale_rgb(rgb, from, result.data(), to, static_cast<std::size_t>(to.width) * 3);
    return result;
}

int value_at(std::span<const std::uint8_t> rgb, Size size, int x, int y, int c) {
    return rgb[(static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
                static_cast<std::size_t>(x)) *
                   3 +
               static_cast<std::size_t>(c)];
}

}  // namespace

TEST_CASE("scaling to the same size changes nothing, and one value stays one value at any size") {
    const Size size{37, 23};
    const Rgb rgb = rgb_of(size, [](int x, int y, int c) { return (x * 7 + y * 13 + c * 50) % 256; });
    CHECK(scaled(rgb, size, size) == rgb);
    for (const Size to : {Size{1, 1}, Size{5, 90}, Size{38, 24}, Size{100, 3}}) {
        const Rgb even = scaled(rgb_of(size, [](int, int, int c) { return 85 * c; }), size, to);
        CHECK(even == rgb_of(to, [](int, int, int c) { return 85 * c; }));
    }
}

TEST_CASE("a ramp stays a ramp, and what is finer than the target becomes its mean") {
    const Size size{64, 48};
    const auto ramp = [](double x, double y) { return 20 + 2 * x + y; };
    const Rgb rgb = rgb_of(size, [&](int x, int y, int) { return std::lround(ramp(x, y)); });
    for (const Size to : {Size{128, 96}, Size{32, 24}, Size{50, 77}}) {
        const Rgb result = scaled(rgb, size, to);
        int wrong = 0;
        for (int y = to.height / 8; y < to.height * 7 / 8; ++y)
            for (int x = to.width / 8; x < to.width * 7 / 8; ++x) {
                const double exact =
                    ramp((x + 0.5) * size.width / to.width - 0.5, (y + 0.5) * size.height / to.height - 0.5);
                wrong += std::abs(value_at(result, to, x, y, 1) - exact) > 1.01;
            }
        CHECK(wrong == 0);
    }
    const Rgb grid = rgb_of(size, [](int x, int y, int) { return (x + y) % 2 * 255; });
    const Rgb grey = scaled(grid, size, {16, 12});
    for (int x = 1; x < 15; ++x) CHECK(std::abs(value_at(grey, {16, 12}, x, 5, 0) - 128) <= 1);
}

TEST_CASE("an odd side is filled by its last pixels, or the picture is scaled, and even ones are passed on") {
    const Size odd{5, 3};
    const Rgb rgb = rgb_of(odd, [](int x, int y, int c) { return 10 * x + 60 * y + c; });
    FrameFit pad(odd, OddSize::pad, true), scale(odd, OddSize::scale, true), free(odd, OddSize::pad, false);
    CHECK(pad.size() == Size{6, 4});
    CHECK(scale.size() == Size{6, 4});
    CHECK(free.size() == odd);
    CHECK(free.fit(rgb, odd).data() == rgb.data());
    const auto padded = pad.fit(rgb, odd);
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 6; ++x)
            for (int c = 0; c < 3; ++c)
                CHECK(value_at(padded, {6, 4}, x, y, c) ==
                      value_at(rgb, odd, std::min(x, 4), std::min(y, 2), c));
    const Rgb stretched = scaled(rgb, odd, {6, 4});
    const auto fitted = scale.fit(rgb, odd);
    CHECK(Rgb(fitted.begin(), fitted.end()) == stretched);
}

TEST_CASE("a PNG of a frame is read back exactly, whatever the number of threads that made it") {
    const TempFolder folder;
    for (const Size size : {Size{1, 1}, Size{3, 2}, Size{257, 130}, Size{64, 513}}) {
        CAPTURE(size.height);
        const auto frame = noisy(size, size.width);
        const std::vector<unsigned char> png = png_of_rgb(frame->rgb(), size, "", 1);
        CHECK(png == png_of_rgb(frame->rgb(), size, "", 7));
        const Image image = decode_image(png, "png");
        REQUIRE(image.size() == size);
        int wrong = 0;
        for_each_pixel(size, [&](int x, int y) {
            for (int c = 0; c < 3; ++c)
                wrong += image.plane(c).row(y)[x] != static_cast<float>(frame->value(x, y, c)) / 255.0f;
        });
        CHECK(wrong == 0);
    }
    // A strict reader, too, with nothing to complain about.
    const auto frame = noisy({100, 300}, 0);
    const Bytes png = png_of_rgb(frame->rgb(), {100, 300}, "{\"droplet\": \"capture\"}", 3);
    put_bytes(folder.file("a.png"), png);
    CHECK(std::system(("ffmpeg -v error -xerror -i " + folder.file("a.png") + " -f null - 2>&1 | grep -q .")
                          .c_str()) != 0);
}
