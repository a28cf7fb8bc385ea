#include "model/view.h"

#include <algorithm>
#include <cmath>

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

FrameRequest frame_request(const ViewWindow& window, Size size) {
    const double zoom = window.zoom > 0 ? window.zoom : 1.0;
    FrameRequest request;
    request.content = window.content;
    request.reduction = std::max(1, static_cast<int>(std::min(std::floor(1.0 / zoom), 1e6)));
    const double margin = 32.0 / zoom;  // 32 screen pixels: the next frame comes before a pan crosses them
    const auto x = snapped(window.x0, window.x1, margin, size.width, request.reduction);
    const auto y = snapped(window.y0, window.y1, margin, size.height, request.reduction);
    request.region = {x.low, y.low, x.high, y.high};
    return request;
}

}  // namespace droplet
