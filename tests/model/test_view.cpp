#include <doctest/doctest.h>

#include <algorithm>

#include "model/view.h"

using namespace droplet;

TEST_CASE("a frame covers the part of the image that the window shows, inside the image") {
    const Size size{257, 89};
    for (const double zoom : {0.05, 0.3, 0.5, 1.0, 1.7, 8.0}) {
        for (const double x0 : {-300.0, -3.5, 0.0, 40.25, 250.0}) {
            CAPTURE(zoom);
            CAPTURE(x0);
            const ViewWindow window{x0, -2, x0 + 200 / zoom, 100 / zoom, zoom, Content::current};
            const FrameRequest request = frame_request(window, Content::current, {size, 1});
            REQUIRE(request.region.x0 >= 0);
            REQUIRE(request.region.y0 >= 0);
            REQUIRE(request.region.x1 <= size.width);
            REQUIRE(request.region.y1 <= size.height);
            REQUIRE(request.region.width() > 0);
            REQUIRE(request.region.height() > 0);
            CHECK(request.reduction >= 1);
            // Whatever the window shows of the image lies in the region.
            const double left = std::max(window.x0, 0.0), right = std::min<double>(window.x1, size.width);
            if (left < right) {
                CHECK(request.region.x0 <= left);
                CHECK(request.region.x1 >= right);
            }
        }
    }
}

TEST_CASE("a frame of a picture shown smaller has no more texels than a few screens") {
    const Size size{8192, 8192};
    const ViewWindow window{0, 0, 8192, 8192, 0.1, Content::current};
    const Size texels = frame_request(window, Content::current, {size, 1}).texels();
    CHECK(texels.width <= 2 * 8192 * 0.1 + 2);
    CHECK(texels.width >= 8192 * 0.1 - 1);
}
