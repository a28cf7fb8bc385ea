#include "media/film_clock.h"

#include <algorithm>
#include <cmath>

namespace droplet {

LiveClock::LiveClock(double fps, std::int64_t most_frames) : fps_(fps), most_frames_(most_frames) {}

LiveClock::Time LiveClock::begin_of(std::int64_t frame) const {
    const double nanoseconds = static_cast<double>(frame) * 1e9 / fps_;
    return first_ + std::chrono::nanoseconds(std::llround(nanoseconds));
}

std::int64_t LiveClock::arrive(Time time) {
    if (!started_) {
        started_ = true;
        first_ = time;
    }
    const std::int64_t frames = advance(time);
    leave_newest();
    newest_ = Newest::waits;
    replaced_ = true;
    return frames;
}

std::int64_t LiveClock::advance(Time time) {
    if (newest_ == Newest::none || time <= next()) return 0;
    const std::chrono::duration<double> since_first = time - first_;
    // Rounding may miss by one frame; begin_of() alone decides.
    auto end = static_cast<std::int64_t>(since_first.count() * fps_);
    while (begin_of(end) < time) ++end;
    while (end > frames_ && begin_of(end - 1) >= time) --end;
    return hand_out(end - frames_);
}

std::int64_t LiveClock::hand_out(std::int64_t frames) {
    if (most_frames_ > 0) frames = std::min(frames, most_frames_ - frames_);
    if (frames <= 0) return 0;
    before_ = newest_;
    replaced_ = false;
    frames_ += frames;
    repeated_ += newest_ == Newest::shown ? frames : frames - 1;
    newest_ = Newest::shown;
    return frames;
}

void LiveClock::refuse(std::int64_t frames) {
    // More of a picture that the film showed is what it showed before.
    if (frames <= 0 || before_ == Newest::shown) return;
    ++repeated_;
    if (replaced_)
        ++dropped_;
    else
        newest_ = Newest::refused;
}

std::int64_t LiveClock::end(Time time) {
    if (newest_ == Newest::none) return 0;
    std::int64_t frames = advance(time);
    if (frames_ == 0) frames = hand_out(1);
    leave_newest();
    newest_ = Newest::none;
    return frames;
}

void LiveClock::leave_newest() {
    left_out_ += newest_ == Newest::waits ? 1 : 0;
    dropped_ += newest_ == Newest::refused ? 1 : 0;
}

}  // namespace droplet
