#include "cli/fractal_job.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>

#include "cli/interrupt.h"
#include "cli/job_recipe.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "media/band_writer.h"
#include "media/film_writer.h"
#include "media/output_path.h"
#include "model/fractal_scene.h"
#include "model/recipe.h"
#include "model/version.h"
#include "session/backends.h"

namespace droplet {
namespace {

/// Makes parts of the fractal on a backend, in portions of about a quarter of a second: for the progress bar,
/// and for Ctrl-C on a device that works ahead.
class Painter {
 public:
    /// Told the share of a part that is done.
    using Report = std::function<void(double)>;

    Painter(Backend& backend, std::stop_token stop) : backend_(backend), stop_(std::move(stop)) {}

    /// The part of the scene: colours, or the values behind them. Nothing when a stop was requested.
    std::optional<Image> paint(const FractalScene& scene, bool values, const Report& report) {
        if (!(scene.part_size() == size_)) {
            backend_.upload(Image(scene.part_size(), 3));
            size_ = scene.part_size();
        }
        backend_.start_fractal(scene);
        for (bool complete = false; !complete;) {
            if (stop_.stop_requested()) return std::nullopt;
            const auto start = std::chrono::steady_clock::now();
            const FractalProgress progress = backend_.refine_fractal(work_, stop_);
            backend_.synchronize();
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
            constexpr double target_s = 0.25, most_growth = 4;
            const double growth = std::min(target_s / std::max(elapsed.count(), 1e-6), most_growth);
            constexpr double least = 1e6, most = 1e15;
            work_ = static_cast<std::int64_t>(std::clamp(static_cast<double>(work_) * growth, least, most));
            complete = progress.complete;
            precision_ = progress.precision;
            report(progress.share);
        }
        return values ? backend_.fractal_values() : backend_.download(Content::original);
    }

    Precision precision() const { return precision_; }

 private:
    Backend& backend_;
    std::stop_token stop_;
    Size size_;
    std::int64_t work_ = 100'000'000;
    Precision precision_ = Precision::automatic;
};

Size size_of(const FractalJob& job) {
    return {job.picture.width, job.picture.height};
}

WriteOptions write_options(const FractalJob& job) {
    WriteOptions options;
    options.bit_depth = job.picture.bit_depth == BitDepth::sixteen ? 16 : 8;
    return options;
}

/// The recipe of a picture of one moment, or of a film of several: the fractal of each, and nothing done.
Recipe made_of(const FractalJob& job, const BackendInfo& backend, const std::vector<double>& moments) {
    RunSettings settings;
    Preset preset = job.preset;
    preset.process = Process::none;
    settings.preset = std::make_shared<const Preset>(std::move(preset));
    settings.canvas = size_of(job);
    Recipe recipe;
    recipe.made_by = version;
    recipe.backend = executor_of(backend);
    recipe.raw = true;
    recipe.run.source.kind = SourceKind::fractal;
    recipe.run.source.size = settings.canvas;
    recipe.run.source.channels = 3;
    // Where nothing steps, each moment is a run of its own that has just begun.
    for (const double seconds : moments) {
        settings.seconds = seconds;
        recipe.run.events = {{0, settings}};
        Shot shot;
        shot.events = 1;
        shot.settings = settings;
        recipe.takes.push_back({recipe.run, {std::move(shot)}});
    }
    recipe.settings = settings;
    if (moments.size() == 1)
        recipe.takes.clear();
    else
        recipe.fps = static_cast<double>(job.picture.fps);
    return recipe;
}

/// What was done, as the last line.
void summarize(const FractalJob& job, const std::string& work, const Painter& painter,
               const Progress& progress, const Backend& backend) {
    if (!progress.shown()) return;
    const BackendInfo info = backend.info();
    std::fprintf(stderr, "%s: %s in %s (%s: %s, %s)\n", job.output.c_str(), work.c_str(),
                 duration_text(progress.elapsed_s()).c_str(), info.name.c_str(), info.device.c_str(),
                 std::string(enum_name(painter.precision())).c_str());
}

/// Rows that are made at a time: enough for all cores, and what they take stays below some 250 MB.
int band_rows(Size size, int unit) {
    constexpr int band_pixels = 1 << 21;
    const int rows = std::clamp(band_pixels / size.width, 1, size.height);
    return std::max(unit, rows / unit * unit);
}

int make_still(const FractalJob& job, const CommonOptions& common) {
    const Size size = size_of(job);
    FractalScene scene = fractal_scene(job.preset, size, job.picture.seconds);
    const bool values = still_format(job.output) == OutputFormat::pfm;
    const BandShape shape{size, values ? 1 : 3, false};
    // A place that cannot be written is told before a device is opened.
    open_bands(job.output, shape, write_options(job), common.threads).reset();
    const Interrupt interrupt;
    const OpenedBackend opened = open_backend(common.backend, common.threads);
    WriteOptions options = write_options(job);
    options.recipe = recipe_text(made_of(job, opened.backend->info(), {job.picture.seconds}));
    const auto writer = open_bands(job.output, shape, options, common.threads);
    Painter painter(*opened.backend, interrupt.token());
    Progress progress(size.height, !common.quiet, "rows");

    const int height = band_rows(size, writer->row_unit());
    const int bands = (size.height + height - 1) / height;
    std::int64_t done = 0;
    for (int i = 0; i < bands; ++i) {
        scene.part.y0 = (writer->bottom_up() ? bands - 1 - i : i) * height;
        scene.part.y1 = std::min(scene.part.y0 + height, size.height);
        const int rows = scene.part.height();
        const auto band = painter.paint(scene, values, [&](double share) {
            progress.update(done + static_cast<std::int64_t>(share * rows));
        });
        if (!band) {
            progress.clear();
            throw Error(Fault::job, job.output,
                        fmt::format("stopped at row {} of {}; nothing is written", done, size.height));
        }
        writer->add(*band);
        done += rows;
    }
    writer->finish();
    progress.clear();
    summarize(job, fmt::format("{} x {} pixels", size.width, size.height), painter, progress,
              *opened.backend);
    return 0;
}

/// Of the round that what moves makes.
int frames_of_round(const FractalJob& job) {
    const auto fps = static_cast<double>(job.picture.fps);
    if (is_moving(job.preset.fractal, job.preset.animation, false))
        return static_cast<int>(frames_of_cycle(job.preset.animation, fps));
    const double round_s = 1 / std::abs(static_cast<double>(job.preset.fractal.palette_speed));
    return static_cast<int>(std::clamp(std::round(round_s * fps), 1.0, 1e7));
}

int make_film(const FractalJob& job, const CommonOptions& common) {
    const Size size = size_of(job);
    const std::int64_t end = job.frames.end ? *job.frames.end : frames_of_round(job);
    check_frame_range(job.frames, end, "--frames");
    const std::int64_t frames = end - job.frames.first;
    const bool values = still_pattern(job.output) && format_of(job.output) == OutputFormat::pfm;
    JobParams output_params;
    output_params.fps = job.picture.fps;
    output_params.bit_depth = job.picture.bit_depth;
    Output film(job.output, output_params, job.frames.first);
    const Interrupt interrupt;
    const OpenedBackend opened = open_backend(common.backend, common.threads);
    Painter painter(*opened.backend, interrupt.token());
    Progress progress(frames, !common.quiet, "frames");

    const BackendInfo info = opened.backend->info();
    std::vector<double> moments;
    for (std::int64_t frame = job.frames.first; frame < end; ++frame)
        moments.push_back(job.picture.seconds + frame_seconds(frame, static_cast<double>(job.picture.fps)));
    film.begin(film.is_film() && frames <= most_told_shots ? recipe_text(made_of(job, info, moments)) : "");

    while (film.frames() < frames) {
        const double seconds = moments[static_cast<std::size_t>(film.frames())];
        const auto picture = painter.paint(fractal_scene(job.preset, size, seconds), values,
                                           [&](double) { progress.update(film.frames()); });
        if (!picture) break;
        film.add(*picture, film.is_film() ? "" : recipe_text(made_of(job, info, {seconds})));
    }
    const std::int64_t done = film.frames();
    if (done > 0) film.finish();
    progress.clear();
    if (done < frames)
        throw Error(Fault::job, job.output,
                    fmt::format("stopped at frame {} of {}; {}", done, frames,
                                done > 0 ? "the file is complete up to there" : "nothing is written"));
    summarize(job, fmt::format("{} frames", frames), painter, progress, *opened.backend);
    return 0;
}

}  // namespace

int run_fractal_job(const FractalJob& job, const CommonOptions& common) {
    if (job.output == "-" && ::isatty(STDOUT_FILENO) == 1)
        throw Error(Fault::usage, "standard output", "is a terminal; valid: a file or a pipe");
    return is_sequence_path(job.output) ? make_film(job, common) : make_still(job, common);
}

}  // namespace droplet
