#include "ui/file_icons.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "ui/icon_pen.h"

namespace droplet {

namespace {

struct Pen : IconPen {
    void path(std::initializer_list<ImVec2> points, ImDrawFlags flags = 0) const {
        for (const ImVec2& p : points) list.PathLineTo(at(p.x, p.y));
        list.PathStroke(colour, flags, width);
    }
    void arrow(float x, float y) const {  // pointing along (x, y), of length 1
        path({{-0.7f * x, -0.7f * y}, {0.7f * x, 0.7f * y}});
        path({{0.5f * y + 0.15f * x, 0.5f * x + 0.15f * y},
              {0.7f * x, 0.7f * y},
              {-0.5f * y + 0.15f * x, -0.5f * x + 0.15f * y}});
    }
    void frame(float x0, float y0, float x1, float y1) const {
        list.AddRect(at(x0, y0), at(x1, y1), colour, half * 0.2f, 0, width);
    }
    void arc(float radius, float from, float to) const {
        list.PathArcTo(center, radius * half, from * pi, to * pi, 24);
        list.PathStroke(colour, 0, width);
    }
};

ImU32 fainter(ImU32 colour) {
    const ImU32 alpha = colour >> IM_COL32_A_SHIFT & 0xFFu;
    return (colour & ~IM_COL32_A_MASK) | (alpha / 5) << IM_COL32_A_SHIFT;
}

void draw_things(const Pen& pen, FileIcon icon) {
    switch (icon) {
        case FileIcon::folder:
            for (const ImVec2& p : {ImVec2{-0.9f, 0.7f},
                                    {-0.9f, -0.65f},
                                    {-0.25f, -0.65f},
                                    {0.0f, -0.35f},
                                    {0.9f, -0.35f},
                                    {0.9f, 0.7f}})
                pen.list.PathLineTo(pen.at(p.x, p.y));
            pen.list.PathFillConvex(fainter(pen.colour));
            pen.path({{-0.9f, 0.7f},
                      {-0.9f, -0.65f},
                      {-0.25f, -0.65f},
                      {0.0f, -0.35f},
                      {0.9f, -0.35f},
                      {0.9f, 0.7f}},
                     ImDrawFlags_Closed);
            break;
        case FileIcon::picture:
            pen.frame(-0.9f, -0.75f, 0.9f, 0.75f);
            pen.list.AddCircleFilled(pen.at(-0.4f, -0.28f), pen.half * 0.17f, pen.colour, 12);
            pen.path({{-0.75f, 0.55f}, {-0.2f, 0.0f}, {0.1f, 0.3f}, {0.35f, 0.05f}, {0.8f, 0.5f}});
            break;
        case FileIcon::file:
            pen.path({{-0.65f, 0.9f}, {-0.65f, -0.9f}, {0.2f, -0.9f}, {0.65f, -0.45f}, {0.65f, 0.9f}},
                     ImDrawFlags_Closed);
            pen.path({{0.15f, -0.85f}, {0.15f, -0.4f}, {0.6f, -0.4f}});
            break;
        case FileIcon::home:
            pen.path({{-0.95f, 0.05f}, {0, -0.8f}, {0.95f, 0.05f}});
            pen.path({{-0.65f, -0.15f}, {-0.65f, 0.8f}, {0.65f, 0.8f}, {0.65f, -0.15f}});
            break;
        case FileIcon::drive:
            pen.frame(-0.9f, -0.5f, 0.9f, 0.5f);
            pen.list.AddCircleFilled(pen.at(0.55f, 0.12f), pen.half * 0.14f, pen.colour, 12);
            pen.path({{-0.55f, 0.12f}, {0.05f, 0.12f}});
            break;
        default:
            break;
    }
}

}  // namespace

void draw_icon(ImDrawList& list, FileIcon icon, ImVec2 center, float size, ImU32 colour) {
    const Pen pen{{list, center, size / 2, colour, std::max(1.0f, size / 11)}};
    switch (icon) {
        case FileIcon::recent:
            pen.arc(0.85f, 0, 2);
            pen.path({{0, -0.45f}, {0, 0.05f}, {0.35f, 0.25f}});
            break;
        case FileIcon::back:
            pen.arrow(-1, 0);
            break;
        case FileIcon::forward:
            pen.arrow(1, 0);
            break;
        case FileIcon::up:
            pen.arrow(0, -1);
            break;
        case FileIcon::refresh:
            pen.arc(0.75f, -0.15f, 1.5f);
            pen.path({{-0.35f, -1.0f}, {0.05f, -0.75f}, {-0.25f, -0.4f}});
            break;
        case FileIcon::search:
            list.AddCircle(pen.at(-0.2f, -0.2f), pen.half * 0.58f, colour, 24, pen.width);
            pen.path({{0.22f, 0.22f}, {0.8f, 0.8f}});
            break;
        case FileIcon::unfold:
            pen.path({{-0.6f, -0.3f}, {0, 0.3f}, {0.6f, -0.3f}});
            break;
        case FileIcon::chevron:
            pen.path({{-0.3f, -0.6f}, {0.3f, 0}, {-0.3f, 0.6f}});
            break;
        default:
            draw_things(pen, icon);
            break;
    }
}

}  // namespace droplet
