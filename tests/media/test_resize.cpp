// Pictures in another size.
#include "media/resize.h"

#include <doctest/doctest.h>

#include <cmath>

#include "image_difference.h"

namespace {

using namespace droplet;
using droplet::test::largest_difference;

template <class F>
Image made_of(Size size, int channels, bool has_alpha, F&& value) {
    Image image(size, channels, has_alpha);
    for (int c = 0; c < channels + (has_alpha ? 1 : 0); ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) image.plane(c).row(y)[x] = value(c, x, y);
    return image;
}

float smooth(int c, int x, int y) {
    return 0.5f +
           0.25f * std::sin(0.11f * static_cast<float>(x + 3 * c)) * std::cos(0.07f * static_cast<float>(y));
}

double mean(ConstPlane plane) {
    double sum = 0;
    for (int y = 0; y < plane.size.height; ++y)
        for (int x = 0; x < plane.size.width; ++x) sum += static_cast<double>(plane.row(y)[x]);
    return sum / static_cast<double>(plane.size.area());
}

constexpr Size sizes[] = {{1, 1}, {7, 5}, {64, 48}, {129, 31}, {40, 200}, {300, 211}};

}  // namespace

TEST_CASE("A constant picture stays constant in every size, its alpha too") {
    for (const int channels : {1, 3}) {
        const Image flat = made_of({37, 29}, channels, true,
                                   [](int c, int, int) { return 0.25f + 0.125f * static_cast<float>(c); });
        for (const Size size : sizes) {
            const Image other = resized(flat, size);
            REQUIRE(other.size() == size);
            REQUIRE(other.has_alpha());
            REQUIRE(other.channels() == channels);
            const Image wanted = made_of(
                size, channels, true, [](int c, int, int) { return 0.25f + 0.125f * static_cast<float>(c); });
            CHECK(largest_difference(other, wanted) < 1e-6);
            CHECK(std::abs(mean(other.alpha()) - mean(wanted.alpha())) < 1e-6);
        }
    }
}

TEST_CASE("A picture of a size it has is copied bit by bit") {
    const Image image = made_of({33, 21}, 3, true, smooth);
    const Image copy = resized(image, {33, 21});
    CHECK(largest_difference(image, copy) == 0);
    CHECK(mean(copy.alpha()) == mean(image.alpha()));
}

TEST_CASE("A smaller picture keeps the mean of every channel") {
    const Image image = made_of({240, 180}, 3, false, smooth);
    for (const Size size : {Size{120, 90}, Size{80, 60}, Size{101, 77}, Size{13, 9}}) {
        const Image less = resized(image, size);
        for (int c = 0; c < 3; ++c) CHECK(std::abs(mean(less.plane(c)) - mean(image.plane(c))) < 5e-3);
    }
}

TEST_CASE("A smooth picture that is made smaller and larger again is nearly what it was") {
    const Image image = made_of({240, 180}, 3, false, smooth);
    CHECK(largest_difference(resized(resized(image, {120, 90}), {240, 180}), image) < 0.02);
    CHECK(largest_difference(resized(resized(image, {480, 360}), {240, 180}), image) < 0.005);
}

TEST_CASE("A ramp stays a ramp in the middle of the picture, without a shift") {
    const Image ramp =
        made_of({100, 4}, 1, false, [](int, int x, int) { return (static_cast<float>(x) + 0.5f) / 100; });
    for (const int width : {50, 200, 73, 331}) {
        const Image other = resized(ramp, {width, 4});
        for (int x = width / 8; x < width * 7 / 8; ++x) {
            const double wanted = (x + 0.5) / width;
            CHECK(std::abs(static_cast<double>(other.plane(0).row(2)[x]) - wanted) < 1e-3);
        }
    }
}

TEST_CASE("What is transparent gives no colour to what is not") {
    const Image image = made_of({32, 8}, 1, true, [](int c, int x, int) {
        return c == 0 ? (x < 16 ? 0.5f : 9.0f) : (x < 16 ? 1.0f : 0.0f);
    });
    const Image less = resized(image, {8, 2});
    for (int x = 0; x < 8; ++x)
        if (less.alpha().row(0)[x] > 0.05f) CHECK(std::abs(less.plane(0).row(0)[x] - 0.5f) < 0.02f);
}
