#pragma once
#include <string>

#include "session/readings.h"
#include "ui/actions.h"
#include "ui/histogram_view.h"
#include "ui/inspector.h"
#include "ui/line_profile.h"
#include "ui/look_params.h"
#include "ui/picture_context.h"

namespace droplet {

/// Looks at the picture's values, whatever the process: the pixel below the mouse, values written on the
/// pixels, a grid, histogram and moments, and a profile along a line.
class LookClosely {
 public:
    Inspector inspector;
    HistogramView histogram;
    LineProfile profile;

    /// Adds what it has to read for the next frame.
    void request(const PictureContext& context, const LookParams& look, ReadingRequest& reading) const;
    /// Takes the mouse; over the picture.
    void draw_overlay(const PictureContext& context, LookParams& look);
    /// Its part of the panel's section View. True when the line profile is to be exported.
    bool draw_panel(const PictureContext& context, LookParams& look, const ActionList& actions);

 private:
    bool histogram_seen_ = false;  // in the panel, in this frame
};

}  // namespace droplet
