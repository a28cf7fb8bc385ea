#include "cli/job.h"

#include <fmt/format.h>
#include <unistd.h>

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
#include "media/output_path.h"

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

/// A command at work on its inputs, one after the other.
class Job {
 public:
    Job(const JobParams& params, const FrameRange& frames, const CommonParams& common,
        const SessionSettings& settings)
        : params_(params), frames_(frames), common_(common), settings_(settings) {}

    bool stopped() const { return interrupt_ && interrupt_->token().stop_requested(); }

    void run(const BatchItem& item, const ObserverMaker& observe) {
        const auto observer = observe(item);
        Output output(item.files.front(), params_, frames_.first);
        const JobSource source = open_source(item.input, common_.normalize);
        observer->start(*source.picture);

        // From here Ctrl-C finishes the file; before, nothing is lost by ending at once.
        if (!interrupt_) interrupt_.emplace();
        if (!session_) session_.emplace(open_backend(common_.backend, common_.threads), common_.threads);
        const std::string notice = session_->notice();
        session_->prepare(settings_.preset);  // so that the run begins with it
        session_->load(source.picture, source.reference);
        output.begin(output.is_film() ? film_recipe_text() : "");
        Progress progress(goal(output, *observer), !common_.quiet, "steps", item.label);
        JobRunner runner(*session_, settings_, interrupt_->token(), progress, *observer);
        const std::int64_t last = write_pictures(runner, *observer, output);
        progress.clear();
        observer->finish(*session_);
        if (session_->notice() != notice) std::fprintf(stderr, "droplet: %s\n", session_->notice().c_str());
        if (!runner.reached(last)) throw stopped_at(output);
        summarize(output, progress);
    }

 private:
    /// The last step to be done.
    std::int64_t goal(const Output& output, const JobObserver& observer) const {
        if (!output.is_sequence() || observer.needs_every_step()) return params_.steps;
        return (frame_end() - 1) * params_.every;
    }

    std::int64_t frame_end() const { return frames_.end_of(params_.steps / params_.every + 1); }

    std::string film_recipe_text() const {
        std::vector<std::int64_t> steps;
        if (frame_end() - frames_.first > most_told_shots) return "";
        for (std::int64_t frame = frames_.first; frame < frame_end(); ++frame)
            steps.push_back(frame * params_.every);
        return film_recipe(*session_, settings_, static_cast<double>(params_.fps), steps);
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
        written_ = output.frames();
        if (written_ > 0) output.finish();
        if (observer.needs_every_step() && runner.reached(last)) {
            last = params_.steps;
            runner.go_to(last);
        }
        return last;
    }

    Error stopped_at(const Output& output) const {
        const bool nothing = output.is_sequence() && written_ == 0;
        return {Fault::job, output.path(),
                fmt::format("stopped at step {} of {}; {}", session_->step(), params_.steps,
                            nothing ? "nothing is written" : "the file is complete up to there")};
    }

    void summarize(const Output& output, const Progress& progress) const {
        if (!progress.shown()) return;
        const BackendInfo backend = session_->backend_info();
        std::fprintf(stderr, "%s: %s in %s (%s: %s)\n", output.path().c_str(),
                     work_text(settings_.preset, session_->step(), session_->convolution()).c_str(),
                     duration_text(progress.elapsed_s()).c_str(), backend.name.c_str(),
                     backend.device.c_str());
    }

    JobParams params_;
    FrameRange frames_;
    CommonParams common_;
    SessionSettings settings_;
    std::int64_t written_ = 0;
    std::optional<Interrupt> interrupt_;
    std::optional<Session> session_;
};

}  // namespace

JobFlags::JobFlags(CLI::App& app) {
    input_ = add_inputs(
        app, "Pictures to start from, - for standard input; without one, the built-in test picture.");
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

JobParams JobFlags::params(Process stepping) const {
    JobParams job = given(1);
    if (stepping != Process::none && stepping != Process::convolve && !flags_.given("steps"))
        throw Error(Fault::usage, "--steps",
                    "is missing; valid: " + valid_text(std::get<0>(Schema<JobParams>::fields)));
    if (stepping != Process::none) {
        if (frames_.given()) check_frame_range(frames(), job.steps / job.every + 1, "--frames");
        return job;
    }
    if (job.steps != 1)
        throw Error(Fault::usage, "--steps",
                    fmt::format("{} of a picture that stands; valid: 1, or more with --feed", job.steps));
    if (is_sequence_path(output()))
        throw Error(Fault::usage, output(),
                    "is of many pictures, and there is one; valid: a still, or with --feed");
    job.steps = 0;
    return job;
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

int run_job(const JobFlags& flags, const CommonParams& common, const SessionSettings& settings,
            const ObserverMaker& observe, std::vector<FileUse> beside) {
    const JobParams params = flags.params(stepping_process(settings.preset));
    beside.insert(beside.begin(), {"-o", flags.output()});
    const auto items = plan_batch(flags.inputs(), beside);
    Job job(params, flags.frames(), common, settings);
    run_batch(
        items, [&] { return job.stopped(); }, [&](const BatchItem& item) { job.run(item, observe); });
    return 0;
}

}  // namespace droplet
