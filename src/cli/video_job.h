#pragma once
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "cli/frame_range.h"
#include "cli/job_runner.h"
#include "cli/output.h"
#include "media/video_reader.h"

namespace droplet {

/// A video, or numbered pictures, fed to a run frame by frame: each gets its steps, and is a picture of the
/// output.
class VideoJob {
 public:
    /// Reads the first frame. Throws Error as VideoReader does; Fault::usage for a camera to which the plan
    /// gives no end.
    VideoJob(const std::string& path, const VideoParams& params, const VideoPlan& plan,
             const std::stop_token& stop);

    /// The picture that the run begins at.
    const std::shared_ptr<const Image>& first() const { return first_; }
    const SourceReference& reference() const { return reference_; }
    double fps() const { return reader_.info().fps; }
    /// Of the frames that are looked at, as far as the video says how many it has.
    std::int64_t frames() const;
    /// What the progress counts: steps, or frames where nothing steps.
    std::int64_t work() const { return frames() * std::max<std::int64_t>(plan_.steps_per_frame, 1); }

    /// Of a film, told before it is made.
    std::string recipe(const Session& session, const SessionSettings& settings, double fps) const;

    /// The session has just begun at first(). Returns whether all was done: false when stopped.
    bool run(Session& session, const SessionSettings& settings, JobRunner& runner, Progress& progress,
             Output& output);

 private:
    FedFrame fed(std::int64_t frame) const;
    std::int64_t step_after(std::int64_t frame) const;
    bool is_last(std::int64_t frame) const;
    bool feed_next(Session& session, std::int64_t& frame);

    std::string path_;
    VideoParams params_;
    VideoPlan plan_;
    std::stop_token stop_;
    VideoReader reader_;
    SourceReference reference_;
    std::shared_ptr<const Image> first_;
};

}  // namespace droplet
