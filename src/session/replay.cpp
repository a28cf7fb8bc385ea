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

/// Between a run and the same in another size.
struct Scaling {
    SourceKind kind;
    Size size;
    double x = 1, y = 1;

    Scaling(const SourceReference& source, Size wanted) : kind(source.kind), size(wanted) {
        if (source.size == Size{}) return;
        if (size == Size{}) size = source.size;
        x = static_cast<double>(size.width) / source.size.width;
        y = static_cast<double>(size.height) / source.size.height;
    }
    bool changes_nothing() const { return x == 1 && y == 1; }

    RunSettings of(const RunSettings& settings) const {
        const bool is_fractal = kind == SourceKind::fractal;
        const Source source = is_fractal ? Source::fractal : Source::picture;
        RunSettings made = settings;
        if (made.preset->source != source || (is_fractal && x != 1)) {
            Preset preset = *made.preset;
            preset.source = source;
            if (is_fractal && x != 1) scale_places(preset, 1 / x);
            made.preset = std::make_shared<const Preset>(std::move(preset));
        }
        if (is_fractal) made.canvas = size;
        made.steps_per_frame = std::max(1, made.steps_per_frame);
        return made;
    }
    Stroke of(Stroke stroke) const {
        if (changes_nothing()) return stroke;
        for (BrushDab& dab : stroke.dabs) {
            dab.x = static_cast<float>(static_cast<double>(dab.x) * x);
            dab.y = static_cast<float>(static_cast<double>(dab.y) * y);
            dab.brush.size = static_cast<float>(static_cast<double>(dab.brush.size) * x);
        }
        return stroke;
    }
    template <class Action>
    Action of(const Action& action) const {
        return action;
    }
};

void check_size(Size size) {
    if (size.width < 1 || size.height < 1)
        throw Error(Fault::job, "run", "has no size; valid: at least 1 x 1");
}

}  // namespace

Run scaled_run(const Run& run, Size size) {
    const Scaling scaling(run.source, size);
    Run made = run;
    made.source.size = scaling.size;
    for (RunEvent& event : made.events)
        event.action =
            std::visit([&](const auto& action) -> RunAction { return scaling.of(action); }, event.action);
    return made;
}

Take scaled_take(const Take& take, Size size) {
    const Scaling scaling(take.run.source, size);
    Take made{scaled_run(take.run, size), take.shots};
    for (Shot& shot : made.shots) {
        shot.settings = scaling.of(shot.settings);
        shot.x0 *= scaling.x, shot.x1 *= scaling.x;
        shot.y0 *= scaling.y, shot.y1 *= scaling.y;
    }
    return made;
}

Replay::Replay(Session& session, const Run& run, std::shared_ptr<const Image> source, Frames frames,
               Size size)
    : session_(session), source_(std::move(source)), last_step_(run.step), frames_(std::move(frames)) {
    check(run, static_cast<bool>(frames_), run.source.path.empty() ? "run" : run.source.path);
    const bool is_fractal = run.source.kind == SourceKind::fractal;
    if (!is_fractal && !source_) throw Error(Fault::job, "run", "has no source; valid: its picture");
    Run made = run;
    if (made.source.size == Size{} && !is_fractal) made.source.size = source_->size();
    check_size(made.source.size);
    made = scaled_run(made, size);
    check_size(made.source.size);
    reference_ = made.source;
    events_ = std::move(made.events);
    if (!is_fractal && !(source_->size() == reference_.size))
        source_ = std::make_shared<const Image>(resized(*source_, reference_.size));
    begin();
}

/// The settings are in force before the run begins, and not before another one is set aside.
void Replay::begin() {
    const auto& first = std::get<RunSettings>(events_.front().action);
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

void Replay::apply(const RunSettings& settings) {
    settings_ = settings;
    session_.take_over(settings_);
}

void Replay::apply(const FedFrame& fed) {
    std::shared_ptr<const Image> frame = frames_(fed.frame);
    if (!frame)
        throw Error(Fault::job, reference_.path,
                    fmt::format("has no frame {}; valid: the video of the capture", fed.frame));
    if (!(frame->size() == reference_.size))
        frame = std::make_shared<const Image>(resized(*frame, reference_.size));
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

std::int64_t Replay::next_event_step() const {
    return next_ < events_.size() ? events_[next_].step : last_step_;
}

bool Replay::done() const {
    return !begun_anew() && next_ == events_.size() && session_.step() >= last_step_;
}

}  // namespace droplet
