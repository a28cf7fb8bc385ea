#include "ui/timeline_layout.h"

#include <doctest/doctest.h>

using namespace droplet;

namespace {

CheckpointInfo checkpoint(std::int64_t id, std::int64_t parent, std::int64_t step) {
    return {.id = id, .parent = parent, .step = step, .kind = CheckpointKind::automatic};
}

/// 0 – 10 – 20 – 30, and from 10 a branch 15 – 25, and from 20 another to 40.
HistoryOverview branched() {
    HistoryOverview history;
    history.checkpoints = {checkpoint(1, -1, 0), checkpoint(2, 1, 10), checkpoint(3, 2, 20),
                           checkpoint(4, 3, 30), checkpoint(5, 2, 15), checkpoint(6, 5, 25),
                           checkpoint(7, 3, 22), checkpoint(8, 7, 40)};
    history.current = 8;
    return history;
}

}  // namespace

TEST_CASE("a run that never went back is one lane") {
    HistoryOverview history;
    for (int i = 0; i < 5; ++i) history.checkpoints.push_back(checkpoint(i + 1, i, 100 * i));
    const TimelineLayout layout = lay_out(history);
    CHECK(layout.lanes == 1);
    CHECK(layout.first_step == 0);
    CHECK(layout.last_step == 400);
    CHECK(layout.nodes[0].parent == -1);
    CHECK(layout.nodes[3].parent == 2);
}

TEST_CASE("a branch gets a lane of its own below, which no other uses at those steps") {
    const TimelineLayout layout = lay_out(branched());
    REQUIRE(layout.nodes.size() == 8);
    for (const int trunk : {0, 1, 2, 3}) CHECK(layout.nodes[static_cast<std::size_t>(trunk)].lane == 0);
    CHECK(layout.nodes[4].lane == 1);
    CHECK(layout.nodes[5].lane == 1);
    CHECK(layout.nodes[6].lane == 2);
    CHECK(layout.nodes[7].lane == 2);
    CHECK(layout.lanes == 3);
    CHECK(layout.last_step == 40);
}

TEST_CASE("a lane is used again after its branch has ended") {
    HistoryOverview history;
    history.checkpoints = {checkpoint(1, -1, 0), checkpoint(2, 1, 10), checkpoint(3, 2, 50),
                           checkpoint(4, 1, 5),  checkpoint(5, 2, 20), checkpoint(6, 3, 60)};
    const TimelineLayout layout = lay_out(history);
    CHECK(layout.nodes[3].lane == 1);
    CHECK(layout.nodes[4].lane == 1);
    CHECK(layout.lanes == 2);
}

TEST_CASE("a checkpoint whose parent was given up begins anew") {
    HistoryOverview history;
    history.checkpoints = {checkpoint(7, 6, 70), checkpoint(8, 7, 80)};
    const TimelineLayout layout = lay_out(history);
    CHECK(layout.nodes[0].parent == -1);
    CHECK(layout.nodes[1].parent == 0);
    CHECK(layout.lanes == 1);
    CHECK(layout.first_step == 70);
    CHECK(layout.find(8) == 1);
    CHECK(layout.find(6) == -1);
}

TEST_CASE("the nearest checkpoint to a place on the axis is found in its lane") {
    const TimelineLayout layout = lay_out(branched());
    const auto nearest = [&](double step, double lane) {
        const int at = layout.nearest(step, lane, 5, 12);
        REQUIRE(at >= 0);
        return layout.nodes[static_cast<std::size_t>(at)].info.id;
    };
    CHECK(nearest(-100, 0) == 1);
    CHECK(nearest(19, 0) == 3);
    CHECK(nearest(24, 1) == 6);
    CHECK(nearest(24, 2) == 7);
    CHECK(nearest(1000, 2) == 8);
    CHECK(TimelineLayout{}.nearest(0, 0, 1, 1) == -1);
}

TEST_CASE(
    "one step back leads to where the run went on from, then to what was before; forward to the newest") {
    HistoryOverview history = branched();
    CHECK(checkpoint_before(history, 47) == 8);
    CHECK(checkpoint_before(history, 40) == 7);
    history.current = 1;
    CHECK_FALSE(checkpoint_before(history, 0));
    CHECK(checkpoint_after(history) == 2);
    history.current = 2;
    CHECK(checkpoint_after(history) == 5);
    history.current = 8;
    CHECK_FALSE(checkpoint_after(history));
    CHECK_FALSE(checkpoint_before(HistoryOverview{}, 5));
}
