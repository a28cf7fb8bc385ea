#include "ui/film_control.h"

#include <doctest/doctest.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "media/capture_file.h"
#include "model/error.h"
#include "ui/temporary_folder.h"

using namespace droplet;
using State = FilmControl::State;
using std::chrono::milliseconds;
namespace fs = std::filesystem;

namespace {

class Grey final : public FramePixels {
 public:
    explicit Grey(std::uint8_t value, Size size = {16, 12})
        : FramePixels(size), bytes_(static_cast<std::size_t>(size.area()) * 3, value) {}
    std::span<const std::uint8_t> rgb() override { return bytes_; }

 private:
    std::vector<std::uint8_t> bytes_;
};

/// A session that does what it is told at once, and a film of it: stills, which need no other program.
struct Filming {
    TemporaryFolder folder;
    FilmParams params;
    std::vector<FilmOrder> orders;
    std::vector<DisplayParams> displays;
    int asked = 0;  ///< for the recipe
    std::mutex mutex;
    std::condition_variable changed;
    int changes = 0;
    FilmControl control{[this] {
        const std::lock_guard lock(mutex);
        ++changes;
        changed.notify_all();
    }};

    Filming() { params.format = FilmFormat::png; }

    FilmSession session() {
        return {.record = [this](FilmOrder order) { orders.push_back(std::move(order)); },
                .set_display = [this](const DisplayParams& display) { displays.push_back(display); },
                .stop_recording =
                    [this](const std::function<void(Recipe)>& done, FilmSession::Time) {
                        ++asked;
                        Recipe recipe;
                        recipe.made_by = "a test";
                        recipe.run.events.push_back({0, RunSettings{}});
                        if (!orders.empty()) recipe.takes.push_back({recipe.run, {Shot{}}});
                        done(recipe);
                    }};
    }
    void start() {
        control.start(params, film_place(params.format, folder.path().string(), "film"), {16, 12}, true, {},
                      session());
        control.advance(FilmControl::Clock::now());
        REQUIRE(control.state() == State::recording);
    }
    bool give(std::uint8_t value, Size size = {16, 12}) {
        const FilmFrame frame{std::make_shared<Grey>(value, size), value, FilmControl::Clock::now()};
        return orders.back().take(frame, {});
    }
    /// Takes what the recorder's thread says until the file is complete.
    void end() {
        control.stop(FilmControl::Clock::now());
        settle();
    }
    void settle() {
        for (;;) {
            int seen = 0;
            {
                const std::lock_guard lock(mutex);
                seen = changes;
            }
            control.advance(FilmControl::Clock::now());
            if (control.idle()) return;
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return changes != seen; });
        }
    }
    fs::path still(int number) const {
        return folder.path() / "film" / ("frame-0000" + std::to_string(number) + ".png");
    }
    bool nothing_left() const { return fs::is_empty(folder.path()); }
};

}  // namespace

TEST_CASE("By steps each picture of the session is one of the film, and what was done stands beside it") {
    Filming film;
    film.params.clock = FilmClock::steps;
    film.params.every = 5;
    film.params.fps = 25;
    film.start();
    REQUIRE(film.orders.size() == 1);
    CHECK(film.orders[0].every == 5);
    CHECK(film.orders[0].fps == 25);
    CHECK_FALSE(film.orders[0].view_only);
    for (int i = 0; i < 7; ++i) CHECK(film.give(static_cast<std::uint8_t>(i)));
    film.end();
    CHECK(film.control.status().frames == 7);
    CHECK(fs::exists(film.still(6)));
    CHECK_FALSE(fs::exists(film.still(7)));
    const auto news = film.control.take_news();
    REQUIRE(news.size() == 1);
    CHECK(news[0].kind == FilmNews::Kind::saved);
    CHECK(news[0].text == "Film saved: 0.3 s, 7 frames.");
    CHECK(news[0].path == (film.folder.path() / "film").string());
    const auto recipe = read_recipe((film.folder.path() / "film.json").string());
    REQUIRE(recipe.has_value());
    CHECK(recipe->fps == 25);
    CHECK(recipe->takes.size() == 1);
}

TEST_CASE("Without the switch, and of the window, no performance is written") {
    for (const bool window : {false, true}) {
        Filming film;
        film.params.performance = window;
        if (window) film.params.content = FilmContent::window;
        film.start();
        CHECK(film.orders.size() == (window ? 0 : 1));
        if (window)
            film.control.show(std::make_shared<Grey>(std::uint8_t{9}), FilmControl::Clock::now());
        else
            CHECK(film.give(9));
        film.end();
        CHECK(fs::exists(film.still(0)));
        CHECK_FALSE(fs::exists(film.folder.path() / "film.json"));
    }
}

TEST_CASE("A film that is discarded leaves nothing, and so does one to which no picture came") {
    Filming film;
    film.params.clock = FilmClock::steps;
    film.start();
    CHECK(film.give(1));
    film.control.discard(FilmControl::Clock::now());
    film.settle();
    CHECK(film.nothing_left());
    film.start();
    film.end();
    CHECK(film.nothing_left());
    for (const FilmNews& news : film.control.take_news()) CHECK(news.kind == FilmNews::Kind::note);
}

TEST_CASE("A film stopped before the session has answered never began") {
    Filming film;
    FilmSession slow = film.session();
    slow.stop_recording = [](const auto&, FilmSession::Time) {};
    film.control.start(film.params, film_place(FilmFormat::png, film.folder.path().string(), "film"), {},
                       true, {}, slow);
    CHECK(film.control.state() == State::starting);
    film.control.stop(FilmControl::Clock::now());
    CHECK(film.control.idle());
    CHECK(film.nothing_left());
    CHECK(film.orders.empty());
}

TEST_CASE("The end of the program completes the film") {
    TemporaryFolder folder;
    {
        Filming film;
        film.params.clock = FilmClock::steps;
        film.control.start(film.params, film_place(FilmFormat::png, folder.path().string(), "film"), {}, true,
                           {}, film.session());
        film.control.advance(FilmControl::Clock::now());
        CHECK(film.give(1));
        CHECK(film.give(2));
    }
    CHECK(fs::exists(folder.path() / "film" / "frame-00001.png"));
    CHECK(fs::exists(folder.path() / "film.json"));
}

TEST_CASE("Another source, and another display, go on in the same film; another size is told once") {
    Filming film;
    film.params.clock = FilmClock::steps;
    film.start();
    CHECK(film.give(1));
    film.control.follow_source();
    REQUIRE(film.orders.size() == 2);
    DisplayParams bright;
    bright.exposure = 1;
    film.control.set_display(bright);
    film.control.set_display(bright);
    CHECK(film.displays == std::vector<DisplayParams>{bright});
    for (int i = 0; i < 3; ++i) {
        CHECK(film.give(2, {40, 30}));
        film.control.advance(FilmControl::Clock::now());
    }
    CHECK(film.control.take_news().size() == 1);
    film.end();
    CHECK(film.control.status().frames == 4);
}

TEST_CASE("The film ends by itself at its longest length") {
    Filming film;
    film.params.clock = FilmClock::steps;
    film.params.fps = 10;
    film.params.limit_s = 0.5f;
    film.start();
    int taken = 0;
    while (film.give(3)) ++taken;
    CHECK(taken == 5);
    film.settle();
    CHECK(film.control.status().frames == 5);
    CHECK(film.control.take_news().back().kind == FilmNews::Kind::saved);
}

TEST_CASE(
    "What is drawn much faster than the film's frames is not wanted; what was left out so is due later") {
    Filming film;
    film.params.content = FilmContent::view;
    film.params.fps = 10;
    film.start();
    CHECK(film.orders.at(0).view_only);
    CHECK(film.control.films_view());
    CHECK_FALSE(film.control.films_window());
    const auto start = FilmControl::Clock::now();
    CHECK(film.control.wants(start));
    CHECK_FALSE(film.control.due().has_value());
    CHECK_FALSE(film.control.wants(start + milliseconds(16)));
    REQUIRE(film.control.due().has_value());
    CHECK(*film.control.due() == start + milliseconds(50));
    CHECK(film.control.wants(start + milliseconds(50)));
    CHECK_FALSE(film.control.due().has_value());
    film.control.discard(start);
    film.settle();
}

TEST_CASE("A film never takes a place where something stands, be it the film's or its performance's") {
    TemporaryFolder folder;
    const std::string in = folder.path().string();
    const auto name = [&](const char* file) { return (folder.path() / file).string(); };
    CHECK(film_place(FilmFormat::mp4, in, "a").path == name("a.mp4"));
    folder.write("a.json", "{}");
    const FilmPlace second = film_place(FilmFormat::mp4, in, "a");
    CHECK(second.path == name("a (2).mp4"));
    CHECK(second.performance == name("a (2).json"));
    folder.write("a (2).mp4", "x");
    CHECK(film_place(FilmFormat::mp4, in, "a").path == name("a (3).mp4"));
    const FilmPlace stills = film_place(FilmFormat::png, in, "v1.5 of it");
    CHECK(stills.path == name("v1.5 of it/frame-%05d.png"));
    CHECK(stills.shown == name("v1.5 of it"));
    CHECK(fs::is_directory(stills.shown));
    CHECK(film_place(FilmFormat::png, in, "v1.5 of it").shown == name("v1.5 of it (2)"));
    const std::string file = folder.write("file", "x").string();
    CHECK_THROWS_AS(film_place(FilmFormat::mp4, file + "/below", "a"), Error);
}
