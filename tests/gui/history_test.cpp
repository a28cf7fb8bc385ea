// The brush, undo of strokes, and the timeline.
#include <cmath>

#include "gui/paused.h"

using namespace droplet;
using droplet::test::difference;
using droplet::test::Driver;
using droplet::test::opened;
using droplet::test::Paused;
using droplet::test::Sandbox;
using droplet::test::sized;

namespace {

/// A diffused picture and the brush, ready to restore the original.
struct Painting : Paused {
    Painting() : Paused({96, 64}, 1280, 800) {
        driver.steps(30);
        driver.press(GLFW_KEY_B);
    }
    /// A point of the picture on the screen.
    ImVec2 at(double x, double y) {
        const ImVec2 corner = driver.place("picture", 0, 0);
        const ViewTransform& view = app().view();
        return {corner.x + static_cast<float>((x - view.origin_x()) * view.zoom()),
                corner.y + static_cast<float>((y - view.origin_y()) * view.zoom())};
    }
    void undo() { travel(GLFW_KEY_Z); }
    void redo() { travel(GLFW_KEY_Y); }

 private:
    void travel(int key) {
        driver.press(key, GLFW_MOD_CONTROL);
        REQUIRE(driver.until([&] { return app().history().idle(); }));
    }
};

/// Whether the pictures differ within the circle only, and there do.
void check_differ_in_circle(const Image& a, const Image& b, double x, double y, double radius) {
    bool inside = false, outside = false;
    for (int c = 0; c < a.channels(); ++c)
        for (int row = 0; row < a.height(); ++row)
            for (int column = 0; column < a.width(); ++column) {
                if (a.plane(c).row(row)[column] == b.plane(c).row(row)[column]) continue;
                (std::hypot(column + 0.5 - x, row + 0.5 - y) <= radius ? inside : outside) = true;
            }
    CHECK(inside);
    CHECK_FALSE(outside);
}

/// The place of a step on the timeline's first lane.
ImVec2 on_timeline(Paused& window, double step) {
    const TimelineLayout& layout = window.app().timeline().layout();
    const auto first = static_cast<double>(layout.first_step);
    const double share = (step - first) / (static_cast<double>(window.app().status().step) - first);
    const ImVec2 min = window.driver.place("timeline.strip", 0, 0.4f),
                 max = window.driver.place("timeline.strip", 1, 0.4f);
    return {min.x + 20 + (max.x - min.x - 40) * static_cast<float>(share), min.y};
}

}  // namespace

TEST_CASE("A touch of the brush changes its circle only; undo and redo bring the exact bits") {
    Painting window;
    const Image before = window.driver.picture();
    window.driver.click(window.at(60, 30));
    const Image after = window.driver.picture();
    check_differ_in_circle(before, after, 60, 30, 24.5);
    const Image original = window.driver.picture(Content::original);
    CHECK(std::abs(after.plane(0).row(30)[60] - original.plane(0).row(30)[60]) <
          std::abs(before.plane(0).row(30)[60] - original.plane(0).row(30)[60]));
    window.undo();
    CHECK(difference(window.driver.picture(), before) == 0);
    window.redo();
    CHECK(difference(window.driver.picture(), after) == 0);
}

TEST_CASE("Settings and strokes are undone in the order they were made") {
    Painting window;
    const Image before = window.driver.picture();
    window.driver.drag(window.at(30, 30), window.at(60, 34));
    const Image first = window.driver.picture();
    window.driver.drag(window.driver.place("k", 0.5f), window.driver.place("k", 0.9f));
    const float k = window.app().settings().preset.diffusion.k;
    window.driver.click(window.at(70, 30));
    CHECK(difference(window.driver.picture(), first) > 0);
    window.undo();
    CHECK(difference(window.driver.picture(), first) == 0);
    CHECK(window.app().settings().preset.diffusion.k == k);
    window.undo();
    CHECK(window.app().settings().preset.diffusion.k == DiffusionParams{}.k);
    CHECK(difference(window.driver.picture(), first) == 0);
    window.undo();
    CHECK(difference(window.driver.picture(), before) == 0);
    CHECK_FALSE(window.app().history().can_undo());
}

TEST_CASE("With the brush the middle button pans, the wheel zooms, the right button negates") {
    Painting window;
    const Image before = window.driver.picture();
    const double origin = window.app().view().origin_x(), zoom = window.app().view().zoom();
    window.driver.move_to(window.at(50, 30));
    window.driver.wheel(1);
    CHECK(window.app().view().zoom() > zoom);
    const ImVec2 grip = window.at(50, 30);
    window.driver.move_to(grip);
    window.driver.mouse_button(GLFW_MOUSE_BUTTON_MIDDLE, true);
    window.driver.move_to({grip.x + 40, grip.y});
    window.driver.mouse_button(GLFW_MOUSE_BUTTON_MIDDLE, false);
    CHECK(window.app().view().origin_x() != origin);
    CHECK(difference(window.driver.picture(), before) == 0);

    window.driver.move_to(window.at(50, 30));
    window.driver.mouse_button(GLFW_MOUSE_BUTTON_RIGHT, true);
    window.driver.mouse_button(GLFW_MOUSE_BUTTON_RIGHT, false);
    const Image after = window.driver.picture(), original = window.driver.picture(Content::original);
    CHECK(std::abs(after.plane(0).row(30)[50] - original.plane(0).row(30)[50]) >
          std::abs(before.plane(0).row(30)[50] - original.plane(0).row(30)[50]));
}

TEST_CASE("Keys change the brush's size, and its settings survive a restart") {
    Sandbox sandbox;
    sandbox.keep(sized(1280, 720));
    const std::string picture = sandbox.picture("picture.pfm", {96, 64});
    float size = 0;
    {
        Driver driver(opened(picture));
        driver.press(GLFW_KEY_RIGHT_BRACKET);
        CHECK(driver.app().preferences().brush.size == BrushParams{}.size);  // only with the brush
        driver.press(GLFW_KEY_B);
        driver.press(GLFW_KEY_RIGHT_BRACKET);
        driver.press(GLFW_KEY_RIGHT_BRACKET);
        driver.press(GLFW_KEY_LEFT_BRACKET);
        driver.click(driver.place("brush.noise"));
        size = driver.app().preferences().brush.size;
        CHECK(size > BrushParams{}.size);
        driver.press(GLFW_KEY_T);
        driver.app().save_preferences();
    }
    Driver driver(opened(picture));
    CHECK(driver.app().preferences().brush.size == size);
    CHECK(driver.app().preferences().brush.tool == BrushTool::noise);
    CHECK_FALSE(driver.app().preferences().interface.timeline_visible);
}

TEST_CASE("Without memory for a history strokes are painted, and undo says why it cannot take them back") {
    Sandbox sandbox;
    Preferences preferences = sized(1280, 720);
    preferences.work.history_mib = 0;
    sandbox.keep(preferences);
    Driver driver(opened(sandbox.picture("picture.pfm", {96, 64})));
    driver.press(GLFW_KEY_SPACE);
    driver.steps(20);
    driver.press(GLFW_KEY_B);
    const Image before = driver.picture();
    driver.click(driver.place("picture"));
    driver.settle();
    CHECK(difference(driver.picture(), before) > 0);
    const Action& undo = driver.app().actions().at("undo");
    CHECK_FALSE(undo.usable());
    CHECK(undo.shown_reason().find("strokes cannot be undone") != std::string::npos);
}

TEST_CASE("The timeline brings a checkpoint back bit by bit; going on from it branches, undo returns") {
    Paused window({96, 64}, 1280, 800);
    const auto arrive = [&] { REQUIRE(window.driver.until([&] { return window.app().history().idle(); })); };
    window.driver.steps(20);
    const Image early = window.driver.picture();
    window.driver.press(GLFW_KEY_K);  // makes a checkpoint before it
    window.driver.steps(20);
    const Image late = window.driver.picture();
    window.driver.settle();
    window.driver.click(on_timeline(window, 20));
    arrive();
    CHECK(window.app().status().step == 20);
    CHECK(difference(window.driver.picture(), early) == 0);
    CHECK_FALSE(window.app().running());

    window.driver.steps(5);
    window.driver.press(GLFW_KEY_K);
    window.driver.settle();
    CHECK(window.app().timeline().layout().lanes == 2);
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    arrive();
    CHECK(window.app().status().step == 40);
    CHECK(difference(window.driver.picture(), late) == 0);
    window.driver.press(GLFW_KEY_COMMA);
    arrive();
    CHECK(window.app().status().step == 20);
    CHECK(difference(window.driver.picture(), early) == 0);
}

TEST_CASE("Scrubbing pauses a run while the mouse is down, and it goes on from there") {
    Sandbox sandbox;
    sandbox.keep(sized(1280, 800));
    Driver driver(opened(sandbox.picture("picture.pfm", {96, 64})));
    REQUIRE(driver.until([&] { return driver.app().timeline().layout().nodes.size() > 2; }));
    driver.move_to(driver.place("timeline.strip", 0.01f, 0.4f));
    driver.mouse_button(GLFW_MOUSE_BUTTON_LEFT, true);
    CHECK_FALSE(driver.app().running());
    REQUIRE(driver.until([&] { return driver.app().history().idle(); }));
    CHECK(driver.app().status().step == 0);
    CHECK(difference(driver.picture(), driver.picture(Content::original)) == 0);
    driver.mouse_button(GLFW_MOUSE_BUTTON_LEFT, false);
    REQUIRE(driver.until([&] { return driver.app().running() && driver.app().status().step > 0; }));
}

TEST_CASE("A checkpoint brings its settings back with it") {
    Paused window({96, 64}, 1280, 800);
    window.driver.steps(10);
    window.driver.press(GLFW_KEY_2);  // a change of the process makes a checkpoint
    window.driver.settle();
    window.driver.steps(10);
    REQUIRE(window.app().settings().preset.process == Process::learn);
    window.driver.press(GLFW_KEY_COMMA);
    REQUIRE(window.driver.until([&] { return window.app().history().idle(); }));
    CHECK(window.app().settings().preset.process == Process::diffuse);
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    REQUIRE(window.driver.until([&] { return window.app().history().idle(); }));
    CHECK(window.app().settings().preset.process == Process::learn);
    CHECK(window.app().status().step == 20);
}
