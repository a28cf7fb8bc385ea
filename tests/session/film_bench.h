#pragma once
#include <condition_variable>
#include <future>
#include <limits>
#include <mutex>
#include <vector>

#include "session/session_bench.h"

namespace droplet::test {

/// What a film was given. It can make the run wait.
class Reel {
 public:
    FilmOrder order(int every, DisplayParams display = {}) {
        FilmOrder order;
        order.every = every;
        order.fps = 30;
        order.display = display;
        order.take = [this](FilmFrame frame, const std::stop_token& stop) {
            return take(std::move(frame), stop);
        };
        return order;
    }
    /// From so many frames on, a take waits until release() or its stop.
    void hold_after(std::size_t frames) {
        const std::lock_guard lock(mutex_);
        room_ = frames;
    }
    void release() {
        {
            const std::lock_guard lock(mutex_);
            room_ = std::numeric_limits<std::size_t>::max();
        }
        changed_.notify_all();
    }
    void wait_until_held() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_; });
    }
    void wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return frames_.size() >= count; });
    }
    std::vector<FilmFrame> frames() {
        const std::lock_guard lock(mutex_);
        return frames_;
    }
    std::vector<std::int64_t> steps() {
        std::vector<std::int64_t> steps;
        for (const FilmFrame& frame : frames()) steps.push_back(frame.step);
        return steps;
    }

 private:
    bool take(FilmFrame frame, const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        waiting_ = frames_.size() >= room_;
        changed_.notify_all();
        changed_.wait(lock, stop, [&] { return frames_.size() < room_; });
        waiting_ = false;
        if (frames_.size() >= room_) return false;
        frames_.push_back(std::move(frame));
        changed_.notify_all();
        return true;
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<FilmFrame> frames_;
    std::size_t room_ = std::numeric_limits<std::size_t>::max();
    bool waiting_ = false;
};

/// Ends the film, live after so many milliseconds of the bench's clock, and returns its recipe.
inline Recipe stopped(Bench& bench, int end_ms = 0) {
    std::promise<Recipe> recipe;
    bench->stop_recording([&](Recipe made) { recipe.set_value(std::move(made)); },
                          SessionThread::Clock::time_point(std::chrono::milliseconds(end_ms)));
    return recipe.get_future().get();
}

inline std::vector<std::uint8_t> bytes_of(FramePixels& pixels) {
    const auto rgb = pixels.rgb();
    return {rgb.begin(), rgb.end()};
}

}  // namespace droplet::test
