#include <doctest/doctest.h>

#include "cli/progress.h"

using namespace droplet;

TEST_CASE("a duration is told in the units that fit it") {
    CHECK(duration_text(0) == "0.0 s");
    CHECK(duration_text(1.25) == "1.2 s");
    CHECK(duration_text(9.94) == "9.9 s");
    CHECK(duration_text(9.96) == "10 s");
    CHECK(duration_text(59.4) == "59 s");
    CHECK(duration_text(59.6) == "1:00");
    CHECK(duration_text(247) == "4:07");
    CHECK(duration_text(7385) == "2:03:05");
    CHECK(duration_text(1e300) == "277777:46:40");
}

TEST_CASE("the progress line tells the share done, the rate and the time left") {
    CHECK(progress_line(25, 100, 2.0, 100) ==
          " 25 % [##########..............................] 25/100 steps  12.5 steps/s  6.0 s left");
    CHECK(progress_line(0, 100, 0.0, 100) == "  0 % [........................................] 0/100 steps");
    CHECK(progress_line(100, 100, 1.0, 100) ==
          "100 % [########################################] 100/100 steps  100 steps/s  0.0 s left");
    CHECK(progress_line(0, 0, 0.0, 60).starts_with("100 % "));
}

TEST_CASE("the progress line is never wider than the terminal") {
    for (int width = 0; width <= 120; ++width)
        CHECK(progress_line(999'999'999, 1'000'000'000, 12345.6, width).size() <=
              static_cast<std::size_t>(width));
}
