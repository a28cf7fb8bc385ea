#pragma once
#include <imgui.h>

namespace droplet {

/// Signs of the file browser, drawn as lines in the manner of icons.h.
enum class FileIcon {
    folder,
    picture,
    file,
    home,
    drive,
    recent,
    back,
    forward,
    up,
    refresh,
    search,
    chevron,
    unfold
};

/// Draws the sign into a square of side `size` around `center`.
void draw_icon(ImDrawList& list, FileIcon icon, ImVec2 center, float size, ImU32 colour);

}  // namespace droplet
