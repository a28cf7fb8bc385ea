#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include "session/history.h"
#include "session/session.h"

namespace droplet {

/// When an automatic checkpoint is due: about every half second of running, sooner after many steps, but
/// never so often that making them takes more than a few percent of the time.
class CheckpointPace {
 public:
    using Time = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::steady_clock::duration;

    static constexpr Duration interval = std::chrono::milliseconds(500);
    static constexpr std::int64_t many_steps = 1000;
    static constexpr Duration shortest_interval = std::chrono::milliseconds(100);
    static constexpr int rest = 40;  ///< times what a checkpoint takes: 2.5 %

    void count(int steps, Time now);
    /// The run is kept as it is now.
    void restart(Time now);
    /// What the latest checkpoint took to make.
    void set_cost(Duration cost) { cost_ = cost; }
    bool due() const;

 private:
    Time last_{};             // when count() or restart() was called
    Duration running_{};      // since the latest checkpoint
    std::int64_t steps_ = 0;  // likewise
    Duration cost_{};
};

/// The history of a running session: makes the checkpoints, each before what it is to bring back, and goes
/// back to them. Used on the session's thread. `now` is passed in, so that tests own the clock; it measures
/// intervals only.
class RunHistory {
 public:
    using Time = CheckpointPace::Time;

    explicit RunHistory(Session& session, std::size_t budget_bytes = History::default_budget())
        : session_(session), history_(budget_bytes) {}

    /// A new source was loaded: forgets everything and keeps the start.
    void loaded(Time now);
    /// The fractal made the run begin anew: forgets everything; keep_start() keeps the start.
    void began(Time now);
    /// The run goes on by settings that are in force already, as those of a run that is made again.
    void follow(const Preset& preset) { preset_ = preset; }
    /// Keeps the start of the run where that is still to be done and the source is whole.
    void keep_start(Time now);
    /// Resets the session; what the run had come to is kept.
    void reset(Time now);
    /// Takes over the settings; before the process or the operator changes by that, keeps the run as of now
    /// with the old ones. Returns whether anything changed.
    bool adopt(const Preset& preset, Time now);

    /// To be called before a change by hand other than a stroke. Of edits that follow each other within a
    /// second, as when a weight is dragged, the first makes the checkpoint.
    void before_edit(Time now);
    /// To be called before a stroke; what undo goes back to, or none if nothing can be kept.
    std::optional<std::int64_t> before_stroke(Time now);
    /// To be called after a change by hand: the run is no longer where the latest checkpoint has it.
    void changed() { moved_ = true; }

    /// To be called after steps.
    void count(int steps, Time now);
    bool automatic_due() const { return is_unkept() && pace_.due(); }
    /// Keeps the run as of now if no checkpoint has it; its id, or none, as of a fractal that is not whole.
    std::optional<std::int64_t> keep(CheckpointKind kind, Time now);

    /// Brings a checkpoint back and returns it; what the run had come to is kept before. Throws Error when
    /// there is none of this id.
    std::shared_ptr<const Checkpoint> go_to(std::int64_t id, Time now);

    void set_budget(std::size_t bytes);
    std::shared_ptr<const HistoryOverview> overview() const { return history_.overview(); }

 private:
    bool is_unkept() const { return moved_ || !history_.current(); }
    bool stands_on_latest() const;
    std::optional<std::int64_t> make(CheckpointKind kind, Time now, std::int64_t spared = -1);
    void follow_failure();

    Session& session_;
    History history_;
    CheckpointPace pace_;
    Preset preset_;       // that the latest steps ran with
    bool moved_ = false;  // the run, since the current checkpoint
    bool start_due_ = false;
    int starts_ = 0;  // Session::starts() that the current checkpoint belongs to
    std::optional<Time> edited_;
};

}  // namespace droplet
