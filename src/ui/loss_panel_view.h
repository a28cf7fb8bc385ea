// Drawing of the loss panel: what is shown and how, over what was collected.
#pragma once
#include <array>
#include <optional>

#include "ui/loss_panel_series.h"
#include "ui/plot.h"

namespace droplet {

struct LossRun {
    StepSeries<LossRecord> losses;
    StepSeries<PictureRecord> pictures;
};

class LossView {
 public:
    /// Each draws one row or plot of the panel; `paused` only writes so.
    void draw_choices();
    void draw_losses(const LossRun& run, bool paused);
    void draw_legend();
    void draw_pictures(const LossRun& run);

 private:
    PlotAxis value_axis(const LossExtent& extent);

    int span_ = 1, axis_ = 1;
    std::array<bool, loss_curves> shown_{true, true, true, true};
    AxisScale scale_ = AxisScale::logarithmic;
    double threshold_ = 1;
    AxisEnds ends_, picture_ends_;
    std::optional<double> cursor_;  ///< the step below the mouse, whichever plot it is over
};

}  // namespace droplet
