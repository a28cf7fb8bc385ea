#pragma once
#include <imgui.h>

namespace droplet {

/// What icons are drawn with: a canvas of side 2 around (0, 0), placed at `center` with `half` pixels to a
/// unit.
struct IconPen {
    static constexpr float pi = 3.14159265f;

    ImDrawList& list;
    ImVec2 center;
    float half;
    ImU32 colour;
    float width;  ///< of lines, pixels

    ImVec2 at(float x, float y) const { return {center.x + x * half, center.y + y * half}; }
};

}  // namespace droplet
