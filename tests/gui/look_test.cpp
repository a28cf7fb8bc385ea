// Looking closely: what the window tells of pixels is what the pictures hold.
#include <algorithm>
#include <fstream>

#include "gui/paused.h"
#include "ui/widgets.h"

using namespace droplet;
using droplet::test::Driver;
using droplet::test::opened;
using droplet::test::Sandbox;
using droplet::test::sized;

namespace {

Preset convolving(ConvolutionMode mode) {
    Preset preset;
    preset.process = Process::convolve;
    preset.convolution.kernel = KernelName::sobel_x;
    preset.convolution.mode = mode;
    return preset;
}

Preset standing() {
    Preset preset;
    preset.process = Process::none;
    return preset;
}

struct Looking {
    Sandbox sandbox;
    Driver driver;

    explicit Looking(const Preset& preset, const LookParams& look = {})
        : driver((sandbox.keep(with(look)), options(sandbox, preset))) {
        driver.settle();
    }
    static Preferences with(const LookParams& look) {
        Preferences preferences = sized(1280, 800);
        preferences.look = look;
        return preferences;
    }
    static LaunchOptions options(const Sandbox& sandbox, const Preset& preset) {
        LaunchOptions options = opened(sandbox.picture("picture.pfm", {97, 65}));
        options.preset = preset;
        return options;
    }
    Application& app() { return driver.app(); }
    /// Points at a pixel and waits for what the inspector knows of the first of its pictures.
    std::vector<Inspector::Row> at(int x, int y) {
        driver.move_to(driver.pixel(x, y));
        const auto rows = [&] { return app().look().inspector.rows(app().picture_context()); };
        REQUIRE(driver.until([&] {
            const auto& place = app().look().inspector.place();
            if (!place || place->x != x || place->y != y) return false;
            const auto known = rows();
            return std::all_of(known.begin(), known.end(),
                               [](const Inspector::Row& row) { return row.channels > 0 || !row.inside; });
        }));
        return rows();
    }
};

bool holds(const Inspector::Row& row, const Image& picture, int x, int y) {
    bool same = row.channels == picture.channels();
    for (int c = 0; same && c < row.channels; ++c)
        same = row.values[static_cast<std::size_t>(c)] == picture.plane(c).row(y)[x];
    return same;
}

}  // namespace

TEST_CASE("Pointing at a pixel tells what the picture holds there, at its border too") {
    Looking window(standing());
    const Image picture = window.driver.picture();
    for (const auto& at : {std::pair{0, 0}, {96, 64}, {96, 0}, {40, 20}}) {
        CAPTURE(at.first);
        const auto rows = window.at(at.first, at.second);
        REQUIRE(rows.size() == 2);
        CHECK(holds(rows[0], picture, at.first, at.second));
        CHECK(holds(rows[1], picture, at.first, at.second));
    }
    window.driver.press(GLFW_KEY_I);
    window.driver.move_to(window.driver.place("run"));
    CHECK(window.app().look().inspector.place()->x == 40);
}

TEST_CASE("Of a valid and of a full result the pixel is told where it lies in the result and in the source") {
    for (const ConvolutionMode mode : {ConvolutionMode::valid, ConvolutionMode::full}) {
        Looking window(convolving(mode));
        const int origin = mode == ConvolutionMode::valid ? 1 : -1;
        REQUIRE(window.app().status().shape(Content::result).origin_x == origin);
        // A full result is larger than the picture that fits.
        window.driver.move_to(window.driver.pixel(48, 32));
        window.driver.wheel(-3);
        const Image result = window.driver.picture(Content::result), source = window.driver.picture();
        for (const auto& at : {std::pair{origin, origin}, {96 - origin, 64 - origin}, {50, 30}, {0, 0}}) {
            CAPTURE(at.first);
            const auto rows = window.at(at.first, at.second);
            REQUIRE(rows.size() == 3);
            CHECK(rows[0].x == at.first - origin);
            CHECK(rows[0].inside == (mode == ConvolutionMode::full || at.first > 0));
            if (rows[0].inside) CHECK(holds(rows[0], result, rows[0].x, rows[0].y));
            CHECK(rows[1].inside == (at.first >= 0 && at.first < 97));
            if (rows[1].inside) CHECK(holds(rows[1], source, at.first, at.second));
        }
    }
}

TEST_CASE("Values and grid come when the pixels are large enough, and go with their switches") {
    LookParams look;
    look.values = look.grid = false;
    Looking window(standing(), look);
    const Image small = window.driver.picture_area();
    window.driver.press(GLFW_KEY_V);
    CHECK(window.app().preferences().look.values);
    window.driver.settle();
    CHECK(test::difference(window.driver.picture_area(), small) == 0);
    window.driver.press(GLFW_KEY_V);
    window.driver.move_to(window.driver.pixel(40, 30));
    for (int i = 0; i < 20; ++i) window.driver.wheel(1);
    REQUIRE(window.app().view().zoom() == 64);
    window.driver.move_to(window.driver.place("run"));
    window.driver.settle();
    const Image plain = window.driver.picture_area();
    window.driver.press(GLFW_KEY_G);
    window.driver.settle();
    const Image grid = window.driver.picture_area();
    CHECK(test::difference(grid, plain) > 0.1);
    window.driver.press(GLFW_KEY_G);
    window.driver.press(GLFW_KEY_V);
    window.driver.settle();
    const Image bytes = window.driver.picture_area();
    CHECK(test::difference(bytes, plain) > 0.1);
    window.driver.press(GLFW_KEY_V);
    window.driver.settle();
    CHECK(test::difference(window.driver.picture_area(), plain) == 0);
}

TEST_CASE("The histogram counts every pixel of what the process shows, once a channel") {
    LookParams look;
    look.histogram_open = true;
    for (const Preset& preset : {standing(), convolving(ConvolutionMode::valid)}) {
        Looking window(preset, look);
        const Size size = window.app().status().shape(shown_content(preset)).size;
        const HistogramView& view = window.app().look().histogram;
        REQUIRE(window.driver.until([&] { return view.shown().channels.size() == 3; }));
        // The range of all values, which is known from the statistics.
        window.driver.settle();
        for (const Histogram::Channel& channel : view.shown().channels) {
            std::int64_t sum = 0;
            for (const std::uint32_t count : channel.counts) sum += count;
            CHECK(sum == size.area());
            CHECK(channel.below + channel.above + channel.not_numbers == 0);
        }
        CHECK((view.shown().low < 0) == (preset.process == Process::convolve));
    }
}

TEST_CASE("The profile across an edge is the row of the picture: a step where the edge is") {
    Looking window(standing());
    const Image picture = window.driver.picture();
    const double x_before = window.app().view().origin_x();
    const auto& profile = window.app().look().profile;
    window.driver.press(GLFW_KEY_M);
    CHECK(profile.on());
    window.driver.drag(window.driver.pixel(10, 20), window.driver.pixel(80, 20));
    REQUIRE(profile.line());
    CHECK(*profile.line() == LineSegment{10.5, 20.5, 80.5, 20.5});
    CHECK(window.app().view().origin_x() == x_before);
    CHECK(window.app().preferences().look.profile_open);
    REQUIRE(window.driver.until([&] { return profile.profile().count() == 71; }));
    window.driver.settle();
    REQUIRE(profile.profile().samples.size() == 3);
    for (int i = 0; i < 71; ++i) {
        const float value = profile.profile().samples[1][static_cast<std::size_t>(i)];
        CHECK(value == picture.plane(1).row(20)[10 + i]);
        CHECK((value > 0.5f) == (profile.profile().distance(i) > 38.5));
    }
    // An end is dragged without Shift; with it, a new line is drawn.
    window.driver.drag(window.driver.pixel(80, 20), window.driver.pixel(60, 40));
    CHECK(*profile.line() == LineSegment{10.5, 20.5, 60.5, 40.5});
    window.driver.key_event(GLFW_KEY_LEFT_SHIFT, true, GLFW_MOD_SHIFT);
    window.driver.drag(window.driver.pixel(30, 5), window.driver.pixel(30, 60));
    window.driver.key_event(GLFW_KEY_LEFT_SHIFT, false);
    CHECK(*profile.line() == LineSegment{30.5, 5.5, 30.5, 60.5});
    REQUIRE(window.driver.until([&] { return profile.profile().count() == 56; }));
    profile.write_csv(window.sandbox.path("profile.csv"));
    std::ifstream in(window.sandbox.path("profile.csv"));
    CHECK(std::count(std::istreambuf_iterator<char>(in), {}, '\n') == 57);
    window.driver.press(GLFW_KEY_M);
    CHECK_FALSE(profile.on());
}

TEST_CASE(
    "With the four stages of edges side by side the inspector tells them all, whichever is pointed at") {
    Preset preset;
    preset.process = Process::edges;
    Looking window(preset);
    REQUIRE(window.app().picture_context().panes.size() == 4);
    const auto rows = window.at(30, 30);
    REQUIRE(rows.size() == 6);
    for (const Inspector::Row& row : rows) {
        CAPTURE(static_cast<int>(row.content));
        CHECK(holds(row, window.driver.picture(row.content), 30, 30));
    }
    window.driver.move_to(window.driver.pixel(12, 40, 2));
    CHECK(window.app().look().inspector.place() == Inspector::Place{12, 40, Content::thin});
}
