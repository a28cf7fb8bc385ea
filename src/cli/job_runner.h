#pragma once
#include <stop_token>

#include "cli/job.h"
#include "cli/progress.h"

namespace droplet {

/// Advances a session in portions of about a quarter of a second: short enough for the progress bar, and for
/// Ctrl-C on a device that works ahead; long enough that waiting for the device costs nothing. No longer than
/// the session keeps losses.
class JobRunner {
 public:
    JobRunner(Session& session, const SessionSettings& settings, std::stop_token stop, Progress& progress,
              JobObserver& observer);

    bool reached(std::int64_t target) const { return session_.step() >= target; }
    bool stopped() const { return stop_.stop_requested(); }

    /// To step `target`, or to an earlier one when a stop was requested.
    void go_to(std::int64_t target);
    /// What the process shows there.
    Image picture_at(std::int64_t target);

 private:
    void advance(std::int64_t target);

    Session& session_;
    SessionSettings settings_;
    std::stop_token stop_;
    Progress& progress_;
    JobObserver& observer_;
    int portion_ = 1;
};

}  // namespace droplet
