// The arithmetic of a film of what happens: it knows no thread and no clock but the times that it is told.
#pragma once
#include <chrono>
#include <cstdint>

namespace droplet {

/// Says which picture each frame of a live film shows: frame k what was newest k / fps after the first
/// picture came. Pictures are only counted here; whoever asks keeps the newest one. At any time
/// frames = shown + repeated, and pictures = shown + left_out + dropped + the newest, if it was not shown
/// yet.
class LiveClock {
 public:
    using Time = std::chrono::steady_clock::time_point;

    /// `most_frames` 0: no limit.
    explicit LiveClock(double fps, std::int64_t most_frames = 0);

    /// A picture comes. Returns how many frames the one before it still gets: those that begin before `time`.
    /// A time before the last one, or before frames that were handed out, counts as that.
    std::int64_t arrive(Time time);
    /// How many frames that begin before `time` the newest picture gets now; 0 before the first picture.
    std::int64_t advance(Time time);
    /// The frames just handed out cannot have their picture, as there is no room: they repeat what the film
    /// showed before. The picture is shown by a later frame, if it is still the newest then.
    void refuse(std::int64_t frames);
    /// No more pictures come; the film lasts until `time`, and has one frame at least if there was a picture.
    std::int64_t end(Time time);

    bool started() const { return started_; }
    bool at_limit() const { return most_frames_ > 0 && frames_ >= most_frames_; }
    /// When the next frame begins.
    Time next() const { return begin_of(frames_); }

    std::int64_t frames() const { return frames_; }
    std::int64_t repeated() const { return repeated_; }
    std::int64_t left_out() const { return left_out_; }
    std::int64_t dropped() const { return dropped_; }

 private:
    enum class Newest { none, waits, shown, refused };

    Time begin_of(std::int64_t frame) const;
    std::int64_t hand_out(std::int64_t frames);
    void leave_newest();

    double fps_;
    std::int64_t most_frames_;
    bool started_ = false;
    Time first_;
    Newest newest_ = Newest::none;
    Newest before_ = Newest::none;  // what it was when frames were last handed out
    bool replaced_ = false;         // a newer one has come since
    std::int64_t frames_ = 0, repeated_ = 0, left_out_ = 0, dropped_ = 0;
};

}  // namespace droplet
