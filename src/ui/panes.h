#pragma once
#include <imgui.h>

#include <span>
#include <vector>

#include "model/view.h"
#include "ui/view_transform.h"

namespace droplet {

/// One of the pictures that stand side by side; all of one size, and all show the same place of their
/// pictures (ViewTransform, whose viewport is one pane).
struct Pane {
    Content content = Content::current;
    int slot = 0;         ///< of the presenter, which is also the content's place in ViewWindow::contents
    ImVec2 min{}, max{};  ///< on the screen, in ImGui's units
    PictureShape shape;   ///< of the content; size 0x0 before there is one
    bool contains(ImVec2 point) const {
        return point.x >= min.x && point.x < max.x && point.y >= min.y && point.y < max.y;
    }
};

/// Divides an area among `contents`: one, two side by side, or a two by two grid.
std::vector<Pane> divided(ImVec2 min, ImVec2 max, const ContentList& contents);

/// From the source's coordinates to the screen and back, in one pane; `density` is framebuffer pixels per
/// unit of ImGui. A pixel (x, y) of the pane's own picture lies at (x + shape.origin_x, y + shape.origin_y).
ImVec2 screen_position(const Pane& pane, const ViewTransform& view, float density, double x, double y);
double source_x(const Pane& pane, const ViewTransform& view, float density, float screen_x);
double source_y(const Pane& pane, const ViewTransform& view, float density, float screen_y);

}  // namespace droplet
