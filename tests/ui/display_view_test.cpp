#include "ui/display_view.h"

#include <doctest/doctest.h>

using namespace droplet;

TEST_CASE("A difference spans the inverse of its scale on both sides of 0") {
    CompareParams params;
    params.difference_scale = 4;
    const Display grey = difference_display(params);
    CHECK(grey.low == -0.25f);
    CHECK(grey.high == 0.25f);
    CHECK(grey.map == &diverging_map);
    params.difference_of = DifferenceOf::channels;
    CHECK(difference_display(params).map == nullptr);
}

TEST_CASE("A picture that is shown as it is needs no colour bar") {
    CHECK_FALSE(wants_colour_bar(Display{}));
    CHECK(wants_colour_bar({.map = &viridis_map}));
    CHECK(wants_colour_bar({.low = -1}));
}

TEST_CASE("The colours of a bar are the map's at its ends, and follow gamma between them") {
    Display display{.map = &viridis_map};
    CHECK(colour_at(display, 0) == viridis_map.front());
    CHECK(colour_at(display, 1) == viridis_map.back());
    CHECK(colour_at(display, 0.25f) == viridis_map[64]);
    display.gamma = 2;
    CHECK(colour_at(display, 0.25f) == viridis_map[128]);
    const Display centred{.gamma = 2, .centred = true, .map = &diverging_map};
    CHECK(colour_at(centred, 0.5f + 0.125f) == diverging_map[191]);  // √(1/4) of the way out
}

TEST_CASE("Ticks begin and end with the range, with round values between that have room") {
    CHECK(bar_ticks(0, 1, 0.2) == std::vector<double>{0, 0.5, 1});
    CHECK(bar_ticks(-3, 3, 0.2) == std::vector<double>{-3, 0, 3});
    CHECK(bar_ticks(1, 0, 0.2) == std::vector<double>{1, 0.5, 0});
    CHECK(bar_ticks(0, 1, 0.6) == std::vector<double>{0, 1});
    CHECK(bar_text(1.23456) == "1.23");
    CHECK(bar_text(-0.25) == "−0.25");
    CHECK(bar_text(0) == "0");
}
