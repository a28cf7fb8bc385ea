// Pictures of the window's states, to look at; not part of the suite:
//     DROPLET_TOUR=FOLDER DROPLET_TOUR_INPUT=PICTURE xvfb-run -a droplet_gui_tests --no-skip -tc="A tour*"
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "gui/driver.h"
#include "media/image_io.h"

using namespace droplet;
using droplet::test::Driver;
using droplet::test::Sandbox;
using droplet::test::sized;

namespace {

void tour(Theme theme, const std::string& suffix) {
    const char* folder = std::getenv("DROPLET_TOUR");
    REQUIRE(folder);
    const char* input = std::getenv("DROPLET_TOUR_INPUT");
    Sandbox sandbox;
    Preferences preferences = sized(1280, 800);
    preferences.interface.theme = theme;
    preferences.last_folder = input ? std::filesystem::path(input).parent_path() : std::filesystem::path();
    sandbox.keep(preferences);
    LaunchOptions options;
    options.input = input ? input : "";
    Driver driver(options);
    const auto shot = [&](const std::string& name) {
        driver.frames(3);
        write_image(driver.screenshot(), std::string(folder) + "/" + name + suffix + ".png");
    };
    REQUIRE(driver.until([&] { return driver.app().status().step > 40; }));
    driver.press(GLFW_KEY_SPACE);
    driver.settle();
    shot("paused");
    driver.click({28, 12});
    shot("menu-file");
    driver.press(GLFW_KEY_ESCAPE);
    driver.click({110, 12});
    shot("menu-run");
    driver.press(GLFW_KEY_ESCAPE);
    driver.press(GLFW_KEY_F1);
    shot("help");
    driver.press(GLFW_KEY_F1);
    driver.press(GLFW_KEY_P, GLFW_MOD_CONTROL | GLFW_MOD_SHIFT);
    driver.type("o");
    shot("palette");
    driver.press(GLFW_KEY_ESCAPE);
    driver.move_to(driver.place("k", 0.7f));
    shot("tooltip");
    driver.drag(driver.place("k", 0.5f), driver.place("k", 0.7f));
    shot("changed");
    driver.click(driver.place("conductance"));
    shot("combo");
    driver.press(GLFW_KEY_ESCAPE);
    driver.move_to(driver.place("backend.cuda"));
    shot("refusal");
    std::ofstream(sandbox.path("broken.png")) << "no picture";
    driver.drop(sandbox.path("broken.png"));
    REQUIRE(driver.until([&] { return !driver.app().messages().shown().empty(); }));
    std::ofstream(sandbox.path("p.json")) << R"({"droplet": "preset", "diffusion": {"k": 0.02}})";
    driver.drop(sandbox.path("p.json"));
    shot("messages");
    driver.click(driver.place("Source"));
    driver.click(driver.place("dismiss"));
    driver.move_to(driver.place("picture", 0.45f, 0.45f));
    for (int i = 0; i < 10; ++i) driver.wheel(1);
    driver.settle();
    shot("zoomed");
    driver.press(GLFW_KEY_F6);
    driver.press(GLFW_KEY_DOWN);
    driver.press(GLFW_KEY_DOWN);
    shot("keyboard");
    driver.press(GLFW_KEY_ESCAPE);
    driver.press(GLFW_KEY_O, GLFW_MOD_CONTROL);
    driver.frames(30);
    shot("browser");
}

/// A run that learns, with strokes and branches behind it.
void learning_tour(Theme theme, const std::string& suffix, Size size) {
    const char* folder = std::getenv("DROPLET_TOUR");
    REQUIRE(folder);
    const char* input = std::getenv("DROPLET_TOUR_INPUT");
    Sandbox sandbox;
    Preferences preferences = sized(size.width, size.height);
    preferences.interface.theme = theme;
    preferences.preset.process = Process::learn;
    sandbox.keep(preferences);
    LaunchOptions options;
    options.input = input ? input : "";
    Driver driver(options);
    const auto shot = [&](const std::string& name) {
        driver.frames(3);
        write_image(driver.screenshot(), std::string(folder) + "/learn-" + name + suffix + ".png");
    };
    const auto run_to = [&](std::int64_t step) {
        REQUIRE(driver.until([&] { return driver.app().status().step > step; }));
    };
    run_to(60);
    driver.press(GLFW_KEY_B);
    driver.drag(driver.place("picture", 0.3f, 0.4f), driver.place("picture", 0.5f, 0.5f));
    run_to(100);
    driver.drag(driver.place("timeline.strip", 0.5f, 0.5f), driver.place("timeline.strip", 0.3f, 0.5f));
    driver.frames(20);
    driver.press(GLFW_KEY_K);
    driver.frames(40);
    driver.press(GLFW_KEY_SPACE);
    driver.click(driver.place("brush.add"));
    driver.move_to(driver.place("picture", 0.6f, 0.6f));
    driver.settle();
    shot("brush");
    driver.press(GLFW_KEY_RIGHT_BRACKET);
    driver.move_to(driver.place("timeline.strip", 0.2f, 0.5f));
    shot("timeline");
    driver.press(GLFW_KEY_B);
    driver.press(GLFW_KEY_P);
    driver.frames(10);
    shot("gallery-begins");
    REQUIRE(driver.until([&] { return driver.app().gallery().finished() >= 12; }));
    driver.move_to(driver.place("preset.art-with-math-video"));
    shot("gallery");
    driver.press(GLFW_KEY_ESCAPE);
    driver.press(GLFW_KEY_U);
    driver.click(driver.place("Source"));
    driver.click(driver.place("Process"));
    driver.frames(10);
    shot("panels");
    driver.press(GLFW_KEY_F1);
    shot("help");
}

}  // namespace

TEST_CASE("A tour of the window, dark" * doctest::skip()) {
    tour(Theme::dark, "-dark");
}
TEST_CASE("A tour of the window, light" * doctest::skip()) {
    tour(Theme::light, "-light");
}
TEST_CASE("A tour of learning" * doctest::skip()) {
    learning_tour(Theme::dark, "-dark", {1280, 800});
    learning_tour(Theme::light, "-light-small", {900, 600});
}
