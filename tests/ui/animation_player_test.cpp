// The clock of the fractal's animation.
#include "ui/animation_player.h"

#include <doctest/doctest.h>

using namespace droplet;

namespace {

AnimationPlayer::Time at(double seconds) {
    return AnimationPlayer::Time(
        std::chrono::duration_cast<AnimationPlayer::Time::duration>(std::chrono::duration<double>(seconds)));
}

}  // namespace

TEST_CASE("An animation that comes plays from its start by the clock, whatever frames were drawn") {
    AnimationPlayer player;
    const FractalParams params;
    player.advance(params, {}, false, at(100));
    CHECK(!player.playing());
    const FractalAnimation animation = coefficient_around_circle(params);
    player.advance(params, animation, false, at(101));
    CHECK(player.playing());
    CHECK(player.applied());
    CHECK(player.seconds() == 0);
    player.advance(params, animation, false, at(101.25));
    player.advance(params, animation, false, at(105));
    CHECK(player.seconds() == doctest::Approx(4));
    player.speed = 2;
    player.advance(params, animation, false, at(106));
    CHECK(player.seconds() == doctest::Approx(6));
    player.advance(params, exponent_between(2, 5), false, at(107));
    CHECK(player.seconds() == 0);  // another one
}

TEST_CASE("Paused and held it stands, and goes on from there without what has passed") {
    AnimationPlayer player;
    const FractalParams params;
    const FractalAnimation animation = julia_around_circle(params);
    player.advance(params, animation, false, at(0));
    player.advance(params, animation, false, at(3));
    player.pause();
    player.advance(params, animation, false, at(10));
    CHECK(player.seconds() == doctest::Approx(3));
    player.play(params, animation, at(20));
    player.advance(params, animation, false, at(21));
    player.advance(params, animation, true, at(30));
    player.advance(params, animation, false, at(31));
    CHECK(player.seconds() == doctest::Approx(5));
}

TEST_CASE("Once is over at its end, and plays again from the start") {
    AnimationPlayer player;
    const FractalParams params;
    FractalAnimation animation = exponent_between(2, 9);
    animation.loop = AnimationLoop::once;
    player.advance(params, animation, false, at(0));
    player.advance(params, animation, false, at(100));
    CHECK(!player.playing());
    CHECK(player.applied());
    CHECK(player.seconds() == animation.seconds);
    player.play(params, animation, at(101));
    CHECK(player.seconds() == 0);
    CHECK(player.playing());
}

TEST_CASE("When the hand takes over, the animation is applied no more, and a palette turns on") {
    AnimationPlayer player;
    FractalParams params;
    const FractalAnimation animation = julia_around_circle(params);
    player.advance(params, animation, false, at(0));
    player.let_go(params);
    CHECK(!player.playing());
    CHECK(!player.applied());
    player.advance(params, animation, false, at(1));
    CHECK(!player.playing());
    params.palette_speed = 0.5f;
    player.advance(params, animation, false, at(2));
    CHECK(player.playing());
    CHECK(!player.applied());
    player.advance(params, animation, false, at(3));
    CHECK(player.seconds() == doctest::Approx(1));
    params.palette_speed = 0;
    player.advance(params, animation, false, at(4));
    CHECK(!player.playing());
    player.go_to(2.5);
    CHECK(player.applied());
    CHECK(player.seconds() == 2.5);
    player.stop();
    CHECK(!player.applied());
}

TEST_CASE("What is edited does not begin again") {
    AnimationPlayer player;
    const FractalParams params;
    FractalAnimation animation = julia_around_circle(params);
    player.advance(params, animation, false, at(0));
    player.advance(params, animation, false, at(2));
    animation.circles.front().radius = 0.7;
    player.edited(animation);
    player.advance(params, animation, false, at(3));
    CHECK(player.seconds() == doctest::Approx(3));
}
