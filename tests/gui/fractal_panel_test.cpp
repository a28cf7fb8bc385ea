// The fractal's panel, formula, orbit and presets in the real window.
#include <doctest/doctest.h>

#include <algorithm>

#include "gui/paused.h"
#include "model/builtin_presets.h"

using namespace droplet;
using namespace droplet::test;

namespace {

struct Exploring : Paused {
    Exploring() {
        driver.press('6');
        REQUIRE(driver.until([&] { return app().status().fractal.active; }));
        REQUIRE(driver.until([&] { return app().status().fractal.progress.complete; }));
        driver.settle();
    }
    const FractalParams& params() { return app().settings().preset.fractal; }
    const Preset& preset() { return app().settings().preset; }
    /// Into view, where the panel is longer than the window.
    ImVec2 control(const std::string& key) {
        const float bottom = ImGui::GetIO().DisplaySize.y - 40;
        for (int i = 0; i < 60; ++i) {
            const ImVec2 at = driver.place(key);
            if (at.y > 90 && at.y < bottom) break;
            driver.move_to({168, 400});  // over the panel at the left
            driver.wheel(at.y >= bottom ? -1 : 1);
            driver.frames(2);
        }
        return driver.place(key);
    }
};

}  // namespace

TEST_CASE("Choosing the source in its section shows the fractal, and the picture again") {
    Paused window;
    const Image picture = window.driver.picture();
    window.driver.click(window.driver.place("source.fractal"));
    CHECK(window.app().settings().preset.source == Source::fractal);
    REQUIRE(window.driver.until([&] { return window.app().status().fractal.progress.complete; }));
    window.driver.click(window.driver.place("source.picture"));
    REQUIRE(window.driver.until([&] { return !window.app().status().fractal.active; }));
    window.driver.settle();
    CHECK(difference(window.driver.picture(), picture) == 0);
}

TEST_CASE("Q draws the orbit of the pixel below the mouse; a click pins it, Esc lets it go") {
    Exploring window;
    window.driver.press('Q');
    const ImVec2 over = window.driver.place("picture", 0.4f, 0.45f);
    window.driver.move_to(over);
    window.driver.frames(3);
    REQUIRE(window.app().orbit().orbit());
    CHECK(window.app().orbit().orbit()->iterations == window.params().iterations);
    const Image drawn = window.driver.screenshot();
    window.driver.click(over);
    CHECK(window.app().orbit().pinned());
    const auto point = *window.app().orbit().point();
    window.driver.move_to(window.driver.place("picture", 0.7f, 0.7f));
    window.driver.frames(2);
    CHECK(*window.app().orbit().point() == point);
    // A double click moves; it neither frees nor pins.
    window.driver.double_click(window.driver.place("picture", 0.7f, 0.7f));
    CHECK(window.app().orbit().pinned());
    CHECK(*window.app().orbit().point() == point);
    window.driver.press(GLFW_KEY_ESCAPE);
    window.driver.frames(2);
    CHECK_FALSE(window.app().orbit().pinned());
    window.driver.double_click(window.driver.place("picture", 0.6f, 0.6f));
    CHECK_FALSE(window.app().orbit().pinned());
    window.driver.press('Q');
    window.driver.frames(2);
    CHECK(difference(window.driver.screenshot(), drawn) > 0.1);
}

TEST_CASE("The orbit's count is what the window's picture has at that pixel") {
    Exploring window;
    window.driver.press('Q');
    const Image counts = window.driver.picture(Content::original);
    for (const float across : {0.2f, 0.5f, 0.9f}) {
        window.driver.move_to(window.driver.place("picture", across, 0.5f));
        window.driver.frames(3);
        const auto& orbit = window.app().orbit().orbit();
        REQUIRE(orbit);
        const auto plane = FractalPlane{window.app().explorer().now(), window.app().canvas()};
        const int x = static_cast<int>(plane.x_of(window.app().orbit().point()->re)),
                  y = static_cast<int>(plane.y_of(window.app().orbit().point()->im));
        const bool white = counts.plane(0).row(y)[x] == 1 && counts.plane(1).row(y)[x] == 1;
        CHECK(white == (orbit->count == orbit->iterations));
    }
}

TEST_CASE("J held shows the Julia set of the point below the mouse, and one undo takes it back") {
    Exploring window;
    const Preset before = window.preset();
    window.driver.move_to(window.driver.place("picture", 0.3f, 0.5f));
    window.driver.key_event('J', true);
    window.driver.frames(2);
    CHECK(window.params().julia);
    const double first = window.params().julia_re;
    window.driver.move_to(window.driver.place("picture", 0.6f, 0.5f));
    window.driver.frames(2);
    CHECK(window.params().julia_re > first);
    window.driver.key_event('J', false);
    window.driver.frames(2);
    const double fixed = window.params().julia_re;
    window.driver.move_to(window.driver.place("picture", 0.8f, 0.5f));
    window.driver.frames(2);
    CHECK(window.params().julia_re == fixed);
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    REQUIRE(window.driver.until([&] { return window.preset() == before; }));
}

TEST_CASE("The picture follows a typed recurrence, a mistake leaves it, and one undo takes all of it back") {
    Exploring window;
    window.driver.click(window.control("recurrence.formula"));
    window.driver.settle();
    const Preset before = window.preset();
    window.driver.click(window.control("formula"));
    window.driver.press(GLFW_KEY_A, GLFW_MOD_CONTROL);
    window.driver.type("z^2 + c");
    CHECK(window.preset().formula == "z^2 + c");
    REQUIRE(window.driver.until([&] { return window.app().status().fractal.progress.complete; }));
    window.driver.settle();
    const Image square = window.driver.picture(Content::original);
    window.driver.type(" + ");
    CHECK(window.preset().formula == "z^2 + c");
    REQUIRE(window.app().fractal_panel().editor().mistake());
    window.driver.settle();
    CHECK(difference(window.driver.picture(Content::original), square) == 0);
    window.driver.type("1");
    CHECK(window.preset().formula == "z^2 + c + 1");
    window.driver.press(GLFW_KEY_ENTER);
    window.driver.frames(3);
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    REQUIRE(window.driver.until([&] { return window.preset() == before; }));
}

TEST_CASE("A fractal of the gallery becomes the source, fitted to its pane; a preset of a process keeps it") {
    Exploring window;
    window.driver.press('P');
    REQUIRE(window.driver.until([&] { return window.app().gallery().is_open(); }));
    const BuiltinPreset* const mandelbrot = find_builtin_preset("mandelbrot");
    REQUIRE(mandelbrot);
    // Down to it by keys, from the first.
    for (const BuiltinPreset& preset : builtin_presets()) {
        if (&preset == mandelbrot) break;
        window.driver.press(GLFW_KEY_RIGHT);
    }
    window.driver.press(GLFW_KEY_ENTER);
    REQUIRE_FALSE(window.app().gallery().is_open());
    CHECK(window.params().exponent == -2);
    const Size canvas = window.app().canvas();
    CHECK(window.params().scale * std::min(canvas.width, canvas.height) ==
          doctest::Approx(mandelbrot->preset.fractal.scale * preset_side));
    CHECK(window.preset().process == Process::none);
    window.driver.press('U');  // a surprise is of a process
    CHECK(window.preset().source == Source::fractal);
    CHECK(window.params().exponent == -2);
}
