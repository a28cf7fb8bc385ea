// How the fractal moves by itself: values at moments, flights, and their JSON.
#include "model/fractal_animation.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "model/error.h"
#include "model/fractal_scene.h"
#include "model/preset.h"

using namespace droplet;

namespace {

FractalAnimation track(const char* key, double from, double to) {
    FractalAnimation animation;
    animation.tracks.push_back({key, from, to});
    return animation;
}

FlightKeyframe keyframe(double seconds, Precise x, Precise y, double scale) {
    return {seconds, {x, y, scale}, {}};
}

std::string refusal(const std::string& animation) {
    try {
        static_cast<void>(parse_preset(R"({"droplet": "preset", "animation": )" + animation + "}", "p"));
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::usage);
        return error.what();
    }
    return "accepted";
}

/// How far a place is from another, as it looks: in views of 1000 pixels, and factors e of the scale.
double apart(const FractalPlace& a, const FractalPlace& b) {
    const double width = 1000 * std::sqrt(a.scale * b.scale);
    return std::hypot((b.x - a.x).high / width, (b.y - a.y).high / width, std::log(b.scale / a.scale));
}

}  // namespace

TEST_CASE("One iteration a frame shows each number of iterations once, at any rate of frames") {
    for (const double fps : {1.0, 7.0, 24.0, 25.0, 29.97, 60.0, 144.0}) {
        const FractalAnimation animation = one_iteration_a_frame(50, fps);
        CHECK(frames_of_cycle(animation, fps) == 50);
        for (int frame = 0; frame < 120; ++frame)
            CHECK(animated({}, animation, frame_seconds(frame, fps)).iterations == 1 + frame % 50);
    }
}

TEST_CASE("A track is exact at its ends, even between them, and stays there once it is over") {
    FractalAnimation animation = track("radius", 2, 8);
    animation.seconds = 4;
    animation.loop = AnimationLoop::once;
    CHECK(animated({}, animation, 0).radius == 2);
    CHECK(animated({}, animation, 2).radius == doctest::Approx(4));  // a logarithmic row: even factors
    CHECK(animated({}, animation, 4).radius == 8);
    CHECK(animated({}, animation, 400).radius == 8);
    CHECK(!is_over({}, animation, 3.9));
    CHECK(is_over({}, animation, 4));
    animation = track("start-factor", -1, 0.3);
    animation.loop = AnimationLoop::once;
    CHECK(animated({}, animation, 5).start_factor == doctest::Approx(-0.35));
    CHECK(animated({}, animation, 10).start_factor == 0.3);
}

TEST_CASE("Repeating begins again, and there and back is its own mirror image") {
    FractalAnimation animation = track("start-factor", 0, 1);
    for (const double at : {0.0, 1.25, 7.0}) {
        const double there = animated({}, animation, at).start_factor;
        CHECK(animated({}, animation, at + 10).start_factor == doctest::Approx(there));
    }
    animation.loop = AnimationLoop::there_and_back;
    CHECK(cycle_seconds(animation) == 20);
    CHECK(animated({}, animation, 10).start_factor == 1);
    for (const double at : {0.5, 3.0, 9.75})
        CHECK(animated({}, animation, 20 - at).start_factor ==
              doctest::Approx(animated({}, animation, at).start_factor));
    CHECK(seconds_in_cycle(animation, 47.5) == doctest::Approx(7.5));
}

TEST_CASE("Every easing keeps the ends, never turns back, and rests where it says") {
    const auto at = [](AnimationEasing easing, double share) {
        FractalAnimation animation = track("start-factor", 0, 1);
        animation.easing = easing;
        animation.loop = AnimationLoop::once;
        return animated({}, animation, share * animation.seconds).start_factor;
    };
    using enum AnimationEasing;
    for (const AnimationEasing easing : {linear, smooth, ease_in, ease_out}) {
        CHECK(at(easing, 0) == 0);
        CHECK(at(easing, 1) == 1);
        for (int i = 0; i < 100; ++i) CHECK(at(easing, i / 100.0) < at(easing, (i + 1) / 100.0));
    }
    for (const AnimationEasing easing : {smooth, ease_in}) CHECK(at(easing, 0.01) < 0.001);
    for (const AnimationEasing easing : {smooth, ease_out}) CHECK(at(easing, 0.99) > 0.999);
}

TEST_CASE("Whole numbers have equal shares, downwards too, and an exponent leaves 0 out") {
    FractalAnimation animation = track("samples", 4, 1);
    animation.seconds = 4;
    for (int i = 0; i < 40; ++i) CHECK(animated({}, animation, 0.05 + i / 10.0).samples == 4 - i / 10);
    animation = exponent_between(-3, 3);
    for (int i = 0; i < 700; ++i) {
        const FractalParams now = animated({}, animation, i / 100.0);
        CHECK_NOTHROW(check(now, "exponent"));
    }
    FractalParams real;
    real.real_exponent = true;
    CHECK(animated(real, exponent_between(2, 9), 4).exponent == doctest::Approx(5.5));
    CHECK(animated({}, exponent_between(2, 9), 3.5).exponent == 5);
}

TEST_CASE("Lambda goes around its circle from where it is, keeps its distance, and comes back") {
    const FractalParams params;
    const FractalAnimation animation = coefficient_around_circle(params);
    const auto lambda = [&](double seconds) {
        const FractalParams now = animated(params, animation, seconds);
        CHECK(std::hypot(now.coefficient_re, now.coefficient_im) ==
              doctest::Approx(1 / std::numbers::pi).epsilon(1e-14));
        return std::pair(now.coefficient_re, now.coefficient_im);
    };
    CHECK(lambda(0).second == doctest::Approx(params.coefficient_im).epsilon(1e-14));
    CHECK(lambda(2.5).first == doctest::Approx(1 / std::numbers::pi).epsilon(1e-14));
    CHECK(lambda(10).second == doctest::Approx(params.coefficient_im).epsilon(1e-14));
    FractalParams julia;
    const FractalAnimation around = julia_around_circle(julia);
    CHECK(animated(julia, around, 0).julia_re == doctest::Approx(julia.julia_re));
    CHECK(animated(julia, around, 5).julia_im == doctest::Approx(-julia.julia_im));
}

TEST_CASE("The palette turns by its speed beside whatever else moves") {
    FractalParams params;
    params.palette_speed = 0.25f;
    params.palette_offset = 0.5f;
    CHECK(animated(params, {}, 3).palette_offset == doctest::Approx(0.25));
    CHECK(animated(params, track("iterations", 1, 9), 3).palette_offset == doctest::Approx(0.25));
    CHECK(is_moving(params, {}));
    CHECK(!is_moving(params, {}, false));
    CHECK(!is_over(params, {}, 1e6));
    CHECK(is_over({}, {}, 0));
}

TEST_CASE("A flight is at each keyframe exactly when it is due, to the last digit of a deep one") {
    const Precise deep_x = *parse_precise("-0.743643887037158704752191506114774");
    const Precise deep_y = *parse_precise("0.131825904205311970493132056385139");
    FractalAnimation animation;
    animation.keyframes = {keyframe(0, -0.5, 0, 0.004), keyframe(2, deep_x, deep_y, 1e-9),
                           keyframe(7, deep_x, deep_y, 1e-26), keyframe(10, 0.25, 0.1, 0.001)};
    animation.loop = AnimationLoop::once;
    for (const FlightKeyframe& key : animation.keyframes)
        CHECK(place_of(animated({}, animation, key.seconds)) == key.place);
    CHECK(moves_place(animation));
}

TEST_CASE("A dive keeps its depth's logarithm straight and its goal in view all the way") {
    std::vector<FlightKeyframe> keys{keyframe(0, 0, 0, 0.004), keyframe(10, 0.7, -0.3, 1e-20)};
    double last_scale = 1;
    for (int i = 1; i < 200; ++i) {
        const FractalPlace at = flight_place(keys, i / 20.0);
        const double off = std::hypot((at.x - Precise(0.7)).high, (at.y - Precise(-0.3)).high);
        CHECK(off < 1000 * std::max(at.scale, 0.004 / 4));
        if (i > 20) CHECK(at.scale < last_scale);
        last_scale = at.scale;
    }
}

TEST_CASE("A flight moves without jumps, as it looks, and never deeper than its keyframes") {
    std::vector<FlightKeyframe> keys{keyframe(0, 0, 0, 0.004),       keyframe(3, 0.31, 0.2, 1e-5),
                                     keyframe(4, 0.3101, 0.2, 1e-6), keyframe(9, -0.9, -0.4, 1e-4),
                                     keyframe(10, -0.9, -0.4, 1e-4), keyframe(12, 0, 0, 0.004)};
    const int frames = 2400;
    double last_move = 0;
    for (int i = 0; i < frames; ++i) {
        const double now = 12.0 * i / frames, next = 12.0 * (i + 1) / frames;
        const FractalPlace a = flight_place(keys, now), b = flight_place(keys, next);
        CHECK(a.scale >= 1e-6 * (1 - 1e-12));
        const double move = apart(a, b);
        CHECK(move < 0.1);
        // Speeds go over into each other: none changes by more than a small part of the fastest at once.
        if (i > 0) CHECK(std::abs(move - last_move) < 0.004);
        last_move = move;
    }
}

TEST_CASE("Values of keyframes go over without overshooting, by factors where the row is logarithmic") {
    FractalAnimation animation;
    animation.keyframes = {keyframe(0, 0, 0, 0.004), keyframe(5, 0, 0, 0.002), keyframe(10, 0, 0, 0.001)};
    animation.keyframes[0].values = {{"iterations", 50}, {"radius", 1}};
    animation.keyframes[1].values = {{"iterations", 500}};
    animation.keyframes[2].values = {{"iterations", 500}, {"radius", 100}};
    animation.loop = AnimationLoop::once;
    CHECK(animated({}, animation, 0).iterations == 50);
    CHECK(animated({}, animation, 5).iterations == 500);
    CHECK(animated({}, animation, 5).radius == doctest::Approx(10));
    int last = 0;
    for (int i = 0; i <= 100; ++i) {
        const int now = animated({}, animation, i / 10.0).iterations;
        CHECK(now >= last);
        CHECK(now <= 500);
        last = now;
    }
}

TEST_CASE("An animation reads back from a preset's text as it was, and an empty one leaves no key") {
    Preset preset;
    CHECK(preset_text(preset).find("animation") == std::string::npos);
    FractalAnimation& animation = preset.animation;
    animation.seconds = 12.5;
    animation.easing = AnimationEasing::ease_in;
    animation.loop = AnimationLoop::there_and_back;
    animation.tracks = {{"iterations", 1, 50}, {"scale", 1e-3, 1e-9}};
    animation.circles = {{AnimatedPair::julia, 0.1, -0.2, 0.5, -0.25, 2}};
    animation.keyframes = {
        keyframe(0, 0, 0, 0.004),
        keyframe(12.5, *parse_precise("-0.743643887037158704752191506114774"), 0.1, 1e-25)};
    animation.keyframes[1].values = {{"iterations", 900}};
    CHECK(parse_preset(preset_text(preset), "p") == preset);
}

TEST_CASE("A wrong animation is refused in a line that names the place and says what is valid") {
    CHECK(refusal("7") ==
          "p: animation: 7 is not valid; valid: "
          R"({"seconds": …, "tracks": […], …})");
    CHECK(refusal(R"({"second": 1})").find("p: animation.second: unknown key; ") == 0);
    CHECK(refusal(R"({"seconds": 0})") == "p: animation.seconds: 0 is out of range; valid: 0.01 to 3600");
    CHECK(refusal(R"({"easing": "slow"})") ==
          "p: animation.easing: 'slow' is not valid; valid: linear, smooth, ease-in, ease-out");
    CHECK(refusal(R"({"tracks": [{"key": "itrations", "from": 1, "to": 2}]})")
              .find("p: animation.tracks[0].key: 'itrations' is no number of the fractal; ") == 0);
    CHECK(refusal(R"({"tracks": [{"key": "julia", "from": 1, "to": 2}]})").find("is no number") !=
          std::string::npos);
    CHECK(refusal(R"({"tracks": [{"key": "iterations", "from": 1.5, "to": 2}]})") ==
          "p: animation.tracks[0].from: 1.5 is not valid; valid: whole numbers from 1 to 10000");
    CHECK(refusal(R"({"tracks": [{"key": "exponent", "from": 1, "to": 0}]})") ==
          "p: animation.tracks[0].to: 0 is not valid; valid: -12 to 12 except 0");
    CHECK(refusal(R"({"tracks": [{"key": "radius", "from": 1}]})") ==
          "p: animation.tracks[0].to: missing; valid: 1e-06 to 1000000000");
    CHECK(refusal(R"({"tracks": [{"key": "radius", "from": 1, "to": 2}, {"key": "radius", "from": 1, "to":
              3}]})") == "p: animation.tracks[1].key: 'radius' moves already; valid: each row once");
    CHECK(refusal(R"({"circles": [{"pair": "c", "center": [0, 0], "radius": 1, "turns": [0, 1]}]})") ==
          "p: animation.circles[0].pair: 'c' is not valid; valid: coefficient, julia, start, trap");
    CHECK(refusal(R"({"circles": [{"pair": "trap", "center": [0], "radius": 1, "turns": [0, 1]}]})") ==
          "p: animation.circles[0].center: a list is not valid; valid: a list of two numbers");
    CHECK(refusal(R"({"keyframes": [{"seconds": 0, "center": [0, "x"], "scale": 0.1}]})")
              .find("p: animation.keyframes[0].center[1]: 'x' is not valid; ") == 0);
    CHECK(refusal(R"({"keyframes": [{"seconds": 0, "center": [0, 0], "scale": 0}]})")
              .find("p: animation.keyframes[0].scale: 0 is out of range; ") == 0);
    CHECK(refusal(R"({"keyframes": [{"seconds": 1, "center": [0, 0], "scale": 0.1},
                                    {"seconds": 1, "center": [0, 0], "scale": 0.1}]})") ==
          "p: animation.keyframes[1].seconds: 1 does not come after the keyframe before it; valid: above 1");
    CHECK(refusal(R"({"seconds": 5, "keyframes": [{"seconds": 6, "center": [0, 0], "scale": 0.1}]})") ==
          "p: animation.keyframes[0].seconds: 6 is after the end; valid: up to the animation's 5 s");
}

TEST_CASE("The same preset at the same moment is the same scene, and at another another") {
    Preset preset;
    preset.animation = coefficient_around_circle(preset.fractal);
    CHECK(fractal_scene(preset, {64, 48}, 3) == fractal_scene(preset, {64, 48}, 3));
    CHECK(!(fractal_scene(preset, {64, 48}, 3) == fractal_scene(preset, {64, 48}, 3.1)));
}
