#include <array>
#include <cmath>
#include <functional>
#include <utility>

#include "media/image_io.h"
#include "tests/media/support.h"

using namespace droplet;
using namespace droplet::test;

namespace {

Image fixture(const std::string& name) {
    return read_image(fixture_path(name));
}

// The largest distance from value(x, y, c), alpha not included.
double error_against(const Image& image, const std::function<double(int, int, int)>& value) {
    REQUIRE(image.size() == fixture_size);
    double worst = 0;
    for (int c = 0; c < image.channels(); ++c)
        for_each_pixel(image.size(), [&](int x, int y) {
            worst = std::max(worst, std::abs(static_cast<double>(image.plane(c).row(y)[x]) - value(x, y, c)));
        });
    return worst;
}

}  // namespace

TEST_CASE("8-bit files read as v / 255, in the float nearest to it") {
    for (const char* name : {"rgb8.png", "interlaced.png", "rgb8.ppm", "rgb8.bmp", "rgb8.tga", "rgb8.psd"}) {
        CAPTURE(name);
        const Image image = fixture(name);
        CHECK(image.channels() == 3);
        CHECK_FALSE(image.has_alpha());
        CHECK(error_against(image, [](int x, int y, int c) {
                  return static_cast<float>(fixture_value(x, y, c)) / 255.0f;
              }) == 0);
    }
    for (const char* name : {"grey8.png", "grey8.pgm"}) {
        CAPTURE(name);
        const Image image = fixture(name);
        CHECK(image.channels() == 1);
        CHECK(error_against(image, [](int x, int y, int) {
                  return static_cast<float>(fixture_value(x, y, 0)) / 255.0f;
              }) == 0);
    }
}

TEST_CASE("16-bit files read as v / 65535, in the float nearest to it") {
    for (const char* name : {"rgb16.png", "rgb16.ppm", "grey16.png"}) {
        CAPTURE(name);
        const Image image = fixture(name);
        CHECK(error_against(image, [](int x, int y, int c) {
                  return static_cast<float>(fixture_value16(x, y, c)) / 65535.0f;
              }) == 0);
    }
}

TEST_CASE("alpha is carried beside the colours") {
    for (const auto& picture : {std::pair{"rgba8.png", 3}, {"grey_alpha8.png", 1}}) {
        const char* name = picture.first;
        const int channels = picture.second;
        CAPTURE(name);
        const Image image = fixture(name);
        CHECK(image.channels() == channels);
        REQUIRE(image.has_alpha());
        int wrong = 0;
        for_each_pixel(fixture_size, [&](int x, int y) {
            wrong += image.alpha().row(y)[x] != static_cast<float>(fixture_value(22 - x, y, 0)) / 255.0f;
        });
        CHECK(wrong == 0);
    }
}

TEST_CASE("palettes, single bits and a PGM's own maximum map to [0, 1]") {
    const Image bits = fixture("grey1.png");
    CHECK(error_against(bits, [](int x, int, int) { return fixture_value(x, 0, 0) > 127 ? 1.0 : 0.0; }) == 0);
    CHECK(error_against(fixture("grey100.pgm"), [](int x, int, int) {
              return static_cast<float>(fixture_value(x, 0, 0) * 100 / 255) / 100.0f;
          }) == 0);
    const Image palette = fixture("palette.png"), gif = fixture("still.gif");
    CHECK(palette.channels() == 3);
    CHECK_FALSE(gif.has_alpha());
    // 13 colours for a whole gradient.
    for (const Image* image : {&palette, &gif})
        CHECK(error_against(*image, [](int x, int y, int c) { return fixture_value(x, y, c) / 255.0; }) <
              0.4);
}

TEST_CASE("JPEG, baseline, progressive or with restarts, is the picture within its quantisation") {
    for (const char* name : {"rgb.jpg", "progressive.jpg", "restart.jpg", "grey.jpg"}) {
        CAPTURE(name);
        // Colours at half the resolution blur the blue squares; their edges are left out by the mean.
        const Image image = fixture(name);
        double sum = 0;
        for (int c = 0; c < image.channels(); ++c)
            for_each_pixel(fixture_size, [&](int x, int y) {
                sum +=
                    std::abs(static_cast<double>(image.plane(c).row(y)[x]) - fixture_value(x, y, c) / 255.0);
            });
        CHECK(sum / static_cast<double>(fixture_size.area() * image.channels()) < 0.05);
    }
}

TEST_CASE("PFM is read from both byte orders, bottom row first, times its scale") {
    CHECK(error_against(fixture("rgb_big.pfm"), [](int x, int y, int c) {
              return 2.0f * static_cast<float>(fixture_value(x, y, c) / 255.0);
          }) == 0);
    CHECK(error_against(fixture("grey_little.pfm"),
                        [](int x, int y, int) { return 3.5 - fixture_value(x, y, 0); }) == 0);
}

namespace {

using Map = std::pair<int, int> (*)(int x, int y, Size stored);
// Where pixel (x, y) of the upright picture is stored: EXIF 2.32, tag 0x0112, by the words of the standard
// ("row 0 is the visual …, column 0 is the visual …").
constexpr std::array<Map, 8> stored_at{
    [](int x, int y, Size) {
        return std::pair{x, y};
    },  // top, left
    [](int x, int y, Size s) {
        return std::pair{s.width - 1 - x, y};
    },  // top, right
    [](int x, int y, Size s) {
        return std::pair{s.width - 1 - x, s.height - 1 - y};
    },  // bottom, right
    [](int x, int y, Size s) {
        return std::pair{x, s.height - 1 - y};
    },  // bottom, left
    [](int x, int y, Size) {
        return std::pair{y, x};
    },  // left, top
    [](int x, int y, Size s) {
        return std::pair{y, s.height - 1 - x};
    },  // right, top
    [](int x, int y, Size s) {
        return std::pair{s.width - 1 - y, s.height - 1 - x};
    },  // right, bottom
    [](int x, int y, Size s) {
        return std::pair{s.width - 1 - y, x};
    },  // left, bottom
};

Bytes with_exif(const std::string& name, int orientation, bool big_endian) {
    const Bytes bytes = file_bytes(fixture_path(name)), exif = exif_orientation(orientation, big_endian);
    Bytes part;
    std::size_t at = 33;  // behind a PNG's signature and IHDR
    if (name.ends_with(".png")) {
        part = png_chunk("eXIf", exif);
    } else {
        at = 2;  // behind a JPEG's first marker
        const auto length = static_cast<unsigned char>(2 + 6 + exif.size());
        part = {0xFF, 0xE1, 0, length, 'E', 'x', 'i', 'f', 0, 0};
        for (const unsigned char byte : exif) part.push_back(byte);
    }
    Bytes result;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == at)
            for (const unsigned char byte : part) result.push_back(byte);
        result.push_back(bytes[i]);
    }
    return result;
}

}  // namespace

TEST_CASE("EXIF orientation turns the picture upright, with all its planes") {
    for (const char* name :
         {"rgb.jpg", "grey.jpg", "rgb8.png", "rgb16.png", "rgba8.png", "grey_alpha8.png"}) {
        const Image stored = fixture(name);
        for (int orientation = 1; orientation <= 8; ++orientation) {
            CAPTURE(name);
            CAPTURE(orientation);
            const Image upright = decode_image(with_exif(name, orientation, orientation % 2 == 0), "turned");
            const Size s = stored.size();
            REQUIRE(upright.size() == (orientation < 5 ? s : Size{s.height, s.width}));
            const Image expected =
                image_of(upright.size(), stored.channels(), stored.has_alpha(), [&](int x, int y, int p) {
                    const auto [sx, sy] = stored_at[static_cast<std::size_t>(orientation - 1)](x, y, s);
                    return (p < stored.channels() ? stored.plane(p) : stored.alpha()).row(sy)[sx];
                });
            CHECK(differences(upright, expected) == 0);
        }
    }
}

TEST_CASE("an orientation that EXIF does not know leaves the picture as it is") {
    for (const int orientation : {0, 9, 255})
        CHECK(differences(decode_image(with_exif("rgb.jpg", orientation, true), "odd"), fixture("rgb.jpg")) ==
              0);
}

TEST_CASE("a picture of one pixel is read from every format") {
    const std::string pgm("P5 1 1 255\n\x80", 12), pfm("Pf\n1 1\n-1\n\0\0\x80\x3F", 14);
    CHECK(decode_image({reinterpret_cast<const unsigned char*>(pgm.data()), pgm.size()}, "pgm")
              .plane(0)
              .row(0)[0] == 128.0f / 255.0f);
    CHECK(decode_image({reinterpret_cast<const unsigned char*>(pfm.data()), pfm.size()}, "pfm")
              .plane(0)
              .row(0)[0] == 1.0f);
    const TempFolder folder;
    for (const char* name : {"one.png", "one.jpg", "one.pfm"}) {
        CAPTURE(name);
        write_image(image_of({1, 1}, 3, false, [](int, int, int) { return 0.6f; }), folder.file(name));
        CHECK(read_image(folder.file(name)).plane(1).row(0)[0] == doctest::Approx(0.6).epsilon(0.01));
    }
}
