#include "ui/look_closely.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "ui/panel_host.h"
#include "ui/pixel_values.h"

using namespace droplet;
using droplet::test::PanelHost;

namespace {

ViewTransform view_of(Size image, Size viewport, double zoom) {
    ViewTransform view;
    view.set_image(image);
    view.set_viewport(viewport);
    view.set_zoom(zoom);
    return view;
}

Pane pane_of(Size size, PictureShape shape) {
    Pane pane;
    pane.content = Content::result;
    pane.min = {13, 7};
    pane.max = {13 + static_cast<float>(size.width), 7 + static_cast<float>(size.height)};
    pane.shape = shape;
    return pane;
}

constexpr std::array<NumberFont, 2> two_fonts{{{9, 4, 9, 14}, {7, 3, 7, 11}}};

std::array<float, 3> colour_at(int x, int y) {
    return {static_cast<float>(x) / 100, static_cast<float>(y) / 100, -0.5f};
}

/// A reading of `region`, whose values say where they are.
RegionReading reading_of(Content content, const PixelRect& region) {
    RegionReading reading{{content, region}, region, Image({region.width(), region.height()}, 3)};
    for (int c = 0; c < 3; ++c)
        for (int y = region.y0; y < region.y1; ++y)
            for (int x = region.x0; x < region.x1; ++x)
                reading.values.plane(c).row(y - region.y0)[x - region.x0] =
                    colour_at(x, y)[static_cast<std::size_t>(c)];
    return reading;
}

/// A picture of 41x23 whose valid result of a 5x3 kernel is shown, with the mouse over source pixel (x, y).
struct Scene {
    Preset preset;
    SessionStatus status;
    std::vector<Pane> panes;
    ViewTransform view = view_of({41, 23}, {300, 200}, 6);
    PictureMouse mouse;

    Scene() {
        preset.process = Process::convolve;
        status.size = {41, 23};
        for (const Content content : {Content::current, Content::original})
            status.shapes[static_cast<std::size_t>(content)] = {{41, 23}, 3, 0, 0};
        status.shapes[static_cast<std::size_t>(Content::result)] = {{37, 21}, 3, 2, 1};
        panes.push_back(pane_of({300, 200}, status.shape(Content::result)));
    }
    void point_at(int x, int y) {
        mouse.over = true;
        mouse.pane = 0;
        mouse.x = x + 0.5;
        mouse.y = y + 0.5;
        mouse.position = context().screen(panes[0], mouse.x, mouse.y);
    }
    void answer(const ReadingRequest& request) {
        auto readings = std::make_shared<Readings>();
        readings->request = request;
        for (const RegionRequest& wanted : request.regions) {
            const Size size = status.shape(wanted.content).size;
            readings->regions.push_back(reading_of(
                wanted.content,
                {std::max(0, wanted.region.x0), std::max(0, wanted.region.y0),
                 std::min(size.width, wanted.region.x1), std::min(size.height, wanted.region.y1)}));
            readings->regions.back().request = wanted;
        }
        status.readings = readings;
    }
    PictureContext context() const { return {preset, status, panes, view, mouse, 1}; }
};

}  // namespace

TEST_CASE("The pixels a pane shows are those of which a part lies in it, for every origin of the picture") {
    for (const Size size : {Size{1, 1}, Size{37, 21}, Size{5, 301}})
        for (const int origin : {0, 2, -3})
            for (const double zoom : {0.7, 7.3, 64.0}) {
                const Pane pane = pane_of({101, 57}, {size, 1, origin, -origin});
                ViewTransform view = view_of({37, 21}, {101, 57}, zoom);
                view.pan(31, -17);
                const PixelRect rect = visible_pixels(pane, view, 1);
                int x0 = size.width, x1 = 0, y0 = size.height, y1 = 0;
                for (int x = 0; x < size.width; ++x) {
                    const double left = (x + origin - view.origin_x()) * zoom;
                    if (left + zoom > 1e-6 && left < 101 - 1e-6) x0 = std::min(x0, x), x1 = x + 1;
                }
                for (int y = 0; y < size.height; ++y) {
                    const double top = (y - origin - view.origin_y()) * zoom;
                    if (top + zoom > 1e-6 && top < 57 - 1e-6) y0 = std::min(y0, y), y1 = y + 1;
                }
                CAPTURE(zoom);
                CAPTURE(origin);
                if (x0 < x1 && y0 < y1)
                    CHECK(rect == PixelRect{x0, y0, x1, y1});
                else
                    CHECK(rect == PixelRect{});
            }
}

TEST_CASE("What is read holds the pixels and some around them, and stays while the view moves a little") {
    for (int x = -20; x < 20; ++x) {
        const PixelRect read = read_around({x, 3, x + 11, 5});
        CHECK(read.x0 <= x - 8);
        CHECK(read.x1 >= x + 11 + 8);
        CHECK(read.x0 % 8 == 0);
    }
    CHECK(read_around({1, 1, 12, 9}) == read_around({2, 2, 13, 10}));
}

TEST_CASE("Values are written times 255 or as they are, and 0 has no sign") {
    CHECK(value_text(118.0f / 255, NumberFormat::bytes, 1) == "118.0");
    CHECK(value_text(1, NumberFormat::bytes, 0) == "255");
    CHECK(value_text(-0.5f, NumberFormat::floats, 2) == "−0.50");
    CHECK(value_text(-0.001f, NumberFormat::floats, 2) == "0.00");
    CHECK(value_text(std::nanf(""), NumberFormat::bytes, 1) == "nan");
    CHECK(value_text(-std::numeric_limits<float>::infinity(), NumberFormat::bytes, 1) == "−∞");
}

TEST_CASE("Numbers on pixels fit into them, and larger pixels never have fewer digits") {
    for (const NumberFormat numbers : {NumberFormat::bytes, NumberFormat::floats})
        for (const int channels : {1, 3})
            for (const ValueRange range : {ValueRange{0, 1}, {-0.5f, 0.5f}, {-8, 8}, {0, 3000}}) {
                int before = -1;
                for (int step = 8; step <= 128; ++step) {
                    const float side = static_cast<float>(step);
                    const auto layout = fitting_layout(side, channels, range, numbers, two_fonts);
                    const int decimals = layout ? layout->decimals : -1;
                    CHECK(decimals >= before);
                    before = decimals;
                    if (!layout) continue;
                    CHECK(layout->width <= side);
                    CHECK(two_fonts[static_cast<std::size_t>(layout->font)].line *
                              static_cast<float>(channels) <=
                          side);
                    // Every value of the range takes no more room than was reserved.
                    for (const float value : {range.low, range.high, (range.low + range.high) / 3}) {
                        const std::string text = value_text(value, numbers, layout->decimals);
                        const NumberFont& font = two_fonts[static_cast<std::size_t>(layout->font)];
                        const bool minus = text.starts_with("−");
                        float width = minus ? font.minus : 0;
                        for (const char c : minus ? text.substr(3) : text)
                            width += c == '.' ? font.point : font.digit;
                        CHECK(width <= layout->width);
                    }
                }
                CHECK(before >= 0);
            }
}

TEST_CASE("Bars of a histogram gather every count, and each has a pixel at least") {
    Histogram::Channel channel;
    std::uint64_t sum = 0;
    for (int i = 0; i < Histogram::bins; ++i)
        sum += channel.counts[static_cast<std::size_t>(i)] = static_cast<std::uint32_t>(i * 7 % 31);
    for (const float width : {20.0f, 100.0f, 233.0f, 256.0f, 400.0f}) {
        const int bars = histogram_bars(width);
        CHECK(Histogram::bins % bars == 0);
        CHECK(static_cast<float>(bars) <= width);
        const auto counts = bar_counts(channel, bars);
        std::uint64_t total = 0;
        for (const std::uint64_t count : counts) total += count;
        CHECK(total == sum);
        CHECK(counts.size() == static_cast<std::size_t>(bars));
    }
    Histogram histogram{0, 1, {channel, channel}};
    CHECK(left_out_text(histogram).empty());
    histogram.channels[0].below = 2;
    histogram.channels[1].below = 3;
    histogram.channels[1].not_numbers = 1;
    CHECK(left_out_text(histogram) == "outside: 5 below, 0 above; 1 no number");
}

TEST_CASE("A line has values where it crosses the picture, and its distances count from its beginning") {
    const PictureShape shape{{37, 21}, 1, 2, -1};
    const auto inside = part_inside({5.5, 3.5, 20.5, 3.5}, shape);
    REQUIRE(inside);
    CHECK(inside->begin == 0);
    CHECK(inside->line == LineSegment{3.5, 4.5, 18.5, 4.5});
    const auto across = part_inside({-10.5, 4.5, 60.5, 4.5}, shape);
    REQUIRE(across);
    CHECK(across->begin == doctest::Approx(12.5));
    CHECK(across->line.x0 == doctest::Approx(0));
    CHECK(across->line.x1 == doctest::Approx(37));
    CHECK(across->line.y0 == doctest::Approx(5.5));
    const auto backwards = part_inside({60.5, 4.5, -10.5, 4.5}, shape);
    REQUIRE(backwards);
    CHECK(backwards->begin == doctest::Approx(60.5 - 39));
    CHECK(backwards->line.x0 == doctest::Approx(37));
    CHECK_FALSE(part_inside({-5.5, 0.5, 1.5, 10.5}, shape));
    CHECK_FALSE(part_inside({5.5, 30.5, 20.5, 30.5}, shape));
    CHECK_FALSE(part_inside({0, 0, 0, 0}, PictureShape{}));
}

TEST_CASE("A profile's samples are at equal distances, and its table has a line for each") {
    Profile profile{Content::current, {0.5, 0.5, 3.5, 4.5}, 5, 1, 5, {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}};
    CHECK(profile.distance(0) == 1);
    CHECK(profile.distance(1) == 3);
    CHECK(profile.distance(2) == 5);
    CHECK(profile.nearest(0) == 0);
    CHECK(profile.nearest(3.9) == 1);
    CHECK(profile.nearest(99) == 2);
    std::istringstream lines(profile_csv(profile));
    std::string line;
    std::getline(lines, line);
    CHECK(line == "distance,x,y,red,green,blue");
    std::getline(lines, line);
    CHECK(line == "1,1.1,1.3,1,4,7");
    std::getline(lines, line);
    std::getline(lines, line);
    CHECK(line == "5,3.5,4.5,3,6,9");
    CHECK_FALSE(std::getline(lines, line));
}

TEST_CASE("The inspector tells the same place in the result and in the source, borders included") {
    Scene scene;
    Inspector inspector;
    for (const auto& at : {std::pair{2, 1}, {38, 21}, {20, 11}, {0, 0}, {40, 22}, {1, 11}}) {
        const int x = at.first, y = at.second;
        CAPTURE(x);
        CAPTURE(y);
        scene.point_at(x, y);
        inspector.follow(scene.context());
        ReadingRequest request;
        inspector.request(scene.context(), request);
        scene.answer(request);
        const auto rows = inspector.rows(scene.context());
        REQUIRE(rows.size() == 3);
        const bool in_result = x >= 2 && x < 39 && y >= 1 && y < 22;
        CHECK(rows[0].content == Content::result);
        CHECK(rows[0].inside == in_result);
        CHECK(rows[0].channels == (in_result ? 3 : 0));
        if (in_result) CHECK(rows[0].values == colour_at(x - 2, y - 1));
        for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) CHECK(rows[i].values == colour_at(x, y));
    }
    scene.point_at(41, 5);
    inspector.follow(scene.context());
    CHECK_FALSE(inspector.place());
    CHECK(inspector.line(scene.context()).empty());
}

TEST_CASE("While the mouse stays in a tile nothing else is read, and a held pixel stays") {
    Scene scene;
    Inspector inspector;
    ReadingRequest first, second;
    scene.point_at(5, 5);
    inspector.follow(scene.context());
    inspector.request(scene.context(), first);
    inspector.hold();
    scene.point_at(9, 12);
    inspector.follow(scene.context());
    CHECK(inspector.place()->x == 5);
    inspector.hold();
    inspector.follow(scene.context());
    CHECK(inspector.place()->x == 9);
    inspector.request(scene.context(), second);
    CHECK(first == second);
    CHECK(inspected_tile(-1, 33) == PixelRect{-32, 32, 0, 64});
}

TEST_CASE("Values are read where they are written, only of what is visible") {
    Scene scene;
    LookClosely look;
    LookParams params;
    ReadingRequest reading;
    const auto request = [&] {
        reading = {};
        look.request(scene.context(), params, reading);
    };
    PanelHost host([] {});
    request();
    CHECK(reading.empty());  // the pixels are too small
    scene.view = view_of({41, 23}, {300, 200}, 40);
    request();
    REQUIRE(reading.regions.size() == 1);
    const PixelRect visible = visible_pixels(scene.panes[0], scene.view, 1);
    CHECK(reading.regions[0].region == read_around(visible));
    CHECK(visible.width() <= 300 / 40 + 2);
    params.values = false;
    request();
    CHECK(reading.empty());
}

TEST_CASE("The panel's parts fold and stay as they were left; the pixel's part keeps its height") {
    Scene scene;
    LookClosely look;
    LookParams params;
    ActionList actions;
    for (const char* id : {"pixel-values", "pixel-grid", "line-profile"})
        actions.add({.id = id, .name = id, .callback = [] {}});
    scene.status.statistics = {{0.5, 0.25, 0, 1}, {0.5, 0.25, 0, 1}, {0.5, 0.25, 0, 1}};
    PanelHost host([&] {
        look.draw_overlay(scene.context(), params);
        look.draw_panel(scene.context(), params, actions);
    });
    const auto height = [] {
        const auto place = place_of("inspector");
        return place->max.y - place->min.y;
    };
    const float before = height();
    scene.point_at(10, 10);
    ReadingRequest request;
    host.frames(1);
    look.request(scene.context(), params, request);
    CHECK(request.histograms.empty());  // folded
    scene.answer(request);
    host.frames(2);
    CHECK(height() == before);
    host.click("Histogram");
    CHECK(params.histogram_open);
    request = {};
    look.request(scene.context(), params, request);
    REQUIRE(request.histograms.size() == 1);
    CHECK(request.histograms[0].content == Content::result);
    host.click("Histogram");
    CHECK_FALSE(params.histogram_open);
    host.click("numbers.float");
    CHECK(params.numbers == NumberFormat::floats);
}
