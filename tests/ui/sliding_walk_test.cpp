#include "ui/sliding_walk.h"

#include <doctest/doctest.h>

#include <vector>

using namespace droplet;
using namespace std::chrono_literals;

namespace {

/// A walk by a clock that stands still between calls.
struct Timed {
    SlidingWalk walk;
    SlidingWalk::Time now{};

    explicit Timed(Size size) { walk.set_size(size); }
    void play() { walk.play(now); }
    void pass(std::chrono::milliseconds time) {
        now += time;
        walk.advance(now);
    }
};

}  // namespace

TEST_CASE("A walk takes the positions in reading order and stops at the last") {
    Timed timed({3, 2});
    CHECK_FALSE(timed.walk.begun());
    timed.walk.speed = 10;
    timed.play();
    std::vector<std::pair<int, int>> places{{timed.walk.x(), timed.walk.y()}};
    while (timed.walk.playing()) {
        timed.pass(100ms);
        places.push_back({timed.walk.x(), timed.walk.y()});
    }
    CHECK(places == std::vector<std::pair<int, int>>{{0, 0}, {1, 0}, {2, 0}, {0, 1}, {1, 1}, {2, 1}});
    CHECK(timed.walk.at_end());
    CHECK(timed.walk.begun());
    timed.play();  // from the end it begins again
    CHECK(timed.walk.position() == 0);
}

TEST_CASE("The speed is in positions a second, however often the clock is looked at") {
    for (const int frames : {1, 7, 100, 1000}) {
        Timed timed({1000, 1000});
        timed.walk.speed = 4321;
        timed.play();
        for (int i = 0; i < frames; ++i) timed.pass(std::chrono::milliseconds(7000 / frames));
        CHECK(timed.walk.position() == doctest::Approx(4321 * 7).epsilon(0.002));
    }
    Timed timed({1920, 1080});
    timed.walk.speed = SlidingWalk::fastest;
    timed.play();
    timed.pass(2s);
    CHECK(timed.walk.position() == 2'000'000);
    timed.pass(10s);
    CHECK(timed.walk.position() == 1920 * 1080 - 1);
    CHECK_FALSE(timed.walk.playing());
}

TEST_CASE("Time that passes in a pause does not count") {
    Timed timed({100, 100});
    timed.walk.speed = 10;
    timed.play();
    timed.pass(1s);
    timed.walk.pause();
    timed.pass(5s);
    CHECK(timed.walk.position() == 10);
    timed.play();
    timed.pass(1s);
    CHECK(timed.walk.position() == 20);
}

TEST_CASE("By rows, the walk ends the row it is in, then takes whole ones") {
    Timed timed({5, 4});
    timed.walk.unit = WalkUnit::row;
    timed.walk.go_to(2);
    timed.walk.step();
    CHECK(timed.walk.position() == 4);
    timed.walk.step();
    CHECK(timed.walk.position() == 9);
    timed.walk.speed = 1;
    timed.play();
    timed.pass(1s);
    CHECK(timed.walk.position() == 14);
    timed.pass(60s);
    CHECK(timed.walk.position() == 19);
}

TEST_CASE("A step goes one on and pauses; restart goes back; scrubbing goes anywhere; leaving shows all") {
    Timed timed({5, 4});
    timed.walk.step();
    CHECK(timed.walk.begun());
    CHECK(timed.walk.position() == 0);  // the first one is computed first
    timed.walk.step();
    CHECK(timed.walk.position() == 1);
    timed.play();
    timed.walk.step();
    CHECK_FALSE(timed.walk.playing());
    timed.walk.go_to(17);
    CHECK(timed.walk.x() == 2);
    CHECK(timed.walk.y() == 3);
    timed.walk.go_to(400);
    CHECK(timed.walk.at_end());
    timed.walk.restart();
    CHECK(timed.walk.position() == 0);
    timed.walk.leave();
    CHECK_FALSE(timed.walk.begun());
}

TEST_CASE("Where the result's size changes, the walk stays at its column and row") {
    Timed timed({10, 10});
    timed.walk.go_to(73);
    timed.walk.set_size({8, 8});
    CHECK(timed.walk.x() == 3);
    CHECK(timed.walk.y() == 7);
    timed.walk.set_size({2, 2});
    CHECK(timed.walk.x() == 1);
    CHECK(timed.walk.y() == 1);
}
