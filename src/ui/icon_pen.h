#pragma once
#include <imgui.h>

#include "ui/icons.h"

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
    void line(float x0, float y0, float x1, float y1) const {
        list.AddLine(at(x0, y0), at(x1, y1), colour, width);
    }
    void box(float x0, float y0, float x1, float y1) const {
        list.AddRectFilled(at(x0, y0), at(x1, y1), colour, half * 0.12f);
    }
    void dot(float x, float y, float radius) const {
        list.AddCircleFilled(at(x, y), half * radius, colour, 12);
    }
};

/// Signs of the brush, of learning, of the timeline and of captures; draw_icon() calls it for them.
void draw_tool_icon(const IconPen& pen, Icon icon);

}  // namespace droplet
