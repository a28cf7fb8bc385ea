#include <doctest/doctest.h>

#include <cmath>

#include "ui/view_transform.h"

using namespace droplet;

namespace {

ViewTransform view_of(Size image, Size viewport) {
    ViewTransform view;
    view.set_viewport(viewport);
    view.set_image(image);
    return view;
}

}  // namespace

TEST_CASE("A fitted picture touches the viewport in one direction and stays fitted when it is resized") {
    ViewTransform view = view_of({257, 89}, {800, 600});
    CHECK(view.zoom() == doctest::Approx(800.0 / 257));
    view.set_viewport({500, 100});
    CHECK(view.fitted());
    CHECK(view.zoom() == doctest::Approx(100.0 / 89));
    const ViewWindow window = view.window(Content::current);
    CHECK(window.y0 == doctest::Approx(0).epsilon(0.01));
    CHECK(window.x0 + window.x1 == doctest::Approx(257).epsilon(0.01));
}

TEST_CASE("The image point below the cursor stays there when zooming") {
    ViewTransform view = view_of({4000, 3000}, {900, 700});
    for (const double factor : {1.5, 3.0, 0.7, 8.0}) {
        const double x = view.image_x(222), zoom = view.zoom();
        view.zoom_at(222, 333, factor);
        // But for half a screen pixel before and after: the picture's corner is put on a whole one.
        CHECK(std::abs(view.image_x(222) - x) <= 0.5 / zoom + 0.5 / view.zoom() + 1e-9);
    }
    CHECK_FALSE(view.fitted());
}

TEST_CASE("The zoom has limits, and numbers that are none change nothing") {
    ViewTransform view = view_of({100, 100}, {400, 400});
    view.set_zoom(1e9);
    CHECK(view.zoom() == ViewTransform::max_zoom);
    view.zoom_at(5, 5, std::nan(""));
    CHECK(view.zoom() == ViewTransform::max_zoom);
    view.set_zoom(1e-9);
    CHECK(view.zoom() == ViewTransform::min_zoom);
}

TEST_CASE("A picture larger than the least zoom shows can still be fitted") {
    const ViewTransform view = view_of({65536, 65536}, {640, 400});
    CHECK(view.zoom() == doctest::Approx(400.0 / 65536));
}

TEST_CASE("However far it is dragged, some of the picture stays in the viewport") {
    ViewTransform view = view_of({100, 50}, {400, 400});
    for (const double dx : {1e6, -1e6}) {
        view.pan(dx, dx);
        const ViewWindow window = view.window(Content::current);
        CHECK(window.x0 < 100);
        CHECK(window.x1 > 0);
        CHECK(window.y0 < 50);
        CHECK(window.y1 > 0);
    }
}

TEST_CASE("The picture's corner lies on a whole screen pixel, so that squares are even") {
    ViewTransform view = view_of({97, 61}, {641, 403});
    for (const double zoom : {1.0, 1.7, 3.0, 11.3}) {
        view.set_zoom(zoom);
        view.pan(3.3, -2.6);
        const double corner = view.origin_x() * view.zoom();
        CHECK(corner == doctest::Approx(std::round(corner)));
    }
}

TEST_CASE("Another picture is fitted; the same size again keeps the view") {
    ViewTransform view = view_of({100, 100}, {400, 400});
    view.set_zoom(10);
    view.set_image({100, 100});
    CHECK(view.zoom() == 10);
    view.set_image({200, 100});
    CHECK(view.fitted());
    CHECK(view.zoom() == 2);
}

TEST_CASE("What reaches beyond the picture fits into view with it, and a view by hand stays") {
    ViewTransform view = view_of({100, 100}, {400, 400});
    view.set_extent({.size = {200, 100}, .channels = 1, .origin_x = -50, .origin_y = 0});
    CHECK(view.zoom() == 2);
    CHECK(view.origin_x() == doctest::Approx(-50));
    view.set_extent({.size = {98, 98}, .channels = 1, .origin_x = 1, .origin_y = 1});
    CHECK(view.zoom() == 4);
    view.set_zoom(10);
    view.set_extent({.size = {200, 100}, .channels = 1, .origin_x = -50, .origin_y = 0});
    CHECK(view.zoom() == 10);
}
