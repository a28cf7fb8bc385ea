#pragma once
#include <span>

#include "ui/fractal_panel_logic.h"
#include "ui/fractal_plane.h"
#include "ui/picture_context.h"

namespace droplet {

/// Draws branch cuts over the pictures that the fractal is seen in, as dashed lines.
void draw_branch_cuts(const PictureContext& context, const FractalPlane& plane,
                      std::span<const BranchCut> cuts);

/// The part of a half line within a box, as distances along it from its beginning; false where there is none.
bool clip_ray(double x, double y, double dx, double dy, double x0, double y0, double x1, double y1,
              double& from, double& to);

}  // namespace droplet
