#include "cli/video_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/job_recipe.h"
#include "cli/job_source.h"

namespace droplet {
namespace {

/// Numbered pictures of a longer run carry no recipe: each would tell of every frame before it.
constexpr std::size_t most_told_events = 5'000;

}  // namespace

VideoJob::VideoJob(const std::string& path, const VideoParams& params, const VideoPlan& plan,
                   const std::stop_token& stop)
    : path_(path), params_(params), plan_(plan), stop_(stop), reader_(path, params.size, stop) {
    const VideoInfo& info = reader_.info();
    if (info.live && !plan.most_steps && !plan.frames.end)
        throw Error(Fault::usage, path, "is a camera, which has no end; valid: with --steps, or --frames :N");
    std::optional<Image> frame = reader_.next(stop);
    if (!frame) throw Error(Fault::job, path, "has no frame; valid: a video with one at least");
    first_ = std::make_shared<const Image>(std::move(*frame));
    reference_ = source_reference(path, info.live ? SourceKind::camera : SourceKind::video, false);
}

FedFrame VideoJob::fed(std::int64_t frame) const {
    return {frame, plan_.steps_per_frame > 0 ? params_.feed : VideoFeed::start, params_.share};
}

std::int64_t VideoJob::step_after(std::int64_t frame) const {
    const std::int64_t step = (frame + 1) * plan_.steps_per_frame;
    return plan_.most_steps ? std::min(step, *plan_.most_steps) : step;
}

bool VideoJob::is_last(std::int64_t frame) const {
    const bool full = plan_.most_steps && step_after(frame) >= *plan_.most_steps;
    return full || (plan_.frames.end && frame + 1 >= *plan_.frames.end);
}

std::int64_t VideoJob::frames() const {
    std::int64_t count = reader_.info().frames;
    if (plan_.frames.end && (count == 0 || *plan_.frames.end < count)) count = *plan_.frames.end;
    if (plan_.most_steps && plan_.steps_per_frame > 0) {
        const std::int64_t fitting = (*plan_.most_steps + plan_.steps_per_frame - 1) / plan_.steps_per_frame;
        count = count == 0 ? fitting : std::min(count, std::max<std::int64_t>(fitting, 1));
    }
    return count;
}

std::string VideoJob::recipe(const Session& session, const SessionSettings& settings, double fps) const {
    const std::int64_t first = plan_.frames.first, end = frames();
    if (end <= first || end > most_told_shots) return "";
    // Where nothing steps, no frame before is looked at.
    const std::int64_t skipped = plan_.steps_per_frame > 0 ? 0 : std::max<std::int64_t>(first - 1, 0);
    std::vector<RunEvent> events;
    std::vector<ToldShot> shots;
    for (std::int64_t frame = 0; frame < end; ++frame) {
        if (frame > skipped) events.push_back({frame * plan_.steps_per_frame, fed(frame)});
        if (frame >= first) shots.push_back({step_after(frame), static_cast<std::int64_t>(events.size())});
    }
    return film_recipe(session, settings, fps, shots, events);
}

/// Where nothing steps, frames that are not wanted are left out. False at the end.
bool VideoJob::feed_next(Session& session, std::int64_t& frame) {
    std::int64_t next = frame + 1;
    if (plan_.steps_per_frame == 0 && next < plan_.frames.first) {
        next = plan_.frames.first;
        if (reader_.info().seekable)
            reader_.seek(next);
        else
            while (reader_.position() < next && reader_.skip(stop_)) continue;
    }
    std::optional<Image> image = reader_.next(stop_);
    if (!image) return false;
    frame = next;
    session.feed(std::make_shared<const Image>(std::move(*image)), fed(frame));
    return true;
}

bool VideoJob::run(Session& session, const SessionSettings& settings, JobRunner& runner, Progress& progress,
                   Output& output) {
    const int starts = session.starts();
    bool complete = false;
    std::int64_t frame = 0;
    for (;;) {
        const std::int64_t step = step_after(frame);
        const bool shown = frame >= plan_.frames.first && output.is_sequence();
        Image picture;
        if (shown)
            picture = runner.picture_at(step);
        else
            runner.go_to(step);
        if (session.starts() != starts)
            throw Error(
                Fault::job, path_,
                session.notice() + "; the frames fed before are lost; valid: again with --backend cpu");
        if (!runner.reached(step)) break;
        if (shown)
            output.add(picture, output.is_film() || session.events() > most_told_events
                                    ? ""
                                    : still_recipe(session, settings));
        if (plan_.steps_per_frame == 0) progress.update(frame + 1);
        complete = is_last(frame);
        if (complete || runner.stopped()) break;
        if (!feed_next(session, frame)) {
            complete = !runner.stopped();
            break;
        }
    }
    if (output.is_sequence()) {
        if (output.frames() > 0)
            output.finish();
        else if (complete)
            throw Error(Fault::usage, "--frames",
                        fmt::format("begins at frame {}, and {} has {}; valid: one that there is",
                                    plan_.frames.first, path_, frame + 1));
    } else {
        output.write(runner.picture_at(session.step()), still_recipe(session, settings));
    }
    return complete;
}

}  // namespace droplet
