// The convolution lesson as a tour in the window.
#include "model/lesson.h"
#include "gui/paused.h"

using namespace droplet;
using droplet::test::Paused;

namespace {

struct Lesson : Paused {
    Lesson() : Paused({96, 64}, 1280, 800) { toggle(); }
    void toggle() {
        app().actions().at("lesson").callback();
        driver.settle();
    }
    const LessonParams& lesson() { return app().preferences().lesson; }
    void press(const char* button) {
        driver.click(driver.place(std::string("lesson.") + button));
        driver.settle();
    }
};

}  // namespace

TEST_CASE("Every station of the lesson sets the lab up, without a message, and shows what it is about") {
    Lesson window;
    const auto stations = lesson_stations();
    for (std::size_t i = 0; i < stations.size(); ++i) {
        const LessonStation& station = stations[i];
        CAPTURE(station.key);
        REQUIRE(window.lesson().open);
        CHECK(window.lesson().station == static_cast<int>(i));
        const Preset& preset = window.app().settings().preset;
        CHECK(preset.process == station.preset.process);
        CHECK(preset.convolution == station.preset.convolution);
        CHECK(preset.canny == station.preset.canny);
        CHECK(enum_name(window.app().preferences().compare.mode) == station.compare);
        CHECK(window.app().messages().shown().empty());
        CHECK(window.app().status().shape(shown_content(preset)).size.area() > 0);
        if (i + 1 < stations.size()) window.press("next");
    }
    window.press("next");
    CHECK_FALSE(window.lesson().open);
    CHECK(window.lesson().station == 0);
}

TEST_CASE("The lesson is left and taken up again where it was, and any station can be skipped to") {
    Lesson window;
    window.press("5");
    CHECK(window.lesson().station == 5);
    window.press("back");
    CHECK(window.lesson().station == 4);
    window.toggle();
    CHECK_FALSE(window.lesson().open);
    window.driver.press(GLFW_KEY_1);
    window.driver.settle();
    REQUIRE(window.app().settings().preset.process == Process::diffuse);
    window.toggle();
    CHECK(window.lesson().open);
    CHECK(window.lesson().station == 4);
    CHECK(window.app().settings().preset.process == lesson_stations()[4].preset.process);
}

TEST_CASE("What one has changed at a station is set up again at a click, and undo takes a station back") {
    Lesson window;
    window.press("4");
    const Preset at_station = window.app().settings().preset;
    window.driver.press(GLFW_KEY_4);
    window.driver.settle();
    REQUIRE(window.app().settings().preset != at_station);
    window.press("again");
    CHECK(window.app().settings().preset == at_station);
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    CHECK(window.app().settings().preset.process == Process::edges);
}
