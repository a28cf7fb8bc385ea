#include "ui/sliding_walk.h"

#include <algorithm>
#include <cmath>

namespace droplet {

void SlidingWalk::set_size(Size size) {
    if (size == size_) return;
    const int column = std::min(x(), size.width - 1), row = std::min(y(), size.height - 1);
    size_ = size;
    position_ = std::int64_t{row} * size.width + column;
}

void SlidingWalk::play(Time now) {
    if (!begun_ || at_end()) position_ = 0;
    begun_ = playing_ = true;
    owed_ = 0;
    last_time_ = now;
}

void SlidingWalk::go_on(std::int64_t units) {
    if (unit == WalkUnit::row && units > 0) {
        // Within a row, the first unit is what is left of it.
        const bool row_done = x() == size_.width - 1;
        const std::int64_t rows = y() + units - (row_done ? 0 : 1);
        position_ = (rows + 1) * size_.width - 1;
    } else {
        position_ += units;
    }
    position_ = std::clamp<std::int64_t>(position_, 0, last());
}

void SlidingWalk::step() {
    if (begun_) go_on(1);
    begun_ = true;
    playing_ = false;
}

void SlidingWalk::restart() {
    begun_ = true;
    position_ = 0;
    owed_ = 0;
}

void SlidingWalk::go_to(std::int64_t position) {
    begun_ = true;
    playing_ = false;
    position_ = std::clamp<std::int64_t>(position, 0, last());
}

void SlidingWalk::leave() {
    begun_ = playing_ = false;
    position_ = 0;
}

void SlidingWalk::advance(Time now) {
    if (!playing_) return;
    const double seconds = std::chrono::duration<double>(now - last_time_).count();
    last_time_ = now;
    owed_ += std::max(0.0, seconds) * static_cast<double>(speed);
    // No walk is longer: what is owed beyond stays a number of units.
    const double units = std::min(std::floor(owed_), static_cast<double>(size_.area()));
    owed_ -= std::floor(owed_);
    go_on(static_cast<std::int64_t>(units));
    if (at_end()) playing_ = false;
}

}  // namespace droplet
