// The sliding window over the picture of the real window.
#include <cmath>

#include "gui/paused.h"
#include "ui/theme.h"

using namespace droplet;
using droplet::test::Paused;

namespace {

/// A window with a convolution and the sliding window over it.
struct Sliding : Paused {
    explicit Sliding(int width = 1280, int height = 1180) : Paused({24, 16}, width, height) {
        driver.press(GLFW_KEY_3);
        driver.press(GLFW_KEY_W);
        driver.settle();
        REQUIRE(app().settings().preset.process == Process::convolve);
        REQUIRE(app().sliding().on);
    }
    const SlidingWindow& sliding() { return app().sliding(); }
    /// The middle of a pixel of the source, in the pane at the left.
    ImVec2 pixel(int x, int y) {
        const ImVec2 corner = driver.place("picture", 0, 0);
        const ViewTransform& view = app().view();
        return {corner.x + static_cast<float>((x + 0.5 - view.origin_x()) * view.zoom()),
                corner.y + static_cast<float>((y + 0.5 - view.origin_y()) * view.zoom())};
    }
    void point_at(int x, int y) {
        driver.move_to(pixel(x, y));
        driver.settle();
    }
    /// The numbers that are shown are those of the picture.
    void check_numbers() {
        REQUIRE(sliding().sum().has_value());
        const SlidingSum& sum = *sliding().sum();
        REQUIRE(sum.known);
        REQUIRE(sliding().result().has_value());
        const Image result = driver.picture(Content::result);
        CHECK(*sliding().result() == result.plane(0).row(sum.y)[sum.x]);
        CHECK(sum.value == doctest::Approx(*sliding().result()).epsilon(1e-4).scale(1));
        const Image input = driver.picture(Content::current);
        for (const WindowCell& cell : sum.cells)
            CHECK(cell.value ==
                  (cell.source_x < 0 ? 0.0f : input.plane(0).row(cell.source_y)[cell.source_x]));
    }
};

/// The colour in the middle of a pixel of the screenshot, as the theme writes colours.
ImVec4 colour_at(const Image& screen, ImVec2 point) {
    const int x = static_cast<int>(point.x), y = static_cast<int>(point.y);
    return {screen.plane(0).row(y)[x], screen.plane(1).row(y)[x], screen.plane(2).row(y)[x], 1};
}

bool is_canvas(const ImVec4& colour) {
    const ImVec4& canvas = palette().canvas;
    return std::abs(colour.x - canvas.x) < 0.01f && std::abs(colour.y - canvas.y) < 0.01f &&
           std::abs(colour.z - canvas.z) < 0.01f;
}

}  // namespace

TEST_CASE("The window follows the mouse, and its numbers are those of picture and result, at corners too") {
    Sliding window;
    for (const Spot spot : {Spot{7, 5}, Spot{0, 0}, Spot{23, 15}, Spot{12, 0}}) {
        window.point_at(spot.x, spot.y);
        CHECK(window.sliding().spot() == spot);
        window.check_numbers();
    }
}

TEST_CASE("A click pins the pixel; another one, or Esc, frees it; W hides the window") {
    Sliding window;
    window.driver.click(window.pixel(7, 5));
    CHECK(window.sliding().pinned());
    window.point_at(2, 3);
    CHECK(window.sliding().spot() == Spot{7, 5});
    window.check_numbers();
    window.driver.click(window.pixel(2, 3));
    CHECK_FALSE(window.sliding().pinned());
    CHECK(window.sliding().spot() == Spot{2, 3});
    window.driver.click(window.pixel(2, 3));
    REQUIRE(window.sliding().pinned());
    window.driver.press(GLFW_KEY_ESCAPE);
    CHECK_FALSE(window.sliding().pinned());
    window.driver.press(GLFW_KEY_W);
    CHECK_FALSE(window.sliding().on);
}

TEST_CASE("Changed modes and flips are in the numbers with the next frames") {
    Sliding window;
    window.driver.click(window.driver.place("flip.matters"));
    window.point_at(0, 0);
    window.check_numbers();
    window.driver.click(window.driver.place("flip", 0.75f));
    window.point_at(1, 0);
    window.check_numbers();
    window.driver.click(window.driver.place("mode.full"));
    window.point_at(0, 0);
    window.check_numbers();
    CHECK(window.sliding().sum()->x == 2);
}

TEST_CASE("The walk covers what it has not come to and builds the result beside its input") {
    Sliding window;
    const ImVec2 whole_min = window.driver.place("picture", 0, 0);
    window.driver.click(window.driver.place("sliding.step"));
    window.driver.settle();
    REQUIRE(window.sliding().walk().begun());
    CHECK(window.sliding().walk().position() == 0);
    // The pane at the right holds the result, all of it covered but the first pixel.
    const float pane = std::round((window.driver.place("picture", 1, 0).x - whole_min.x) / 2);
    const auto right = [&](int x, int y) {
        const ImVec2 left = window.pixel(x, y);
        return ImVec2{left.x + pane, left.y};
    };
    CHECK(is_canvas(colour_at(window.driver.screenshot(), right(12, 8))));
    CHECK_FALSE(is_canvas(colour_at(window.driver.screenshot(), window.pixel(12, 8))));
    window.driver.click(window.driver.place("sliding.unit.a row"));
    for (int i = 0; i < 11; ++i) window.driver.click(window.driver.place("sliding.step"));
    window.driver.settle();
    CHECK(window.sliding().walk().y() == 10);
    window.check_numbers();
    CHECK_FALSE(is_canvas(colour_at(window.driver.screenshot(), right(12, 8))));
    CHECK(is_canvas(colour_at(window.driver.screenshot(), right(12, 13))));
    window.driver.click(window.driver.place("sliding.leave"));
    window.driver.settle();
    CHECK_FALSE(window.sliding().walk().begun());
}

TEST_CASE("A walk that plays comes to its end by itself") {
    Sliding window;
    const ImVec2 speed = window.driver.place("sliding.speed", 0.97f);
    window.driver.click(speed);
    window.driver.click(window.driver.place("sliding.play"));
    REQUIRE(window.driver.until([&] { return window.sliding().walk().at_end(); }));
    window.driver.settle();
    CHECK_FALSE(window.sliding().moves());
    window.check_numbers();
}
