#pragma once
#include <csignal>
#include <stop_token>
#include <thread>

namespace droplet {

/// While one exists, the first SIGINT, SIGTERM or SIGHUP requests a stop instead of ending the program, and a
/// second one ends it at once. The signals are blocked in this thread and waited for on another, so that no
/// code runs in a handler; threads and programs started meanwhile inherit the block, so that an encoder
/// outlives Ctrl-C and completes its file.
class Interrupt {
 public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token token() const { return source_.get_token(); }

 private:
    void watch();

    std::stop_source source_;
    std::stop_source ending_;
    sigset_t signals_{};
    sigset_t before_{};
    std::thread watcher_;
};

}  // namespace droplet
