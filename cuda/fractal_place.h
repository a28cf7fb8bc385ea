// Where a picture of the fractal lies in the one before it, so that what is not calculated yet can show that.
#pragma once
#include <cmath>

#include "cuda/fractal_walk.h"
#include "model/fractal_scene.h"

namespace droplet::cuda {

/// Pixel (x, y) of a picture has its middle at (x0 + x · step, y0 + y · step) in another, in pixels from the
/// latter's corner. Values there times `factor` are values here: distances are in pixels.
struct OldPlace {
    double x0 = 0, y0 = 0, step = 1;
    float factor = 1;
};

/// Both scenes have the same size and part.
inline OldPlace old_place(const FractalScene& old, const FractalScene& scene) {
    const FractalParams &from = old.params, &to = scene.params;
    const double step = to.scale / from.scale;
    // Only the difference of the centers fits into a double: they may be equal in all digits of one.
    const auto start = [&](const Precise& was, const Precise& is, int length, int corner) {
        return (is - was).high / from.scale + (corner + 0.5 - length / 2.0) * step + length / 2.0 - corner;
    };
    return {start(from.center_x, to.center_x, scene.size.width, scene.part.x0),
            start(from.center_y, to.center_y, scene.size.height, scene.part.y0), step,
            to.coloring == Coloring::distance ? static_cast<float>(1 / step) : 1.0f};
}

/// The pixel that stands at the old place of (x, y); (−1, −1): none.
DROPLET_HD inline PointPlace old_pixel(const OldPlace& place, const Size& size, int x, int y) {
    const double old_x = place.x0 + x * place.step, old_y = place.y0 + y * place.step;
    if (!(old_x >= 0 && old_x < size.width && old_y >= 0 && old_y < size.height)) return {-1, -1};
    return {static_cast<int>(old_x), static_cast<int>(old_y)};
}

/// The value that stands there, as one of here; no number: none.
DROPLET_HD inline float old_value(const ConstField& from, const OldPlace& place, int x, int y) {
    const PointPlace old = old_pixel(place, from.size, x, y);
    if (old.x < 0) return NAN;
    const float value = from.row(0, old.y)[old.x];
    return value < 0 ? value : value * place.factor;
}

}  // namespace droplet::cuda
