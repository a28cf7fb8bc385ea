#include "ui/frame_pacer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace droplet {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

std::string summary(const char* what, std::vector<double> values) {
    if (values.empty()) return fmt::format("{}: none", what);
    std::ranges::sort(values);
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    return fmt::format("{}: median {:.2f} ms, p95 {:.2f} ms, max {:.2f} ms ({} frames)", what, at(0.5),
                       at(0.95), values.back(), values.size());
}

}  // namespace

FramePacer::FramePacer(Clock::time_point program_start)
    : program_start_(program_start), logs_(std::getenv("DROPLET_FRAME_LOG") != nullptr) {
    set_refresh_rate(60);
}

void FramePacer::set_refresh_rate(double hertz) {
    // A little less than the monitor's interval: the swap waits for the rest where the driver synchronises;
    // where it does not, this alone keeps the window from drawing frames that nobody sees.
    min_interval_ = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(0.92 / hertz));
}

double FramePacer::until_due() const {
    const std::chrono::duration<double> left = last_start_ + min_interval_ - Clock::now();
    return std::max(0.0, left.count());
}

void FramePacer::begin_frame() {
    frame_start_ = Clock::now();
    last_start_ = frame_start_;
}

void FramePacer::end_frame(bool has_picture, bool continuous) {
    const auto now = Clock::now();
    recent_.push_back(now);
    while (recent_.front() < now - std::chrono::seconds(1)) recent_.pop_front();
    if (has_picture && picture_frames_++ == 0) first_picture_ms_ = Milliseconds(now - program_start_).count();
    if (logs_ && has_picture && was_continuous_) {
        intervals_ms_.push_back(Milliseconds(now - last_end_).count());
        work_ms_.push_back(Milliseconds(now - frame_start_).count());
    }
    was_continuous_ = continuous && has_picture;
    last_end_ = now;
}

double FramePacer::frames_per_s() const {
    if (recent_.size() < 2) return 0;
    const std::chrono::duration<double> span = recent_.back() - recent_.front();
    return span.count() > 0 ? static_cast<double>(recent_.size() - 1) / span.count() : 0;
}

std::string FramePacer::report() const {
    return fmt::format("start to first picture: {:.0f} ms\n{}\n{}", first_picture_ms_,
                       summary("frame to frame", intervals_ms_),
                       summary("work of the window thread", work_ms_));
}

}  // namespace droplet
