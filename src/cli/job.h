// What the headless commands that turn one picture into files share.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/batch.h"
#include "cli/frame_range.h"
#include "cli/options.h"
#include "cli/param_flags.h"
#include "model/video_params.h"
#include "session/session.h"

namespace droplet {

/// What becomes of a video, frame by frame.
struct VideoPlan {
    std::int64_t steps_per_frame = 1;        ///< 0: nothing steps
    std::optional<std::int64_t> most_steps;  ///< of all; none: to the video's end
    FrameRange frames;                       ///< which pictures are written, by the video's numbers
};

/// INPUTs, -o and the flags of a job.
class JobFlags {
 public:
    explicit JobFlags(CLI::App& app);

    /// The description of --steps for commands that do without it where nothing runs.
    void describe_steps(const std::string& text) { flags_.describe("steps", text); }

    /// Throws Error for what is missing, not valid, and for what the output has no use for.
    void check() const { static_cast<void>(given(0)); }
    /// `stepping` is what a step does. Where it is none, there is one picture, and no step; convolving it is
    /// one step if not said otherwise. Throws Error as check() does, for missing steps, and for what the
    /// process has no use for.
    JobParams params(Process stepping) const;
    /// What becomes of an INPUT that is a video; `job` is that of params().
    VideoPlan video_plan(const JobParams& job, Process stepping) const;
    void apply_video(VideoParams& params) const { video_.apply(params); }
    bool fps_given() const { return flags_.given("fps"); }
    /// What was given, whatever the process.
    JobParams given() const { return given(0); }
    bool given(std::string_view key) const { return flags_.given(key); }
    /// Which of a sequence's frames are wanted.
    FrameRange frames() const;
    std::string output() const { return output_.path(); }
    /// None: the built-in test picture.
    std::vector<std::string> inputs() const { return input_.paths(); }
    /// The same with the flag, for refuse_shared_stdin().
    std::vector<FileUse> input_uses() const;

 private:
    JobParams given(int steps) const;
    void refuse_video_flags(bool has_video) const;

    Flag input_, output_, frames_;
    ParamFlags<JobParams> flags_;
    ParamFlags<VideoParams> video_;
};

/// What a command does beside the pictures. Everything is called on the thread that runs the job.
class JobObserver {
 public:
    virtual ~JobObserver() = default;

    /// Before the first step; may refuse the picture by throwing Error.
    virtual void start(const Image&) {}
    /// Steps were done, no more since the last call than the session keeps losses.
    virtual void advanced(Session&) {}
    /// The pictures are written, all of them or up to where a stop was requested.
    virtual void finish(Session&) {}
    /// Whether the steps after the last frame of a sequence are wanted too.
    virtual bool needs_every_step() const { return false; }
};

/// Throws Error where a file is named twice.
void refuse_same_file(const std::vector<FileUse>& uses);
/// Throws Error where standard input is to be read twice.
void refuse_shared_stdin(std::vector<FileUse> uses);

/// Watches the job of one input; throws Error for files that it cannot write.
using ObserverMaker = std::function<std::unique_ptr<JobObserver>(const BatchItem&)>;

/// Runs a job for each input on the calling thread, and writes what its process shows: the same result on
/// every machine of one kind, for any number of threads. One session serves all. Ctrl-C stops it at a step
/// and completes the files. `beside` are patterns of what is written beside the pictures: files[1] and so on
/// of an item. Returns the exit status; throws Error.
int run_job(const JobFlags& flags, const CommonOptions& common, const SessionSettings& settings,
            const ObserverMaker& observe, std::vector<FileUse> beside = {});

}  // namespace droplet
