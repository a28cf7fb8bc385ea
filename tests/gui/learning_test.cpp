// The window while a picture learns: panels, steering, presets.
#include <fstream>

#include "gui/paused.h"
#include "media/operator_file.h"
#include "model/builtin_presets.h"

using namespace droplet;
using droplet::test::difference;
using droplet::test::Paused;

namespace {

/// A tall window that is paused on the source, with the process learn.
struct Learning : Paused {
    Learning() : Paused({96, 64}, 1280, 1180) {
        driver.press(GLFW_KEY_2);
        driver.settle();
        REQUIRE(app().settings().preset.process == Process::learn);
    }
    const LearningState& state() { return app().status().learning; }
    const Preset& preset() { return app().settings().preset; }
};

int lines_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    int lines = 0;
    for (std::string line; std::getline(in, line);) ++lines;
    return lines;
}

}  // namespace

TEST_CASE("Learning moves the weights and the loss, and the window has every step of both") {
    Learning window;
    const Operator start = window.state().current;
    CHECK(start.channels == 3);
    window.driver.steps(20);
    CHECK(window.state().steps == 20);
    CHECK(window.state().current != start);
    window.app().losses().write_csv(window.sandbox.path("loss.csv"));
    CHECK(lines_of(window.sandbox.path("loss.csv")) == 21);
    window.driver.press(GLFW_KEY_R);
    window.driver.settle();
    window.driver.steps(5);
    window.app().losses().write_csv(window.sandbox.path("again.csv"));
    CHECK(lines_of(window.sandbox.path("again.csv")) == 6);
}

TEST_CASE("A weight is dragged and pinned by the mouse, and stays while the others learn") {
    Learning window;
    window.driver.click(window.driver.place("Process"));  // folds, so that the operator is on the screen
    const float before = window.state().current.weights[0];
    const ImVec2 cell = window.driver.place("operator.0");
    window.driver.drag(cell, {cell.x + 40, cell.y});
    window.driver.settle();
    const float dragged = window.state().current.weights[0];
    CHECK(dragged > before);
    window.driver.move_to(cell);
    window.driver.mouse_button(GLFW_MOUSE_BUTTON_RIGHT, true);
    window.driver.mouse_button(GLFW_MOUSE_BUTTON_RIGHT, false);
    window.driver.settle();
    REQUIRE(window.state().pinned[0]);
    const float neighbour = window.state().current.weights[4];
    window.driver.steps(10);
    CHECK(window.state().current.weights[0] == dragged);
    CHECK(window.state().current.weights[4] != neighbour);
}

TEST_CASE("Keys steer: learning, freeze, restart and kick") {
    Learning window;
    window.driver.press(GLFW_KEY_L);
    CHECK_FALSE(window.preset().learning.learning);
    CHECK_FALSE(window.app().actions().at("freeze-operator").usable());
    window.driver.press(GLFW_KEY_L);
    CHECK(window.preset().learning.learning);
    window.driver.press(GLFW_KEY_L, GLFW_MOD_SHIFT);
    CHECK(window.preset().learning.freeze);
    window.driver.press(GLFW_KEY_L, GLFW_MOD_SHIFT);
    CHECK_FALSE(window.preset().learning.freeze);

    window.driver.steps(20);
    const Image original = window.driver.picture(Content::original);
    const double far_off = difference(window.driver.picture(), original);
    window.driver.press(GLFW_KEY_K);
    CHECK(difference(window.driver.picture(), original) == doctest::Approx(0.6 * far_off).epsilon(1e-3));

    REQUIRE(window.state().current != window.state().start);
    window.driver.press(GLFW_KEY_R, GLFW_MOD_SHIFT);
    window.driver.settle();
    CHECK(window.state().current == window.state().start);
    CHECK(window.state().steps == 20);

    window.driver.press(GLFW_KEY_1);
    CHECK_FALSE(window.app().actions().at("learning-on").usable());
    CHECK(window.app().actions().at("kick").usable());
}

TEST_CASE("A surprise is one change, which undo takes back, and says its seed") {
    Learning window;
    const Preset before = window.preset();
    window.driver.press(GLFW_KEY_U);
    CHECK(window.preset() != before);
    REQUIRE_FALSE(window.app().messages().shown().empty());
    const std::string note = window.app().messages().shown().back().text;
    REQUIRE(note.starts_with("Surprise "));
    Preset told = surprise_preset(std::stoull(note.substr(9)));
    CHECK(window.preset().learning == told.learning);
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    CHECK(window.preset() == before);
}

TEST_CASE("The gallery renders every preset from the source; a click takes one, undo brings the old back") {
    Learning window;
    window.driver.steps(3);
    const Preset before = window.preset();
    window.driver.click(window.driver.place("presets"));
    REQUIRE(window.app().gallery().is_open());
    // The previews' thread gives way to all others: on a loaded machine each may take its time.
    for (std::size_t done = 0; done < builtin_presets().size(); done = window.app().gallery().finished())
        REQUIRE(window.driver.until([&] { return window.app().gallery().finished() > done; }));
    const BuiltinPreset& second = builtin_presets()[1];
    window.driver.click(window.driver.place("preset." + std::string(second.key)));
    CHECK(window.preset().learning == second.preset.learning);
    CHECK_FALSE(window.app().gallery().is_open());
    window.driver.settle();
    CHECK(window.app().status().step == 0);
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    CHECK(window.preset() == before);

    // What is rendered stays until the source is another.
    window.driver.press(GLFW_KEY_P);
    CHECK(window.app().gallery().finished() == builtin_presets().size());
    window.driver.press(GLFW_KEY_RIGHT);
    window.driver.press(GLFW_KEY_ENTER);
    CHECK_FALSE(window.app().gallery().is_open());
    CHECK(window.preset().learning == builtin_presets()[2].preset.learning);
    window.driver.drop(window.sandbox.picture("other.pfm", {40, 30}, 1));
    REQUIRE(window.driver.until([&] { return window.app().gallery().finished() == 0; }));
}

TEST_CASE("An operator file that fits is in use, one of another shape is refused by name") {
    Learning window;
    const Operator given = start_operator(StartOperator::random, 3, 42);
    const std::filesystem::path file = window.sandbox.path("given.json");
    write_operator(given, file.string());
    window.driver.drop(file);
    window.driver.settle();
    CHECK(window.state().current == given);
    CHECK(window.preset().learning.start == StartOperator::custom);

    const std::filesystem::path grey = window.sandbox.path("grey.json");
    write_operator(start_operator(StartOperator::laplace, 1, 1), grey.string());
    window.app().load_operator(grey);
    CHECK(window.app().messages().shown().back().text.find("grey.json: is an operator of 1 channel") !=
          std::string::npos);
    CHECK(window.preset().custom_operator == given);
    window.app().save_operator(window.sandbox.path("saved.json"));
    CHECK(read_operator(window.sandbox.path("saved.json").string()) == given);
}

TEST_CASE("Normalize reads the source again and stretches it, and stays on") {
    Learning window;
    const Image before = window.driver.picture(Content::original);
    window.driver.click(window.driver.place("normalize"));
    REQUIRE(window.driver.until(
        [&] { return difference(window.driver.picture(Content::original), before) > 0.1; }));
    const Image stretched = window.driver.picture(Content::original);
    float low = 1, high = 0;
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < stretched.height(); ++y)
            for (int x = 0; x < stretched.width(); ++x) {
                low = std::min(low, stretched.plane(c).row(y)[x]);
                high = std::max(high, stretched.plane(c).row(y)[x]);
            }
    CHECK(low == 0);
    CHECK(high == 1);
    CHECK(window.app().preferences().work.normalize);
}
