#pragma once
#include <sys/types.h>

#include <chrono>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace droplet {

/// A program fed through its standard input. Its standard error is kept, its standard output discarded. It
/// runs in a process group of its own, so that Ctrl-C in a terminal reaches only us; and when we are killed
/// it sees the end of its input, and goes on with what it has. Destroyed while it runs, it is killed.
class ChildProcess {
 public:
    /// Finds arguments[0] on the PATH; `files` of ours become the program's files 3, 4, … Throws
    /// std::system_error when it cannot be started (ENOENT: there is none).
    explicit ChildProcess(const std::vector<std::string>& arguments, const std::vector<int>& files = {});
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// A program that is waited for, and uses no processor time at all for so long, hangs.
    void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }
    /// Returns 0 or errno: EPIPE when the child no longer reads, ETIMEDOUT when it hangs, ECANCELED when
    /// `stop` was requested while it waited.
    int write(std::span<const unsigned char> bytes, const std::stop_token& stop = {});
    /// Ends the input.
    void close_input();
    /// Waits for the end and returns the exit status, 128 + the signal's number if it was killed. A child
    /// that hangs, or runs on when `stop` is requested, is killed.
    int wait(const std::stop_token& stop = {});
    /// The same; it is killed when it still runs after so long.
    int wait(std::chrono::milliseconds limit);
    /// Whether write() or wait() gave it up.
    bool hung() const { return hung_; }
    /// What it has written on standard error.
    std::string error_output() const;

 private:
    int wait_for_event(int file, short event, const std::stop_token& stop);

    pid_t pid_ = -1;
    int input_ = -1, errors_ = -1;
    int stopped_ = -1;  // an eventfd, which a stop request makes readable
    std::chrono::milliseconds patience_{60'000};
    bool hung_ = false;
};

/// Whether the PATH has an executable file of this name.
bool program_exists(const std::string& name);

}  // namespace droplet
