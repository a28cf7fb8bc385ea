#include "cli/job.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "media/output_path.h"
#include "media/test_picture.h"

namespace droplet {
namespace {

/// Advances a session in portions of about a quarter of a second: short enough for the progress bar, and for
/// Ctrl-C on a device that works ahead; long enough that waiting for the device costs nothing. No longer than
/// the session keeps losses.
class Runner {
 public:
    Runner(Session& session, const SessionSettings& settings, std::stop_token stop, Progress& progress,
           JobObserver& observer)
        : session_(session),
          settings_(settings),
          stop_(std::move(stop)),
          progress_(progress),
          observer_(observer) {}

    bool reached(std::int64_t target) const { return session_.step() >= target; }

    /// The picture at step `target`, or at an earlier one when a stop was requested.
    Image picture_at(std::int64_t target) {
        for (;;) {
            while (!reached(target) && !stop_.stop_requested()) advance(target);
            const int starts = session_.starts();
            session_.derive(settings_.preset);
            Image picture = session_.download(shown_content(settings_.preset));
            // A device that failed meanwhile has thrown the session back to the source, where nothing is
            // derived yet.
            if (session_.starts() != starts) continue;
            if (reached(target) || stop_.stop_requested()) return picture;
        }
    }

 private:
    void advance(std::int64_t target) {
        const auto start = std::chrono::steady_clock::now();
        const auto asked = static_cast<int>(std::min<std::int64_t>(target - session_.step(), portion_));
        session_.advance(settings_, asked, stop_);
        session_.synchronize();
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
        constexpr double target_s = 0.25;
        const double fitting = asked * target_s / std::max(elapsed.count(), 1e-6);
        portion_ = static_cast<int>(
            std::clamp(fitting, 1.0, std::min<double>(8.0 * portion_, Session::most_losses)));
        observer_.advanced(session_);
        progress_.update(session_.step());
    }

    Session& session_;
    SessionSettings settings_;
    std::stop_token stop_;
    Progress& progress_;
    JobObserver& observer_;
    int portion_ = 1;
};

/// Returns whether everything asked for was done.
bool run_steps(Runner& runner, const JobParams& job, bool every_step, Output& output) {
    std::int64_t last_step = job.steps;
    if (output.is_sequence()) {
        last_step = job.steps / job.every * job.every;
        for (std::int64_t step = 0; step <= last_step; step += job.every) {
            const Image picture = runner.picture_at(step);
            if (!runner.reached(step)) break;
            output.add(picture);
        }
        output.finish({});
        if (every_step && runner.reached(last_step)) {
            last_step = job.steps;
            runner.picture_at(last_step);
        }
    } else {
        output.finish(runner.picture_at(job.steps));
    }
    return runner.reached(last_step);
}

std::shared_ptr<const Image> read_source(const std::string& path, bool normalized) {
    if (path == "-" && ::isatty(STDIN_FILENO) == 1)
        throw Error(Fault::usage, "standard input", "is a terminal; valid: a file or a pipe");
    Image image = path.empty() ? make_test_picture() : read_image(path);
    if (normalized) normalize(image);
    return std::make_shared<const Image>(std::move(image));
}

/// What was done, for the summary.
std::string work_text(const Preset& preset, const JobParams& job, const ConvolutionReport& report) {
    if (stepping_process(preset) != Process::none) return fmt::format("{} steps", job.steps);
    if (preset.process == Process::edges) return "edges found";
    return fmt::format("convolved ({}, {:.0f} operations a value)", enum_name(report.method),
                       report.operations);
}

void refuse_unused(const ParamFlags<JobParams>& job, const std::string& path) {
    const bool sequence = is_sequence_path(path);
    const std::optional<OutputFormat> format = format_of(path);
    if (job.given("every") && !sequence)
        throw Error(Fault::usage, "--every",
                    path + " is one still; valid with .mp4, .webm, .gif or frame-%05d.png");
    if (job.given("fps") && !(format && is_film(*format)))
        throw Error(Fault::usage, "--fps", path + " is no film; valid with .mp4, .webm or .gif");
    if (job.given("bit-depth") && format && *format != OutputFormat::png && *format != OutputFormat::tiff)
        throw Error(Fault::usage, "--bit-depth", path + " is no PNG; valid with .png and .tif");
}

}  // namespace

JobFlags::JobFlags(CLI::App& app) {
    input_ = add_input(
        app, "Picture to start from, - for standard input; without one, the built-in test picture.");
    output_ =
        add_flag(app, {"-o,--output", "OUT", Schema<JobParams>::title,
                       "Where the result goes, by extension: .png, .jpg, .tif, .pfm (float32, never "
                       "clamped), .mp4, .webm, .gif, "
                       "a pattern like frame-%05d.png, or - for a PNG on standard output. Must be given."});
    flags_.add(app);
}

JobParams JobFlags::given(int steps) const {
    if (!output_.given())
        throw Error(Fault::usage, "-o",
                    "is missing; valid: a file .png .jpg .tif .pfm .mp4 .webm .gif, or a pattern");
    JobParams job;
    job.steps = steps;
    flags_.apply(job);
    refuse_unused(flags_, output());
    return job;
}

JobParams JobFlags::params(Process stepping) const {
    JobParams job = given(1);
    if (stepping != Process::none && stepping != Process::convolve && !flags_.given("steps"))
        throw Error(Fault::usage, "--steps",
                    "is missing; valid: " + valid_text(std::get<0>(Schema<JobParams>::fields)));
    if (stepping != Process::none) return job;
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
            JobObserver& observer) {
    const JobParams job = flags.params(stepping_process(settings.preset));
    Output output(flags.output(), job);
    const auto source = read_source(flags.input(), common.normalize);
    observer.start(*source);

    // From here Ctrl-C finishes the file; before, nothing is lost by ending at once.
    const Interrupt interrupt;
    Session session(open_backend(common.backend, common.threads), common.threads);
    const std::string notice = session.notice();
    session.load(source);
    session.prepare(settings.preset);
    Progress progress(job.steps, !common.quiet);
    Runner runner(session, settings, interrupt.token(), progress, observer);
    const bool complete = run_steps(runner, job, observer.needs_every_step(), output);
    progress.clear();
    observer.finish(session);

    if (session.notice() != notice) std::fprintf(stderr, "droplet: %s\n", session.notice().c_str());
    if (!complete)
        throw Error(Fault::job, output.path(),
                    fmt::format("stopped at step {} of {}; the file is complete up to there", session.step(),
                                job.steps));
    if (progress.shown()) {
        const BackendInfo backend = session.backend_info();
        std::fprintf(stderr, "%s: %s in %s (%s: %s)\n", output.path().c_str(),
                     work_text(settings.preset, job, session.convolution()).c_str(),
                     duration_text(progress.elapsed_s()).c_str(), backend.name.c_str(),
                     backend.device.c_str());
    }
    return 0;
}

}  // namespace droplet
