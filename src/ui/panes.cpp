#include "ui/panes.h"

#include <cmath>

#include "ui/theme.h"

namespace droplet {

std::vector<Pane> divided(ImVec2 min, ImVec2 max, const ContentList& contents) {
    const int columns = contents.count > 1 ? 2 : 1, rows = contents.count > 2 ? 2 : 1;
    const float gap = px(2);
    const float width =
        std::floor((max.x - min.x - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
    const float height =
        std::floor((max.y - min.y - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows));
    std::vector<Pane> panes;
    for (int i = 0; i < contents.count; ++i) {
        Pane pane;
        pane.content = contents.items[static_cast<std::size_t>(i)];
        pane.slot = i;
        pane.min = {min.x + static_cast<float>(i % columns) * (width + gap),
                    min.y + static_cast<float>(i / columns) * (height + gap)};
        pane.max = {pane.min.x + width, pane.min.y + height};
        panes.push_back(pane);
    }
    return panes;
}

ImVec2 screen_position(const Pane& pane, const ViewTransform& view, float density, double x, double y) {
    return {pane.min.x + static_cast<float>((x - view.origin_x()) * view.zoom()) / density,
            pane.min.y + static_cast<float>((y - view.origin_y()) * view.zoom()) / density};
}

double source_x(const Pane& pane, const ViewTransform& view, float density, float screen_x) {
    return view.image_x(static_cast<double>((screen_x - pane.min.x) * density));
}

double source_y(const Pane& pane, const ViewTransform& view, float density, float screen_y) {
    return view.image_y(static_cast<double>((screen_y - pane.min.y) * density));
}

}  // namespace droplet
