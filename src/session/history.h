#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/image.h"
#include "model/operator.h"
#include "model/preset.h"
#include "model/run_log.h"

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
    std::int64_t parent = -1;  ///< the nearest checkpoint before it on its branch that is kept; -1: none
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
    RunLog log;                   ///< what led here
    RunSettings settings;         ///< in force
    bool operator_logged = true;  ///< whether the log has all that the operator came from
    std::int64_t frame = 0;       ///< of a video, which one was the original
};

/// What the window shows of the history; a snapshot.
struct HistoryOverview {
    std::vector<CheckpointInfo> checkpoints;  ///< in the order of their ids
    std::int64_t current = -1;                ///< the checkpoint that the run went on from, or made last
    std::size_t bytes = 0, budget_bytes = 0;
    std::int64_t dropped = 0;  ///< given up to stay within the budget
    /// Why nothing more is kept, or less than asked for, in one line; empty when all is well. Where
    /// checkpoints are empty as well, strokes cannot be undone.
    std::string notice;
};

/// The checkpoints of a run, a tree, within a budget of memory. Over the budget it drops automatic
/// checkpoints first, so that what stays lies the closer together the younger it is; then the ends of
/// branches, the oldest first; then edits and strokes; starts last. For one thread; overviews may go to
/// others.
class History {
 public:
    explicit History(std::size_t budget_bytes = default_budget()) : budget_(budget_bytes) {}

    /// 1 GiB, but at most a quarter of the machine's memory.
    static std::size_t default_budget();
    /// What a checkpoint with this picture takes.
    static std::size_t bytes_of(const Image& picture);

    /// Whether a checkpoint of so many bytes can be kept at all; else the overview's notice says so.
    bool takes(std::size_t bytes);
    /// Keeps a checkpoint as the child of the current one, makes it the current one, and returns its id.
    /// None when that would take it, and `spared` if given, over the budget.
    std::optional<std::int64_t> add(Checkpoint checkpoint, std::int64_t spared = -1);
    /// Null when there is none of this id, or none any more. Its info is as of now.
    std::shared_ptr<const Checkpoint> find(std::int64_t id) const;
    std::shared_ptr<const Checkpoint> current() const { return find(current_); }

    /// The run goes on from a checkpoint, or from none: the next one has no parent.
    void stand_on(std::int64_t id);
    /// A checkpoint gets another reason to be kept.
    void retag(std::int64_t id, CheckpointKind kind);

    /// Another picture: nothing is kept; ids go on.
    void clear();
    /// Drops what does not fit. The current checkpoint goes last; 0 keeps none.
    void set_budget(std::size_t bytes);
    /// Memory did not suffice for a checkpoint: drops the room of one and goes on with what there was.
    void out_of_memory(std::size_t bytes);

    std::size_t bytes() const { return bytes_; }
    std::size_t budget() const { return budget_; }
    /// The same object as long as nothing changes.
    std::shared_ptr<const HistoryOverview> overview() const;

 private:
    struct Entry {
        std::shared_ptr<Checkpoint> checkpoint;
        std::size_t bytes = 0;
        std::int64_t first_child = -1;  ///< -1: the end of a branch

        const CheckpointInfo& info() const { return checkpoint->info; }
    };
    /// entries_.size() when there is none.
    std::size_t index_of(std::int64_t id) const;
    void shrink_to(std::size_t bytes, std::int64_t spared, std::int64_t also_spared);
    std::size_t least_wanted(std::int64_t spared, std::int64_t also_spared) const;
    void drop(std::size_t index);

    std::vector<Entry> entries_;  // in the order of their ids
    std::int64_t current_ = -1, next_id_ = 1, dropped_ = 0;
    std::size_t bytes_ = 0, budget_;
    std::string notice_;
    mutable std::shared_ptr<const HistoryOverview> overview_;  // null: to be made anew
};

}  // namespace droplet
