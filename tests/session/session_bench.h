#pragma once
#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "compute/reference.h"
#include "session/session_thread.h"

namespace droplet::test {

inline std::shared_ptr<const Image> picture(Size size = {64, 48}, int channels = 3) {
    return std::make_shared<const Image>(make_picture(size, channels, 31));
}

/// A session thread and a way to wait for what it reports. Its clock stands still unless it is told.
class Bench {
 public:
    explicit Bench(std::unique_ptr<Backend> backend = nullptr) {
        OpenedBackend opened =
            backend ? OpenedBackend{std::move(backend), ""} : open_backend(BackendChoice::cpu, 2);
        settings.running = false;
        settings.view = {0, 0, 64, 48, 1.0, Content::current};
        thread_.emplace(
            std::make_unique<Session>(std::move(opened), 2),
            [this] {
                {
                    const std::lock_guard lock(mutex_);
                    ++changes_;
                }
                changed_.notify_all();
            },
            [this] { return SessionThread::Clock::time_point(std::chrono::milliseconds(clock_ms)); });
        thread_->set(settings);
    }

    SessionThread* operator->() { return &*thread_; }
    void close() { thread_.reset(); }

    /// Waits until done() holds; it is looked at again after every report.
    template <class F>
    void wait(F&& done) {
        for (;;) {
            std::unique_lock lock(mutex_);
            const int seen = changes_;
            lock.unlock();
            if (done()) return;
            lock.lock();
            changed_.wait(lock, [&] { return changes_ != seen; });
        }
    }
    std::unique_ptr<Frame> wait_for_frame() { return std::move(wait_for_frames().front()); }
    std::vector<std::unique_ptr<Frame>> wait_for_frames() {
        std::vector<std::unique_ptr<Frame>> frames;
        wait([&] { return !(frames = (*this)->take_frames()).empty(); });
        return frames;
    }
    Image current() {
        std::promise<Image> picture;
        (*this)->download(Content::current, [&](Image image) { picture.set_value(std::move(image)); });
        return picture.get_future().get();
    }

    /// Runs so many steps although paused, and returns when their frame is made.
    void step(int count) {
        const auto goal = (*this)->status().step + count;
        (*this)->step(count);
        wait([&] { return (*this)->status().step == goal; });
        settle();
    }
    /// Returns when all that was asked for before is done.
    void settle() { static_cast<void>(current()); }

    SessionSettings settings;
    std::atomic<int> clock_ms = 0;

 private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int changes_ = 0;
    std::optional<SessionThread> thread_;
};

}  // namespace droplet::test
