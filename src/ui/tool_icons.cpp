// Signs of the brush, of learning, of the timeline and of captures.
#include <cmath>
#include <initializer_list>

#include "ui/icon_pen.h"

namespace droplet {
namespace {

void curve(const IconPen& pen, std::initializer_list<ImVec2> points) {
    for (const ImVec2& point : points) pen.list.PathLineTo(pen.at(point.x, point.y));
    pen.list.PathStroke(pen.colour, 0, pen.width);
}

void snowflake(const IconPen& pen) {
    for (int i = 0; i < 3; ++i) {
        const float angle = IconPen::pi * (static_cast<float>(i) / 3 + 0.5f);
        const float x = 0.85f * std::cos(angle), y = 0.85f * std::sin(angle);
        pen.line(-x, -y, x, y);
    }
    for (const float side : {-1.0f, 1.0f})
        curve(pen, {{-0.26f, side * 0.84f}, {0, side * 0.58f}, {0.26f, side * 0.84f}});
}

void dice(const IconPen& pen) {
    pen.list.AddRect(pen.at(-0.78f, -0.78f), pen.at(0.78f, 0.78f), pen.colour, pen.half * 0.25f, 0,
                     pen.width);
    for (const float at : {-0.36f, 0.0f, 0.36f}) pen.dot(at, at, 0.14f);
    pen.dot(-0.36f, 0.36f, 0.14f);
    pen.dot(0.36f, -0.36f, 0.14f);
}

void paint_brush(const IconPen& pen) {
    pen.list.AddLine(pen.at(0.82f, -0.82f), pen.at(-0.08f, 0.12f), pen.colour, pen.width * 1.6f);
    const ImVec2 tuft[] = {pen.at(-0.3f, -0.02f), pen.at(0.06f, 0.34f), pen.at(-0.28f, 0.72f),
                           pen.at(-0.85f, 0.8f), pen.at(-0.6f, 0.3f)};
    pen.list.AddConvexPolyFilled(tuft, 5, pen.colour);
}

void camera(const IconPen& pen) {
    const ImVec2 body[] = {pen.at(-0.88f, 0.7f),  pen.at(-0.88f, -0.42f), pen.at(-0.45f, -0.42f),
                           pen.at(-0.25f, -0.7f), pen.at(0.25f, -0.7f),   pen.at(0.45f, -0.42f),
                           pen.at(0.88f, -0.42f), pen.at(0.88f, 0.7f)};
    pen.list.AddPolyline(body, 8, pen.colour, ImDrawFlags_Closed, pen.width);
    pen.list.AddCircle(pen.at(0, 0.12f), pen.half * 0.34f, pen.colour, 18, pen.width);
}

void framed_window(const IconPen& pen) {
    pen.list.AddRect(pen.at(-0.85f, -0.72f), pen.at(0.85f, 0.72f), pen.colour, pen.half * 0.15f, 0,
                     pen.width);
    pen.line(-0.85f, -0.32f, 0.85f, -0.32f);
    pen.line(0.3f, -0.32f, 0.3f, 0.72f);
}

void branching_line(const IconPen& pen) {
    pen.line(-0.85f, -0.35f, 0.85f, -0.35f);
    curve(pen, {{-0.3f, -0.35f}, {0.05f, 0.45f}, {0.8f, 0.45f}});
    for (const float x : {-0.62f, -0.1f, 0.6f}) pen.dot(x, -0.35f, 0.2f);
    pen.dot(0.6f, 0.45f, 0.2f);
}

}  // namespace

void draw_tool_icon(const IconPen& pen, Icon icon) {
    switch (icon) {
        case Icon::add:
            pen.line(-0.7f, 0, 0.7f, 0);
            pen.line(0, -0.7f, 0, 0.7f);
            break;
        case Icon::remove:
            pen.line(-0.7f, 0, 0.7f, 0);
            break;
        case Icon::noise:
            for (const ImVec2 at :
                 {ImVec2{-0.65f, -0.6f}, ImVec2{0.05f, -0.75f}, ImVec2{0.7f, -0.4f}, ImVec2{-0.3f, -0.05f},
                  ImVec2{0.35f, 0.15f}, ImVec2{-0.7f, 0.45f}, ImVec2{0, 0.7f}, ImVec2{0.72f, 0.65f}})
                pen.dot(at.x, at.y, 0.15f);
            break;
        case Icon::smooth:
            for (const float y : {-0.45f, 0.15f, 0.75f})
                curve(pen, {{-0.8f, y - 0.1f},
                            {-0.45f, y - 0.28f},
                            {0, y - 0.1f},
                            {0.45f, y + 0.08f},
                            {0.8f, y - 0.1f}});
            break;
        case Icon::learn:  // a loss that falls
            curve(pen, {{-0.8f, -0.75f}, {-0.55f, -0.05f}, {-0.15f, 0.35f}, {0.35f, 0.55f}, {0.85f, 0.6f}});
            pen.dot(-0.8f, -0.72f, 0.2f);
            break;
        case Icon::freeze:
            snowflake(pen);
            break;
        case Icon::kick: {
            const ImVec2 bolt[] = {pen.at(0.25f, -0.9f), pen.at(-0.55f, 0.15f), pen.at(-0.02f, 0.15f),
                                   pen.at(-0.25f, 0.9f), pen.at(0.55f, -0.2f),  pen.at(0.02f, -0.2f)};
            pen.list.AddPolyline(bolt, 6, pen.colour, ImDrawFlags_Closed, pen.width);
            break;
        }
        case Icon::dice:
            dice(pen);
            break;
        case Icon::presets:
            for (const float x : {-0.75f, 0.1f})
                for (const float y : {-0.75f, 0.1f}) pen.box(x, y, x + 0.65f, y + 0.65f);
            break;
        case Icon::brush:
            paint_brush(pen);
            break;
        case Icon::timeline:
            branching_line(pen);
            break;
        case Icon::still:
            camera(pen);
            break;
        case Icon::window:
            framed_window(pen);
            break;
        default:
            break;
    }
}

}  // namespace droplet
