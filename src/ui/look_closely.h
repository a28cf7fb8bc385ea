#pragma once
#include "session/readings.h"
#include "ui/picture_context.h"

namespace droplet {

/// Looks at the picture's values, whatever the process: the pixel below the mouse, values written on the
/// pixels, a grid, histogram and moments, and a profile along a line.
class LookClosely {
 public:
    /// Adds what it has to read for the next frame.
    void request(const PictureContext& context, ReadingRequest& reading) const;
    /// Over the picture.
    void draw_overlay(const PictureContext& context);
    /// Its part of the panel's section View.
    void draw_panel(const PictureContext& context);
};

}  // namespace droplet
