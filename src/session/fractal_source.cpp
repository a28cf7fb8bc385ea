#include "session/fractal_source.h"

#include <limits>

namespace droplet {
namespace {

/// A scene without what only its colours depend on.
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

FractalSource::Change FractalSource::wanted(const SessionSettings& settings) {
    FractalScene next = fractal_scene(settings.preset, settings.canvas, settings.seconds);
    const bool other_size = !active_ || !(next.size == scene_.size);
    if (!other_size && next == scene_) return Change::none;
    const bool other_scene = other_size || !(uncolored(next) == uncolored(scene_));
    scene_ = std::move(next);
    seconds_ = settings.seconds;
    return other_size ? Change::size : other_scene ? Change::scene : Change::colors;
}

void FractalSource::started(Backend& backend, Change change) {
    active_ = true;
    if (change == Change::colors) {
        backend.recolor_fractal(scene_);
    } else if (change != Change::none) {
        progress_ = {};
        backend.start_fractal(scene_);
    }
}

void FractalSource::refine(Backend& backend, std::int64_t work, std::stop_token stop) {
    progress_ = backend.refine_fractal(work, std::move(stop));
}

void FractalSource::remake(Backend& backend) {
    backend.start_fractal(scene_);
    do refine(backend, std::numeric_limits<std::int32_t>::max(), {});
    while (!complete());
}

void FractalSource::return_to(const Preset& preset, Backend& backend) {
    scene_ = fractal_scene(preset, scene_.size, seconds_);
    remake(backend);
}

}  // namespace droplet
