#pragma once
#include <functional>

#include "session/readings.h"
#include "ui/picture_context.h"
#include "ui/sliding_grid.h"
#include "ui/sliding_view.h"
#include "ui/sliding_walk.h"

namespace droplet {

/// The sum that makes one pixel of a convolution, shown where it happens: the window on the picture, its
/// numbers, the kernel's, their products and the sum; by hand, or walking over the picture.
class SlidingWindow {
 public:
    using Clock = std::chrono::steady_clock;

    /// `now` is the clock that the walk goes by.
    explicit SlidingWindow(std::function<Clock::time_point()> now = &Clock::now) : now_(std::move(now)) {}

    /// Whether it is shown.
    bool on = false;

    /// Adds what it has to read for the next frame.
    void request(const PictureContext& context, ReadingRequest& reading) const;
    /// Over the picture.
    void draw_overlay(const PictureContext& context);
    /// Its section of the lab's panel.
    void draw_panel(const PictureContext& context);
    /// Whether the next frame differs though nothing else changes.
    bool moves() const { return on && (walk_.playing() || differs_since_); }
    /// Whether the picture that is convolved is to be seen beside the result.
    bool wants_input_beside() const { return on && walk_.begun(); }

    /// As of the frame drawn last: the sum and what the result holds there; none where there is no output.
    const std::optional<SlidingSum>& sum() const { return sum_; }
    std::optional<float> result() const { return result_; }
    /// Where it stands, in the source's coordinates.
    Spot spot() const { return spot_; }
    bool pinned() const { return pinned_; }
    const SlidingWalk& walk() const { return walk_; }
    /// The cell that is pointed at.
    const std::optional<CellPlace>& lit() const { return lit_; }

 private:
    void update(const PictureContext& context);
    void follow_mouse(const PictureContext& context);
    void put_at(const SlidingScene& scene, int x, int y);
    void draw_place();
    void draw_channels();
    void draw_grids();
    void draw_loupe();
    void draw_no_output() const;
    void draw_cell_lines() const;
    void draw_sum_lines() const;
    void draw_walk();
    CellLook look_of(CellPlace cell, int grid) const;
    std::optional<CellPlace> draw_row_of_grids(const char* name, const CellRange& range);

    std::function<Clock::time_point()> now_;
    SlidingWalk walk_;
    Spot spot_;
    bool was_on_ = false;  ///< in the panel's frame before
    bool placed_ = false;  ///< spot_ has been chosen
    bool pinned_ = false;
    SlidingChannel channel_ = SlidingChannel::red;
    std::optional<CellPlace> lit_;       ///< the cell that is pointed at, wherever it is
    std::optional<CellPlace> in_panel_;  ///< of the panel's grids, as of the last frame
    std::optional<CellPlace> loupe_;     ///< what the numbers of a large window are around; none: the anchor
    float range_ = 1, products_range_ = 1;  ///< of the colours

    // of the frame being drawn
    SlidingScene scene_;
    ConvolutionParams params_;
    std::optional<SlidingSum> sum_;
    std::optional<float> result_;
    std::optional<Clock::time_point> differs_since_;
    bool differs_ = false;
};

}  // namespace droplet
