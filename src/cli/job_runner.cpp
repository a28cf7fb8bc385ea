#include "cli/job_runner.h"

#include <algorithm>
#include <chrono>

namespace droplet {

JobRunner::JobRunner(Session& session, const SessionSettings& settings, std::stop_token stop,
                     Progress& progress, JobObserver& observer)
    : session_(session),
      settings_(settings),
      stop_(std::move(stop)),
      progress_(progress),
      observer_(observer) {}

void JobRunner::go_to(std::int64_t target) {
    while (!reached(target) && !stopped()) advance(target);
}

Image JobRunner::picture_at(std::int64_t target) {
    for (;;) {
        go_to(target);
        const int starts = session_.starts();
        session_.derive(settings_.preset);
        Image picture = session_.download(shown_content(settings_.preset));
        // A device that failed meanwhile has thrown the session back to the source, where nothing is
        // derived yet.
        if (session_.starts() != starts) continue;
        if (reached(target) || stopped()) return picture;
    }
}

void JobRunner::advance(std::int64_t target) {
    const auto start = std::chrono::steady_clock::now();
    const auto asked = static_cast<int>(std::min<std::int64_t>(target - session_.step(), portion_));
    session_.advance(settings_, asked, stop_);
    session_.synchronize();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    constexpr double target_s = 0.25;
    const double fitting = asked * target_s / std::max(elapsed.count(), 1e-6);
    portion_ =
        static_cast<int>(std::clamp(fitting, 1.0, std::min<double>(8.0 * portion_, Session::most_losses)));
    observer_.advanced(session_);
    progress_.update(session_.step());
}

}  // namespace droplet
