#pragma once
#include <imgui.h>

#include "gl/presenter.h"
#include "ui/view_transform.h"

namespace droplet {

/// What the mouse does over the picture.
struct PictureMouse {
    ImVec2 position{};                            ///< on the screen
    double x = 0, y = 0;                          ///< in image coordinates
    bool over = false;                            ///< above the picture's area and nothing in front of it
    bool pressed = false, right_pressed = false;  ///< in this frame, for painting
    bool held = false;                            ///< of what was pressed for painting
};

/// Takes the wheel and drags over the picture, in ImGui's units [min, max]; `density` is framebuffer pixels
/// per unit. While `painting`, the left and right buttons are the brush's and pan only with Ctrl.
PictureMouse picture_input(ViewTransform& view, ImVec2 min, ImVec2 max, float density, bool painting);

/// Where the presenter is to draw, for the same area.
gl::Placement picture_placement(const ViewTransform& view, ImVec2 min, Size framebuffer, float density);

}  // namespace droplet
