#include <doctest/doctest.h>

#include <memory>

#include "model/run_log.h"

using namespace droplet;

namespace {

RunSettings with_k(float k) {
    RunSettings settings;
    Preset preset;
    preset.diffusion.k = k;
    settings.preset = std::make_shared<const Preset>(preset);
    return settings;
}

}  // namespace

TEST_CASE("A log gives its events back in their order") {
    RunLog log;
    log.add_settings(0, with_k(0.1f));
    log.add(3, Kick{0.5f});
    log.add(3, FedFrame{7, VideoFeed::mix, 0.25f});
    const std::vector<RunEvent> events = log.events();
    REQUIRE(events.size() == 3);
    CHECK(events[0] == RunEvent{0, with_k(0.1f)});
    CHECK(events[1] == RunEvent{3, Kick{0.5f}});
    CHECK(events[2] == RunEvent{3, FedFrame{7, VideoFeed::mix, 0.25f}});
    CHECK(log.complete());
}

TEST_CASE("Settings that are in force already are no event, whatever came between") {
    RunLog log;
    log.add_settings(0, with_k(0.1f));
    log.add(2, Kick{1});
    log.add_settings(5, with_k(0.1f));
    CHECK(log.size() == 2);
    log.add_settings(6, with_k(0.2f));
    CHECK(log.size() == 3);
}

TEST_CASE("Settings of one preset share it, though it was given anew") {
    RunLog log;
    RunSettings settings = with_k(0.1f);
    log.add_settings(0, settings);
    settings = with_k(0.1f);
    settings.seconds = 1;
    log.add_settings(1, settings);
    const std::vector<RunEvent> events = log.events();
    REQUIRE(events.size() == 2);
    CHECK(std::get<RunSettings>(events[0].action).preset == std::get<RunSettings>(events[1].action).preset);
}

TEST_CASE("A copy stays as it is while the log it was made from goes on another way") {
    RunLog log;
    log.add(0, Kick{0.1f});
    const RunLog kept = log;
    log.add(1, Kick{0.2f});
    RunLog branch = kept;
    branch.add(1, Kick{0.3f});
    CHECK(kept.size() == 1);
    CHECK(log.events()[1] == RunEvent{1, Kick{0.2f}});
    CHECK(branch.events()[1] == RunEvent{1, Kick{0.3f}});
    log.clear();
    CHECK(branch.events()[0] == RunEvent{0, Kick{0.1f}});
}

TEST_CASE("A log that lost what led to it keeps nothing until it is cleared") {
    RunLog log;
    log.add(0, Kick{0.1f});
    log.lose();
    log.add(1, Kick{0.2f});
    CHECK_FALSE(log.complete());
    CHECK(log.events().empty());
    log.clear();
    log.add(0, Kick{0.3f});
    CHECK(log.complete());
    CHECK(log.size() == 1);
}

TEST_CASE("A log that is full says that it is incomplete, and is given up without a deep stack") {
    RunLog log;
    for (std::size_t i = 0; i <= RunLog::most_events; ++i) log.add(static_cast<std::int64_t>(i), Kick{0.5f});
    CHECK_FALSE(log.complete());
    CHECK(log.size() == RunLog::most_events);
}
