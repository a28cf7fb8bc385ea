#pragma once
#include <deque>
#include <optional>

#include "session/history.h"
#include "ui/experiment.h"
#include "ui/undo_history.h"

namespace droplet {

/// Undo, redo and the timeline's scrubbing: what was asked for becomes orders to the session, one at a time,
/// as going to a checkpoint takes the session a moment. Of the checkpoints scrubbed over meanwhile only the
/// last counts.
class HistoryControl {
 public:
    explicit HistoryControl(const ExperimentSettings& initial) : undo_(initial) {}

    /// The settings as of now; a change of them is an entry, but for where in the fractal one looks: that has
    /// its own back and forward.
    void commit(const ExperimentSettings& settings);
    /// A stroke begins. False when it belongs to the one before, whose checkpoint is not known yet: it is
    /// undone with that.
    bool begin_stroke();
    /// The session has made the checkpoint before the latest stroke; negative: it could not, and the stroke
    /// cannot be undone.
    void name_stroke(std::int64_t checkpoint);

    void undo() { asked_.push_back(Direction::back); }
    void redo() { asked_.push_back(Direction::forward); }
    /// Go to a checkpoint; until scrub_ended(), all of them are one change.
    void scrub_to(std::int64_t checkpoint) { scrub_goal_ = checkpoint; }
    void end_scrub() { scrub_ended_ = true; }

    /// Another source: what is not known yet will not be.
    void forget_waiting() { undo_.forget_waiting(); }

    /// What is to be done now.
    struct Order {
        std::optional<ExperimentSettings> settings;  ///< to be in force
        bool keeps_place = true;  ///< but for the place in the fractal, unless the change had moved that too
        std::optional<std::int64_t> go_to;  ///< a checkpoint; arrived() or failed() follows
    };
    Order next(const HistoryOverview& history);
    /// The session has brought the checkpoint of the last order back, with this preset. Returns the settings
    /// to adopt. `history` is as of after that.
    ExperimentSettings arrived(const Preset& adopted, ExperimentSettings settings,
                               const HistoryOverview& history);
    /// It has not, and says so in an error.
    void failed();

    /// Whether nothing is asked for that was not done.
    bool idle() const { return !trip_ && !scrub_goal_ && asked_.empty(); }
    bool can_undo() const { return undo_.can_undo() || undo_.waits(); }
    bool can_redo() const { return undo_.can_redo(); }

 private:
    enum class Direction { back, forward };
    struct Trip {
        enum class Purpose { undo, redo, scrub } purpose;
        std::int64_t goal;
        std::int64_t current_before, newest_before;  ///< checkpoints when it was ordered
        std::optional<PaceParams> pace;              ///< to adopt as well
    };

    void order_trip(Order& order, Trip::Purpose purpose, std::int64_t goal, const HistoryOverview& history);
    bool take_asked(Order& order, const HistoryOverview& history);

    UndoHistory<ExperimentSettings> undo_;
    std::deque<Direction> asked_;
    std::optional<std::int64_t> scrub_goal_;
    std::optional<std::int64_t> scrub_at_;  ///< where the scrub that goes on is
    bool scrub_ended_ = false;
    std::optional<Trip> trip_;
};

/// Where the history has what the run had come to when it was ordered away; `current` and `newest` are those
/// of before.
std::int64_t checkpoint_left(const HistoryOverview& history, std::int64_t current, std::int64_t newest);

}  // namespace droplet
