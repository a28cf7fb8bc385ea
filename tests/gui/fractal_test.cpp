// Flying through the fractal in the real window.
#include <algorithm>
#include <cmath>
#include <set>

#include "gui/paused.h"
#include "ui/widgets.h"

using namespace droplet;
using droplet::test::Driver;
using droplet::test::opened;
using droplet::test::Sandbox;
using droplet::test::sized;

namespace {

Preset fractal_at(const FractalPlace& place, int iterations = 50) {
    Preset preset;
    preset.source = Source::fractal;
    preset.process = Process::none;
    preset.fractal.iterations = iterations;
    set_place(preset.fractal, place);
    return preset;
}

struct Flying {
    Sandbox sandbox;
    Driver driver;

    explicit Flying(const Preset& preset, Size window = {1280, 720})
        : driver((sandbox.keep(sized(window.width, window.height)), options(sandbox, preset))) {
        rest();
    }
    static LaunchOptions options(const Sandbox& sandbox, const Preset& preset) {
        LaunchOptions options = opened(sandbox.picture("picture.pfm", {96, 64}));
        options.preset = preset;
        return options;
    }
    Application& app() { return driver.app(); }
    bool complete() {
        const FractalStatus& fractal = app().status().fractal;
        return fractal.active && fractal.progress.complete && fractal.place == app().explorer().now() &&
               fractal.size == app().canvas() && !app().explorer().gliding();
    }
    /// Draws until the picture of where one is is whole, and on the screen.
    void rest() {
        REQUIRE(driver.until([&] { return complete(); }));
        driver.frames(2);
    }
    /// What the window shows of the picture.
    Image shown() { return driver.picture_area(); }
    ImVec2 point(float across, float down) { return driver.place("picture", across, down); }
};

/// The mean difference of two pictures over their middle, the one moved by (dx, dy) against the other.
double difference_moved(const Image& a, const Image& b, int dx, int dy) {
    double sum = 0;
    int count = 0;
    const int margin = 60;
    for (int c = 0; c < 3; ++c)
        for (int y = margin; y < a.height() - margin; ++y)
            for (int x = margin; x < a.width() - margin; ++x, ++count)
                sum += std::abs(static_cast<double>(a.plane(c).row(y)[x]) -
                                static_cast<double>(b.plane(c).row(y + dy)[x + dx]));
    return sum / count;
}

/// Where `b` fits `a` best, of moves by up to two pixels.
std::pair<int, int> best_move(const Image& a, const Image& b) {
    std::pair<int, int> best{0, 0};
    double least = difference_moved(a, b, 0, 0);
    for (int dy = -2; dy <= 2; ++dy)
        for (int dx = -2; dx <= 2; ++dx)
            if (const double difference = difference_moved(a, b, dx, dy); difference < least) {
                least = difference;
                best = {dx, dy};
            }
    return best;
}

int colours(const Image& image) {
    std::set<int> seen;
    for (int y = 0; y < image.height(); y += 4)
        for (int x = 0; x < image.width(); x += 4) {
            const auto level = [&](int c) { return static_cast<int>(255 * image.plane(c).row(y)[x]); };
            seen.insert((level(0) << 16) + (level(1) << 8) + level(2));
        }
    return static_cast<int>(seen.size());
}

const FractalPlace shore{0.9, 0.35, 1e-3};

}  // namespace

TEST_CASE("The fractal is as large as its pane, and follows it") {
    Flying window(fractal_at({0.0, 0.0, 0.005}));
    const auto pane = [&] {
        const auto place = place_of("picture");
        return Size{static_cast<int>(place->max.x - place->min.x),
                    static_cast<int>(place->max.y - place->min.y)};
    };
    CHECK(window.app().canvas() == pane());
    CHECK(window.driver.picture(Content::original).size() == pane());
    CHECK(window.app().view().zoom() == 1);
    window.driver.resize(1000, 640);
    window.rest();
    CHECK(window.driver.picture(Content::original).size() == pane());
    CHECK(window.app().settings().preset.fractal.scale == 0.005);
}

TEST_CASE("The picture follows a drag and the wheel at once, and the new picture comes without a jump") {
    Flying window(fractal_at(shore));
    const Image before = window.shown();
    REQUIRE(colours(before) > 8);
    const ImVec2 from = window.point(0.5f, 0.5f);
    window.driver.drag(from, {from.x + 40, from.y - 24});
    // What was shown has moved with the mouse in the frame after it, whether a new picture is there or not.
    const Image moved = window.shown();
    CHECK(difference_moved(before, moved, 40, -24) < 0.02);
    window.rest();
    const Image after = window.shown();
    CHECK(difference_moved(before, after, 40, -24) < 0.02);
    CHECK(place_of(window.app().settings().preset.fractal).x.high ==
          doctest::Approx(0.9 - 0.04).epsilon(1e-12));

    window.driver.move_to(window.point(0.3f, 0.6f));
    window.driver.wheel(1);
    Image last = window.shown();
    for (int i = 0; i < 40 && !window.complete(); ++i) {
        const FractalPlace place = window.app().explorer().now();
        Image next = window.shown();
        // Between frames of one place only new pictures come: none of them lies elsewhere.
        if (place == window.app().explorer().now() && !window.app().explorer().gliding() && i > 0)
            CHECK(best_move(last, next) == std::pair{0, 0});
        last = std::move(next);
    }
    window.rest();
    CHECK(window.app().explorer().now().scale == doctest::Approx(1e-3 / 1.2).epsilon(1e-12));
}

TEST_CASE("From the whole set to 1e-20 by the wheel: pictures all the way, in the precision that is needed") {
    // A boundary point of the Mandelbrot set on the real axis, where every depth has something to show.
    Preset preset = fractal_at({0.0, 0.0, 0.005}, 400);
    preset.fractal.exponent = -2;
    preset.fractal.coefficient_re = 1;
    preset.fractal.coefficient_im = 0;
    set_place(preset.fractal, {Precise(-1.9999999999999998), Precise(0.0), 0.005});
    Flying window(preset, {800, 520});
    const ImVec2 middle = window.point(0.5f, 0.5f);
    window.driver.move_to(middle);
    const FractalPlace start = window.app().explorer().now();
    const PictureContext context = window.app().picture_context();
    const double x = context.mouse.x - window.app().canvas().width / 2.0,
                 y = context.mouse.y - window.app().canvas().height / 2.0;
    const FractalPlace point = window.app().explorer().at(x, y);
    std::vector<Precision> seen;
    const int notches = 4;
    int turns = 0, blank = 0;
    for (; window.app().explorer().target().scale > 1e-20; ++turns) {
        window.driver.wheel(notches);
        const FractalStatus& fractal = window.app().status().fractal;
        if (fractal.progress.block > 0 && (seen.empty() || seen.back() != fractal.progress.precision))
            seen.push_back(fractal.progress.precision);
        // The newest picture is of somewhere near, or will be without the wheel's rest.
        REQUIRE(window.driver.until([&] {
            const auto& shown = window.app().fractal_frames().shown();
            return shown && shown->place.scale < 64 * window.app().explorer().now().scale;
        }));
        if (turns % 5 == 0 && colours(window.shown()) < 2) ++blank;
    }
    window.rest();
    CHECK(turns == 56);
    CHECK(blank == 0);
    CHECK(seen == std::vector{Precision::float32, Precision::float64, Precision::double_double});
    const FractalPlace end = window.app().explorer().now();
    CHECK(end.scale == doctest::Approx(start.scale * std::pow(1.2, -notches * turns)).epsilon(1e-12));
    const FractalPlace under = window.app().explorer().at(x, y);
    CHECK(std::abs((under.x - point.x).high) < 1e-3 * end.scale);
    CHECK(std::abs((under.y - point.y).high) < 1e-3 * end.scale);
    CHECK(window.app().status().fractal.progress.precision == Precision::double_double);
}

TEST_CASE("A box, a double click, keys and the history move; undo does not") {
    Flying window(fractal_at(shore));
    window.driver.click(window.driver.place("box-zoom"));
    const ImVec2 from = window.point(0.4f, 0.4f);
    window.driver.drag(from, {from.x + 100, from.y + 10});
    window.rest();
    const double share = 100.0 / window.app().canvas().width;
    CHECK(window.app().explorer().now().scale == doctest::Approx(1e-3 * share).epsilon(1e-9));
    const FractalPlace boxed = window.app().explorer().now();
    window.driver.press(GLFW_KEY_Z, GLFW_MOD_CONTROL);
    window.rest();
    CHECK(window.app().explorer().now() == boxed);  // moving is no setting
    window.driver.press(GLFW_KEY_LEFT, GLFW_MOD_ALT);
    window.rest();
    CHECK(window.app().explorer().now() == shore);
    window.driver.press(GLFW_KEY_RIGHT, GLFW_MOD_ALT);
    window.rest();
    CHECK(window.app().explorer().now() == boxed);
    window.driver.double_click(window.point(0.5f, 0.5f));
    window.rest();
    CHECK(window.app().explorer().now().scale == doctest::Approx(boxed.scale / 2.5).epsilon(1e-9));
    window.driver.press('-');
    window.rest();
    CHECK(window.app().explorer().now().scale == doctest::Approx(boxed.scale / 2).epsilon(1e-9));
    const Precise x = window.app().explorer().now().x;
    window.driver.press(GLFW_KEY_RIGHT);
    window.rest();
    CHECK(window.app().explorer().now().x > x);
    window.driver.press(GLFW_KEY_HOME);
    window.rest();
    CHECK(window.app().explorer().now() ==
          home_of(window.app().settings().preset.fractal, window.app().canvas()));
}

TEST_CASE("Without navigation, wheel and drag look at the pixels of the picture, which stays") {
    Flying window(fractal_at(shore));
    window.driver.click(window.driver.place("navigate"));
    window.driver.move_to(window.point(0.5f, 0.5f));
    for (int i = 0; i < 6; ++i) window.driver.wheel(1);
    CHECK(window.app().explorer().now() == shore);
    CHECK(window.app().view().zoom() == doctest::Approx(std::pow(1.2, 6)));
}

TEST_CASE("While a process steps, another size of the window does not begin the run anew") {
    Preset preset = fractal_at(shore);
    preset.process = Process::diffuse;
    Sandbox sandbox;
    sandbox.keep(sized(1280, 720));
    Driver driver(Flying::options(sandbox, preset));
    Application& app = driver.app();
    REQUIRE(driver.until([&] { return app.status().fractal.active && app.status().step > 3; }));
    const Size canvas = app.canvas();
    const std::int64_t step = app.status().step;
    driver.resize(1000, 640);
    CHECK(app.canvas() == canvas);
    CHECK(app.status().step >= step);
    driver.press(GLFW_KEY_R);
    REQUIRE(driver.until([&] { return !(app.canvas() == canvas) && app.status().size == app.canvas(); }));
}

TEST_CASE("A bookmark keeps the place with its picture, and one flies back to it") {
    Flying window(fractal_at(shore));
    window.driver.click(window.driver.place("bookmark.add"));
    REQUIRE(window.driver.until([&] { return !window.app().places().bookmarks().all().empty(); }));
    const FractalBookmark kept = window.app().places().bookmarks().all().front();
    CHECK(place_of(kept.preset.fractal) == shore);
    CHECK(std::filesystem::exists(kept.picture));
    window.driver.press(GLFW_KEY_HOME);
    window.rest();
    window.driver.click(window.driver.place("bookmark.0"));
    window.rest();
    CHECK(window.app().explorer().now() == shore);
}
