#pragma once
#include <chrono>
#include <cstdint>

#include "model/image.h"

namespace droplet {

/// How far the walk goes at once.
enum class WalkUnit { position, row };

/// A walk over the pixels of a result in reading order, from the top left. Those up to and with position()
/// have been computed. Time is what the caller says it is.
class SlidingWalk {
 public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr float slowest = 1.0f, fastest = 1e6f;

    WalkUnit unit = WalkUnit::position;
    float speed = 12;  ///< units a second

    /// Whether there is one; while there is none, all of the result is shown.
    bool begun() const { return begun_; }
    bool playing() const { return playing_; }
    /// Index of the pixel that was computed last, in reading order.
    std::int64_t position() const { return position_; }
    int x() const { return static_cast<int>(position_ % size_.width); }
    int y() const { return static_cast<int>(position_ / size_.width); }
    std::int64_t last() const { return size_.area() - 1; }
    bool at_end() const { return position_ >= last(); }

    /// The result's size, not empty. Of another size, the walk goes on at the same column and row, or the
    /// nearest that there is.
    void set_size(Size size);
    /// From where it stands; from the top left where it has not begun, or is at the end.
    void play(Time now);
    void pause() { playing_ = false; }
    /// One unit on, and stays there: in rows, to the end of the row, then of the next.
    void step();
    /// Back to the top left; goes on if it was going.
    void restart();
    /// Stays there.
    void go_to(std::int64_t position);
    void leave();
    /// What has come since the last call, or play(). It pauses at the end.
    void advance(Time now);

 private:
    void go_on(std::int64_t units);

    Size size_{1, 1};
    bool begun_ = false, playing_ = false;
    std::int64_t position_ = 0;
    double owed_ = 0;  ///< part of a unit
    Time last_time_{};
};

}  // namespace droplet
