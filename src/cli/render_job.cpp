#include "cli/render_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/render_source.h"
#include "media/view_raster.h"
#include "model/error.h"
#include "model/version.h"
#include "session/display_of.h"
#include "session/shown_picture.h"

namespace droplet {
namespace {

constexpr std::int64_t portion = 4096;  // steps between two looks at the progress bar and Ctrl-C

bool shows_a_part(const Shot& shot) {
    return shot.x0 < shot.x1 && shot.y0 < shot.y1;
}

/// The size asked for, of what has this one.
Size wanted_size(const RenderParams& params, double width, double height) {
    const auto rounded = [](double side) {
        return std::clamp(static_cast<int>(std::lround(side)), 1, 65'536);
    };
    if (params.width > 0 && params.height > 0) return {params.width, params.height};
    if (params.width > 0) return {params.width, rounded(params.width * height / width)};
    if (params.height > 0) return {rounded(params.height * width / height), params.height};
    return {rounded(width), rounded(height)};
}

class Renderer {
 public:
    Renderer(const RenderJob& job, const CommonOptions& common, const Interrupt& interrupt)
        : job_(job),
          common_(common),
          interrupt_(interrupt),
          output_(job.output, job.params, job.frames.first),
          session_(open_backend(common.backend, common.threads), common.threads) {}

    int still();
    int film();

 private:
    struct Shown {
        Image picture;
        PictureShape shape;
    };

    const RenderSource& source_of(const Run& run);
    Size computed_size(const RenderSource& source, const Shot* shot) const;
    void tell_backend() const;
    bool go_to(Replay& replay, std::int64_t step, std::int64_t events, Progress* progress);
    std::optional<Shown> shown(Replay& replay, std::int64_t step, std::int64_t events,
                               const RunSettings& settings, const DisplayParams& display, bool raw,
                               Progress* progress);
    std::string recipe_of(const RunSettings& settings, const DisplayParams& display, bool raw) const;
    std::string film_recipe(std::int64_t end);
    Image framed(Shown shown, const Shot& shot);
    void summarize(const Progress& progress, const std::string& what) const;

    const RenderJob& job_;
    const CommonOptions& common_;
    const Interrupt& interrupt_;
    Output output_;
    Session session_;
    std::optional<Run> found_for_;
    RenderSource source_;
    Size frame_size_;
};

const RenderSource& Renderer::source_of(const Run& run) {
    if (found_for_ && found_for_->source == run.source) return source_;
    source_ = find_render_source(run, job_.capture, job_.input);
    found_for_ = Run{run.source, {}, 0, true};
    if (!source_.notice.empty()) std::fprintf(stderr, "droplet: %s\n", source_.notice.c_str());
    return source_;
}

/// A part of a picture is cut from the picture as it was; a fractal is calculated as finely as it is shown.
Size Renderer::computed_size(const RenderSource& source, const Shot* shot) const {
    const Size own = source.reference.size;
    if (own == Size{})
        throw Error(Fault::job, job_.capture, "its run has no size; valid: a complete capture");
    if (!shot || !shows_a_part(*shot)) return wanted_size(job_.size, own.width, own.height);
    if (source.reference.kind != SourceKind::fractal || (job_.size.width == 0 && job_.size.height == 0))
        return own;
    constexpr double longest = 16'384;
    const Size frame = wanted_size(job_.size, shot->x1 - shot->x0, shot->y1 - shot->y0);
    const double factor =
        std::clamp(frame.width / (shot->x1 - shot->x0), 1.0 / 16, longest / std::max(own.width, own.height));
    RenderParams scaled;
    scaled.width = std::max(1, static_cast<int>(std::lround(own.width * factor)));
    return wanted_size(scaled, own.width, own.height);
}

void Renderer::tell_backend() const {
    const std::string now = executor_of(session_.backend_info());
    const std::string& then = job_.recipe.backend;
    if (then.empty() || now == then) return;
    std::fprintf(stderr, "droplet: %s: was made on %s, and %s may differ from that in the last bits\n",
                 job_.capture.c_str(), then.c_str(), now.c_str());
}

bool Renderer::go_to(Replay& replay, std::int64_t step, std::int64_t events, Progress* progress) {
    const std::stop_token stop = interrupt_.token();
    if (!progress) return replay.go_to(step, events, stop);
    while (session_.step() + portion < step && replay.next_event_step() >= session_.step() + portion) {
        if (!replay.go_to(session_.step() + portion, 0, stop)) return false;
        progress->update(session_.step());
    }
    const bool reached = replay.go_to(step, events, stop);
    progress->update(session_.step());
    return reached;
}

/// What the process shows, or the picture in place of what there is not; none when a stop was requested.
std::optional<Renderer::Shown> Renderer::shown(Replay& replay, std::int64_t step, std::int64_t events,
                                               const RunSettings& settings, const DisplayParams& display,
                                               bool raw, Progress* progress) {
    for (;;) {
        if (!go_to(replay, step, events, progress)) return std::nullopt;
        const int starts = session_.starts();
        const Preset& preset = *settings.preset;
        try {
            session_.derive(preset);
        } catch (const Error& error) {
            if (error.fault() != Fault::usage) throw;
        }
        Content content = shown_content(preset);
        if (session_.shape(content).size == Size{}) content = Content::current;
        Shown made{session_.download(content), session_.shape(content)};
        if (!raw) made.picture = shown_picture(made.picture, display_of(session_, content, preset, display));
        // A device that failed meanwhile has thrown the session back to the source.
        if (session_.starts() == starts) return made;
    }
}

std::string Renderer::recipe_of(const RunSettings& settings, const DisplayParams& display, bool raw) const {
    Recipe recipe = session_.recipe(session_settings(settings));
    recipe.display = display;
    recipe.raw = raw;
    return recipe_text(recipe);
}

void Renderer::summarize(const Progress& progress, const std::string& what) const {
    if (!progress.shown()) return;
    const BackendInfo info = session_.backend_info();
    std::fprintf(stderr, "%s: %s in %s (%s: %s)\n", output_.path().c_str(), what.c_str(),
                 duration_text(progress.elapsed_s()).c_str(), info.name.c_str(), info.device.c_str());
}

int Renderer::still() {
    const Recipe& recipe = job_.recipe;
    const RenderSource& source = source_of(recipe.run);
    Run run = recipe.run;
    run.source = source.reference;
    if (run.source.kind == SourceKind::fractal) run.source.size = recipe.run.source.size;
    tell_backend();
    // Of a film the still is its last frame.
    const Shot* part = nullptr;
    Shot last;
    if (!recipe.takes.empty() && !recipe.takes.back().shots.empty()) {
        last = recipe.takes.back().shots.back();
        part = &last;
    }
    Take take{run, {}};
    take.shots.push_back(part ? last : Shot{});
    if (!part) take.shots.front().settings = recipe.settings;
    take.run.source.size = recipe.run.source.size == Size{} ? source.reference.size : recipe.run.source.size;
    const Size size = computed_size(source, part);
    take = scaled_take(take, size);
    Replay replay(session_, take.run, source.image, source.frames);
    Progress progress(run.step, !common_.quiet);
    const bool raw = recipe.raw || (format_of(job_.output) == OutputFormat::pfm);
    const Shot& shot = take.shots.front();
    auto made = shown(replay, run.step, static_cast<std::int64_t>(run.events.size()), shot.settings,
                      recipe.display, raw, &progress);
    progress.clear();
    if (!made)
        throw Error(Fault::job, output_.path(),
                    fmt::format("stopped at step {} of {}; nothing is written", session_.step(), run.step));
    const std::string text = recipe_of(shot.settings, recipe.display, raw);
    if (part && shows_a_part(shot)) {
        output_.write(framed(std::move(*made), shot), text);
    } else {
        output_.write(made->picture, text);
    }
    summarize(progress, fmt::format("{} steps", run.step));
    return 0;
}

/// As a frame of the film, which all have the size of the first.
Image Renderer::framed(Shown shown, const Shot& shot) {
    const PictureShape& shape = shown.shape;
    const bool part = shows_a_part(shot);
    const double width = part ? shot.x1 - shot.x0 : shape.size.width;
    const double height = part ? shot.y1 - shot.y0 : shape.size.height;
    if (frame_size_ == Size{}) {
        RenderParams params = job_.size;
        if (part && params.width == 0 && params.height == 0) params.width = session_.source()->width();
        frame_size_ = part ? wanted_size(params, width, height) : shape.size;
        // What was computed in another size than asked for is brought to it.
        if (!part && params.width > 0 && params.height > 0) frame_size_ = {params.width, params.height};
    }
    if (!part && shape.size == frame_size_ && !shown.picture.has_alpha()) return std::move(shown.picture);
    ViewRect view{0, 0, width, height};
    if (part)
        view = {shot.x0 - shape.origin_x, shot.y0 - shape.origin_y, shot.x1 - shape.origin_x,
                shot.y1 - shape.origin_y};
    return view_raster(shown.picture, fitted(view, frame_size_), frame_size_);
}

/// Of the frames that are made: told before, as a film keeps its recipe at its beginning.
std::string Renderer::film_recipe(std::int64_t end) {
    const BackendInfo info = session_.backend_info();
    Recipe made = job_.recipe;
    made.made_by = version;
    made.backend = fmt::format("{}: {}", info.name, info.device);
    made.fps = static_cast<double>(job_.params.fps);
    made.takes.clear();
    std::int64_t frame = 0;
    for (const Take& take : job_.recipe.takes) {
        Take part{take.run, {}};
        for (Shot shot : take.shots) {
            const std::int64_t first = std::max(frame, job_.frames.first),
                               last = std::min(frame + shot.frames, end);
            frame += shot.frames;
            if (first >= last) continue;
            shot.frames = static_cast<int>(last - first);
            part.shots.push_back(std::move(shot));
        }
        if (part.shots.empty()) continue;
        const RenderSource& source = source_of(part.run);
        const Size size = computed_size(source, &part.shots.front());
        const Size before = part.run.source.size == Size{} ? source.reference.size : part.run.source.size;
        part.run.source = source.reference;
        part.run.source.size = before;
        made.takes.push_back(scaled_take(part, size));
    }
    const Take& last = made.takes.back();
    made.run = last.run;
    made.settings = last.shots.back().settings;
    made.display = last.shots.back().display;
    return recipe_text(made);
}

int Renderer::film() {
    std::int64_t count = 0;
    for (const Take& take : job_.recipe.takes)
        for (const Shot& shot : take.shots) count += shot.frames;
    if (count == 0)
        throw Error(Fault::job, job_.capture, "is a film without frames; valid: one that has some");
    check_frame_range(job_.frames, count, "--frames");
    const std::int64_t end = job_.frames.end_of(count);
    tell_backend();
    output_.begin(output_.is_film() ? film_recipe(end) : "");
    Progress progress(end - job_.frames.first, !common_.quiet, "frames");
    std::int64_t frame = 0;
    bool stopped = false;
    for (const Take& original : job_.recipe.takes) {
        const std::int64_t before = frame;
        for (const Shot& shot : original.shots) frame += shot.frames;
        if (frame <= job_.frames.first || before >= end || original.shots.empty()) continue;
        const RenderSource& source = source_of(original.run);
        Take take = original;
        take.run.source = source.reference;
        if (!(original.run.source.size == Size{})) take.run.source.size = original.run.source.size;
        take = scaled_take(take, computed_size(source, &original.shots.front()));
        Replay replay(session_, take.run, source.image, source.frames);
        std::int64_t at = before;
        for (const Shot& shot : take.shots) {
            const std::int64_t first = std::max(at, job_.frames.first),
                               last = std::min(at + shot.frames, end);
            at += shot.frames;
            if (first >= last) continue;
            auto made =
                shown(replay, shot.step, shot.events, shot.settings, shot.display, job_.recipe.raw, nullptr);
            if (!made) {
                stopped = true;
                break;
            }
            const Image image = framed(std::move(*made), shot);
            const std::string text =
                output_.is_film() ? "" : recipe_of(shot.settings, shot.display, job_.recipe.raw);
            for (std::int64_t i = first; i < last; ++i) output_.add(image, text);
            progress.update(output_.frames());
        }
        if (stopped) break;
    }
    if (output_.frames() > 0) output_.finish();
    progress.clear();
    if (stopped)
        throw Error(
            Fault::job, output_.path(),
            fmt::format("stopped at frame {} of {}; {}", job_.frames.first + output_.frames(), end,
                        output_.frames() > 0 ? "the file is complete up to there" : "nothing is written"));
    summarize(progress, fmt::format("{} frames", output_.frames()));
    return 0;
}

}  // namespace

int run_render_job(const RenderJob& job, const CommonOptions& common, const Interrupt& interrupt) {
    Renderer renderer(job, common, interrupt);
    if (!is_sequence_path(job.output)) return renderer.still();
    return renderer.film();
}

}  // namespace droplet
