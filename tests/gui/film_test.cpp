// Films as the window records them, decoded again.
#include <stdlib.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <sstream>

#include "gui/paused.h"
#include "media/capture_file.h"
#include "ui/films.h"
#include "ui/widgets.h"

using namespace droplet;
using namespace droplet::test;
namespace fs = std::filesystem;
using State = FilmControl::State;

namespace {

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    REQUIRE(pipe);
    std::string all;
    std::array<char, 65536> part;
    while (const std::size_t count = fread(part.data(), 1, part.size(), pipe.get()))
        all.append(part.data(), count);
    return all;
}

/// What ffprobe counts, and what ffmpeg decodes.
struct Decoded {
    Size size;
    int frames = 0;
    std::string bytes;  ///< RGB, frame by frame

    explicit Decoded(const fs::path& film) {
        REQUIRE(fs::exists(film));
        std::istringstream told(
            output_of("ffprobe -v error -count_frames -select_streams v:0 -of default=nw=1:nk=1 "
                      "-show_entries stream=width,height,nb_read_frames '" +
                      film.string() + "'"));
        told >> size.width >> size.height >> frames;
        bytes = output_of("ffmpeg -v error -i '" + film.string() + "' -f rawvideo -pix_fmt rgb24 -");
        CHECK(bytes.size() == static_cast<std::size_t>(frames) * frame_bytes());
    }
    std::size_t frame_bytes() const { return static_cast<std::size_t>(size.area()) * 3; }

    /// The mean distance of a frame from what it shows, of 1; beyond the picture's sides nothing is asked.
    double distance(int frame, const Image& shown) const {
        double sum = 0;
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < shown.height(); ++y)
                for (int x = 0; x < shown.width(); ++x) {
                    const std::size_t at = static_cast<std::size_t>(frame) * frame_bytes() +
                                           3 * static_cast<std::size_t>(y * size.width + x) +
                                           static_cast<std::size_t>(c);
                    const double told = static_cast<std::uint8_t>(bytes.at(at)) / 255.0;
                    const auto plane = shown.plane(shown.channels() == 1 ? 0 : c);
                    const double meant = std::clamp(static_cast<double>(plane.row(y)[x]), 0.0, 1.0);
                    sum += std::abs(told - meant);
                }
        return sum / (3.0 * static_cast<double>(shown.size().area()));
    }
};

struct Filming {
    Sandbox sandbox;
    std::unique_ptr<Driver> driver;

    explicit Filming(const FilmParams& film, int width = 1000, int height = 700) {
        Preferences preferences = sized(width, height);
        preferences.film = film;
        preferences.captures = {sandbox.path("films").string(), "film"};
        preferences.look.values = preferences.look.grid = false;
        sandbox.keep(preferences);
        driver = std::make_unique<Driver>(opened(sandbox.picture("picture.pfm", {97, 64}, 1)));
        driver->press(GLFW_KEY_SPACE);
        REQUIRE_FALSE(app().running());
        driver->press(GLFW_KEY_R);
        driver->settle();
    }
    Application& app() { return driver->app(); }
    const FilmControl& film() { return app().films().control; }
    fs::path file(const std::string& name) const { return sandbox.path("films") / name; }

    void start() {
        driver->press(GLFW_KEY_F9);
        REQUIRE(driver->until([&] { return film().state() == State::recording; }));
    }
    void stop() {
        driver->press(GLFW_KEY_F9);
        REQUIRE(driver->until([&] { return film().idle(); }));
        driver->frames(1);
    }
    void record_frames(int count) {
        REQUIRE(driver->until([&] { return film().status().frames >= count; }));
    }
    void ask_to_close() {
        GLFWwindow* window = app().window().handle();
        glfwSetWindowShouldClose(window, GLFW_TRUE);
    }
    /// Draws until the window is closed.
    bool closes() {
        static_cast<void>(driver->until([] { return false; }));
        return app().window().close_asked();
    }
};

FilmParams by_steps(int every) {
    FilmParams film;
    film.clock = FilmClock::steps;
    film.every = every;
    film.quality = FilmQuality::best;
    return film;
}

FilmParams live(FilmContent content) {
    FilmParams film;
    film.content = content;
    film.quality = FilmQuality::best;
    return film;
}

Size even(Size size) {
    return {size.width + size.width % 2, size.height + size.height % 2};
}

}  // namespace

TEST_CASE("Every fifth step is a frame of the film, with the values of the session's picture at that step") {
    Filming window(by_steps(5));
    window.start();
    window.driver->steps(22);
    window.stop();
    const Decoded film(window.file("film.mp4"));
    CHECK(film.frames == 5);  // the picture as it stood, and steps 5 to 20
    CHECK(film.size == even({97, 64}));

    const auto recipe = read_recipe(window.file("film.json").string());
    REQUIRE(recipe.has_value());
    REQUIRE(recipe->takes.size() == 1);
    const std::vector<Shot>& shots = recipe->takes[0].shots;
    REQUIRE(shots.size() == 5);
    CHECK(recipe->run.source.size == Size{97, 64});
    const auto in_film = recipe_text_of(window.file("film.mp4").string());
    REQUIRE(in_film.has_value());
    CHECK(parse_recipe(*in_film, "film").takes == recipe->takes);

    window.driver->press(GLFW_KEY_R);
    for (int i = 0; i < 5; ++i) {
        CAPTURE(i);
        CHECK(shots[static_cast<std::size_t>(i)].step == 5 * i);
        CHECK(film.distance(i, window.driver->picture()) < 2.0 / 255);
        window.driver->steps(5);
    }
    // The distance tells one step from another.
    CHECK(film.distance(0, window.driver->picture()) > 4.0 / 255);
}

TEST_CASE("A film of the view shows the picture's area without panels, and one of the window shows all") {
    for (const FilmContent content : {FilmContent::view, FilmContent::window}) {
        CAPTURE(enum_name(content));
        Filming window(live(content));
        window.start();
        window.record_frames(8);
        const Image shown =
            content == FilmContent::view ? window.driver->picture_area() : window.driver->screenshot();
        window.stop();
        const Decoded film(window.file("film.mp4"));
        CHECK(film.frames >= 8);
        CHECK(film.size == even(shown.size()));
        // In the window the time of the recording goes on.
        CHECK(film.distance(film.frames / 2, shown) < 3.0 / 255);
        CHECK(fs::exists(window.file("film.json")) == (content == FilmContent::view));
        CHECK_FALSE(window.app().messages().shown().empty());
    }
}

TEST_CASE("Live, the run goes on and the film is as long as it was recorded") {
    Filming window(live(FilmContent::picture));
    window.driver->press(GLFW_KEY_SPACE);
    window.start();
    window.record_frames(20);
    window.stop();
    const RecordingStatus& status = window.film().status();
    const Decoded film(window.file("film.mp4"));
    CHECK(film.frames == status.frames);
    CHECK(film.size == even({97, 64}));
    CHECK(window.app().status().step > 0);
}

TEST_CASE("A window that is closed while it records asks, stays where that is the answer, and finishes") {
    Filming window(live(FilmContent::view));
    window.start();
    window.record_frames(3);
    window.ask_to_close();
    REQUIRE(window.driver->until([] { return place_of("close.keep").has_value(); }));
    window.driver->frames(3);
    window.driver->click(window.driver->place("close.keep"));
    CHECK(window.film().state() == State::recording);
    CHECK_FALSE(window.app().window().close_asked());
    window.ask_to_close();
    window.driver->frames(4);
    window.driver->click(window.driver->place("close.finish"));
    CHECK(window.closes());
    CHECK(window.film().idle());
    CHECK(Decoded(window.file("film.mp4")).frames >= 3);
}

TEST_CASE("A film that is discarded at the close is not there, nor is its performance") {
    Filming window(live(FilmContent::picture));
    window.start();
    window.ask_to_close();
    window.driver->frames(4);
    window.driver->click(window.driver->place("close.discard"));
    CHECK(window.closes());
    CHECK(fs::is_empty(window.sandbox.path("films")));
}

TEST_CASE("Asked to close twice, or ended with the program, a window completes its film without an answer") {
    for (const bool by_program : {false, true}) {
        Filming window(live(FilmContent::window));
        window.start();
        window.record_frames(3);
        if (!by_program) {
            window.ask_to_close();
            window.driver->frames(2);
            window.ask_to_close();
            CHECK(window.closes());
        }
        window.driver.reset();
        CHECK(Decoded(window.file("film.mp4")).frames >= 3);
    }
}

TEST_CASE("Another size of the window is fitted into the film, which is told once") {
    Filming window(live(FilmContent::window));
    window.start();
    window.record_frames(3);
    window.driver->resize(900, 700);
    window.driver->frames(20);
    window.driver->resize(1000, 640);
    window.driver->frames(20);
    int told = 0;
    for (const Messages::Message& message : window.app().messages().shown())
        told += message.text.find("another size") != std::string::npos ? message.count : 0;
    CHECK(told == 1);
    window.stop();
    CHECK(Decoded(window.file("film.mp4")).size == Size{1000, 700});
}

TEST_CASE("Another source while recording goes on in the same film, as another take") {
    Filming window(by_steps(2));
    window.start();
    window.driver->steps(4);
    window.driver->drop(window.sandbox.picture("other.pfm", {60, 50}, 1));
    REQUIRE(window.driver->until([&] {
        return window.app().status().size == Size{60, 50} && window.app().status().recording;
    }));
    window.driver->steps(4);
    window.stop();
    const auto recipe = read_recipe(window.file("film.json").string());
    REQUIRE(recipe.has_value());
    REQUIRE(recipe->takes.size() == 2);
    CHECK(recipe->takes[0].shots.size() == 3);
    CHECK(recipe->takes[1].shots.size() == 3);
    CHECK(Decoded(window.file("film.mp4")).frames == 6);
}

TEST_CASE("Without ffmpeg the panel offers stills, and records them") {
    FilmParams film = by_steps(1);
    const std::string path = getenv("PATH");
    const std::string xdotool = output_of("command -v xdotool");
    Sandbox programs;
    fs::create_symlink(xdotool.substr(0, xdotool.find('\n')), programs.path("xdotool"));
    setenv("PATH", programs.path("").c_str(), 1);
    {
        Filming window(film);
        CHECK_FALSE(window.app().actions().at("record").usable());
        CHECK(window.app().actions().at("record").shown_reason().find("ffmpeg") != std::string::npos);
        window.driver->press(GLFW_KEY_F9);
        CHECK(window.film().idle());
    }
    film.format = FilmFormat::png;
    Filming window(film);
    window.start();
    window.driver->steps(3);
    window.stop();
    setenv("PATH", path.c_str(), 1);
    for (const char* name : {"frame-00000.png", "frame-00003.png"})
        CHECK(fs::exists(window.file("film") / name));
    CHECK_FALSE(fs::exists(window.file("film") / "frame-00004.png"));
    CHECK(fs::exists(window.file("film.json")));
    const auto recipe = read_recipe((window.file("film") / "frame-00002.png").string());
    REQUIRE(recipe.has_value());
    CHECK(recipe->run.step == 2);
}
