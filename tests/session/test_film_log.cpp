// What a film's recipe says of its pictures: shots, takes, and how many frames each picture counts for.
#include <doctest/doctest.h>

#include "session/film_log.h"

using namespace droplet;

namespace {

FilmLog::Time at(int ms) {
    return FilmLog::Time(std::chrono::milliseconds(ms));
}

RunSettings settings_of(float k) {
    Preset preset;
    preset.diffusion.k = k;
    RunSettings settings;
    settings.preset = std::make_shared<const Preset>(preset);
    return settings;
}

/// A run that goes on, with its settings.
struct Going {
    RunLog log;
    std::int64_t step = 0;
    RunSettings settings = settings_of(0.1f);

    Going() { log.add_settings(0, settings); }
    FilmLog::Picture picture(int ms = 0) const { return {{}, log, step, settings, {}, 0, 0, 0, 0, at(ms)}; }
};

}  // namespace

TEST_CASE("Pictures of one run are shots of one take, and what is the same is one shot") {
    Going run;
    FilmLog film;
    film.add(run.picture());
    run.step = 10;
    film.add(run.picture());
    film.add(run.picture());
    run.log.add(10, Kick{0.5f});
    film.add(run.picture());
    const std::vector<Take> takes = film.takes(at(0));
    REQUIRE(takes.size() == 1);
    REQUIRE(takes[0].shots.size() == 3);
    CHECK(takes[0].shots[1].step == 10);
    CHECK(takes[0].shots[1].events == 1);
    CHECK(takes[0].shots[1].frames == 2);
    CHECK(takes[0].shots[2].events == 2);
    CHECK(takes[0].run.events == run.log.events());
    CHECK(takes[0].run.step == 10);
    CHECK(takes[0].run.complete);
}

TEST_CASE("A run that goes back or begins anew is another take, with what was done to it") {
    Going run;
    FilmLog film;
    run.step = 10;
    film.add(run.picture());
    const Going before = run;
    run.log.add(10, Kick{0.5f});
    run.step = 20;
    film.add(run.picture());
    film.add(before.picture());  // back
    Going anew;
    anew.step = 30;  // later than what was, but of its own
    film.add(anew.picture());
    const std::vector<Take> takes = film.takes(at(0));
    REQUIRE(takes.size() == 3);
    CHECK(takes[0].shots.size() == 2);
    CHECK(takes[0].run.events.size() == 2);
    CHECK(takes[1].run.events.size() == 1);
    CHECK(takes[1].run.step == 10);
    CHECK(takes[2].run.step == 30);
}

TEST_CASE("Live, a picture counts for the film's frames that fall between it and the next") {
    Going run;
    FilmLog film(100);  // a frame each 10 ms
    film.add(run.picture(1000));
    run.step = 1;
    film.add(run.picture(1025));  // frames at 1000, 1010, 1020 were before it
    run.step = 2;
    film.add(run.picture(1042));  // 1030, 1040
    run.step = 3;
    film.add(run.picture(1045));  // none: no part of the film
    run.step = 4;
    film.add(run.picture(1046));
    film.add(run.picture(1049));  // the same goes on
    const std::vector<Take> takes = film.takes(at(1081));
    REQUIRE(takes.size() == 1);
    std::vector<std::pair<std::int64_t, int>> frames;
    for (const Shot& shot : takes[0].shots) frames.emplace_back(shot.step, shot.frames);
    CHECK(frames == std::vector<std::pair<std::int64_t, int>>{{0, 3}, {1, 2}, {4, 4}});
}

TEST_CASE("Live, a run that was shown for less than a frame is no take") {
    FilmLog film(100);
    Going first, second, third;
    film.add(first.picture(0));
    film.add(second.picture(12));
    film.add(third.picture(14));
    CHECK(film.takes(at(14)).size() == 1);
    const std::vector<Take> takes = film.takes(at(30));
    REQUIRE(takes.size() == 2);
    CHECK(takes[0].shots[0].frames == 2);
    CHECK(takes[1].shots[0].frames == 1);
}

TEST_CASE("The same settings are kept once, those that the run has as well") {
    Going run;
    FilmLog film;
    for (int i = 0; i < 3; ++i) {
        FilmLog::Picture picture = run.picture();
        picture.settings = settings_of(0.1f);  // the same values of their own
        picture.step = i;
        film.add(picture);
    }
    const std::vector<Take> takes = film.takes(at(0));
    for (const Shot& shot : takes[0].shots) CHECK(shot.settings.preset == run.settings.preset);
}

TEST_CASE("A film of more shots than are kept says that its recipe is not complete") {
    Going run;
    FilmLog film;
    for (std::size_t i = 0; i < FilmLog::most_shots + 2; ++i) {
        run.step = static_cast<std::int64_t>(i);
        film.add(run.picture());
    }
    const std::vector<Take> takes = film.takes(at(0));
    CHECK_FALSE(takes.back().run.complete);
    CHECK(takes.back().shots.size() == FilmLog::most_shots);
    CHECK(takes.back().run.step == static_cast<std::int64_t>(FilmLog::most_shots) - 1);
}
