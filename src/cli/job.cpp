#include "cli/job.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>

#include "cli/interrupt.h"
#include "cli/job_recipe.h"
#include "cli/job_runner.h"
#include "cli/job_source.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/video_job.h"
#include "media/output_path.h"
#include "media/video_reader.h"

namespace droplet {
namespace {

/// What was done, for the summary.
std::string work_text(const Preset& preset, std::int64_t steps, const ConvolutionReport& report) {
    if (stepping_process(preset) != Process::none) return fmt::format("{} steps", steps);
    if (preset.process == Process::edges) return "edges found";
    return fmt::format("convolved ({}, {:.0f} operations a value)", enum_name(report.method),
                       report.operations);
}

void refuse_unused(const ParamFlags<JobParams>& job, const std::string& path, bool frames) {
    const bool sequence = is_sequence_path(path);
    const std::optional<OutputFormat> format = format_of(path);
    for (const char* key : {"every", "frames"})
        if ((key == std::string_view("frames") ? frames : job.given(key)) && !sequence)
            throw Error(Fault::usage, fmt::format("--{}", key),
                        path + " is one still; valid with .mp4, .webm, .gif or frame-%05d.png");
    if (job.given("fps") && !(format && is_film(*format)))
        throw Error(Fault::usage, "--fps", path + " is no film; valid with .mp4, .webm or .gif");
    if (job.given("bit-depth") && format && *format != OutputFormat::png && *format != OutputFormat::tiff)
        throw Error(Fault::usage, "--bit-depth", path + " is no PNG; valid with .png and .tif");
}

/// What of the flags says how the job goes.
struct JobOrder {
    JobParams params;
    FrameRange frames;
    VideoPlan video;
    bool fps_given = false;  ///< else a video's own
};

/// A command at work on its inputs, one after the other.
class Job {
 public:
    Job(const JobOrder& order, const CommonOptions& common, const SessionSettings& settings)
        : order_(order), params_(order.params), frames_(order.frames), common_(common), settings_(settings) {}

    bool stopped() const { return interrupt_ && interrupt_->token().stop_requested(); }

    void run(const BatchItem& item, const ObserverMaker& observe) {
        const auto observer = observe(item);
        if (is_video_path(item.input))
            run_video(item, *observer);
        else
            run_still(item, *observer);
    }

 private:
    void run_still(const BatchItem& item, JobObserver& observer) {
        Output output(item.files.front(), params_, frames_.first);
        const SourcePicture source = open_source(item.input, common_.normalize);
        observer.start(*source.image);
        // From here Ctrl-C finishes the file; before, nothing is lost by ending at once.
        if (!interrupt_) interrupt_.emplace();
        const std::string notice = begin(source.image, source.reference);
        output.begin(output.is_film() ? film_recipe_text() : "");
        Progress progress(goal(output, observer), !common_.quiet, "steps", item.label);
        JobRunner runner(*session_, settings_, interrupt_->token(), progress, observer);
        const std::int64_t last = write_pictures(runner, observer, output);
        progress.clear();
        observer.finish(*session_);
        tell(notice);
        if (!runner.reached(last))
            throw stopped_at(output, fmt::format("step {} of {}", session_->step(), params_.steps));
        summarize(output, progress, work_text(settings_.preset, session_->step(), session_->convolution()));
    }

    void run_video(const BatchItem& item, JobObserver& observer) {
        if (common_.normalize && common_.normalize_given)
            throw Error(Fault::usage, "--normalize",
                        item.input +
                            " is a video, whose frames stretched one by one would flicker; "
                            "valid: for pictures");
        // The decoder is to outlive Ctrl-C.
        if (!interrupt_) interrupt_.emplace();
        const std::stop_token stop = interrupt_->token();
        VideoJob video(item.input, settings_.preset.video, order_.video, stop);
        JobParams params = params_;
        if (!order_.fps_given) params.fps = static_cast<float>(video.fps());
        Output output(item.files.front(), params, frames_.first);
        observer.start(*video.first());
        const std::string notice = begin(video.first(), video.reference());
        output.begin(output.is_film() ? video.recipe(*session_, settings_, static_cast<double>(params.fps))
                                      : "");
        const bool steps = order_.video.steps_per_frame > 0;
        Progress progress(video.work(), !common_.quiet, steps ? "steps" : "frames", item.label);
        JobRunner runner(*session_, settings_, stop, progress, observer);
        const bool complete = video.run(*session_, settings_, runner, progress, output);
        progress.clear();
        observer.finish(*session_);
        tell(notice);
        const std::string where = fmt::format("frame {}", output.frames());
        if (!complete) throw stopped_at(output, where);
        summarize(output, progress, fmt::format("{} frames, {} steps", output.frames(), session_->step()));
    }

    /// Starts a run, of which it returns the session's notice from before.
    std::string begin(const std::shared_ptr<const Image>& picture, const SourceReference& reference) {
        if (!session_) session_.emplace(open_backend(common_.backend, common_.threads), common_.threads);
        const std::string notice = session_->notice();
        session_->prepare(settings_.preset);  // so that the run begins with it
        session_->load(picture, reference);
        return notice;
    }

    void tell(const std::string& notice_before) const {
        if (session_->notice() != notice_before)
            std::fprintf(stderr, "droplet: %s\n", session_->notice().c_str());
    }

    /// The last step to be done.
    std::int64_t goal(const Output& output, const JobObserver& observer) const {
        if (!output.is_sequence() || observer.needs_every_step()) return params_.steps;
        return (frame_end() - 1) * params_.every;
    }

    std::int64_t frame_end() const { return frames_.end_of(params_.steps / params_.every + 1); }

    std::string film_recipe_text() const {
        std::vector<ToldShot> shots;
        if (frame_end() - frames_.first > most_told_shots) return "";
        for (std::int64_t frame = frames_.first; frame < frame_end(); ++frame)
            shots.push_back({frame * params_.every, 0});
        return film_recipe(*session_, settings_, static_cast<double>(params_.fps), shots);
    }

    /// Returns the step to be reached.
    std::int64_t write_pictures(JobRunner& runner, const JobObserver& observer, Output& output) {
        if (!output.is_sequence()) {
            const Image picture = runner.picture_at(params_.steps);
            output.write(picture, still_recipe(*session_, settings_));
            return params_.steps;
        }
        const std::int64_t end = frame_end();
        std::int64_t last = 0;
        for (std::int64_t frame = frames_.first; frame < end; ++frame) {
            last = frame * params_.every;
            const Image picture = runner.picture_at(last);
            if (!runner.reached(last)) break;
            output.add(picture, output.is_film() ? "" : still_recipe(*session_, settings_));
        }
        if (output.frames() > 0) output.finish();
        if (observer.needs_every_step() && runner.reached(last)) {
            last = params_.steps;
            runner.go_to(last);
        }
        return last;
    }

    Error stopped_at(const Output& output, const std::string& where) const {
        const bool nothing = output.is_sequence() && output.frames() == 0;
        return {Fault::job, output.path(),
                fmt::format("stopped at {}; {}", where,
                            nothing ? "nothing is written" : "the file is complete up to there")};
    }

    void summarize(const Output& output, const Progress& progress, const std::string& work) const {
        if (!progress.shown()) return;
        const BackendInfo backend = session_->backend_info();
        std::fprintf(stderr, "%s: %s in %s (%s: %s)\n", output.path().c_str(), work.c_str(),
                     duration_text(progress.elapsed_s()).c_str(), backend.name.c_str(),
                     backend.device.c_str());
    }

    JobOrder order_;
    JobParams params_;
    FrameRange frames_;
    CommonOptions common_;
    SessionSettings settings_;
    std::optional<Interrupt> interrupt_;
    std::optional<Session> session_;
};

}  // namespace

JobFlags::JobFlags(CLI::App& app) {
    input_ = add_inputs(
        app,
        "Pictures to start from, - for standard input; or videos, numbered pictures (in-%05d.png) and "
        "cameras, fed frame by frame, as they are; without one, the built-in test picture.");
    output_ = add_flag(
        app, {"-o,--output", "OUT", Schema<JobParams>::title,
              fmt::format("Where the result goes, by extension: .png, .jpg, .tif, .pfm (float32, never "
                          "clamped), .mp4, .webm, .gif, a pattern like frame-%05d.png, or - for a PNG on "
                          "standard output. {} Must be given.",
                          batch_help)});
    frames_ = add_flag(app, {"--frames", "A:B", Schema<JobParams>::title,
                             "Only the frames A to B - 1 of a film or of numbered stills, which keep their "
                             "numbers; the steps before are made and not written. A: and :B are valid too."});
    flags_.add(app);
    // How fast it plays, and whether again, is for who watches.
    video_.add(app, {"video-speed", "video-loop"});
}

JobParams JobFlags::given(int steps) const {
    if (!output_.given())
        throw Error(Fault::usage, "-o",
                    "is missing; valid: a file .png .jpg .tif .pfm .mp4 .webm .gif, or a pattern");
    JobParams job;
    job.steps = steps;
    flags_.apply(job);
    static_cast<void>(frames());
    refuse_unused(flags_, output(), frames_.given());
    return job;
}

FrameRange JobFlags::frames() const {
    return frames_.given() ? parse_frame_range(frames_.text(), "--frames") : FrameRange{};
}

std::vector<FileUse> JobFlags::input_uses() const {
    std::vector<FileUse> uses;
    for (const std::string& input : inputs()) uses.push_back({"INPUT", input});
    return uses;
}

void JobFlags::refuse_video_flags(bool has_video) const {
    if (has_video) {
        if (flags_.given("every"))
            throw Error(Fault::usage, "--every",
                        "each frame of the video is one of the output; valid: --steps-per-frame");
        return;
    }
    if (flags_.given("steps-per-frame"))
        throw Error(Fault::usage, "--steps-per-frame", "INPUT is no video; valid with one");
    const auto keys = video_.given_keys();
    if (!keys.empty())
        throw Error(Fault::usage, fmt::format("--{}", keys.front()), "INPUT is no video; valid with one");
}

JobParams JobFlags::params(Process stepping) const {
    JobParams job = given(1);
    const std::vector<std::string> paths = inputs();
    const auto videos = std::count_if(paths.begin(), paths.end(), is_video_path);
    const bool has_still = videos < std::max<std::ptrdiff_t>(1, std::ssize(paths));
    refuse_video_flags(videos > 0);
    if (has_still && stepping != Process::none && stepping != Process::convolve && !flags_.given("steps"))
        throw Error(Fault::usage, "--steps",
                    "is missing; valid: " + valid_text(std::get<0>(Schema<JobParams>::fields)));
    if (stepping != Process::none) {
        if (has_still && frames_.given()) check_frame_range(frames(), job.steps / job.every + 1, "--frames");
        return job;
    }
    if (job.steps != 1)
        throw Error(Fault::usage, "--steps",
                    fmt::format("{} of a picture that stands; valid: 1, or more with --feed", job.steps));
    if (has_still && is_sequence_path(output()))
        throw Error(Fault::usage, output(),
                    "is of many pictures, and there is one; valid: a still, or with --feed");
    job.steps = 0;
    return job;
}

VideoPlan JobFlags::video_plan(const JobParams& job, Process stepping) const {
    VideoPlan plan;
    plan.frames = frames();
    plan.steps_per_frame = stepping == Process::none ? 0 : job.steps_per_frame;
    if (stepping != Process::none && flags_.given("steps")) plan.most_steps = job.steps;
    return plan;
}

void refuse_same_file(const std::vector<FileUse>& uses) {
    for (const FileUse& use : uses)
        for (const FileUse* other = uses.data(); other != &use; ++other)
            if (!use.path.empty() && std::filesystem::path(use.path).lexically_normal() ==
                                         std::filesystem::path(other->path).lexically_normal())
                throw Error(Fault::usage, use.flag,
                            fmt::format("{} is that of {} too; valid: another file", use.path, other->flag));
}

void refuse_shared_stdin(std::vector<FileUse> uses) {
    std::erase_if(uses, [](const FileUse& use) { return use.path != "-"; });
    refuse_same_file(uses);
}

int run_job(const JobFlags& flags, const CommonOptions& common, const SessionSettings& settings,
            const ObserverMaker& observe, std::vector<FileUse> beside) {
    const Process stepping = stepping_process(settings.preset);
    JobOrder order;
    order.params = flags.params(stepping);
    order.frames = flags.frames();
    order.video = flags.video_plan(order.params, stepping);
    order.fps_given = flags.fps_given();
    SessionSettings made = settings;
    flags.apply_video(made.preset.video);
    beside.insert(beside.begin(), {"-o", flags.output()});
    const auto items = plan_batch(flags.inputs(), beside);
    Job job(order, common, made);
    run_batch(
        items, [&] { return job.stopped(); }, [&](const BatchItem& item) { job.run(item, observe); });
    return 0;
}

}  // namespace droplet
