#include "ui/icons.h"

#include <algorithm>
#include <cmath>

#include "ui/icon_pen.h"

namespace droplet {
namespace {

struct Pen : IconPen {
    void triangle(ImVec2 a, ImVec2 b, ImVec2 c) const {
        list.AddTriangleFilled(at(a.x, a.y), at(b.x, b.y), at(c.x, c.y), colour);
    }
    void corner(float x, float y, float dx, float dy) const {
        const ImVec2 points[] = {at(x + dx, y), at(x, y), at(x, y + dy)};
        list.AddPolyline(points, 3, colour, 0, width);
    }
    void arrow_back() const {
        list.PathArcTo(center, half * 0.72f, -0.75f * pi, 0.95f * pi, 24);
        list.PathStroke(colour, 0, width);
        const float x = 0.72f * std::cos(-0.75f * pi), y = 0.72f * std::sin(-0.75f * pi);
        triangle({x - 0.36f, y - 0.34f}, {x + 0.32f, y - 0.28f}, {x - 0.26f, y + 0.36f});
    }
};

}  // namespace

void draw_icon(ImDrawList& list, Icon icon, ImVec2 center, float size, ImU32 colour) {
    const Pen pen{{list, center, size / 2, colour, std::max(1.0f, size / 9)}};
    switch (icon) {
        case Icon::none:
            break;
        case Icon::play:
            pen.triangle({-0.55f, -0.8f}, {0.8f, 0}, {-0.55f, 0.8f});
            break;
        case Icon::pause:
            pen.box(-0.62f, -0.75f, -0.18f, 0.75f);
            pen.box(0.18f, -0.75f, 0.62f, 0.75f);
            break;
        case Icon::step:
            pen.triangle({-0.7f, -0.75f}, {0.4f, 0}, {-0.7f, 0.75f});
            pen.box(0.45f, -0.75f, 0.75f, 0.75f);
            break;
        case Icon::reset:
        case Icon::restore:
            pen.arrow_back();
            break;
        case Icon::open: {
            const ImVec2 folder[] = {pen.at(-0.85f, 0.7f), pen.at(-0.85f, -0.6f), pen.at(-0.25f, -0.6f),
                                     pen.at(0.0f, -0.3f),  pen.at(0.85f, -0.3f),  pen.at(0.85f, 0.7f)};
            list.AddPolyline(folder, 6, colour, ImDrawFlags_Closed, pen.width);
            break;
        }
        case Icon::fit:
            for (const float x : {-1.0f, 1.0f})
                for (const float y : {-1.0f, 1.0f}) pen.corner(0.8f * x, 0.8f * y, -0.5f * x, -0.5f * y);
            break;
        case Icon::actual_size:
            pen.line(-0.6f, -0.6f, -0.6f, 0.6f);
            pen.line(0.6f, -0.6f, 0.6f, 0.6f);
            pen.box(-0.12f, -0.4f, 0.12f, -0.16f);
            pen.box(-0.12f, 0.16f, 0.12f, 0.4f);
            break;
        case Icon::eye:
            list.PathArcTo(pen.at(0, 0.75f), pen.half * 1.2f, -0.82f * IconPen::pi, -0.18f * IconPen::pi, 20);
            list.PathArcTo(pen.at(0, -0.75f), pen.half * 1.2f, 0.18f * IconPen::pi, 0.82f * IconPen::pi, 20);
            list.PathStroke(colour, ImDrawFlags_Closed, pen.width);
            list.AddCircleFilled(center, pen.half * 0.28f, colour, 16);
            break;
        case Icon::close:
            pen.line(-0.6f, -0.6f, 0.6f, 0.6f);
            pen.line(-0.6f, 0.6f, 0.6f, -0.6f);
            break;
        case Icon::warning:
            list.AddTriangle(pen.at(0, -0.8f), pen.at(0.9f, 0.75f), pen.at(-0.9f, 0.75f), colour, pen.width);
            pen.line(0, -0.25f, 0, 0.25f);
            pen.box(-0.09f, 0.4f, 0.09f, 0.58f);
            break;
        case Icon::folded: {
            const ImVec2 points[] = {pen.at(-0.3f, -0.7f), pen.at(0.4f, 0), pen.at(-0.3f, 0.7f)};
            list.AddPolyline(points, 3, colour, 0, size / 7);
            break;
        }
        case Icon::unfolded: {
            const ImVec2 points[] = {pen.at(-0.7f, -0.3f), pen.at(0, 0.4f), pen.at(0.7f, -0.3f)};
            list.AddPolyline(points, 3, colour, 0, size / 7);
            break;
        }
        case Icon::info:
            list.AddCircle(center, pen.half * 0.85f, colour, 24, pen.width);
            pen.line(0, -0.1f, 0, 0.45f);
            pen.box(-0.09f, -0.45f, 0.09f, -0.27f);
            break;
        default:
            draw_tool_icon(pen, icon);
    }
}

}  // namespace droplet
