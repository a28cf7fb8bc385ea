// What stands over compared pictures: their names, the line of the wipe, colour bars.
#pragma once
#include <imgui.h>

#include <string>

#include "model/display.h"
#include "ui/panes.h"

namespace droplet {

/// Words on a plate that is readable on any picture; `anchor` of it (0: left or top, 1: right or bottom) is
/// at `position`. What is wider than `room` is shortened; nothing where that leaves nothing.
void text_on_plate(ImDrawList& list, ImVec2 position, ImVec2 anchor, const std::string& words, float room);

/// The colours of a display with the values they stand for, in the lower left or right corner of a pane.
void draw_colour_bar(ImDrawList& list, const Pane& pane, const Display& display, bool at_left);

/// Where the line of a wipe stands on the screen.
float wipe_x(const Pane& pane, float wipe);
/// Whether a press at `mouse` takes the line; `by_handle`: only by its handle, as where the mouse paints.
bool takes_wipe(const Pane& pane, float wipe, ImVec2 mouse, bool by_handle);
void draw_wipe(ImDrawList& list, const Pane& pane, float wipe, bool taken);

}  // namespace droplet
