// A film as the picture of the real window.
#include <cstdlib>

#include "gui/paused.h"
#include "ui/widgets.h"

using namespace droplet;
using namespace droplet::test;
namespace fs = std::filesystem;

namespace {

/// Frame f is grey of f/64 everywhere: one knows it by its mean.
fs::path film(const Sandbox& sandbox, const char* name, int frames, int fps = 25) {
    const fs::path path = sandbox.path(name);
    const std::string command =
        "ffmpeg -v error -y -f lavfi -i \"color=black:s=64x48:r=" + std::to_string(fps) +
        ",format=gbrp,geq=r='4*N':g='4*N':b='4*N'\" -frames:v " + std::to_string(frames) +
        " -c:v ffv1 -pix_fmt gbrp '" + path.string() + "'";
    REQUIRE(std::system(command.c_str()) == 0);
    return path;
}

double frame_of(const Image& image) {
    return mean(image) * 255 / 4;
}

struct Playing : Paused {
    explicit Playing(int frames, Process process = Process::none) {
        driver.press(process == Process::none ? GLFW_KEY_5 : GLFW_KEY_1);
        path = film(sandbox, "a film.mkv", frames);
        driver.drop(path);
        REQUIRE(driver.until([&] { return app().video() != nullptr; }));
    }
    PlayerState state() { return app().video()->state(); }
    fs::path path;
};

}  // namespace

TEST_CASE("A film that is dropped plays, is held, sought and played again") {
    Playing window(60);
    CHECK(window.driver.until([&] { return window.state().frame > 5; }));
    CHECK(window.app().status().source_name == window.path.string());
    window.driver.click(window.driver.place("video-play"));
    REQUIRE(!window.state().playing);
    window.driver.settle();
    const auto held = window.state().frame;
    CHECK(frame_of(window.driver.picture()) == doctest::Approx(static_cast<double>(held)).epsilon(0.01));
    window.driver.frames(3);
    CHECK(window.state().frame == held);
    window.driver.click(window.driver.place("video-seek", 0.98f));
    CHECK(window.driver.until([&] { return window.state().frame > 52 && !window.state().seeking; }));
    window.driver.settle();
    CHECK(frame_of(window.driver.picture()) ==
          doctest::Approx(static_cast<double>(window.state().frame)).epsilon(0.01));
    window.driver.click(window.driver.place("video-reset"));
    CHECK(window.driver.until([&] { return window.state().frame == 0 && !window.state().seeking; }));
    window.driver.click(window.driver.place("video-play"));
    CHECK(window.driver.until([&] { return window.state().frame > 2; }));
}

TEST_CASE("A film loops, or ends at its last frame") {
    Playing window(8);
    CHECK(window.driver.until([&] { return window.state().frame == 7; }));
    CHECK(window.driver.until([&] { return window.state().frame < 3; }));
    window.driver.click(window.driver.place("video-loop"));
    CHECK(window.driver.until([&] { return window.state().at_end; }));
    CHECK(window.state().frame == 7);
    CHECK(!window.state().playing);
}

TEST_CASE("A process runs on a film, and a still ends it") {
    Playing window(60, Process::diffuse);
    window.driver.press(GLFW_KEY_SPACE);
    CHECK(window.driver.until([&] { return window.app().status().step > 10; }));
    CHECK(window.driver.until([&] { return window.state().frame > 10; }));
    window.driver.press(GLFW_KEY_2);
    const auto step = window.app().status().step;
    CHECK(window.driver.until([&] { return window.app().status().step > step + 5; }));
    window.driver.drop(window.sandbox.picture("still.pfm", {30, 20}));
    CHECK(window.driver.until([&] { return window.app().video() == nullptr; }));
    CHECK(window.driver.until([&] { return window.app().status().size == Size{30, 20}; }));
}

TEST_CASE("A film that vanishes while it plays is told when it would begin again, and the window goes on") {
    Playing window(20);
    fs::remove(window.path);
    CHECK(window.driver.until([&] { return !window.state().error.empty(); }));
    CHECK(window.driver.until([&] { return !window.app().messages().shown().empty(); }));
    CHECK(window.app().status().size == Size{64, 48});
    window.driver.drop(window.sandbox.path("none.mp4"));
    window.driver.frames(5);
    CHECK(window.app().status().size == Size{64, 48});
}

TEST_CASE("The size of a film is changed without leaving its place") {
    Playing window(60);
    window.driver.click(window.driver.place("video-play"));
    window.driver.settle();
    window.driver.click(window.driver.place("video-seek", 0.5f));
    CHECK(window.driver.until([&] { return window.state().frame > 20 && !window.state().seeking; }));
    window.driver.click(window.driver.place("video-size"));
    window.driver.click(window.driver.place("video-size.half"));
    CHECK(window.driver.until([&] { return window.app().status().size == Size{32, 24}; }));
    CHECK(window.driver.until([&] { return window.state().frame > 20; }));
}
