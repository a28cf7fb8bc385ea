// The fold of the fractal's animation: its keyframes, and what its buttons do.
#include "ui/animation_panel.h"

#include <doctest/doctest.h>

#include "ui/panel_host.h"

using namespace droplet;
using namespace droplet::test;

namespace {

/// The panel over a preset, drawn by a clock that stands.
struct Shown {
    Preset preset;
    AnimationPlayer player;
    FractalPlace here{0.25, -0.5, 1e-5};
    bool running = false;
    PanelHost host{[this] { animation_panel(preset, player, here, running, {}); }};
};

}  // namespace

TEST_CASE("Keyframes that are added follow each other, and a flight alone lasts as long as they do") {
    FractalAnimation animation;
    append_keyframe(animation, {0, 0, 0.004}, 3);
    append_keyframe(animation, {1, 0, 0.001}, 3);
    append_keyframe(animation, {1, 1, 0.001}, 3);
    REQUIRE(animation.keyframes.size() == 3);
    CHECK(animation.keyframes[0].seconds == 0);
    CHECK(animation.keyframes[2].seconds == 6);
    CHECK(animation.seconds == 6);
    exchange_keyframes(animation, 0, 2);
    CHECK(animation.keyframes[0].place == FractalPlace{1, 1, 0.001});
    CHECK(animation.keyframes[0].seconds == 0);
    set_keyframe_seconds(animation, 1, 100);
    CHECK(animation.keyframes[1].seconds < animation.keyframes[2].seconds);
    set_keyframe_seconds(animation, 2, 20);
    CHECK(animation.seconds == 20);
    set_length(animation, 1);
    CHECK(animation.seconds == 20);  // no keyframe comes after the end
    set_length(animation, 30);
    CHECK(animation.seconds == 30);
}

TEST_CASE("No keyframe is too many, nor later than an animation can be") {
    FractalAnimation animation;
    for (int i = 0; i < FractalAnimation::most_keyframes + 5; ++i) append_keyframe(animation, {0, 0, 1}, 1);
    CHECK(animation.keyframes.size() == FractalAnimation::most_keyframes);
    animation = {};
    append_keyframe(animation, {0, 0, 1}, 1);
    append_keyframe(animation, {0, 0, 1}, 1e9);
    CHECK(animation.keyframes.size() == 1);
}

TEST_CASE("The film's button sets one iteration a frame and plays it") {
    Shown shown;
    shown.host.click("animation-original");
    CHECK(shown.preset.animation == one_iteration_a_frame(50, 25));
    CHECK(shown.player.playing());
    CHECK(shown.player.applied());
    CHECK(shown.running);
    shown.host.click("animation-play");
    CHECK(!shown.player.playing());
    CHECK(shown.player.applied());
    shown.host.click("animation-stop");
    CHECK(!shown.player.applied());
}

TEST_CASE("A place that is added is the one that shows, and is taken out again") {
    Shown shown;
    shown.host.click("animation-add-keyframe");
    REQUIRE(shown.preset.animation.keyframes.size() == 1);
    CHECK(shown.preset.animation.keyframes.front().place == shown.here);
    CHECK(!shown.player.applied());  // else one could not move on to the next place
    shown.host.frames(1);
    shown.host.click("keyframe-0-remove");
    CHECK(shown.preset.animation.keyframes.empty());
}

TEST_CASE("Lambda's circle begins where it is, and Julia's waits for a Julia set") {
    Shown shown;
    shown.host.click("animation-julia");
    CHECK(shown.preset.animation.empty());
    shown.host.click("animation-coefficient");
    CHECK(shown.preset.animation == coefficient_around_circle(shown.preset.fractal));
    shown.preset.fractal.julia = true;
    shown.host.frames(1);
    shown.host.click("animation-julia");
    CHECK(shown.preset.animation == julia_around_circle(shown.preset.fractal));
}
