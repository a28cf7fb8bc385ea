#pragma once
#include <imgui.h>

namespace droplet {

/// Signs drawn as lines, sharp at every scale.
enum class Icon {
    none,
    play,
    pause,
    step,
    reset,
    open,
    fit,
    actual_size,
    eye,
    close,
    warning,
    info,
    restore,
    folded,
    unfolded,
    add,
    remove,
    noise,
    smooth,
    learn,
    freeze,
    kick,
    dice,
    presets,
    brush,
    timeline,
    still,
    window,
};

/// Draws the sign into a square of side `size` around `center`.
void draw_icon(ImDrawList& list, Icon icon, ImVec2 center, float size, ImU32 colour);

}  // namespace droplet
