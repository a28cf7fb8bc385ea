#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "model/recipe.h"
#include "session/session.h"

namespace droplet {

/// The run as it is in another size: what is told in pixels goes along. 0x0: as it is.
Run scaled_run(const Run& run, Size size);
/// The same of a film's take: its shots look at the same places.
Take scaled_take(const Take& take, Size size);

/// Makes a run again, step by step: the same bits as the first time on the same backend and instruction set,
/// in the same size. In another size, what is told in pixels (the brush, the fractal's scale and canvas) goes
/// along by the ratio of the widths. Where a device fails it begins again, once, with the CPU.
class Replay {
 public:
    /// Frames of the run's video by their number; may be empty where there is none.
    using Frames = std::function<std::shared_ptr<const Image>(std::int64_t frame)>;

    /// Loads `source` (its first frame, of a video; not looked at for a fractal) into the session, and stands
    /// at step 0. `size` is that of the run; 0x0: as it was. Pictures of another size are resized. Throws
    /// Error (Fault::job) for a run that is not complete, does not begin with settings, or has a frame of a
    /// video where there are none.
    Replay(Session& session, const Run& run, std::shared_ptr<const Image> source, Frames frames = {},
           Size size = {});

    /// Goes on to `step` and does the first `events` events; neither falls. False when `stop` was requested
    /// before. Throws Error (Fault::job) for events that are out of order.
    bool go_to(std::int64_t step, std::int64_t events, const std::stop_token& stop = {});
    /// To the end of the run.
    bool finish(const std::stop_token& stop = {});

    /// Goes on towards the end: all events that are next, or up to so many steps. The source may be
    /// incomplete after it, and must be complete before. Returns the steps done.
    int go_on(int steps, const std::stop_token& stop = {});
    bool done() const;
    /// Of the event that is next; that of the run's end where there is none.
    std::int64_t next_event_step() const;

    /// The settings in force.
    const RunSettings& settings() const { return settings_; }
    /// The size that the run is made in.
    Size size() const { return reference_.size; }

 private:
    void begin();
    bool begun_anew() const { return session_.starts() != starts_; }
    bool run_to(std::int64_t step, std::int64_t events, const std::stop_token& stop);
    int advance(std::int64_t step, const std::stop_token& stop);
    void apply_next();
    void apply(const RunSettings& settings);
    void apply(const Kick& kick) { session_.kick(kick.share); }
    void apply(const Stroke& stroke) { session_.paint(stroke.dabs); }
    void apply(const OperatorChange& change) { session_.edit_operator(change.edit, change.params); }
    void apply(const FedFrame& fed);

    Session& session_;
    SourceReference reference_;
    std::shared_ptr<const Image> source_;
    std::vector<RunEvent> events_;
    std::int64_t last_step_;
    std::size_t next_ = 0;
    RunSettings settings_;
    Frames frames_;
    int starts_ = 0;
};

}  // namespace droplet
