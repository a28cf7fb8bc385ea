#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace droplet {

/// Says when the next frame of the window may be drawn, counts frames, and measures them when
/// DROPLET_FRAME_LOG is set in the environment.
class FramePacer {
 public:
    using Clock = std::chrono::steady_clock;

    explicit FramePacer(Clock::time_point program_start);

    void set_refresh_rate(double hertz);
    /// Seconds until the next frame is due; 0 when it is.
    double until_due() const;
    /// Around the drawing of one frame; `has_picture` when it showed one. `continuous` when the one after it
    /// is wanted at once: only then its interval counts as a frame time.
    void begin_frame();
    void end_frame(bool has_picture, bool continuous);

    std::int64_t picture_frames() const { return picture_frames_; }
    double frames_per_s() const;
    bool logs() const { return logs_; }
    /// Start to first picture; median, 95th percentile and maximum of the time from one presented frame to
    /// the next, and of the window thread's work in it.
    std::string report() const;

 private:
    Clock::time_point program_start_, frame_start_, last_start_, last_end_;
    Clock::duration min_interval_{};
    std::deque<Clock::time_point> recent_;  // ends of frames in the last second
    std::int64_t picture_frames_ = 0;
    bool was_continuous_ = false;
    bool logs_ = false;
    double first_picture_ms_ = 0;
    std::vector<double> intervals_ms_, work_ms_;
};

}  // namespace droplet
