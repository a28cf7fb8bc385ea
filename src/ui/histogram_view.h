// How often each value occurs in the picture that the process shows.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "compute/backend.h"
#include "session/readings.h"
#include "ui/look_params.h"
#include "ui/picture_context.h"
#include "ui/plot.h"

namespace droplet {

/// How many bars stand side by side on `width` pixels: 256, or the next power of two that leaves each a pixel
/// and a half, so that all bars gather equally many bins.
int histogram_bars(float width);
/// The counts of `bars` equal parts of the range, a power of two of at most Histogram::bins.
std::vector<std::uint64_t> bar_counts(const Histogram::Channel& channel, int bars);
/// "outside: 3 below, 12 above; 1 no number"; empty where every value was counted.
std::string left_out_text(const Histogram& histogram);

class HistogramView {
 public:
    void request(const PictureContext& context, const LookParams& look, ReadingRequest& reading) const;
    /// With its choices.
    void draw(const PictureContext& context, LookParams& look);

    /// What was drawn last; without channels before that.
    const Histogram& shown() const { return shown_; }

 private:
    void follow(const PictureContext& context, const LookParams& look);
    HistogramRequest wanted(const PictureContext& context, const LookParams& look) const;
    void draw_choices(LookParams& look);
    void draw_plot(const PlotArea& area, int bars) const;
    void tooltip_of_bar(const PlotArea& area, int bars) const;

    std::array<AxisEnds, content_count> ranges_{};  // of all values
    AxisEnds counts_;
    HistogramAxis axis_ = HistogramAxis::linear;  // that counts_ are ends of
    Content content_ = Content::current;          // that is shown
    Histogram shown_;
};

}  // namespace droplet
