#include <doctest/doctest.h>

#include <cstdint>
#include <stdexcept>

#include "model/image.h"

using namespace droplet;

namespace {

Image ramp(Size size, int channels) {
    Image image(size, channels, true);
    for (int c = 0; c <= channels; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                image.plane(c).row(y)[x] = static_cast<float>(c * 1000 + y * size.width + x);
    return image;
}

}  // namespace

TEST_CASE("an image is zero, and every row is aligned and padded, at odd sizes") {
    for (const Size size :
         {Size{1, 1}, Size{1, 9}, Size{17, 1}, Size{257, 89}, Size{1024, 3}, Size{1008, 2}}) {
        for (const int channels : {1, 3}) {
            const Image image(size, channels, true);
            CHECK(image.size() == size);
            CHECK(image.channels() == channels);
            CHECK(image.has_alpha());
            CHECK(image.stride() >= size.width + Image::row_padding);
            for (int c = 0; c <= channels; ++c) {
                for (int y = 0; y < size.height; ++y) {
                    const float* row = image.plane(c).row(y);
                    REQUIRE(reinterpret_cast<std::uintptr_t>(row) % 64 == 0);
                    float sum = 0;
                    for (int x = 0; x < size.width + Image::row_padding; ++x) sum += row[x];
                    REQUIRE(sum == 0.0f);
                }
            }
        }
    }
}

TEST_CASE("a shape that no image has is refused") {
    CHECK_THROWS_AS(Image({0, 4}, 1), std::invalid_argument);
    CHECK_THROWS_AS(Image({4, 0}, 3), std::invalid_argument);
    CHECK_THROWS_AS(Image({-1, 4}, 3), std::invalid_argument);
    CHECK_THROWS_AS(Image({4, 4}, 2), std::invalid_argument);
    CHECK_THROWS_AS(Image({4, 4}, 4), std::invalid_argument);
    CHECK(Image().empty());
}

TEST_CASE("a clone has the same values and a life of its own") {
    Image image = ramp({5, 3}, 3);
    const Image copy = image.clone();
    image.plane(2).row(2)[4] = -1;
    image.alpha().row(0)[0] = -1;
    CHECK(copy.plane(2).row(2)[4] == 2014.0f);
    CHECK(copy.alpha().row(0)[0] == 3000.0f);
    CHECK(Image().clone().empty());
}

TEST_CASE(
    "normalize maps the smallest value of all channels to 0 and the largest to 1, and leaves alpha alone") {
    Image image = ramp({5, 3}, 3);
    normalize(image);
    CHECK(image.plane(0).row(0)[0] == 0.0f);
    CHECK(image.plane(2).row(2)[4] == 1.0f);
    CHECK(image.plane(1).row(0)[0] == doctest::Approx(1000.0 / 2014));
    CHECK(image.alpha().row(0)[0] == 3000.0f);
}

TEST_CASE("normalize makes a constant image 0") {
    Image image({3, 3}, 1);
    for (int y = 0; y < 3; ++y)
        for (int x = 0; x < 3; ++x) image.plane(0).row(y)[x] = 0.5f;
    normalize(image);
    for (int y = 0; y < 3; ++y)
        for (int x = 0; x < 3; ++x) CHECK(image.plane(0).row(y)[x] == 0.0f);
}
