// Where the checkpoints of a history stand on a timeline. No ImGui: testable by itself.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "session/history.h"

namespace droplet {

/// Checkpoints along an axis of steps. A checkpoint goes on in the lane of its parent if it is the parent's
/// first child; every other child branches off into the lowest lane that is free over the branch's steps.
struct TimelineLayout {
    struct Node {
        CheckpointInfo info;
        int lane = 0;
        int parent = -1;  ///< index into nodes; -1: none is kept
    };
    std::vector<Node> nodes;  ///< in the order of the history
    int lanes = 0;
    std::int64_t first_step = 0, last_step = 0;

    /// Index of a checkpoint, or -1.
    int find(std::int64_t id) const;
    /// Index of the node nearest to a place, or -1 without nodes. Lengths: `step_length` to a step,
    /// `lane_length` to a lane.
    int nearest(double step, double lane, double step_length, double lane_length) const;
};

TimelineLayout lay_out(const HistoryOverview& history);

/// The checkpoint to go to for one step back, from a run that is at `step` now: the one that it went on from,
/// or if it is there, the one before. None at the beginning.
std::optional<std::int64_t> checkpoint_before(const HistoryOverview& history, std::int64_t step);
/// The newest checkpoint that was reached from where the run is; none where nothing is later.
std::optional<std::int64_t> checkpoint_after(const HistoryOverview& history);

}  // namespace droplet
