#include "session/display_of.h"

#include <doctest/doctest.h>

#include <limits>

#include "compute/cpu/cpu_backend.h"
#include "session/fake_backend.h"
#include "session/session_bench.h"
#include "session/shown_picture.h"

using namespace droplet;

namespace {

ContentStatistics with_values(Content content, std::vector<ValueRange> channels) {
    ContentStatistics statistics;
    for (const ValueRange& channel : channels)
        statistics[static_cast<std::size_t>(content)].push_back({.min = channel.low, .max = channel.high});
    return statistics;
}

}  // namespace

TEST_CASE("By default a picture in 0 to 1 is shown as it is, whatever its values") {
    const DisplayParams standard;
    for (const int channels : {1, 3}) {
        CHECK(display_of(Content::current, channels, Preset{}, ContentStatistics{}, standard).plain());
        CHECK(display_of(Content::current, channels, Preset{}, with_values(Content::current, {{0.2f, 0.4f}}),
                         standard)
                  .plain());
    }
    CHECK(
        display_of(Content::result, 3, Preset{}, with_values(Content::result, {{-3, 3}}), standard).plain());
}

TEST_CASE("A grey result on both sides of 0 is shown by the diverging map with 0 in its middle") {
    const Display display =
        display_of(Content::result, 1, Preset{}, with_values(Content::result, {{-2, 1.5f}}), DisplayParams{});
    CHECK(display.map == &diverging_map);
    CHECK(display.low == -1);
    CHECK(display.high == 1);
    CHECK(display.centred);
    // Edges of one direction are signed by their kernel; what sharpening leaves below 0 is not.
    Preset sobel;
    sobel.convolution.kernel = KernelName::sobel_x;
    CHECK(display_of(Content::result, 1, sobel, with_values(Content::result, {{-0.2f, 3}}), DisplayParams{})
              .map == &diverging_map);
    sobel.convolution.offset = 0.5f;  // moved away from 0 by hand
    CHECK(display_of(Content::result, 1, sobel, with_values(Content::result, {{-0.2f, 3}}), DisplayParams{})
              .plain());
    CHECK(display_of(Content::result, 1, Preset{}, with_values(Content::result, {{-0.2f, 1.3f}}),
                     DisplayParams{})
              .plain());
    CHECK(display_of(Content::current, 1, Preset{}, with_values(Content::current, {{-2, 1.5f}}),
                     DisplayParams{})
              .plain());
}

TEST_CASE("An automatic range spans the values of all channels, of signed results the same on both sides") {
    DisplayParams params;
    params.range = RangeChoice::automatic;
    const Display colours = display_of(Content::result, 3, Preset{},
                                       with_values(Content::result, {{0.2f, 0.5f}, {0.1f, 0.4f}}), params);
    CHECK(colours.low == 0.1f);
    CHECK(colours.high == 0.5f);
    const Display both =
        display_of(Content::result, 1, Preset{}, with_values(Content::result, {{-3, 2}}), params);
    CHECK(both.low == -3);
    CHECK(both.high == 3);
    // One value spans nothing, and what is no number counts for nothing.
    CHECK(display_of(Content::current, 1, Preset{}, with_values(Content::current, {{0.5f, 0.5f}}), params)
              .plain());
    const float nan = std::numeric_limits<float>::quiet_NaN();
    CHECK(
        display_of(Content::current, 1, Preset{}, with_values(Content::current, {{nan, 1}}), params).plain());
}

TEST_CASE("The original and the current picture share an automatic range") {
    DisplayParams params;
    params.range = RangeChoice::automatic;
    ContentStatistics statistics = with_values(Content::current, {{0.3f, 0.4f}});
    statistics[static_cast<std::size_t>(Content::original)] = {{.min = 0.1f, .max = 0.9f}};
    const Display a = display_of(Content::current, 3, Preset{}, statistics, params);
    CHECK(a == display_of(Content::original, 3, Preset{}, statistics, params));
    CHECK(a.low == 0.1f);
    CHECK(a.high == 0.9f);
}

TEST_CASE("Gradients, which may exceed 1, are shown from 0 to the largest") {
    for (const Content content : {Content::gradient, Content::thin}) {
        const Display display =
            display_of(content, 1, Preset{}, with_values(content, {{0, 3.5f}}), DisplayParams{});
        CHECK(display.low == 0);
        CHECK(display.high == 3.5f);
        CHECK(display.map == nullptr);
    }
    CHECK(display_of(Content::edges, 1, Preset{}, with_values(Content::edges, {{0, 0.5f}}), DisplayParams{})
              .plain());
}

TEST_CASE("A stop of exposure halves the range, from its lower end or around its middle") {
    DisplayParams params;
    params.exposure = 1;
    const Display brighter = display_of(Content::current, 3, Preset{}, ContentStatistics{}, params);
    CHECK(brighter.low == 0);
    CHECK(brighter.high == 0.5f);
    const Display both =
        display_of(Content::result, 1, Preset{}, with_values(Content::result, {{-2, 2}}), params);
    CHECK(both.low == -0.5f);
    CHECK(both.high == 0.5f);
}

TEST_CASE("A range by hand may be upside down, and never divides by 0") {
    DisplayParams params;
    params.range = RangeChoice::by_hand;
    params.low = 1;
    params.high = 0;
    const Display inverted = display_of(Content::current, 3, Preset{}, ContentStatistics{}, params);
    CHECK(inverted.low == 1);
    CHECK(inverted.high == 0);
    params.low = params.high = 1000;
    const Display point = display_of(Content::current, 3, Preset{}, ContentStatistics{}, params);
    CHECK(point.high > point.low);
}

TEST_CASE("Maps are for one channel; the one that was chosen is used") {
    DisplayParams params;
    params.map = MapChoice::cividis;
    CHECK(display_of(Content::current, 1, Preset{}, ContentStatistics{}, params).map == &cividis_map);
    CHECK(display_of(Content::current, 3, Preset{}, ContentStatistics{}, params).map == nullptr);
}

TEST_CASE("A capture is shown by its own values, summed up only where the display depends on them") {
    auto device = std::make_unique<test::FakeBackend>(make_cpu_backend(1));
    test::FakeBackend& backend = *device;
    Session session({std::move(device), ""}, 1);
    session.load(test::picture({20, 10}));
    DisplayParams params;
    CHECK(display_of(session, Content::current, Preset{}, params).plain());
    CHECK(backend.sums == 0);
    params.range = RangeChoice::automatic;
    const Display display = display_of(session, Content::current, Preset{}, params);
    CHECK(backend.sums == 1);
    const auto values = values_of(session.statistics(Content::current));
    CHECK(display.low == values->low);
    CHECK(display.high == values->high);

    Preset edges;
    edges.process = Process::edges;
    session.derive(edges);
    const auto gradient = values_of(session.statistics(Content::gradient));
    CHECK(display_of(session, Content::gradient, edges, DisplayParams{}).high == gradient->high);
}

TEST_CASE(
    "A shown picture has each value's share, or its colour between two entries of the map, and its alpha") {
    Image grey({3, 1}, 1, true);
    const float values[] = {-1.0f, 0.5f + 0.25f / 255.0f, std::numeric_limits<float>::quiet_NaN()};
    for (int x = 0; x < 3; ++x) {
        grey.plane(0).row(0)[x] = values[x];
        grey.alpha().row(0)[x] = 0.25f;
    }
    const Image shares = shown_picture(grey, {.low = -1, .high = 1});
    CHECK(shares.channels() == 1);
    CHECK(shares.plane(0).row(0)[0] == 0);
    CHECK(shares.plane(0).row(0)[1] == doctest::Approx(0.75 + 0.125 / 255));
    CHECK(shares.plane(0).row(0)[2] == 0);
    CHECK(shares.alpha().row(0)[1] == 0.25f);

    const Image colours = shown_picture(grey, {.low = -1, .high = 1, .map = &viridis_map});
    REQUIRE(colours.channels() == 3);
    CHECK(colours.plane(1).row(0)[0] == doctest::Approx(viridis_map[0].g / 255.0));
    // 0.75 of the way is entry 191.25; the value lies an eighth of an entry beyond that.
    const double expected = (viridis_map[191].b * 0.625 + viridis_map[192].b * 0.375) / 255;
    CHECK(colours.plane(2).row(0)[1] == doctest::Approx(expected).epsilon(1e-4));
    CHECK(colours.alpha().row(0)[2] == 0.25f);
}
