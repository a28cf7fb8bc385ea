// Where a session's picture comes from: a picture that was loaded, or the fractal.
#include <fmt/format.h>

#include <limits>
#include <utility>

#include "model/error.h"
#include "session/session.h"

namespace droplet {

void Session::load(std::shared_ptr<const Image> picture, SourceReference reference) {
    if (fractal_.active()) {
        picture_ = std::move(picture);  // shown when the fractal is left
        picture_reference_ = std::move(reference);
        frame_ = 0;
        left_.reset();
        return;
    }
    opened_.backend->upload(*picture);
    picture_ = source_ = std::move(picture);
    picture_reference_ = std::move(reference);
    frame_ = 0;
    place_.reset();
    guarded([&] { start_run(); });
}

void Session::feed(std::shared_ptr<const Image> frame, const FedFrame& fed) {
    if (!picture_) return;
    if (!(frame->size() == picture_->size()) || frame->channels() != picture_->channels() ||
        frame->has_alpha() != picture_->has_alpha())
        throw Error(Fault::job, picture_reference_.path,
                    fmt::format("frame {} is of {} x {} pixels; valid: {} x {}, as the first", fed.frame,
                                frame->width(), frame->height(), picture_->width(), picture_->height()));
    FedFrame taken = fed;
    if (stepping_process(seen()) == Process::none) taken.feed = VideoFeed::start;
    take_frame(std::move(frame), taken);
}

void Session::take_frame(std::shared_ptr<const Image> frame, const FedFrame& fed) {
    picture_ = std::move(frame);
    frame_ = fed.frame;
    if (fractal_.active()) return;  // shown when the fractal is left
    source_ = picture_;
    derived_.reset();
    guarded([&] {
        opened_.backend->replace_original(*source_);
        if (fed.feed == VideoFeed::start)
            opened_.backend->reset();
        else if (fed.feed == VideoFeed::mix)
            opened_.backend->mix_original(fed.share);
    });
    log_.add(step_, fed);
}

/// What has become the original while another run, or a later part of this one, was in force.
void Session::log_frame_since(std::int64_t logged_frame) {
    if (frame_ != logged_frame) log_.add(step_, FedFrame{frame_, VideoFeed::original, 0});
}

/// A blank picture of this size takes the place of the source, for the fractal to fill.
void Session::enter_fractal(Size size) {
    if (!fractal_.active() && source_) left_ = checkpoint(CheckpointKind::paused, {});
    source_ = std::make_shared<const Image>(size, 3);
    guarded([&] { opened_.backend->upload(*source_); });
}

bool Session::leave_fractal() {
    if (!fractal_.active()) return false;
    if (picture_) opened_.backend->upload(*picture_);  // a fractal that is not left stays whole
    source_ = picture_;
    fractal_.leave();
    Preset preset = seen();
    preset.source = Source::picture;
    seen_.preset = std::make_shared<const Preset>(std::move(preset));
    follows_fractal_ = false;
    place_.reset();
    if (!source_) return true;
    guarded([&] { start_run(); });
    if (const std::optional<Checkpoint> run = std::exchange(left_, std::nullopt)) {
        const RunSettings now = seen_;
        guarded([&] {
            opened_.backend->restore(run->picture);
            set_learning_state(run->learning);
        });
        seen_ = run->settings;
        log_ = run->log;
        step_ = run->info.step;
        random_.state = run->random_state;
        operator_moved_ = true;
        operator_logged_ = run->operator_logged;
        log_frame_since(run->frame);
        prepare(now);  // what was set meanwhile acts now
    }
    return true;
}

bool Session::prepare_source(const SessionSettings& settings) {
    if (settings.preset.source != Source::fractal) return leave_fractal();
    if (source_change(settings) == SourceChange::none) return false;
    FractalSource fractal_before = fractal_;
    const RunSettings seen_before = seen_;
    const FractalSource::Change change = fractal_.wanted(settings);
    if (change == FractalSource::Change::none) return false;
    const bool is_start = settings.preset.fractal.feed == FractalFeed::start;
    const bool steps = stepping_process(settings.preset) != Process::none;
    const bool other_size = change == FractalSource::Change::size;
    see_source(settings);
    follows_fractal_ = other_size || is_start || !steps || step_ == 0;
    if (other_size) {
        const auto source_before = source_;
        try {
            enter_fractal(settings.canvas);
        } catch (...) {
            source_ = source_before;
            fractal_ = std::move(fractal_before);
            seen_ = seen_before;
            throw;
        }
    }
    guarded([&] { fractal_.started(*opened_.backend, change); });
    // An exploration has no steps that could begin anew; its operator stays.
    if (other_size || (is_start && steps)) guarded([&] { start_run(); });
    follow_fractal();
    return true;
}

/// The fractal of these settings is in force; what acts on the operator is prepare()'s.
void Session::see_source(const SessionSettings& settings) {
    Preset preset = settings.preset;
    preset.learning = seen().learning;
    preset.custom_operator = seen().custom_operator;
    seen_ = run_settings(settings);
    seen_.preset = std::make_shared<const Preset>(std::move(preset));
}

bool Session::source_complete() const {
    return !fractal_.active() || fractal_.complete();
}

bool Session::refine_source(std::int64_t work, std::stop_token stop) {
    if (source_complete()) return false;
    guarded([&] {
        if (!source_complete()) fractal_.refine(*opened_.backend, work, stop);
    });
    follow_fractal();
    return true;
}

bool Session::complete_source(const std::stop_token& stop) {
    constexpr std::int64_t all = std::numeric_limits<std::int32_t>::max();
    while (!stop.stop_requested() && refine_source(all, stop)) {
    }
    return source_complete();
}

void Session::follow_fractal() {
    if (!follows_fractal_) return;
    derived_.reset();
    step_ = 0;
    log_.clear();
    log_.add_settings(0, seen_);
    random_ = first_random;
    // The operator stays what it has come to, by what is no part of this log.
    operator_logged_ = operator_logged_ && !operator_moved_;
    place_ = fractal_.status().place;
    guarded([&] { opened_.backend->reset(); });
}

/// Mixes the fractal in where a frame begins, and returns the steps until the next. Which steps those are
/// depends on their number alone, so that neither chunks nor a return to a checkpoint change a bit.
int Session::mix_fractal(const SessionSettings& settings) {
    const Preset& preset = settings.preset;
    const bool learns_film = stepping_process(preset) == Process::learn && preset.learning.frame_mix > 0;
    if (!fractal_.active() || preset.fractal.feed != FractalFeed::mix || learns_film)
        return std::numeric_limits<int>::max();
    const auto into_frame = static_cast<int>(step_ % settings.pace.steps_per_frame);
    if (into_frame == 0) guarded([&] { opened_.backend->mix_original(preset.fractal.feed_share); });
    return settings.pace.steps_per_frame - into_frame;
}

/// The original is the fractal itself; what has taken up fractals of several places lies at none.
std::optional<FractalPlace> Session::place_of_content(Content content) const {
    if (!fractal_.active()) return std::nullopt;
    const FractalPlace place = fractal_.status().place;
    return content == Content::original || place_ == place ? std::optional(place) : std::nullopt;
}

}  // namespace droplet
