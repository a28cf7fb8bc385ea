// Colours of numbers in cells.
#pragma once
#include <imgui.h>

namespace droplet {

/// From blue (−1) through the panel's grey (0) to orange (1); of what is not finite, the colour of errors.
ImVec4 signed_colour(float share);
/// From the panel's colour (no gain) over the accent to the colour of text (the largest, 1).
ImVec4 gain_colour(float share);
/// Near black or near white, whichever reads better on a colour.
ImU32 ink_on(const ImVec4& colour);

}  // namespace droplet
