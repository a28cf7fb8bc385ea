#pragma once
#include <atomic>
#include <mutex>

#include "ui/window.h"

namespace droplet {

/// Lets other threads wake the window's loop while there is a window.
class Waker {
 public:
    /// Something has changed; from any thread.
    void wake() {
        changed_ = true;
        const std::lock_guard lock(mutex_);
        if (open_) Window::wake();
    }
    bool take_change() { return changed_.exchange(false); }
    /// Between these there is a window.
    void open() { set_open(true); }
    void close() { set_open(false); }

 private:
    void set_open(bool open) {
        const std::lock_guard lock(mutex_);
        open_ = open;
    }

    std::atomic<bool> changed_{false};
    std::mutex mutex_;
    bool open_ = false;
};

}  // namespace droplet
