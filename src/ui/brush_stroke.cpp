#include "ui/brush_stroke.h"

#include <algorithm>
#include <cmath>

namespace droplet {

BrushStroke::BrushStroke(const BrushParams& brush, float x, float y, bool negated)
    : brush_(brush), negated_(negated), x_(x), y_(y) {}

BrushDab BrushStroke::dab(float x, float y) const {
    return {.brush = brush_, .x = x, .y = y, .negated = negated_};
}

std::vector<BrushDab> BrushStroke::move_to(float x, float y) {
    // Below a pixel more touches would only be slower.
    const float step = std::max(1.0f, spacing * brush_.size);
    const float way = std::hypot(x - x_, y - y_);
    std::vector<BrushDab> dabs;
    float at = step - since_touch_;
    for (; at <= way; at += step) dabs.push_back(dab(x_ + (x - x_) * at / way, y_ + (y - y_) * at / way));
    since_touch_ = way - (at - step);
    x_ = x;
    y_ = y;
    return dabs;
}

}  // namespace droplet
