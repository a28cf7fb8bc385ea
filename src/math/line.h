#pragma once
#include "math/host_device.h"

namespace droplet::math {

struct PixelPlace {
    int x = 0, y = 0;
};

/// The pixel that sample `i` of `count` >= 2, at equal distances from end to end of a line, lies in; beyond
/// the border of width x height the nearest one.
DROPLET_HD constexpr PixelPlace line_pixel(double x0, double y0, double x1, double y1, int i, int count,
                                           int width, int height) {
    const double share = static_cast<double>(i) / (count - 1);
    const double x = x0 + (x1 - x0) * share, y = y0 + (y1 - y0) * share;
    const auto clamped = [](double v, int length) {
        return v >= length ? length - 1 : v >= 0 ? static_cast<int>(v) : 0;
    };
    return {clamped(x, width), clamped(y, height)};
}

}  // namespace droplet::math
