#include "ui/sliding_window.h"

#include <doctest/doctest.h>

#include "ui/panel_host.h"

using namespace droplet;
using namespace std::chrono_literals;

namespace {

/// The panel and the overlay of a picture of which all has been read, with a clock that stands still.
struct Bench {
    Preset preset;
    SessionStatus status;
    ViewTransform view;
    PictureMouse mouse;
    std::vector<Pane> panes;
    SlidingWindow::Clock::time_point now{};
    SlidingWindow window{[this] { return now; }};
    test::PanelHost host;

    explicit Bench(Size size = {8, 6}, int channels = 1)
        : host([this] {
              window.draw_overlay(context());
              window.draw_panel(context());
          }) {
        preset.process = Process::convolve;
        status.size = size;
        status.channels = channels;
        view.set_viewport({400, 300});
        view.set_image(size);
        read();
        window.on = true;
        host.frames(3);
    }
    PictureContext context() const { return {preset, status, panes, view, mouse, 1}; }
    /// Ramps for the picture, and for the result what makes the sums agree only at (0, 0).
    void read() {
        auto readings = std::make_shared<Readings>();
        for (const Content content : {Content::current, Content::result}) {
            Image image(status.size, status.channels);
            for (int c = 0; c < status.channels; ++c)
                for (int y = 0; y < image.height(); ++y)
                    for (int x = 0; x < image.width(); ++x)
                        image.plane(c).row(y)[x] = static_cast<float>(x + 10 * y + 100 * c);
            const PixelRect all{0, 0, image.width(), image.height()};
            readings->regions.push_back({{content, all}, all, std::move(image)});
        }
        status.readings = std::move(readings);
    }
    /// A point of a control, as shares of its size.
    void click_in(const char* key, float across, float down) {
        const auto place = place_of(key);
        REQUIRE(place.has_value());
        host.move_to({place->min.x + (place->max.x - place->min.x) * across,
                      place->min.y + (place->max.y - place->min.y) * down});
        host.button(0, true);
        host.button(0, false);
        host.frames(2);
    }
};

}  // namespace

TEST_CASE("The window stands on the first output until it is brought elsewhere, and asks for what it needs") {
    Bench bench;
    REQUIRE(bench.window.sum().has_value());
    CHECK(bench.window.sum()->x == 0);
    CHECK(bench.window.sum()->known);
    ReadingRequest request;
    bench.window.request(bench.context(), request);
    CHECK(request.regions.size() == 2);
    bench.window.on = false;
    request = {};
    bench.window.request(bench.context(), request);
    CHECK(request.empty());
}

TEST_CASE("The mouse leads the window, a click pins it, the next click or Esc frees it") {
    Bench bench;
    Pane pane;
    pane.content = Content::result;
    pane.max = {400, 300};
    bench.panes = {pane};
    bench.mouse.over = true;
    bench.mouse.pane = 0;
    const auto point = [&](double x, double y, bool click) {
        bench.mouse.x = x;
        bench.mouse.y = y;
        bench.mouse.clicked = click;
        bench.host.frames(1);
        bench.mouse.clicked = false;
    };
    point(3.5, 2.2, false);
    CHECK(bench.window.spot() == Spot{3, 2});
    CHECK_FALSE(bench.window.pinned());
    point(4.9, 1, true);
    CHECK(bench.window.pinned());
    point(0.5, 0.5, false);
    CHECK(bench.window.spot() == Spot{4, 1});
    point(6.5, 5.5, true);
    CHECK_FALSE(bench.window.pinned());
    CHECK(bench.window.spot() == Spot{6, 5});
    point(40, 50, false);  // far from the picture it stays
    CHECK(bench.window.spot() == Spot{6, 5});
    point(2.5, 2.5, true);
    REQUIRE(bench.window.pinned());
    bench.host.press(ImGuiKey_Escape);
    CHECK_FALSE(bench.window.pinned());
}

TEST_CASE("Mode valid has no output where the window would reach over the border, and nothing jumps there") {
    Bench bench;
    Pane pane;
    pane.content = Content::result;
    pane.max = {400, 300};
    bench.panes = {pane};
    bench.mouse.over = true;
    bench.mouse.pane = 0;
    bench.mouse.x = bench.mouse.y = 3.5;
    bench.preset.convolution.mode = ConvolutionMode::valid;
    bench.host.frames(2);
    REQUIRE(bench.window.sum().has_value());
    CHECK(bench.window.sum()->x == 2);  // the result begins a pixel further in
    const float result_row = test::PanelHost::at("sliding.result").y;
    bench.mouse.x = 0.5;
    bench.host.frames(2);
    CHECK_FALSE(bench.window.sum().has_value());
    CHECK(test::PanelHost::at("sliding.result").y == result_row);
    bench.preset.convolution.kernel_size = 9;  // larger than the picture
    bench.host.frames(2);
    CHECK_FALSE(bench.window.sum().has_value());
}

TEST_CASE("Coordinates are typed, and pin") {
    Bench bench;
    const auto place = place_of("sliding.place");
    REQUIRE(place.has_value());
    bench.host.move_to({place->min.x + 10, (place->min.y + place->max.y) / 2});
    bench.host.button(0, true);
    bench.host.button(0, false);
    bench.host.frames(2);
    bench.host.press(ImGuiKey_Home);
    bench.host.press(ImGuiKey_Delete);
    bench.host.type("5");
    bench.host.press(ImGuiKey_Enter);
    bench.host.frames(2);
    CHECK(bench.window.spot() == Spot{5, 0});
    CHECK(bench.window.pinned());
}

TEST_CASE("The channel is chosen, and of a grey convolution it is the grey") {
    Bench bench({8, 6}, 3);
    REQUIRE(bench.window.sum().has_value());
    const float red = bench.window.sum()->at(1, 1).value;
    bench.host.click("sliding.channel.blue");
    bench.host.frames(2);
    CHECK(bench.window.sum()->at(1, 1).value == red + 200);
    bench.preset.convolution.channels = ConvolutionChannels::grey;
    bench.host.frames(2);
    CHECK(bench.window.sum()->at(1, 1).value == doctest::Approx(0.587f * 100 + 0.114f * 200));
}

TEST_CASE("The walk goes by the clock, shows the input beside, and is held, stepped, scrubbed and left") {
    Bench bench;
    CHECK_FALSE(bench.window.wants_input_beside());
    bench.host.click("sliding.play");
    CHECK(bench.window.walk().playing());
    CHECK(bench.window.moves());
    CHECK(bench.window.wants_input_beside());
    bench.now += 1s;
    bench.host.frames(1);
    CHECK(bench.window.walk().position() == 12);
    CHECK(bench.window.sum()->x == 4);
    CHECK(bench.window.sum()->y == 1);
    bench.host.frames(20);  // frames without time
    CHECK(bench.window.walk().position() == 12);
    bench.host.click("sliding.play");
    CHECK_FALSE(bench.window.walk().playing());
    bench.host.click("sliding.step");
    CHECK(bench.window.walk().position() == 13);
    bench.click_in("sliding.position", 0.99f, 0.5f);
    CHECK(bench.window.walk().at_end());
    bench.host.click("sliding.restart");
    CHECK(bench.window.walk().position() == 0);
    bench.host.click("sliding.unit.a row");
    bench.host.click("sliding.step");
    CHECK(bench.window.walk().position() == 7);
    bench.host.click("sliding.leave");
    CHECK_FALSE(bench.window.wants_input_beside());
}

TEST_CASE("An iterated convolution has no walk: there is no picture of its result") {
    Bench bench;
    bench.host.click("sliding.play");
    bench.preset.convolution.feed = ConvolutionFeed::iterate;
    bench.host.frames(2);
    CHECK_FALSE(bench.window.walk().begun());
    bench.host.click("sliding.play");
    CHECK_FALSE(bench.window.walk().begun());
    CHECK(bench.window.sum().has_value());
    CHECK_FALSE(bench.window.result().has_value());
}

TEST_CASE("Kernels of every size are shown, and the cell pointed at in one grid is told in all") {
    for (const int side : {1, 2, 3, 5, 6, 9, 31}) {
        CAPTURE(side);
        Bench bench;
        bench.preset.convolution.kernel_size = side;
        bench.host.frames(3);
        CHECK(bench.window.sum()->width == side);
        const auto last = 1 - 0.5f / static_cast<float>(side);
        for (const char* grid : {"sliding.grid.window", "sliding.grid.kernel", "sliding.grid.products"}) {
            const auto place = place_of(grid);
            REQUIRE(place.has_value());
            CHECK(place->max.x <= 340);
            bench.host.move_to({place->min.x + (place->max.x - place->min.x) * last,
                                place->min.y + (place->max.y - place->min.y) * 0.01f});
            bench.host.frames(3);
            REQUIRE(bench.window.lit().has_value());
            CHECK(*bench.window.lit() == CellPlace{0, side - 1});
        }
    }
}
