#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "model/brush.h"
#include "model/image.h"
#include "model/operator_edit.h"
#include "model/preset.h"

namespace droplet {

/// All settings that what a run computes depends on. The preset is shared, so that a long log of one preset
/// stays small; never null.
struct RunSettings {
    std::shared_ptr<const Preset> preset = std::make_shared<const Preset>();
    int steps_per_frame = 1;  ///< steps between two mixes of a fractal that is fed as a film
    Size canvas;              ///< pixels of the fractal's picture
    double seconds = 0;       ///< of the fractal's animation
    bool animates = true;     ///< whether the animation is applied

    bool operator==(const RunSettings& other) const;
};

/// What was done to a run between two steps: from here on other settings; a share of the original mixed back;
/// touches of the brush (the seeds of its noise follow from their order); a change of the operator, held to
/// these parameters; another frame of the video.
struct Kick {
    float share = 0;
    bool operator==(const Kick&) const = default;
};
struct Stroke {
    std::vector<BrushDab> dabs;
    bool operator==(const Stroke&) const = default;
};
struct OperatorChange {
    OperatorEdit edit;
    LearningParams params;
    bool operator==(const OperatorChange&) const = default;
};
struct FedFrame {
    std::int64_t frame = 0;  ///< of the video, from 0
    VideoFeed feed = VideoFeed::start;
    float share = 0;
    bool operator==(const FedFrame&) const = default;
};
using RunAction = std::variant<RunSettings, Kick, Stroke, OperatorChange, FedFrame>;

struct RunEvent {
    std::int64_t step = 0;  ///< steps done before it
    RunAction action;
    bool operator==(const RunEvent&) const = default;
};

/// What was done to a run since it began at its source, in order; by it the run can be made again. Copies
/// share what they have in common, so that every checkpoint can have its own. For one thread.
class RunLog {
 public:
    /// More are not kept; the log is incomplete then.
    static constexpr std::size_t most_events = 200'000;

    RunLog() = default;
    RunLog(const RunLog&) = default;
    RunLog(RunLog&&) noexcept = default;
    RunLog& operator=(const RunLog& other);
    RunLog& operator=(RunLog&&) noexcept;
    ~RunLog() { clear(); }

    void clear();
    void add(std::int64_t step, RunAction action);
    /// Adds the settings unless they are those in force.
    void add_settings(std::int64_t step, const RunSettings& settings);

    /// What led here is not known: nothing more is kept until it begins anew.
    void lose();

    std::size_t size() const;
    bool complete() const { return complete_; }
    /// The settings in force; null: none yet.
    std::shared_ptr<const RunSettings> settings() const { return last_ ? last_->settings : nullptr; }
    /// Whether this log is the other one, or that and what was done since. Takes the time of what was added.
    bool continues(const RunLog& earlier) const;
    std::vector<RunEvent> events() const;

 private:
    struct Node {
        RunEvent event;
        std::shared_ptr<Node> before;
        /// In force after this event; null: none yet.
        std::shared_ptr<const RunSettings> settings;
        std::size_t count = 1;
    };
    std::shared_ptr<Node> last_;
    bool complete_ = true;
};

}  // namespace droplet
