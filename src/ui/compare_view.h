// Which pictures of a run the window shows, and how they stand to each other.
#pragma once
#include <imgui.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "model/preset.h"
#include "ui/compare_params.h"
#include "ui/panes.h"

namespace droplet {

/// alone: the picture of the process; stages: the four of Canny's, in panes; the others: that of the process
/// and the one that it is compared with.
enum class Arrangement { alone, beside, wipe, difference, blink, stages };

struct ShownPictures {
    Arrangement arrangement = Arrangement::alone;
    /// In the order of the presenter's slots: first that of the process, then the one it is compared with.
    ContentList contents;

    bool operator==(const ShownPictures&) const = default;
};

/// What the picture of the process is compared with. The input is the current picture, of edges in a
/// convolution the convolution; where steps change the picture itself it is the original.
Content compared_with(const Preset& preset, CompareWith with);

/// `input_beside`: the input of a convolution is wanted beside it while nothing is compared.
ShownPictures shown_pictures(const Preset& preset, const CompareParams& params, bool input_beside);

/// Their panes: of `beside` the picture of the process is at the right; of a wipe, a difference and a blink
/// there is one pane, of the picture of the process. While `original` is shown, it is in all of them.
std::vector<Pane> panes_of(const ShownPictures& shown, ImVec2 min, ImVec2 max, bool original);

/// In the order of the key C: off, wipe, side by side, difference, blink.
CompareMode mode_after(CompareMode mode);

/// "Original", "Convolved", "Edges".
std::string_view pane_title(Content content);

/// A clock that says which of two pictures is shown: the other one first.
class Blink {
 public:
    using Clock = std::chrono::steady_clock;

    void start(Clock::time_point now) { started_ = now; }
    bool shows_other(Clock::time_point now, float period_s) const;
    /// Until the other one is shown.
    double seconds_left(Clock::time_point now, float period_s) const;

 private:
    double periods(Clock::time_point now, float period_s) const;

    Clock::time_point started_{};
};

}  // namespace droplet
