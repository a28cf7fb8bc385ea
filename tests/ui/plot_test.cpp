#include "ui/plot.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace droplet;

namespace {

struct Record {
    long long step;
    double value;
};

double value_of(const Record& r) {
    return r.value;
}

PlotAxis axis_of(AxisScale scale, double low, double high, double threshold = 1) {
    PlotAxis axis{scale, threshold, 0, 1};
    axis.low = axis.place(low);
    axis.high = axis.place(high);
    return axis;
}

}  // namespace

TEST_CASE("Steps of an axis are 1, 2 or 5 times a power of ten, and just large enough") {
    CHECK(step_125(1) == 1);
    CHECK(step_125(1.1) == 2);
    CHECK(step_125(2.1) == 5);
    CHECK(step_125(5.1) == 10);
    CHECK(step_125(0.03) == doctest::Approx(0.05));
    for (const double exact : {1e-7, 0.001, 0.2, 0.5, 20.0, 5e8})
        CHECK(step_125(exact) == doctest::Approx(exact));
}

TEST_CASE("Ticks lie on the axis, rise, and are not more than asked for") {
    for (const AxisScale scale : {AxisScale::linear, AxisScale::logarithmic, AxisScale::symmetric_log})
        for (const double high : {3.0, 47.0, 1234.0, 9e7})
            for (const int most : {3, 5, 8}) {
                CAPTURE(high);
                CAPTURE(most);
                const double low = scale == AxisScale::logarithmic ? high / 300 : -high / 2;
                const PlotAxis axis = axis_of(scale, low, high, high / 1000);
                const auto ticks = axis_ticks(axis, most);
                CHECK(ticks.size() >= 1);
                CHECK(ticks.size() <= static_cast<std::size_t>(most) + 1);
                for (std::size_t i = 0; i < ticks.size(); ++i) {
                    CHECK(ticks[i] >= low - high * 1e-9);
                    CHECK(ticks[i] <= high * (1 + 1e-9));
                    if (i > 0) CHECK(ticks[i] > ticks[i - 1]);
                }
            }
}

TEST_CASE("A narrow logarithmic axis has 2 and 5 between the powers of ten") {
    const auto ticks = axis_ticks(axis_of(AxisScale::logarithmic, 9, 210), 8);
    REQUIRE(ticks.size() == 5);
    CHECK(ticks[0] == doctest::Approx(10));
    CHECK(ticks[1] == doctest::Approx(20));
    CHECK(ticks[2] == doctest::Approx(50));
    CHECK(ticks[4] == doctest::Approx(200));
}

TEST_CASE("Numbers of ticks that would touch are left out, but never 0") {
    const PlotAxis axis = axis_of(AxisScale::symmetric_log, -1000, 10000, 10);
    const auto kept = readable_ticks({-1000, -100, -10, 0, 10, 100, 1000, 10000}, axis, 0.15f);
    CHECK(std::find(kept.begin(), kept.end(), 0.0) != kept.end());
    CHECK(kept.back() == 10000);
    CHECK(kept.size() < 8);
    for (std::size_t i = 1; i < kept.size(); ++i)
        CHECK(axis.share(kept[i]) - axis.share(kept[i - 1]) >= 0.15f);
}

TEST_CASE("An axis gives back the value of a place, on both sides of 0 where it has them") {
    for (const AxisScale scale : {AxisScale::linear, AxisScale::symmetric_log})
        for (const double v : {-250.0, -0.3, 0.0, 1e-3, 7.0, 4e5}) {
            const PlotAxis axis{scale, 0.1, 0, 1};
            CHECK(axis.value(axis.place(v)) == doctest::Approx(v));
        }
    const PlotAxis logarithm{AxisScale::logarithmic, 1, 0, 4};
    CHECK(logarithm.value(logarithm.place(250)) == doctest::Approx(250));
    CHECK(logarithm.share(-1) == 0);
    CHECK(logarithm.share(0) == 0);
    CHECK(logarithm.share(100) == doctest::Approx(0.5f));
}

TEST_CASE("The numbers at ticks are short") {
    CHECK(tick_text(0) == "0");
    CHECK(tick_text(-0.25) == "−0.25");
    CHECK(tick_text(1500) == "1.5k");
    CHECK(tick_text(65450) == "65.45k");
    CHECK(tick_text(2e7) == "20M");
    CHECK(tick_text(1e-5) == "1e−5");
    CHECK(tick_text(0.1 + 0.2) == "0.3");
}

TEST_CASE("The ends of an axis stay while values move a little, and follow when they leave or shrink") {
    const AxisEnds first = steady_ends({}, 0.13, 9.7);
    CHECK(first.low <= 0.13);
    CHECK(first.high >= 9.7);
    CHECK(steady_ends(first, 0.5, 8.2) == first);
    const AxisEnds larger = steady_ends(first, 0.5, 14);
    CHECK(larger.high >= 14);
    const AxisEnds smaller = steady_ends(first, 1, 2);
    CHECK(smaller.high < first.high);
    const AxisEnds flat = steady_ends({}, 5, 5);
    CHECK(flat.low < 5);
    CHECK(flat.high > 5);
}

TEST_CASE("Columns keep the extremes of what they hold and stand still while steps come in") {
    std::vector<Record> records;
    for (int i = 1; i <= 100; ++i) records.push_back({i, i == 37 ? 1000.0 : std::sin(i)});
    const auto columns = columns_of(records, 0, 10, value_of);
    REQUIRE(columns.size() == 11);
    CHECK(columns[3].high == 1000);
    for (const PlotColumn& c : columns) {
        CHECK(c.low <= c.mean);
        CHECK(c.mean <= c.high);
    }
    for (int i = 101; i <= 130; ++i) records.push_back({i, 0.0});
    const auto later = columns_of(records, 0, 10, value_of);
    for (std::size_t i = 0; i < 10; ++i) CHECK(later[i] == columns[i]);
}

TEST_CASE("With a step to a column the curve has every value; those that are no numbers are left out") {
    std::vector<Record> records{
        {1, 5.0}, {2, std::nan("")}, {3, std::numeric_limits<double>::infinity()}, {4, 7.0}};
    const auto columns = columns_of(records, 0, 1, value_of);
    REQUIRE(columns.size() == 2);
    CHECK(columns[0] == PlotColumn{1, 5, 5, 5});
    CHECK(columns[1] == PlotColumn{4, 7, 7, 7});
    CHECK(columns_of(records, 3, 1, value_of).size() == 1);
}

TEST_CASE("Colours blend from one end to the other") {
    const ImVec4 a{0.1f, 0.4f, 0.8f, 1}, b{0.9f, 0.5f, 0.1f, 1};
    for (const float share : {0.0f, 1.0f}) {
        const ImVec4 c = blended(a, b, share), end = share == 0 ? a : b;
        CHECK(c.x == doctest::Approx(end.x).epsilon(0.01));
        CHECK(c.y == doctest::Approx(end.y).epsilon(0.01));
        CHECK(c.z == doctest::Approx(end.z).epsilon(0.01));
    }
}
