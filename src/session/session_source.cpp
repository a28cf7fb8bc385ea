// Where a session's picture comes from: a picture that was loaded, or the fractal.
#include <limits>
#include <utility>

#include "model/error.h"
#include "session/session.h"

namespace droplet {

void Session::load(std::shared_ptr<const Image> picture) {
    if (fractal_.active()) {
        picture_ = std::move(picture);  // shown when the fractal is left
        return;
    }
    opened_.backend->upload(*picture);
    picture_ = source_ = std::move(picture);
    steps_until_mix_ = 0;
    guarded([&] { start_run(); });
}

void Session::leave_fractal() {
    if (!fractal_.active()) return;
    fractal_.leave();
    source_.reset();
    if (picture_) load(picture_);
}

bool Session::takes_part(const SessionSettings& settings) const {
    return settings.preset.source == Source::fractal && !(settings.canvas == Size{});
}

bool Session::prepare_source(const SessionSettings& settings) {
    if (settings.preset.source != Source::fractal) {
        const bool left = fractal_.active();
        leave_fractal();
        return left;
    }
    if (!takes_part(settings)) return false;
    const FractalSource::Change change = fractal_.wanted(settings);
    if (change == FractalSource::Change::none) return false;
    follows_fractal_ = settings.preset.fractal.feed == FractalFeed::start ||
                       stepping_process(settings.preset) == Process::none;
    if (change == FractalSource::Change::size) {
        auto blank = std::make_shared<Image>(settings.canvas, 3);
        opened_.backend->upload(*blank);
        source_ = std::move(blank);
    }
    guarded([&] { fractal_.started(*opened_.backend, change); });
    const bool steps = stepping_process(settings.preset) != Process::none;
    // An exploration has no steps that could begin anew; its operator stays.
    if (change == FractalSource::Change::size || (follows_fractal_ && steps)) guarded([&] { start_run(); });
    follow_fractal();
    return true;
}

bool Session::source_complete() const {
    return !fractal_.active() || fractal_.complete();
}

bool Session::refine_source(std::int64_t work, std::stop_token stop) {
    if (source_complete()) return false;
    guarded([&] { fractal_.refine(*opened_.backend, work, stop); });
    follow_fractal();
    return true;
}

void Session::follow_fractal() {
    if (!follows_fractal_) return;
    derived_.reset();
    step_ = 0;
    guarded([&] { opened_.backend->reset(); });
}

/// Mixes the fractal in when a frame begins, and returns the steps until the next.
int Session::mix_fractal(const SessionSettings& settings) {
    const FractalParams& fractal = settings.preset.fractal;
    if (!fractal_.active() || fractal.feed != FractalFeed::mix) return std::numeric_limits<int>::max();
    if (steps_until_mix_ <= 0) {
        guarded([&] { opened_.backend->mix_original(fractal.feed_share); });
        steps_until_mix_ = settings.pace.steps_per_frame;
    }
    return steps_until_mix_;
}

}  // namespace droplet
