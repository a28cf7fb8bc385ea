#pragma once
#include <imgui.h>

#include <memory>
#include <optional>
#include <string>

#include "session/history.h"
#include "ui/timeline_layout.h"

namespace droplet {

/// What a frame of the timeline asks for.
struct TimelineRequest {
    std::optional<std::int64_t> scrub_to;    ///< a checkpoint that the mouse is dragged over
    bool pressed = false, released = false;  ///< such a drag begins, ends
    std::optional<std::int64_t> step_to;     ///< a checkpoint chosen by keys
    std::optional<int> budget_mib;           ///< another memory budget
};

/// The history as a strip: checkpoints as ticks along the steps, branches as lanes, the run's place, and how
/// much memory they take.
class Timeline {
 public:
    /// Height of the strip in ImGui's units.
    static float height();

    TimelineRequest draw(const std::shared_ptr<const HistoryOverview>& history, std::int64_t step, ImVec2 min,
                         ImVec2 max);
    const TimelineLayout& layout() const { return layout_; }

 private:
    struct Axis;
    void draw_axis(const Axis& axis, std::int64_t step) const;
    void scrub(const Axis& axis, TimelineRequest& request);
    void step_by_keys(const HistoryOverview& history, std::int64_t step, TimelineRequest& request) const;
    void draw_memory(const HistoryOverview& history, float width, TimelineRequest& request);

    std::shared_ptr<const HistoryOverview> history_;  // that layout_ is of
    TimelineLayout layout_;
    std::optional<std::int64_t> scrubbed_;  // the checkpoint that the drag asked for last
    int typed_budget_ = 0;
};

/// A checkpoint in words: "step 250, before a stroke".
std::string checkpoint_text(const CheckpointInfo& info);

}  // namespace droplet
