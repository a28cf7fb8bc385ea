#include <doctest/doctest.h>

#include "ui/panel_host.h"
#include "ui/video_panel.h"

using namespace droplet;
using namespace droplet::test;

namespace {

struct Shown {
    VideoParams params;
    PlayerState state;
    Messages messages;
    VideoOrders orders;  // of all frames since it was cleared
    PanelHost host{[this] {
        const VideoOrders now = video_panel(params, state, messages);
        orders.toggle = orders.toggle || now.toggle;
        if (now.seek) orders.seek = now.seek;
        orders.resize = orders.resize || now.resize;
    }};

    Shown() {
        state.info.fps = 25;
        state.info.frames = 101;
        state.info.seekable = true;
        state.frame = 50;
        state.playing = true;
    }
};

}  // namespace

TEST_CASE("The transport asks to play or pause, for the start, for the next frame and for a place") {
    Shown shown;
    shown.host.click("video-play");
    CHECK(shown.orders.toggle);
    shown.host.click("video-reset");
    CHECK(shown.orders.seek == 0);
    shown.host.click("video-next");
    CHECK(shown.orders.seek == 51);
    shown.orders = {};
    const auto bar = place_of("video-seek");
    REQUIRE(bar);
    shown.host.move_to({bar->max.x - 3, (bar->min.y + bar->max.y) / 2});
    shown.host.button(0, true);
    shown.host.button(0, false);
    REQUIRE(shown.orders.seek);
    CHECK(*shown.orders.seek > 95);
    CHECK(*shown.orders.seek <= 100);
}

TEST_CASE("Of a camera nothing can be sought") {
    Shown shown;
    shown.state.info.live = true;
    shown.state.info.seekable = false;
    shown.state.info.frames = 0;
    shown.host.frames(2);
    for (const char* key : {"video-reset", "video-next", "video-seek"}) shown.host.click(key);
    CHECK(!shown.orders.seek);
    shown.host.click("video-play");
    CHECK(shown.orders.toggle);
}

TEST_CASE("The time of a video is told in minutes, seconds and tenths") {
    PlayerState state;
    state.info.fps = 10;
    state.info.frames = 723;
    state.frame = 15;
    CHECK(video_time(state) == "0:01.5 / 1:12.3");
    state.info.live = state.playing = true;
    CHECK(video_time(state) == "live");
}
