#pragma once
#include <imgui.h>

#include "gl/presenter.h"
#include "ui/view_transform.h"

namespace droplet {

/// Takes the wheel and drags over the picture, in ImGui's units [min, max]; `density` is framebuffer pixels
/// per unit.
void picture_input(ViewTransform& view, ImVec2 min, ImVec2 max, float density);

/// Where the presenter is to draw, for the same area.
gl::Placement picture_placement(const ViewTransform& view, ImVec2 min, Size framebuffer, float density);

}  // namespace droplet
