#include "session/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "media/resize.h"
#include "model/error.h"

namespace droplet {
namespace {

/// Steps at once: the session's counts are int.
constexpr std::int64_t most_at_once = 1'000'000'000;

void check(const Run& run, bool has_frames, const std::string& name) {
    if (!run.complete)
        throw Error(Fault::job, name,
                    "what was done to the run was not all kept; valid: a capture of a complete one");
    if (run.events.empty() || run.events.front().step != 0 ||
        !std::holds_alternative<RunSettings>(run.events.front().action))
        throw Error(Fault::job, name, "the run does not begin with settings; valid: settings at step 0");
    const auto is_frame = [](const RunEvent& event) {
        return std::holds_alternative<FedFrame>(event.action);
    };
    if (!has_frames && std::any_of(run.events.begin(), run.events.end(), is_frame))
        throw Error(Fault::job, name, "the run has frames of a video; valid: with its video");
}

/// A scale of the fractal's place, wherever the preset has one.
void scale_places(Preset& preset, double factor) {
    constexpr std::string_view key = "scale";
    preset.fractal.scale *= factor;
    for (AnimationTrack& track : preset.animation.tracks)
        if (track.key == key) {
            track.from *= factor;
            track.to *= factor;
        }
    for (FlightKeyframe& keyframe : preset.animation.keyframes) {
        keyframe.place.scale *= factor;
        for (KeyframeValue& value : keyframe.values)
            if (value.key == key) value.value *= factor;
    }
}

}  // namespace

Replay::Replay(Session& session, const Run& run, std::shared_ptr<const Image> source, Frames frames,
               Size size)
    : session_(session),
      reference_(run.source),
      source_(std::move(source)),
      events_(run.events),
      last_step_(run.step),
      frames_(std::move(frames)),
      size_(size) {
    check(run, static_cast<bool>(frames_), reference_.path.empty() ? "run" : reference_.path);
    const bool is_fractal = reference_.kind == SourceKind::fractal;
    const Size first =
        reference_.size == Size{} && source_ && !is_fractal ? source_->size() : reference_.size;
    if (size_ == Size{}) size_ = first;
    if (size_.width < 1 || size_.height < 1 || first.width < 1 || first.height < 1)
        throw Error(Fault::job, "run", "has no size; valid: at least 1 x 1");
    scale_x_ = static_cast<double>(size_.width) / first.width;
    scale_y_ = static_cast<double>(size_.height) / first.height;
    if (!is_fractal && !source_) throw Error(Fault::job, "run", "has no source; valid: its picture");
    if (!is_fractal && !(source_->size() == size_))
        source_ = std::make_shared<const Image>(resized(*source_, size_));
    begin();
}

/// The settings are in force before the run begins, and not before another one is set aside.
void Replay::begin() {
    const RunSettings first = scaled(std::get<RunSettings>(events_.front().action));
    if (reference_.kind == SourceKind::fractal) {
        session_.prepare_source(session_settings(first));
        session_.seen_ = first;
        session_.reset();
    } else {
        SessionSettings picture;
        picture.preset.source = Source::picture;
        session_.prepare_source(picture);
        session_.seen_ = first;
        session_.load(source_, reference_);
    }
    settings_ = first;
    next_ = 1;
    starts_ = session_.starts();
}

RunSettings Replay::scaled(const RunSettings& settings) const {
    const bool is_fractal = reference_.kind == SourceKind::fractal;
    const Source kind = is_fractal ? Source::fractal : Source::picture;
    RunSettings made = settings;
    if (made.preset->source != kind || (is_fractal && scale_x_ != 1)) {
        Preset preset = *made.preset;
        preset.source = kind;
        if (is_fractal && scale_x_ != 1) scale_places(preset, 1 / scale_x_);
        made.preset = std::make_shared<const Preset>(std::move(preset));
    }
    if (is_fractal) made.canvas = size_;
    made.steps_per_frame = std::max(1, made.steps_per_frame);
    return made;
}

void Replay::apply(const RunSettings& settings) {
    settings_ = scaled(settings);
    session_.take_over(settings_);
}

void Replay::apply(const Stroke& stroke) {
    std::vector<BrushDab> dabs = stroke.dabs;
    if (scale_x_ != 1 || scale_y_ != 1)
        for (BrushDab& dab : dabs) {
            dab.x = static_cast<float>(static_cast<double>(dab.x) * scale_x_);
            dab.y = static_cast<float>(static_cast<double>(dab.y) * scale_y_);
            dab.brush.size = static_cast<float>(static_cast<double>(dab.brush.size) * scale_x_);
        }
    session_.paint(std::move(dabs));
}

void Replay::apply(const FedFrame& fed) {
    std::shared_ptr<const Image> frame = frames_(fed.frame);
    if (!frame)
        throw Error(Fault::job, reference_.path,
                    fmt::format("has no frame {}; valid: the video of the capture", fed.frame));
    if (!(frame->size() == size_)) frame = std::make_shared<const Image>(resized(*frame, size_));
    if (frame->channels() != source_->channels() || frame->has_alpha() != source_->has_alpha())
        throw Error(Fault::job, reference_.path,
                    fmt::format("frame {} has other channels; valid: those of the first", fed.frame));
    session_.take_frame(std::move(frame), fed);
}

void Replay::apply_next() {
    const RunEvent& event = events_[next_++];
    std::visit([this](const auto& action) { apply(action); }, event.action);
}

int Replay::advance(std::int64_t step, const std::stop_token& stop) {
    const auto steps = static_cast<int>(std::min(step - session_.step(), most_at_once));
    const int done = session_.advance(session_settings(settings_), steps, stop);
    if (done == 0 && steps > 0 && !stop.stop_requested() && !begun_anew())
        throw Error(
            Fault::job, "run",
            fmt::format("step {} is not reached, as nothing steps after {}; valid: a process that does", step,
                        session_.step()));
    return done;
}

bool Replay::run_to(std::int64_t step, std::int64_t events, const std::stop_token& stop) {
    const auto wanted = static_cast<std::size_t>(std::clamp<std::int64_t>(
        events, static_cast<std::int64_t>(next_), static_cast<std::int64_t>(events_.size())));
    while (!begun_anew()) {
        if (!session_.complete_source(stop) || stop.stop_requested()) return false;
        const bool event_next = next_ < wanted;
        const std::int64_t goal = event_next ? events_[next_].step : step;
        if (goal < session_.step() || goal > step)
            throw Error(Fault::job, "run",
                        fmt::format("event {} is out of order; valid: steps that never fall", next_));
        if (session_.step() < goal)
            advance(goal, stop);
        else if (event_next)
            apply_next();
        else
            return true;
    }
    return false;
}

bool Replay::go_to(std::int64_t step, std::int64_t events, const std::stop_token& stop) {
    for (;;) {
        if (begun_anew()) begin();
        const bool reached = run_to(step, events, stop);
        if (!begun_anew()) return reached;
    }
}

bool Replay::finish(const std::stop_token& stop) {
    return go_to(last_step_, static_cast<std::int64_t>(events_.size()), stop);
}

int Replay::go_on(int steps, const std::stop_token& stop) {
    if (begun_anew()) begin();
    if (next_ < events_.size() && events_[next_].step <= session_.step()) {
        if (events_[next_].step < session_.step())
            throw Error(Fault::job, "run",
                        fmt::format("event {} is out of order; valid: steps that never fall", next_));
        apply_next();
        return 0;
    }
    const std::int64_t goal = next_ < events_.size() ? events_[next_].step : last_step_;
    if (goal <= session_.step()) return 0;
    return advance(std::min(goal, session_.step() + steps), stop);
}

bool Replay::done() const {
    return !begun_anew() && next_ == events_.size() && session_.step() >= last_step_;
}

}  // namespace droplet
