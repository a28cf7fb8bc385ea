// The sliding window on the picture.
#pragma once
#include "ui/picture_context.h"
#include "ui/sliding_grid.h"
#include "ui/sliding_view.h"
#include "ui/sliding_walk.h"

namespace droplet {

/// What is drawn over the panes.
struct SlidingOverlay {
    const PictureContext& context;
    const SlidingScene& scene;
    const SlidingWalk& walk;
    Spot spot;
    const std::optional<SlidingSum>& sum;  ///< none: there is no output at the spot
    std::optional<CellPlace> lit;
};

/// Draws behind all windows, above the pictures.
void draw_sliding_overlay(const SlidingOverlay& overlay);

/// Colour and name of a mode's outline.
ImVec4 mode_colour(ConvolutionMode mode);
/// "98 × 66".
std::string size_text(const ModeOutline& outline);

}  // namespace droplet
