#include "ui/fractal_explorer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "ui/fractal_frames.h"
#include "ui/history_control.h"

using namespace droplet;
using namespace std::chrono_literals;

namespace {

using Clock = FractalExplorer::Clock;

/// A place whose coordinates take all digits of a pair.
FractalPlace deep(double scale) {
    return {Precise(-0.74364388703715870, 4.752191506114774e-18), Precise(0.13182590420531198, -3.1e-18),
            scale};
}

/// How far two points of the plane are from each other, in pixels of a place.
double pixels_between(const FractalPlace& a, const FractalPlace& b, double scale) {
    return std::hypot((a.x - b.x).high, (a.y - b.y).high) / scale;
}

struct Flown {
    FractalExplorer explorer;
    Clock::time_point time{};

    explicit Flown(const FractalPlace& place) : explorer(place) { explorer.set_size({1280, 720}); }
    void end() {
        time += 10s;
        explorer.advance(time);
    }
};

}  // namespace

TEST_CASE("The point below the wheel stays there to a thousandth of a pixel, on the way too, at any depth") {
    for (const double scale : {4e-3, 1e-7, 1e-15, 1e-20, 1e-25}) {
        for (const double factor : {1.2, 1 / 1.2, 3.0}) {
            CAPTURE(scale);
            CAPTURE(factor);
            Flown flown(deep(scale));
            const double x = 317.25, y = -141.5;
            const FractalPlace point = flown.explorer.at(x, y);
            flown.explorer.turn(x, y, factor, flown.time);
            for (int i = 0; i < 12; ++i) {
                flown.time += 12ms;
                flown.explorer.advance(flown.time);
                CHECK(pixels_between(flown.explorer.at(x, y), point, flown.explorer.now().scale) < 1e-3);
            }
            CHECK_FALSE(flown.explorer.gliding());
            CHECK(flown.explorer.now().scale == doctest::Approx(scale / factor).epsilon(1e-14));
        }
    }
}

TEST_CASE("Three hundred turns of the wheel go from the whole set to 1e-25, and the point is still there") {
    Flown flown(deep(4e-3));
    const double x = -402, y = 255;
    const FractalPlace point = flown.explorer.at(x, y);
    int turns = 0;
    for (; flown.explorer.target().scale > 1e-25; ++turns) {
        flown.explorer.turn(x, y, 1.2, flown.time);
        flown.time += 30ms;  // faster than a turn takes
        flown.explorer.advance(flown.time);
    }
    flown.end();
    CHECK(turns == 286);
    CHECK(flown.explorer.now().scale == doctest::Approx(4e-3 * std::pow(1.2, -turns)).epsilon(1e-12));
    CHECK(pixels_between(flown.explorer.at(x, y), point, flown.explorer.now().scale) < 1e-3);
}

TEST_CASE("Zooming ends at the limits of the scale") {
    Flown flown(deep(1e-29));
    for (int i = 0; i < 40; ++i) flown.explorer.turn(10, 10, 1.2, flown.time);
    flown.end();
    CHECK(flown.explorer.now().scale == 1e-30);
    for (int i = 0; i < 500; ++i) flown.explorer.turn(10, 10, 1 / 1.2, flown.time);
    flown.end();
    CHECK(flown.explorer.now().scale == 10);
}

TEST_CASE("A drag moves the point that was taken along with the mouse, at any depth") {
    for (const double scale : {4e-3, 1e-25}) {
        Flown flown(deep(scale));
        const FractalPlace point = flown.explorer.at(100, 50);
        flown.explorer.begin_drag();
        for (int i = 0; i < 30; ++i) flown.explorer.drag(7, -3);
        CHECK(pixels_between(flown.explorer.at(100 + 210, 50 - 90), point, scale) < 1e-3);
        flown.explorer.back(flown.time);
        flown.end();
        CHECK(flown.explorer.now() == deep(scale));
    }
}

TEST_CASE("Turns within a second of each other are one entry of the history, and so is a drag") {
    Flown flown(deep(1e-3));
    for (int i = 0; i < 5; ++i, flown.time += 300ms) flown.explorer.turn(3, 4, 1.2, flown.time);
    flown.end();
    const FractalPlace second = flown.explorer.now();
    flown.explorer.turn(3, 4, 1.2, flown.time);
    flown.end();
    const FractalPlace third = flown.explorer.now();
    flown.explorer.begin_drag();
    flown.explorer.drag(5, 5);
    flown.explorer.drag(5, 5);
    const FractalPlace fourth = flown.explorer.now();
    for (const FractalPlace& place : {third, second, deep(1e-3)}) {
        REQUIRE(flown.explorer.can_go_back());
        flown.explorer.back(flown.time);
        flown.end();
        CHECK(flown.explorer.now() == place);
    }
    CHECK_FALSE(flown.explorer.can_go_back());
    for (const FractalPlace& place : {second, third, fourth}) {
        flown.explorer.forward(flown.time);
        flown.end();
        CHECK(flown.explorer.now() == place);
    }
    CHECK_FALSE(flown.explorer.can_go_forward());
    flown.explorer.back(flown.time);
    flown.end();
    flown.explorer.step_in(0, 0, flown.time);
    CHECK_FALSE(flown.explorer.can_go_forward());
}

TEST_CASE("A flight ends exactly where it was to go, and no picture of it is far from the one before") {
    const FractalPlace home{0.0, 0.0, 4e-3};
    for (const auto& ends : {std::pair{home, deep(1e-25)},
                             {deep(1e-25), home},
                             {deep(1e-25), deep(1e-7)},
                             {deep(1e-4), FractalPlace{0.3, -0.2, 1e-4}}}) {
        Flown flown(ends.first);
        flown.explorer.glide_to(ends.second, flown.time);
        FractalPlace before = flown.explorer.now();
        int frames = 0;
        while (flown.explorer.gliding()) {
            flown.time += 8ms;
            flown.explorer.advance(flown.time);
            const FractalPlace now = flown.explorer.now();
            const double wider = std::max(now.scale, before.scale);
            CHECK(std::abs(std::log(now.scale / before.scale)) < 0.5);
            CHECK(pixels_between(now, before, wider) < 320);
            before = now;
            ++frames;
        }
        CHECK(frames > 30);
        CHECK(flown.explorer.now() == ends.second);
    }
}

TEST_CASE("A turn during a flight ends it where it is") {
    Flown flown({0.0, 0.0, 4e-3});
    flown.explorer.glide_to(deep(1e-12), flown.time);
    flown.time += 500ms;
    flown.explorer.advance(flown.time);
    const FractalPlace shown = flown.explorer.now(), point = flown.explorer.at(200, 100);
    flown.explorer.turn(200, 100, 1.2, flown.time);
    CHECK(flown.explorer.now() == shown);
    flown.end();
    CHECK(flown.explorer.now().scale == doctest::Approx(shown.scale / 1.2).epsilon(1e-14));
    CHECK(pixels_between(flown.explorer.at(200, 100), point, shown.scale) < 1e-3);
}

TEST_CASE("A box comes to fill the view") {
    for (const double scale : {4e-3, 1e-24}) {
        Flown flown(deep(scale));
        const FractalPlace corner = flown.explorer.at(200 - 64, -100 - 36);
        flown.explorer.zoom_to_box(200, -100, 128, flown.time);
        flown.end();
        CHECK(flown.explorer.now().scale == doctest::Approx(scale / 10).epsilon(1e-14));
        CHECK(pixels_between(flown.explorer.at(-640, -360), corner, flown.explorer.now().scale) < 1e-3);
    }
}

TEST_CASE("A picture lies where its points lie in the view, at any depth and of any size") {
    const Size picture{640, 480}, view{1280, 720};
    for (const double scale : {4e-3, 1e-25}) {
        FractalExplorer there(deep(scale));
        const FractalPlace shifted{there.at(30, -20).x, there.at(30, -20).y, scale * 2};
        const FractalOverlay same = overlay_of(deep(scale), view, deep(scale), view);
        CHECK(same.x == 0);
        CHECK(same.y == 0);
        CHECK(same.scale == 1);
        const FractalOverlay overlay = overlay_of(deep(scale), picture, shifted, view);
        CHECK(overlay.scale == 0.5);
        CHECK(overlay.x == doctest::Approx(640 - 15 - 160));
        CHECK(overlay.y == doctest::Approx(360 + 10 - 120));
        CHECK(overlay.meets(picture, view));
        CHECK_FALSE(overlay.covers(picture, view));
        CHECK(overlay_of(shifted, view, deep(scale), picture).covers(view, picture));
    }
    CHECK_FALSE(overlay_of({0.5, 0.0, 1e-5}, view, {0.0, 0.0, 1e-5}, view).meets(view, view));
    CHECK_FALSE(overlay_of({0.0, 0.0, 1.0}, view, {0.0, 0.0, 1e-5}, view).meets(view, view));
}

TEST_CASE("Home shows the whole set in a view of any shape") {
    for (const Size size : {Size{1280, 720}, {300, 900}, {16, 16}}) {
        const FractalPlace home = home_of(FractalParams{}, size);
        CHECK(home.x == Precise(0));
        CHECK(home.scale * std::min(size.width, size.height) == doctest::Approx(3.8));
    }
}

TEST_CASE("A finer picture from before stays over a coarse new one, and goes when that is as fine") {
    FractalFrames frames;
    const Size size{800, 600};
    const FractalPlace first{0.0, 0.0, 1e-3}, second{0.01, 0.0, 1e-3};
    CHECK_FALSE(frames.arrives(first, size, 8));
    CHECK_FALSE(frames.arrives(first, size, 1));  // the same picture, refined
    CHECK(frames.arrives(second, size, 8));
    CHECK(frames.aside_helps(second, size));
    CHECK(frames.aside_on_top(second));
    CHECK_FALSE(frames.arrives(second, size, 1));
    CHECK_FALSE(frames.aside_on_top(second));
    CHECK_FALSE(frames.aside_helps(second, size));
    CHECK(frames.aside_helps(first, size));  // what has moved out of the newest
    frames.forget_aside();
    CHECK_FALSE(frames.aside_helps(first, size));
}

TEST_CASE("Coarse pictures on the way do not displace the fine one that was put aside") {
    FractalFrames frames;
    const Size size{800, 600};
    frames.arrives(FractalPlace{0.0, 0.0, 1e-3}, size, 1);
    CHECK(frames.arrives(FractalPlace{0.01, 0.0, 1e-3}, size, 8));
    CHECK_FALSE(frames.arrives(FractalPlace{0.02, 0.0, 1e-3}, size, 8));
    CHECK(frames.aside()->place.x == Precise(0));
    CHECK(frames.arrives(FractalPlace{5.0, 0.0, 1e-3}, size, 8));  // where the other shows nothing
}

TEST_CASE("The gate lets a new place through when the picture before is there, or when the mouse rests") {
    FractalGate gate;
    SessionSettings settings;
    settings.canvas = {100, 100};
    Clock::time_point time{};
    const FractalProgress nothing{}, coarse{.block = 8}, fine{.block = 1};
    const auto passed = [&](double scale, std::int64_t made, const FractalProgress& progress) {
        settings.preset.fractal.scale = scale;
        return gate.pass(settings, made, progress, time).preset.fractal.scale;
    };
    CHECK(passed(1e-3, 0, nothing) == 1e-3);
    CHECK(gate.revision() == 1);
    time += 10ms;
    CHECK(passed(2e-3, 0, fine) == 1e-3);  // of what was sent, nothing is there
    CHECK(gate.holds_back());
    CHECK(passed(3e-3, 1, coarse) == 1e-3);
    CHECK(passed(4e-3, 1, fine) == 4e-3);
    CHECK_FALSE(gate.holds_back());
    CHECK(gate.revision() == 2);
    time += 60ms;
    CHECK(passed(5e-3, 1, fine) == 4e-3);
    CHECK(passed(5e-3, 2, coarse) == 5e-3);  // coarse for long enough
    time += 10ms;
    CHECK(passed(6e-3, 2, fine) == 5e-3);
    time += 101ms;
    CHECK(passed(6e-3, 2, fine) == 6e-3);  // wanted unchanged for a while
    for (int i = 0; i < 20; ++i, time += 60ms) passed(1e-4 * i, 2, nothing);
    CHECK(gate.revision() == 5);  // no longer than a second, whatever comes
    settings.running = !settings.running;
    CHECK(gate.pass(settings, 0, nothing, time).running == settings.running);  // the rest is never held back
}

TEST_CASE("Undo leaves the place in the fractal, unless the change had moved it too") {
    ExperimentSettings settings;
    HistoryControl history(settings);
    const HistoryOverview none;
    const FractalPlace here{0.25, 0.5, 1e-6};
    set_place(settings.preset.fractal, here);
    history.commit(settings);
    CHECK_FALSE(history.can_undo());  // moving is no change of a setting
    settings.preset.fractal.iterations = 99;
    history.commit(settings);
    set_place(settings.preset.fractal, deep(1e-9));
    history.commit(settings);
    history.undo();
    HistoryControl::Order order = history.next(none);
    REQUIRE(order.settings);
    CHECK(order.settings->preset.fractal.iterations == FractalParams{}.iterations);
    CHECK(order.keeps_place);
    ExperimentSettings undone = *order.settings;
    set_place(undone.preset.fractal, deep(1e-9));
    history.commit(undone);
    CHECK(history.can_redo());

    ExperimentSettings preset = undone;
    preset.preset.fractal.exponent = 3;
    set_place(preset.preset.fractal, here);
    history.commit(preset);
    history.undo();
    order = history.next(none);
    REQUIRE(order.settings);
    CHECK_FALSE(order.keeps_place);
    CHECK(place_of(order.settings->preset.fractal) == deep(1e-9));
}
