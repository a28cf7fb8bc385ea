#include "ui/fractal_cuts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/theme.h"

namespace droplet {
namespace {

/// A point of the pane on the screen, where the numbers are too large for floats.
struct ScreenPoint {
    double x, y;
};

void dashed_line(ImDrawList& list, ScreenPoint from, ScreenPoint to) {
    const double dash = static_cast<double>(px(6)), length = std::hypot(to.x - from.x, to.y - from.y);
    if (!(length > 0)) return;
    const double ux = (to.x - from.x) / length, uy = (to.y - from.y) / length;
    const auto at = [&](double way) {
        return ImVec2{static_cast<float>(from.x + ux * way), static_cast<float>(from.y + uy * way)};
    };
    for (double way = 0; way < length; way += 2 * dash) {
        const ImVec2 a = at(way), b = at(std::min(way + dash, length));
        list.AddLine(a, b, IM_COL32(0, 0, 0, 150), px(3));
        list.AddLine(a, b, IM_COL32(255, 255, 255, 230), px(1.5f));
    }
}

bool shows_fractal(const PictureContext& context, const Pane& pane) {
    return pane.content == Content::original || pane.content == Content::current || context.panes.size() == 1;
}

}  // namespace

bool clip_ray(double x, double y, double dx, double dy, double x0, double y0, double x1, double y1,
              double& from, double& to) {
    from = 0;
    to = std::numeric_limits<double>::infinity();
    const auto clip = [&](double start, double step, double low, double high) {
        if (step == 0) return start >= low && start <= high;
        const double a = (low - start) / step, b = (high - start) / step;
        from = std::max(from, std::min(a, b));
        to = std::min(to, std::max(a, b));
        return from <= to;
    };
    return clip(x, dx, x0, x1) && clip(y, dy, y0, y1);
}

void draw_branch_cuts(const PictureContext& context, const FractalPlane& plane,
                      std::span<const BranchCut> cuts) {
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    for (const Pane& pane : context.panes) {
        if (!shows_fractal(context, pane)) continue;
        list.PushClipRect(pane.min, pane.max, true);
        for (const BranchCut& cut : cuts) {
            const double zoom = context.view.zoom() / static_cast<double>(context.density);
            const double x = static_cast<double>(pane.min.x) +
                             (plane.x_of(cut.from.real()) - context.view.origin_x()) * zoom;
            const double y = static_cast<double>(pane.min.y) +
                             (plane.y_of(cut.from.imag()) - context.view.origin_y()) * zoom;
            const double dx = std::cos(cut.angle),
                         dy = std::abs(cut.angle) == std::acos(-1.0) ? 0 : std::sin(cut.angle);
            double from = 0, to = 0;
            if (!clip_ray(x, y, dx, dy, static_cast<double>(pane.min.x), static_cast<double>(pane.min.y),
                          static_cast<double>(pane.max.x), static_cast<double>(pane.max.y), from, to))
                continue;
            dashed_line(list, {x + dx * from, y + dy * from}, {x + dx * to, y + dy * to});
        }
        list.PopClipRect();
    }
}

}  // namespace droplet
