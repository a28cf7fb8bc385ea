#include "model/fractal_difference.h"

namespace droplet {
namespace {

/// A scene without what its values do not depend on.
FractalScene uncolored(FractalScene scene) {
    const FractalParams standard;
    scene.colors = {};
    scene.params.palette = standard.palette;
    scene.params.palette_density = standard.palette_density;
    scene.params.palette_offset = standard.palette_offset;
    scene.params.palette_speed = standard.palette_speed;
    scene.params.feed = standard.feed;
    scene.params.feed_share = standard.feed_share;
    return scene;
}

}  // namespace

bool same_values(const FractalScene& a, const FractalScene& b) {
    return uncolored(a) == uncolored(b);
}

bool same_values_elsewhere(const FractalScene& a, const FractalScene& b) {
    FractalScene moved = a;
    moved.params.center_x = b.params.center_x;
    moved.params.center_y = b.params.center_y;
    moved.params.scale = b.params.scale;
    return same_values(moved, b);
}

}  // namespace droplet
