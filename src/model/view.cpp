#include "model/view.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace droplet {
namespace {

struct Interval {
    int low, high;
};

Interval snapped(double from, double to, double margin, int length, int step) {
    const auto clip = [&](double v) { return std::clamp(v, 0.0, static_cast<double>(length)); };
    int low = static_cast<int>(std::floor(clip(from - margin)));
    int high = static_cast<int>(std::ceil(clip(to + margin)));
    low = std::min(low / step * step, (length - 1) / step * step);
    high = std::min((std::max(high, low + 1) + step - 1) / step * step, length);
    return {low, high};
}

}  // namespace

ContentList::ContentList(std::initializer_list<Content> contents) : count(0) {
    for (const Content content : contents)
        if (count < most) items[static_cast<std::size_t>(count++)] = content;
}

FrameRequest frame_request(const ViewWindow& window, Content content, const PictureShape& shape) {
    const double zoom = window.zoom > 0 ? window.zoom : 1.0;
    FrameRequest request;
    request.content = content;
    request.reduction = std::max(1, static_cast<int>(std::min(std::floor(1.0 / zoom), 1e6)));
    const double margin = 32.0 / zoom;  // 32 screen pixels: the next frame comes before a pan crosses them
    const auto x = snapped(window.x0 - shape.origin_x, window.x1 - shape.origin_x, margin, shape.size.width,
                           request.reduction);
    const auto y = snapped(window.y0 - shape.origin_y, window.y1 - shape.origin_y, margin, shape.size.height,
                           request.reduction);
    request.region = {x.low, y.low, x.high, y.high};
    return request;
}

}  // namespace droplet
