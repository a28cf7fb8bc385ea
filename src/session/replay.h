#pragma once
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "model/recipe.h"
#include "session/session.h"

namespace droplet {

/// Makes a run again, step by step: the same bits as the first time on the same backend and instruction set,
/// in the same size. In another size, what is told in pixels (the brush, the fractal's scale and canvas) goes
/// along by the ratio of the widths.
class Replay {
 public:
    /// Frames of the run's video by their number; may be empty where there is none.
    using Frames = std::function<std::shared_ptr<const Image>(std::int64_t frame)>;

    /// Loads `source` (its first frame, of a video; not looked at for a fractal) into the session, and stands
    /// at step 0. `size` is that of the run; 0x0: as it was. Throws Error (Fault::job) for a run that is not
    /// complete.
    Replay(Session& session, const Run& run, std::shared_ptr<const Image> source, Frames frames = {},
           Size size = {});

    /// Goes on to `step` and does the first `events` events; neither falls. False when `stop` was requested
    /// before.
    bool go_to(std::int64_t step, std::int64_t events, const std::stop_token& stop = {});

    /// The settings in force.
    const RunSettings& settings() const;

 private:
    Session& session_;
    std::vector<RunEvent> events_;
    std::size_t next_ = 0;
    RunSettings settings_;
    Frames frames_;
    double scale_ = 1;
};

}  // namespace droplet
