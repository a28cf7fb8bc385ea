#pragma once
#include <imgui.h>

namespace droplet {

/// The window's fonts; digits of each have one width, so that changing numbers stand still.
struct Fonts {
    ImFont* text = nullptr;
    ImFont* bold = nullptr;
    ImFont* small = nullptr;
    ImFont* tiny = nullptr;  ///< numbers in cells; has only ASCII, − and ∞
    ImFont* mono = nullptr;  ///< what is typed and read letter by letter
};

/// Makes the atlas anew. `scale` is framebuffer pixels per unit of the design.
Fonts build_fonts(float scale);

}  // namespace droplet
