#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "gui/driver.h"
#include "gui/paused.h"
#include "media/image_io.h"
#include "model/colour_map.h"

using namespace droplet;
using droplet::test::Driver;
using droplet::test::opened;
using droplet::test::Sandbox;
using droplet::test::sized;

namespace {

using Bytes = std::array<double, 3>;  // 0..255

/// A window whose session stands still, on a picture of about three screen pixels a pixel: large enough to be
/// squares, too small for a grid or numbers on them.
struct Still {
    static constexpr Size size{160, 120};
    Sandbox sandbox;
    Driver driver;

    explicit Still(const Preferences& preferences, int channels = 3)
        : driver((sandbox.keep(preferences), opened(sandbox.picture("picture.pfm", size, channels)))) {
        driver.press(GLFW_KEY_R);
        driver.settle();
        driver.move_to(driver.place("Source", 0.5f, 0.5f));
        driver.settle();
    }
    Application& app() { return driver.app(); }

    static Bytes colour(const Image& shot, ImVec2 place) {
        Bytes rgb{};
        for (int c = 0; c < 3; ++c)
            rgb[static_cast<std::size_t>(c)] =
                255.0 *
                static_cast<double>(shot.plane(c).row(static_cast<int>(place.y))[static_cast<int>(place.x)]);
        return rgb;
    }
    Bytes seen(int x, int y, std::size_t pane = 0) {
        return colour(driver.screenshot(), driver.pixel(x, y, pane));
    }
};

/// Half of the picture, as a convolution.
Preferences halved() {
    Preferences preferences = sized(1280, 720);
    preferences.preset.process = Process::convolve;
    preferences.preset.convolution.kernel = KernelName::identity;
    preferences.preset.convolution.gain = 0.5f;
    return preferences;
}

Preferences nothing() {
    Preferences preferences = sized(1280, 720);
    preferences.preset.process = Process::none;
    return preferences;
}

Bytes values(const Image& image, int x, int y, double factor = 1) {
    Bytes rgb{};
    for (int c = 0; c < 3; ++c) {
        const auto v = static_cast<double>(image.plane(std::min(c, image.channels() - 1)).row(y)[x]);
        rgb[static_cast<std::size_t>(c)] = 255 * std::clamp(v * factor, 0.0, 1.0);
    }
    return rgb;
}

Bytes entry(const ColourTable& map, double place) {
    const auto at = static_cast<std::size_t>(std::lround(255 * std::clamp(place, 0.0, 1.0)));
    return {static_cast<double>(map[at].r), static_cast<double>(map[at].g), static_cast<double>(map[at].b)};
}

double apart(const Bytes& a, const Bytes& b) {
    return std::max({std::fabs(a[0] - b[0]), std::fabs(a[1] - b[1]), std::fabs(a[2] - b[2])});
}

/// Of 8 bits and half floats.
constexpr double rounding = 1.5;

}  // namespace

TEST_CASE(
    "A wipe shows the other picture left of its line and the process's right of it; the line is dragged") {
    Preferences preferences = halved();
    preferences.compare.mode = CompareMode::wipe;
    Still window(preferences);
    const Image original = window.driver.picture(Content::original);
    const auto is_original = [&](int x) {
        return apart(window.seen(x, 30), values(original, x, 30)) <= rounding;
    };
    const auto is_half = [&](int x) {
        return apart(window.seen(x, 30), values(original, x, 30, 0.5)) <= rounding;
    };
    CHECK(is_original(60));
    CHECK(is_half(100));
    const double origin = window.app().view().origin_x();
    window.driver.drag(window.driver.place("picture", 0.5f, 0.5f),
                       window.driver.place("picture", 0.8f, 0.5f));
    CHECK(window.app().preferences().compare.wipe == doctest::Approx(0.8).epsilon(0.01));
    CHECK(window.app().view().origin_x() == origin);
    CHECK(is_original(100));
    CHECK(is_half(150));
    // While O is held, the original is everywhere.
    window.driver.key_event(GLFW_KEY_O, true);
    window.driver.settle();
    CHECK(is_original(150));
    window.driver.key_event(GLFW_KEY_O, false);
    window.driver.settle();
    CHECK(is_half(150));
}

TEST_CASE("The difference of equal pictures is the middle of the diverging map everywhere") {
    Preferences preferences = nothing();
    preferences.compare.mode = CompareMode::difference;
    preferences.compare.difference_scale = 1000;
    Still window(preferences);
    const Image shot = window.driver.screenshot();
    for (int y = 20; y < 100; y += 7)
        for (int x = 5; x < 155; x += 7)
            CHECK(apart(Still::colour(shot, window.driver.pixel(x, y)), entry(diverging_map, 0.5)) <=
                  rounding);
}

TEST_CASE("A difference is what is shown less the other one, times the scale, by colour or by channel") {
    Preferences preferences = halved();
    preferences.compare.mode = CompareMode::difference;
    preferences.compare.difference_scale = 2;
    SUBCASE("of greys") {
        Still window(preferences);
        const Bytes v = values(window.driver.picture(Content::original), 40, 50);
        const double grey = (0.299 * v[0] + 0.587 * v[1] + 0.114 * v[2]) / 255;
        CHECK(apart(window.seen(40, 50), entry(diverging_map, 0.5 - grey / 2)) <= 3);
    }
    SUBCASE("of each channel") {
        preferences.compare.difference_of = DifferenceOf::channels;
        Still window(preferences);
        const Bytes v = values(window.driver.picture(Content::original), 40, 50);
        Bytes expected{};
        for (std::size_t c = 0; c < 3; ++c) expected[c] = 127.5 - v[c] / 2;
        CHECK(apart(window.seen(40, 50), expected) <= rounding);
    }
}

TEST_CASE("Pictures of different sizes are compared where they lie: a valid result by its origin") {
    Preferences preferences = sized(1280, 720);
    preferences.preset.process = Process::convolve;
    preferences.preset.convolution.kernel = KernelName::custom;
    preferences.preset.convolution.mode = ConvolutionMode::valid;
    preferences.preset.custom_kernel = Kernel(7, 7);
    preferences.preset.custom_kernel.at(3, 3) = 1;
    preferences.compare.mode = CompareMode::difference;
    preferences.compare.difference_scale = 100;
    Still window(preferences);
    REQUIRE(window.app().status().shape(Content::result).size == Size{154, 114});
    const Image shot = window.driver.screenshot();
    for (int y = 20; y < 100; y += 3)
        for (int x = 5; x < 150; x += 3)
            CHECK(apart(Still::colour(shot, window.driver.pixel(x, y)), entry(diverging_map, 0.5)) <=
                  rounding);
    // Beyond it there is nothing to compare.
    CHECK(apart(Still::colour(shot, window.driver.pixel(1, 60)), entry(diverging_map, 0.5)) > 10);
}

TEST_CASE("Side by side, both panes show their own picture at the same place, and zoom together") {
    Preferences preferences = halved();
    preferences.compare.mode = CompareMode::side_by_side;
    Still window(preferences);
    const Image original = window.driver.picture(Content::original);
    REQUIRE(window.app().picture_context().panes.size() == 2);
    window.driver.move_to(window.driver.pixel(80, 60, 1));
    for (int i = 0; i < 4; ++i) window.driver.wheel(1);
    window.driver.settle();
    const Image shot = window.driver.screenshot();
    for (const int x : {70, 76, 90}) {
        CHECK(apart(Still::colour(shot, window.driver.pixel(x, 55, 0)), values(original, x, 55)) <= rounding);
        CHECK(apart(Still::colour(shot, window.driver.pixel(x, 55, 1)), values(original, x, 55, 0.5)) <=
              rounding);
    }
}

TEST_CASE("A blink shows both pictures in turns without input") {
    Preferences preferences = halved();
    preferences.compare.mode = CompareMode::blink;
    preferences.compare.blink_s = 0.1f;
    Still window(preferences);
    const Image original = window.driver.picture(Content::original);
    const auto shows = [&](double factor) {
        return window.driver.until(
            [&] { return apart(window.seen(40, 50), values(original, 40, 50, factor)) <= rounding; });
    };
    CHECK(shows(1));
    CHECK(shows(0.5));
    CHECK(shows(1));
}

TEST_CASE("C walks through the ways to compare, and the menu's commands choose one or leave it") {
    Still window(nothing());
    const auto mode = [&] { return window.app().preferences().compare.mode; };
    for (const CompareMode next : {CompareMode::wipe, CompareMode::side_by_side, CompareMode::difference,
                                   CompareMode::blink, CompareMode::off}) {
        window.driver.press(GLFW_KEY_C);
        CHECK(mode() == next);
        window.driver.settle();
    }
    const Action& difference = window.app().actions().at("compare-difference");
    difference.callback();
    CHECK(mode() == CompareMode::difference);
    CHECK(difference.on());
    difference.callback();
    CHECK(mode() == CompareMode::off);
}

TEST_CASE("A stop of exposure doubles what is shown, a gamma of 2 takes its root") {
    Preferences preferences = nothing();
    SUBCASE("exposure") {
        preferences.display.exposure = 1;
        Still window(preferences);
        const Image original = window.driver.picture(Content::original);
        for (const int x : {20, 40, 120})
            CHECK(apart(window.seen(x, 50), values(original, x, 50, 2)) <= rounding);
    }
    SUBCASE("gamma") {
        preferences.display.gamma = 2;
        Still window(preferences);
        Bytes expected = values(window.driver.picture(Content::original), 40, 50);
        for (double& v : expected) v = 255 * std::sqrt(v / 255);
        CHECK(apart(window.seen(40, 50), expected) <= rounding);
    }
}

TEST_CASE("A range by hand maps its ends to black and white; the automatic one those of the picture") {
    Preferences preferences = nothing();
    preferences.display.range = RangeChoice::by_hand;
    preferences.display.low = 0.3f;
    preferences.display.high = 0.5f;
    SUBCASE("by hand") {
        Still window(preferences);
        const Image original = window.driver.picture(Content::original);
        Bytes expected = values(original, 40, 50);
        for (double& v : expected) v = std::clamp((v - 255 * 0.3) / 0.2, 0.0, 255.0);
        CHECK(apart(window.seen(40, 50), expected) <= rounding);
        CHECK(apart(window.seen(120, 50), {255, 255, 255}) <= rounding);
    }
    SUBCASE("automatic") {
        preferences.display.range = RangeChoice::automatic;
        Still window(preferences, 1);
        const Image original = window.driver.picture(Content::original);
        const auto find = [&](float wanted) {
            for (int x = 5; x < 155; ++x)
                if (original.plane(0).row(50)[x] == wanted) return x;
            return -1;
        };
        REQUIRE(find(0.25f) > 0);
        REQUIRE(find(0.7f + 0.03f * 3) > 0);
        CHECK(apart(window.seen(find(0.25f), 50), {0, 0, 0}) <= rounding);
        CHECK(apart(window.seen(find(0.7f + 0.03f * 3), 50), {255, 255, 255}) <= rounding);
    }
}

TEST_CASE("A colour map gives the ends of the range its first and its last colour") {
    Preferences preferences = nothing();
    preferences.display.range = RangeChoice::by_hand;
    preferences.display.low = 0.4f;
    preferences.display.high = 0.6f;
    const std::array<std::pair<MapChoice, const ColourTable*>, 4> maps{
        {{MapChoice::viridis, &viridis_map},
         {MapChoice::inferno, &inferno_map},
         {MapChoice::cividis, &cividis_map},
         {MapChoice::diverging, &diverging_map}}};
    for (const auto& map : maps) {
        preferences.display.map = map.first;
        Still window(preferences, 1);
        CHECK(apart(window.seen(40, 50), entry(*map.second, 0)) <= 1);
        CHECK(apart(window.seen(120, 50), entry(*map.second, 1)) <= 1);
    }
}

TEST_CASE("A signed result of one channel is shown by the diverging map, 0 in its middle") {
    Preferences preferences = sized(1280, 720);
    preferences.preset.process = Process::convolve;
    preferences.preset.convolution.kernel = KernelName::sobel_x;
    preferences.preset.convolution.channels = ConvolutionChannels::grey;
    Still window(preferences);
    const Image result = window.driver.picture(Content::result);
    REQUIRE(result.channels() == 1);
    for (const int x : {30, 41, 79, 80, 120}) {
        const auto v = static_cast<double>(result.plane(0).row(50)[x]);
        CHECK(apart(window.seen(x, 50), entry(diverging_map, (v + 1) / 2)) <= 3);
    }
}

TEST_CASE("The four stages of edges stand in four panes that zoom and pan as one") {
    Preferences preferences = sized(1280, 720);
    preferences.preset.process = Process::edges;
    Still window(preferences);
    constexpr std::array stages{Content::blur, Content::gradient, Content::thin, Content::edges};
    const auto holds_everywhere = [&] {
        const Image shot = window.driver.screenshot();
        double worst = 0;
        for (std::size_t i = 0; i < stages.size(); ++i) {
            const Image stage = window.driver.picture(stages[i]);
            float most = 0;
            for (int y = 0; y < stage.height(); ++y)
                for (int x = 0; x < stage.width(); ++x) most = std::max(most, stage.plane(0).row(y)[x]);
            const bool own_range = stages[i] == Content::gradient || stages[i] == Content::thin;
            for (const int x : {74, 78, 79, 80, 84})
                worst = std::max(worst, apart(Still::colour(shot, window.driver.pixel(x, 50, i)),
                                              values(stage, x, 50, own_range ? 1 / double{most} : 1)));
        }
        return worst;
    };
    REQUIRE(window.app().picture_context().panes.size() == 4);
    // Until every pixel is a square of its own.
    window.driver.move_to(window.driver.pixel(80, 60, 2));
    while (window.app().view().zoom() <= 3) window.driver.wheel(1);
    window.driver.settle();
    CHECK(holds_everywhere() <= 2);
    const ImVec2 from = window.driver.pixel(80, 60, 2);
    window.driver.drag(from, {from.x + 30, from.y - 20});
    window.driver.settle();
    CHECK(window.driver.pixel(80, 60, 2).x == doctest::Approx(from.x + 30).epsilon(0.02));
    CHECK(holds_everywhere() <= 2);
}

TEST_CASE("The thresholds of edges are dragged on the histogram of the gradients") {
    Preferences preferences = sized(1280, 720);
    preferences.preset.process = Process::edges;
    Still window(preferences);
    const auto& canny = window.app().settings().preset.canny;
    REQUIRE(canny.high == 0.3f);
    window.driver.drag(window.driver.place("thresholds", 0.31f), window.driver.place("thresholds", 0.6f));
    CHECK(canny.high == doctest::Approx(0.6).epsilon(0.05));
    CHECK(canny.low == 0.1f);
    window.driver.drag(window.driver.place("thresholds", 0.12f), window.driver.place("thresholds", 0.2f));
    CHECK(canny.low == doctest::Approx(0.2).epsilon(0.1));
    CHECK(canny.high == doctest::Approx(0.6).epsilon(0.05));
}
