// What a view shows of a picture, as pixels of a film.
#include "media/view_raster.h"

#include <doctest/doctest.h>

#include <cmath>

namespace {

using namespace droplet;

Image numbered(Size size) {
    Image image(size, 1);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) image.plane(0).row(y)[x] = static_cast<float>(10 * y + x);
    return image;
}

float at(const Image& image, int x, int y) {
    return image.plane(0).row(y)[x];
}

}  // namespace

TEST_CASE("The whole picture in its own size is a copy, and a part of whole pixels is that part") {
    const Image image = numbered({7, 5});
    const Image same = view_raster(image, {0, 0, 7, 5}, {7, 5}),
                part = view_raster(image, {2, 1, 5, 3}, {3, 2});
    for (int y = 0; y < 5; ++y)
        for (int x = 0; x < 7; ++x) CHECK(at(same, x, y) == at(image, x, y));
    for (int y = 0; y < 2; ++y)
        for (int x = 0; x < 3; ++x) CHECK(at(part, x, y) == at(image, x + 2, y + 1));
}

TEST_CASE("What is reduced is the mean of the area, parts of pixels too") {
    const Image image = numbered({6, 6});
    const Image half = view_raster(image, {0, 0, 6, 6}, {3, 3});
    CHECK(at(half, 0, 0) == doctest::Approx((0 + 1 + 10 + 11) / 4.0));
    CHECK(at(half, 2, 1) == doctest::Approx((24 + 25 + 34 + 35) / 4.0));
    const Image parts = view_raster(image, {0.5, 0, 3.5, 2}, {2, 1});
    CHECK(at(parts, 0, 0) == doctest::Approx((0.5 * 0 + 1 * 1) / 1.5 + 5));
}

TEST_CASE("What is enlarged more than twice shows squares, else values between") {
    const Image image = numbered({4, 4});
    const Image squares = view_raster(image, {1, 1, 3, 3}, {8, 8});
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 8; ++x) CHECK(at(squares, x, y) == at(image, 1 + x / 4, 1 + y / 4));
    const Image between = view_raster(image, {0, 0, 4, 4}, {8, 8});
    CHECK(at(between, 3, 0) == doctest::Approx(1.25));
    CHECK(at(between, 0, 3) == doctest::Approx(12.5));
}

TEST_CASE("Beyond the picture, and where it is transparent, it is black") {
    Image image(Size{2, 2}, 1, true);
    for (int y = 0; y < 2; ++y)
        for (int x = 0; x < 2; ++x) {
            image.plane(0).row(y)[x] = 1;
            image.alpha().row(y)[x] = x == 0 ? 1.0f : 0.25f;
        }
    const Image wide = view_raster(image, {-2, -2, 4, 4}, {6, 6});
    CHECK(at(wide, 1, 2) == 0);
    CHECK(at(wide, 2, 2) == 1);
    CHECK(at(wide, 3, 2) == 0.25f);
    CHECK(at(wide, 4, 2) == 0);
    CHECK(at(wide, 2, 5) == 0);
    CHECK(!wide.has_alpha());
    const Image small = view_raster(image, {-2, -2, 4, 4}, {1, 1});
    CHECK(at(small, 0, 0) == doctest::Approx(2.5 / 36));
}

TEST_CASE("A view of another aspect is shown whole, about the same middle") {
    const ViewRect wide = fitted({10, 10, 20, 20}, {200, 100});
    CHECK(wide.x0 == 5);
    CHECK(wide.x1 == 25);
    CHECK(wide.y0 == 10);
    CHECK(wide.y1 == 20);
    const ViewRect same = fitted({0.25, 0, 8.25, 6}, {800, 600});
    CHECK(same.x0 == 0.25);
    CHECK(same.y1 == 6);
}
