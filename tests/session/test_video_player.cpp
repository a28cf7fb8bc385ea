// The clock of a video, by scripted times and a scripted video.
#include <doctest/doctest.h>

#include "session/video_bench.h"

using namespace droplet;
using namespace droplet::test;

TEST_CASE("A video gives each frame once, when it is due; of several the newest, and counts the others") {
    PlayerBench bench(100);
    bench.decode(6);  // 1 to 6
    CHECK(bench.player->playing());
    CHECK(bench.take(1000) == 1);  // the clock begins here
    CHECK(bench.take(1000) == -1);
    CHECK(bench.take(1099) == -1);
    CHECK(bench.player->next_due() == PlayerBench::at(1100));
    CHECK(bench.take(1100) == 2);
    CHECK(bench.take(1450) == 5);
    CHECK(bench.player->state().skipped == 2);
    CHECK(bench.player->state().frame == 5);
    CHECK(bench.player->next_due() == PlayerBench::at(1500));
}

TEST_CASE("A paused video gives nothing, and goes on from where it stood") {
    PlayerBench bench(100);
    bench.decode(4);
    CHECK(bench.take(0) == 1);
    bench.player->pause(PlayerBench::at(50));
    CHECK(!bench.player->playing());
    CHECK(bench.take(5000) == -1);
    CHECK(!bench.player->next_due());
    bench.player->play(PlayerBench::at(6000));
    CHECK(bench.take(6049) == -1);
    CHECK(bench.take(6050) == 2);
}

TEST_CASE("Speed changes when the next frames are due, from now on") {
    PlayerBench bench(100);
    bench.decode(5);
    CHECK(bench.take(0) == 1);
    CHECK(bench.take(100) == 2);
    bench.player->set_speed(0.5f, PlayerBench::at(150));
    CHECK(bench.player->next_due() == PlayerBench::at(250));
    CHECK(bench.take(249) == -1);
    CHECK(bench.take(250) == 3);
    CHECK(bench.take(450) == 4);
}

TEST_CASE("A frame that is sought comes at once, playing or not, and the clock goes on from it") {
    PlayerBench bench(100);
    bench.decode(4);
    CHECK(bench.take(0) == 1);
    bench.player->pause(PlayerBench::at(0));
    const auto taken_at = [&](int ms) {
        std::int64_t taken = -1;
        while ((taken = bench.take(ms)) < 0) {
        }
        return taken;
    };
    bench.player->seek(70);
    CHECK(bench.player->state().seeking);
    bench.script->allow(8);
    CHECK(taken_at(500) == 70);
    CHECK(!bench.player->state().seeking);
    CHECK(bench.take(5000) == -1);
    bench.player->play(PlayerBench::at(6000));
    CHECK(taken_at(6100) == 71);
    bench.player->seek(1000);  // behind the end: the last
    bench.script->allow(8);
    CHECK(taken_at(7000) == 99);
}

TEST_CASE("A video that loops goes on with its first frame, one that does not ends at its last") {
    PlayerBench bench(4);
    bench.script->allow(4);
    const auto taken_at = [&](int ms) {
        std::int64_t taken = -1;
        while ((taken = bench.take(ms)) < 0) {
        }
        return taken;
    };
    CHECK(taken_at(0) == 1);
    CHECK(taken_at(100) == 2);
    CHECK(taken_at(200) == 3);
    CHECK(taken_at(300) == 0);
    bench.player->set_loop(false);
    bench.script->allow(8);
    while (!bench.player->state().at_end) bench.take(900);
    CHECK(!bench.player->playing());
    const auto last = bench.player->state().frame;
    CHECK(last == 3);
    bench.player->play(PlayerBench::at(2000));
    CHECK(bench.player->playing());
    CHECK(taken_at(2000) == 0);
}

TEST_CASE("A camera gives its newest frame, and counts those that nobody took") {
    PlayerBench bench(1000, 30, true);
    bench.decode(5);
    CHECK(bench.take(0) == 5);
    CHECK(bench.take(0) == -1);
    CHECK(bench.player->state().skipped == 4);
    bench.decode(1);
    CHECK(bench.take(1) == 6);
    bench.player->seek(3);
    CHECK(!bench.player->state().seeking);
}

TEST_CASE("Where decoding is late, frames are left out") {
    PlayerBench bench(1000);
    bench.decode(6);
    CHECK(bench.take(0) == 1);
    CHECK(bench.take(500) == 6);
    // The frame of now is the fifth from here; whether the others were decoded is left to the machine.
    bench.clock_ms = 1000;
    bench.script->allow(5);
    while (bench.take(1000) != 11) {
    }
    CHECK(bench.player->state().skipped >= 4);
}

TEST_CASE("A video that fails says so once, and ends") {
    PlayerBench bench(10);
    bench.script->fail_at(2);
    bench.script->allow(1);
    while (bench.player->state().error.empty()) {
    }
    CHECK(bench.player->state().error == "film: is gone");
    CHECK(!bench.player->playing());
    bench.player->play(PlayerBench::at(0));
    CHECK(!bench.player->playing());
}
