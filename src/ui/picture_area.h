#pragma once
#include <imgui.h>

#include <span>

#include "gl/presenter.h"
#include "ui/fractal_explorer.h"
#include "ui/panes.h"
#include "ui/view_transform.h"

namespace droplet {

/// What a drag of the left button is for.
enum class DragUse { pan, paint, tool, wipe, box };

/// What a notch of the wheel zooms by.
inline constexpr double zoom_per_notch = 1.2;

/// What the mouse does over the picture.
struct PictureMouse {
    ImVec2 position{};                             ///< on the screen
    int pane = -1;                                 ///< below the mouse; −1: none
    double x = 0, y = 0;                           ///< in the source's coordinates, of that pane or the first
    bool over = false;                             ///< above the picture's area and nothing in front of it
    bool clicked = false;                          ///< the left button, not for painting, without a drag
    bool pressed = false, right_pressed = false;   ///< in this frame, for painting
    bool held = false;                             ///< of what was pressed for painting
    bool tool_pressed = false, tool_held = false;  ///< the same of a drag that a tool asked for
    bool wipe_held = false;                        ///< the line of the wipe is dragged
    bool box_pressed = false, box_held = false, box_released = false;

    // Where the picture is navigated, what the view does not take:
    float wheel = 0;             ///< notches away from the user
    float pan_x = 0, pan_y = 0;  ///< of this frame, in pixels of the source
    bool pan_begun = false;
    bool double_clicked = false;
};

/// Takes the wheel and drags over the panes, which share the view; `density` is framebuffer pixels per unit
/// of ImGui. `use` is what a drag is for that begins in this frame; while it is paint, the right button
/// paints too. With Ctrl, and with the middle button, drags pan whatever the use. Where `navigates`, wheel
/// and panning leave the view as it is, and are told.
PictureMouse picture_input(ViewTransform& view, std::span<const Pane> panes, float density, DragUse use,
                           bool navigates = false);

/// Where the presenter is to draw a pane.
gl::Placement picture_placement(const ViewTransform& view, const Pane& pane, Size framebuffer, float density);
/// The same of a picture of the fractal that lies so in the one that the placement is for.
gl::Placement moved_by(const FractalOverlay& overlay, gl::Placement placement);

}  // namespace droplet
