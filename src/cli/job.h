// What the headless commands that turn one picture into files share.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/param_flags.h"
#include "session/session.h"

namespace droplet {

/// INPUT, -o and the flags of a job.
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
    std::string output() const { return output_.path(); }
    /// Empty: the built-in test picture.
    std::string input() const { return input_.path(); }

 private:
    JobParams given(int steps) const;

    Flag input_, output_;
    ParamFlags<JobParams> flags_;
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

/// A file and the flag that names it; an empty path is none.
struct FileUse {
    std::string flag, path;
};

/// Throws Error where a file is named twice.
void refuse_same_file(const std::vector<FileUse>& uses);
/// Throws Error where standard input is to be read twice.
void refuse_shared_stdin(std::vector<FileUse> uses);

/// Runs a job on the calling thread, and writes what its process shows: the same result on every machine of
/// one kind, for any number of threads. Ctrl-C stops it at a step and completes the files. Returns the exit
/// status; throws Error.
int run_job(const JobFlags& flags, const CommonParams& common, const SessionSettings& settings,
            JobObserver& observer);

}  // namespace droplet
