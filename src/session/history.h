#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "model/operator.h"
#include "model/preset.h"

namespace droplet {

/// Why a checkpoint was made.
enum class CheckpointKind {
    automatic,  ///< every so often while running
    start,      ///< the source, step 0
    edit,       ///< before a kick, an edit of the operator, a change of the process
    stroke,     ///< before a stroke of the brush
    paused,     ///< where the run was paused or left
};

/// What a timeline shows of a checkpoint.
struct CheckpointInfo {
    std::int64_t id = 0;       ///< grows; never used twice
    std::int64_t parent = -1;  ///< the checkpoint before it on its branch; -1: none
    std::int64_t step = 0;
    CheckpointKind kind = CheckpointKind::automatic;
    Process process = Process::none;
    bool operator==(const CheckpointInfo&) const = default;
};

/// A moment of a run, whole: what comes after it is the same bits as if the run had gone on.
struct Checkpoint {
    CheckpointInfo info;
    Preset preset;
    Image picture;
    LearningState learning;
    std::uint64_t random_state = 0;
};

/// What the window shows of the history; a snapshot.
struct HistoryOverview {
    std::vector<CheckpointInfo> checkpoints;  ///< in the order of their ids
    std::int64_t current = -1;                ///< the checkpoint that the run went on from, or made last
    std::size_t bytes = 0, budget_bytes = 0;
    std::int64_t dropped = 0;  ///< given up to stay within the budget
};

}  // namespace droplet
