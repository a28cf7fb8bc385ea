#pragma once
#include "session/readings.h"
#include "ui/picture_context.h"

namespace droplet {

/// The sum that makes one pixel of a convolution, shown where it happens: the window on the picture, its
/// numbers, the kernel's, their products and the sum; by hand, or walking over the picture.
class SlidingWindow {
 public:
    /// Whether it is shown.
    bool on = false;

    /// Adds what it has to read for the next frame.
    void request(const PictureContext& context, ReadingRequest& reading) const;
    /// Over the picture.
    void draw_overlay(const PictureContext& context);
    /// Its section of the lab's panel.
    void draw_panel(const PictureContext& context);
    /// Whether the next frame differs though nothing else changes.
    bool moves() const { return false; }
};

}  // namespace droplet
