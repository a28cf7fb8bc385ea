#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "media/film_clock.h"

using namespace droplet;
using namespace std::chrono_literals;

namespace {

const LiveClock::Time start = LiveClock::Time() + 1h;

/// Which picture each frame shows, by the clock's word.
struct Shown {
    explicit Shown(double fps, std::int64_t most = 0) : clock(fps, most) {}

    void arrive(std::chrono::nanoseconds at) {
        add(clock.arrive(start + at));
        ++pictures;
    }
    void advance(std::chrono::nanoseconds to) { add(clock.advance(start + to)); }
    void end(std::chrono::nanoseconds at) { add(clock.end(start + at)); }
    void add(std::int64_t count) {
        frames.insert(frames.end(), static_cast<std::size_t>(count), pictures - 1);
    }

    LiveClock clock;
    int pictures = 0;
    std::vector<int> frames;
};

void check_sums(const Shown& shown) {
    int different = 0;
    for (std::size_t i = 0; i < shown.frames.size(); ++i)
        different += i == 0 || shown.frames[i] != shown.frames[i - 1];
    CHECK(shown.clock.frames() == static_cast<std::int64_t>(shown.frames.size()));
    CHECK(shown.clock.frames() == different + shown.clock.repeated());
    CHECK(shown.pictures == different + shown.clock.left_out() + shown.clock.dropped());
}

}  // namespace

TEST_CASE("each frame of a live film shows what was newest when it begins") {
    Shown shown(10);
    shown.arrive(0ms);
    shown.arrive(30ms);  // too fast: the first frame has begun, the second has not
    shown.arrive(60ms);
    shown.arrive(100ms);  // on the beat: it is the newest there
    shown.arrive(450ms);
    shown.end(700ms);
    CHECK(shown.frames == std::vector<int>{0, 3, 3, 3, 3, 4, 4});
    CHECK(shown.clock.left_out() == 2);
    CHECK(shown.clock.repeated() == 4);
    check_sums(shown);
}

TEST_CASE("a live film goes on by time alone, in whatever portions that is told") {
    Shown shown(30);
    CHECK(shown.clock.advance(start) == 0);
    CHECK_FALSE(shown.clock.started());
    shown.arrive(0ms);
    for (auto now = 0ms; now <= 1000ms; now += 7ms) {
        shown.advance(now);
        shown.advance(now);
        CHECK(shown.clock.next() >= start + now);
    }
    shown.end(2000ms);
    CHECK(shown.frames == std::vector<int>(60, 0));
    CHECK(shown.clock.repeated() == 59);
    check_sums(shown);
}

TEST_CASE("a film is as long as it lasted at any frame rate, without drifting") {
    for (const double fps : {0.1, 1.0, 23.976, 29.97, 30.0, 59.94, 60.0, 144.0, 1000.0}) {
        CAPTURE(fps);
        Shown shown(fps);
        for (int i = 0; i < 5000; ++i) shown.arrive(std::chrono::milliseconds(i * 13));
        shown.end(65s);
        // Frame k begins at k / fps, so that a film of 65 s has those below 65 * fps.
        const double exact = 65.0 * fps;
        CHECK(static_cast<double>(shown.frames.size()) >= exact - 1e-6);
        CHECK(static_cast<double>(shown.frames.size()) < exact + 1);
        bool right = true;
        for (std::size_t k = 0; k < shown.frames.size(); ++k) {
            const double begin = static_cast<double>(k) / fps;
            right = right && shown.frames[k] * 0.013 <= begin + 1e-8 &&
                    (shown.frames[k] == 4999 || (shown.frames[k] + 1) * 0.013 > begin - 1e-8);
        }
        CHECK(right);
        check_sums(shown);
    }
}

TEST_CASE("a picture that comes late is shown from then on, and changes no frame that was handed out") {
    Shown shown(10);
    shown.arrive(0ms);
    shown.advance(501ms);
    shown.arrive(200ms);
    shown.end(800ms);
    CHECK(shown.frames == std::vector<int>{0, 0, 0, 0, 0, 0, 1, 1});
    check_sums(shown);
}

TEST_CASE("one picture makes a film of one frame, however soon it ends; none makes none") {
    Shown shown(10), none(10);
    shown.arrive(0ms);
    shown.end(0ms);
    CHECK(shown.frames == std::vector<int>{0});
    check_sums(shown);
    none.end(10s);
    CHECK(none.frames.empty());
}

TEST_CASE("a limit ends the film at its frame, and counts nothing more") {
    Shown shown(10, 4);
    shown.arrive(0ms);
    shown.arrive(250ms);
    CHECK_FALSE(shown.clock.at_limit());
    shown.advance(10s);
    CHECK(shown.clock.at_limit());
    shown.end(20s);
    CHECK(shown.frames == std::vector<int>{0, 0, 0, 1});
    check_sums(shown);
}

TEST_CASE("frames without room repeat the one before, and their picture is dropped, unless it comes later") {
    LiveClock clock(10);
    CHECK(clock.arrive(start) == 0);
    CHECK(clock.arrive(start + 50ms) == 1);
    CHECK(clock.arrive(start + 250ms) == 2);  // the second picture's
    clock.refuse(2);
    CHECK(clock.dropped() == 1);  // a newer one is there
    CHECK(clock.repeated() == 2);
    CHECK(clock.arrive(start + 350ms) == 1);
    clock.refuse(1);
    CHECK(clock.advance(start + 450ms) == 1);
    clock.refuse(1);
    CHECK(clock.dropped() == 2);
    CHECK(clock.advance(start + 650ms) == 2);  // there is room again: the fourth is shown after all
    CHECK(clock.advance(start + 750ms) == 1);
    clock.refuse(1);  // what it repeats is the picture itself
    CHECK(clock.end(start + 750ms) == 0);
    CHECK(clock.dropped() == 2);
    CHECK(clock.left_out() == 0);
    CHECK(clock.frames() == 8);
    CHECK(clock.repeated() == 6);
}
