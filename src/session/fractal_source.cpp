#include "session/fractal_source.h"

#include <utility>

#include "model/fractal_difference.h"

namespace droplet {
namespace {

/// A scene without what no pixel of it depends on.
FractalScene pictured(FractalScene scene) {
    const FractalParams standard;
    scene.params.palette = standard.palette;  // scene.colors has them
    scene.params.palette_speed = standard.palette_speed;
    scene.params.feed = standard.feed;
    scene.params.feed_share = standard.feed_share;
    return scene;
}

}  // namespace

FractalSource::Asked FractalSource::asked(const Preset& preset, Size canvas, double seconds, bool animates) {
    return {preset.fractal, animates ? preset.animation : FractalAnimation{},
            preset.formula, preset.custom_palette,
            canvas,         seconds,
            animates};
}

FractalScene FractalSource::Asked::scene(const Preset& preset) const {
    if (animates || preset.animation.empty()) return fractal_scene(preset, canvas, seconds);
    Preset still = preset;
    still.animation = {};
    return fractal_scene(still, canvas, seconds);
}

SourceChange FractalSource::change(const SessionSettings& settings) const {
    if (settings.preset.source != Source::fractal) return active_ ? SourceChange::source : SourceChange::none;
    if (settings.canvas == Size{}) return SourceChange::none;
    if (!active_ || !asked_) return SourceChange::source;
    Asked next = asked(settings);
    if (next == *asked_) return SourceChange::none;
    next.seconds = asked_->seconds;
    return next == *asked_ ? SourceChange::moment : SourceChange::fractal;
}

FractalSource::Change FractalSource::wanted(const SessionSettings& settings) {
    Asked asks = asked(settings);
    FractalScene next = asks.scene(settings.preset);
    asked_ = std::move(asks);
    return take_over(std::move(next));
}

FractalSource::Change FractalSource::take_over(FractalScene next) {
    const FractalScene before = pictured(std::exchange(scene_, std::move(next))), now = pictured(scene_);
    if (!active_ || !(now.size == before.size)) return Change::size;
    if (now == before) return Change::none;
    return same_values(now, before) ? Change::colors : Change::scene;
}

void FractalSource::started(Backend& backend, Change change) {
    active_ = true;
    if (change == Change::colors)
        backend.recolor_fractal(scene_);
    else if (change != Change::none)
        restart(backend);
}

void FractalSource::refine(Backend& backend, std::int64_t work, std::stop_token stop) {
    progress_ = backend.refine_fractal(work, std::move(stop));
}

void FractalSource::restart(Backend& backend) {
    progress_ = {};
    backend.start_fractal(scene_);
}

void FractalSource::return_to(const Preset& preset, Backend& backend) {
    const Size size = scene_.size;
    Asked asks = asked(preset, size, asked_ ? asked_->seconds : 0, !asked_ || asked_->animates);
    FractalScene next = asks.scene(preset);
    asked_ = std::move(asks);
    started(backend, take_over(std::move(next)));
}

void FractalSource::tell_moment(RunSettings& settings) const {
    settings.canvas = scene_.size;
    settings.seconds = asked_->seconds;
    settings.animates = asked_->animates;
}

void FractalSource::leave() {
    active_ = false;
    asked_.reset();
    progress_ = {};
}

}  // namespace droplet
