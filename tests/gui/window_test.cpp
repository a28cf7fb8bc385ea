#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <doctest/doctest.h>

#include <fstream>

#include "gui/driver.h"
#include "gui/paused.h"
#include "media/image_io.h"
#include "model/error.h"
#include "ui/app.h"

using namespace droplet;
using droplet::test::difference;
using droplet::test::Driver;
using droplet::test::mean;
using droplet::test::opened;
using droplet::test::Paused;
using droplet::test::Sandbox;
using droplet::test::sized;

TEST_CASE("A picture opens and diffuses: the screen changes, the mean stays") {
    Sandbox sandbox;
    sandbox.keep(sized(1280, 720));
    Driver driver(opened(sandbox.picture("picture.pfm", {257, 89})));
    const Image early = driver.screenshot();
    CHECK(early.size() == Size{1280, 720});
    REQUIRE(driver.until([&] { return driver.app().status().step >= 60; }));
    CHECK(difference(driver.screenshot(), early) > 0.02);
    const Image original = driver.picture(Content::original), now = driver.picture();
    CHECK(difference(original, now) > 0.02);
    CHECK(mean(now) == doctest::Approx(mean(original)).epsilon(1e-5));
    CHECK(driver.app().status().size == Size{257, 89});
}

TEST_CASE("The slider of K changes what the same number of steps gives") {
    Paused window;
    window.driver.steps(20);
    const Image with_default = window.driver.picture();
    window.driver.press(GLFW_KEY_R);
    window.driver.drag(window.driver.place("k", 0.5f), window.driver.place("k", 0.15f));
    CHECK(window.app().settings().preset.diffusion.k < 0.02f);
    window.driver.steps(20);
    CHECK(difference(window.driver.picture(), with_default) > 1e-3);
}

TEST_CASE("A number typed into a slider counts only when it is valid") {
    Paused window;
    const auto type_rate = [&](const std::string& text) {
        const ImVec2 slider = window.driver.place("rate");
        window.driver.move_to(slider);
        window.driver.key_event(GLFW_KEY_LEFT_CONTROL, true, GLFW_MOD_CONTROL);
        window.driver.mouse_button(GLFW_MOUSE_BUTTON_LEFT, true);
        window.driver.mouse_button(GLFW_MOUSE_BUTTON_LEFT, false);
        window.driver.key_event(GLFW_KEY_LEFT_CONTROL, false, 0);
        window.driver.type(text);
        window.driver.press(GLFW_KEY_ENTER);
    };
    type_rate("0.125");
    CHECK(window.app().settings().preset.diffusion.rate == 0.125f);
    CHECK(window.app().messages().shown().empty());
    type_rate("0.3");
    CHECK(window.app().settings().preset.diffusion.rate == 0.125f);
    REQUIRE(window.app().messages().shown().size() == 1);
    CHECK(window.app().messages().shown().front().text ==
          "Diffusion rate: 0.3 is out of range; valid: 0 to 0.25");
    window.driver.click(window.driver.place("dismiss"));
    CHECK(window.app().messages().shown().empty());
}

TEST_CASE("A double click on a slider brings the default back, and undo and redo walk the changes") {
    Paused window;
    const auto k = [&] { return window.app().settings().preset.diffusion.k; };
    const float standard = DiffusionParams{}.k;
    window.driver.drag(window.driver.place("k", 0.5f), window.driver.place("k", 0.9f));
    const float dragged = k();
    REQUIRE(dragged > 0.1f);
    window.driver.double_click(window.driver.place("k", 0.3f));
    CHECK(k() == standard);
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    CHECK(k() == dragged);
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    CHECK(k() == standard);
    window.driver.press(GLFW_KEY_Y, GLFW_MOD_CONTROL);
    CHECK(k() == dragged);
}

TEST_CASE("The picture fits the window at every size, and the panel can be hidden") {
    Paused window({96, 64});
    for (const Size size : {Size{900, 600}, Size{1400, 800}, Size{641, 401}}) {
        window.driver.resize(size.width, size.height);
        const ViewTransform& view = window.app().view();
        CHECK(view.fitted());
        CHECK(view.viewport().width < size.width);
        CHECK(view.viewport().height < size.height);
        CHECK(view.zoom() * 96 <= view.viewport().width + 1e-6);
        CHECK(view.zoom() * 64 <= view.viewport().height + 1e-6);
        CHECK(window.driver.screenshot().size() == size);
    }
    const int with_panel = window.app().view().viewport().width;
    window.driver.press(GLFW_KEY_TAB);
    CHECK(window.app().view().viewport().width == 641);
    window.driver.press(GLFW_KEY_TAB);
    CHECK(window.app().view().viewport().width == with_panel);
}

TEST_CASE("The wheel zooms at the cursor, a drag moves the picture, F fits it again") {
    Paused window({600, 400});
    const ViewTransform& view = window.app().view();
    const ImVec2 point = window.driver.place("picture", 0.3f, 0.4f),
                 corner = window.driver.place("picture", 0, 0);
    const auto image_x = [&] { return view.image_x(static_cast<double>(point.x - corner.x)); };
    const double fitted = view.zoom(), below = image_x();
    window.driver.move_to(point);
    for (int i = 0; i < 5; ++i) window.driver.wheel(1);
    CHECK(view.zoom() > 2 * fitted);
    CHECK(image_x() == doctest::Approx(below).epsilon(0.01));
    const double origin = view.origin_x();
    window.driver.drag(point, {point.x + 60, point.y});
    CHECK(view.origin_x() == doctest::Approx(origin - 60 / view.zoom()).epsilon(0.01));
    window.driver.press(GLFW_KEY_0, GLFW_MOD_CONTROL);
    CHECK(view.zoom() == 1.0);
    window.driver.press(GLFW_KEY_F);
    CHECK(view.zoom() == fitted);
}

TEST_CASE("A dropped picture replaces the old one; what is no picture leaves it and says why") {
    Paused window({96, 64});
    window.driver.drop(window.sandbox.picture("other.pfm", {33, 21}, 1));
    REQUIRE(window.driver.until([&] { return window.app().status().size == Size{33, 21}; }));
    CHECK(window.app().status().channels == 1);
    CHECK(window.app().messages().shown().empty());

    const Image before = window.driver.picture();
    std::ofstream(window.sandbox.path("broken.png")) << "this is no picture";
    window.driver.drop(window.sandbox.path("broken.png"));
    REQUIRE(window.driver.until([&] { return !window.app().messages().shown().empty(); }));
    CHECK(window.app().messages().shown().front().text.find("broken.png: ") != std::string::npos);
    CHECK(window.app().status().size == Size{33, 21});
    CHECK(difference(window.driver.picture(), before) == 0);
}

TEST_CASE("A dropped preset sets the process; a wrong one changes nothing and names the key") {
    Paused window;
    std::ofstream(window.sandbox.path("good.json"))
        << R"({"droplet": "preset", "version": 1, "process": "diffuse", "diffusion": {"k": 0.125, "coupling": "vector"}})";
    window.driver.drop(window.sandbox.path("good.json"));
    CHECK(window.app().settings().preset.diffusion.k == 0.125f);
    CHECK(window.app().settings().preset.diffusion.coupling == Coupling::vector);

    std::ofstream(window.sandbox.path("bad.json"))
        << R"({"droplet": "preset", "version": 1, "diffusion": {"rate": 0.9}})";
    window.driver.drop(window.sandbox.path("bad.json"));
    REQUIRE_FALSE(window.app().messages().shown().empty());
    CHECK(window.app().messages().shown().back().text.find("rate") != std::string::npos);
    CHECK(window.app().settings().preset.diffusion.rate == DiffusionParams{}.rate);
    CHECK(window.app().settings().preset.diffusion.k == 0.125f);
}

TEST_CASE("Keys step, choose the process and show the original while O is held") {
    Paused window;
    window.driver.press(GLFW_KEY_N);
    REQUIRE(window.driver.until([&] { return window.app().status().step == 1; }));
    window.driver.press(GLFW_KEY_5);
    CHECK(window.app().settings().preset.process == Process::none);
    window.driver.press(GLFW_KEY_1);
    CHECK(window.app().settings().preset.process == Process::diffuse);

    window.driver.steps(30);
    window.driver.settle();
    const Image diffused = window.driver.screenshot();
    window.driver.key_event(GLFW_KEY_O, true);
    window.driver.settle();
    CHECK(difference(window.driver.screenshot(), diffused) > 0.02);
    window.driver.key_event(GLFW_KEY_O, false);
    window.driver.settle();
    CHECK(difference(window.driver.screenshot(), diffused) == 0);
}

TEST_CASE("The command palette runs what its letters find") {
    Paused window;
    window.driver.press(GLFW_KEY_P, GLFW_MOD_CONTROL | GLFW_MOD_SHIFT);
    window.driver.type("prnone");
    window.driver.press(GLFW_KEY_ENTER);
    CHECK(window.app().settings().preset.process == Process::none);
}

TEST_CASE("A paused window draws nothing while nothing happens") {
    Paused window;
    window.driver.settle();
    // What is still owed to the last input.
    for (int i = 0; i < 10; ++i) {
        Window::wake();
        window.app().frame();
    }
    const auto drawn = window.app().pacer().picture_frames();
    for (int i = 0; i < 10; ++i) {
        Window::wake();
        REQUIRE(window.app().frame());
    }
    CHECK(window.app().pacer().picture_frames() == drawn);
}

TEST_CASE("Settings and the window's place survive a restart") {
    Sandbox sandbox;
    sandbox.keep(sized(1000, 700));
    const std::string picture = sandbox.picture("picture.pfm", {96, 64});
    float k = 0;
    {
        Driver driver(opened(picture));
        driver.drag(driver.place("k", 0.5f), driver.place("k", 0.8f));
        k = driver.app().settings().preset.diffusion.k;
        REQUIRE(k != DiffusionParams{}.k);
        driver.resize(1100, 640);
        driver.press(GLFW_KEY_Q, GLFW_MOD_CONTROL);
        CHECK(driver.app().window().close_asked());
        driver.app().save_preferences();
    }
    Driver driver(opened(picture));
    CHECK(driver.app().settings().preset.diffusion.k == k);
    CHECK(driver.app().window().size() == Size{1100, 640});
    REQUIRE(driver.app().preferences().recent_files.size() == 1);
    CHECK(driver.app().preferences().recent_files.front() == picture);
}

TEST_CASE("A window with a number of frames closes by itself and leaves a picture of itself") {
    Sandbox sandbox;
    sandbox.keep(sized(900, 600));
    LaunchOptions options = opened(sandbox.picture("picture.pfm", {96, 64}));
    options.frames = 5;
    options.screenshot = sandbox.path("window.png").string();
    CHECK(run_window(options) == 0);
    const Image shown = read_image(options.screenshot);
    CHECK(shown.size() == Size{900, 600});
    CHECK(mean(shown) > 0.02);
}

TEST_CASE("An input that cannot be read ends the program with its name") {
    Sandbox sandbox;
    sandbox.keep(sized(900, 600));
    LaunchOptions options = opened(sandbox.path("missing.png").string());
    try {
        run_window(options);
        FAIL("the window stayed open");
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::job);
        CHECK(std::string(error.what()).find("missing.png: ") != std::string::npos);
    }
}

TEST_CASE("Without a display the reason is told") {
    Sandbox sandbox;
    const std::string display = std::getenv("DISPLAY");
    setenv("DISPLAY", ":7654321", 1);
    try {
        run_window(opened(sandbox.picture("picture.pfm", {8, 8})));
        FAIL("a window without a display");
    } catch (const Error& error) {
        CHECK(std::string(error.what()).find("window: no display can be opened") == 0);
    }
    setenv("DISPLAY", display.c_str(), 1);
}
