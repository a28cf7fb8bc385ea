#include "ui/history_control.h"

#include <doctest/doctest.h>

using namespace droplet;

namespace {

HistoryOverview with_checkpoints(std::vector<CheckpointInfo> checkpoints, std::int64_t current) {
    HistoryOverview history;
    history.checkpoints = std::move(checkpoints);
    history.current = current;
    history.budget_bytes = 1000;
    return history;
}

CheckpointInfo checkpoint(std::int64_t id, std::int64_t parent,
                          CheckpointKind kind = CheckpointKind::automatic) {
    return {.id = id, .parent = parent, .step = id, .kind = kind};
}

ExperimentSettings with_k(float k) {
    ExperimentSettings settings;
    settings.preset.diffusion.k = k;
    return settings;
}

const HistoryOverview three = with_checkpoints({checkpoint(1, -1), checkpoint(2, 1), checkpoint(3, 2)}, 3);

}  // namespace

TEST_CASE("of the checkpoints scrubbed over while one is on its way, only the last is gone to") {
    HistoryControl control(with_k(1));
    control.scrub_to(2);
    CHECK(control.next(three).go_to == 2);
    control.scrub_to(1);
    control.scrub_to(3);
    CHECK_FALSE(control.next(three).go_to);
    control.arrived(with_k(2).preset, with_k(1), three);
    CHECK(control.next(three).go_to == 3);
    control.end_scrub();
    CHECK(control.arrived(with_k(3).preset, with_k(2), three) == with_k(3));
    CHECK_FALSE(control.next(three).go_to);
    CHECK(control.idle());
}

TEST_CASE("a scrub is one change: undo goes back to what was left, redo to where it ended") {
    HistoryControl control(with_k(1));
    control.scrub_to(2);
    control.next(three);
    const HistoryOverview left = with_checkpoints(
        {checkpoint(1, -1), checkpoint(2, 1), checkpoint(3, 2), checkpoint(4, 3, CheckpointKind::paused)}, 2);
    control.arrived(with_k(2).preset, with_k(1), left);
    control.scrub_to(1);
    control.next(left);
    control.end_scrub();
    control.arrived(with_k(5).preset, with_k(2), left);
    control.next(left);
    control.commit(with_k(5));
    control.undo();
    CHECK(control.next(left).go_to == 4);
    CHECK(control.arrived(with_k(1).preset, with_k(5), left) == with_k(1));
    CHECK_FALSE(control.can_undo());
    REQUIRE(control.can_redo());
}

TEST_CASE("undo asked for while a stroke has no checkpoint yet waits for it") {
    HistoryControl control(with_k(1));
    CHECK(control.begin_stroke());
    CHECK_FALSE(control.begin_stroke());  // too fast: goes with the first
    control.undo();
    CHECK_FALSE(control.next(three).go_to);
    control.name_stroke(3);
    CHECK(control.next(three).go_to == 3);
}

TEST_CASE("a stroke that cannot be kept is no change, and one whose checkpoint was given up none any more") {
    HistoryControl control(with_k(1));
    control.begin_stroke();
    control.name_stroke(-1);
    CHECK_FALSE(control.can_undo());
    control.begin_stroke();
    control.name_stroke(3);
    CHECK(control.can_undo());
    control.next(with_checkpoints({checkpoint(4, 3)}, 4));
    CHECK_FALSE(control.can_undo());
}

TEST_CASE("several undos asked for at once are carried out one after the other") {
    HistoryControl control(with_k(1));
    control.commit(with_k(2));
    control.begin_stroke();
    control.name_stroke(2);
    control.undo();
    control.undo();
    CHECK(control.next(three).go_to == 2);
    CHECK_FALSE(control.next(three).settings);
    control.arrived(with_k(2).preset, with_k(2), three);
    CHECK(control.next(three).settings == with_k(1));
    CHECK(control.idle());
}

TEST_CASE("what an undo left is found: the pause made for it, else where the run stood") {
    CHECK(checkpoint_left(with_checkpoints({checkpoint(1, -1), checkpoint(2, 1),
                                            checkpoint(3, 2, CheckpointKind::paused), checkpoint(4, 1)},
                                           4),
                          2, 2) == 3);
    CHECK(checkpoint_left(three, 3, 3) == 3);
    CHECK(checkpoint_left(with_checkpoints({checkpoint(1, -1), checkpoint(2, 1)}, 1), 1, 1) == 2);
}
