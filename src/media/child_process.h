#pragma once
#include <sys/types.h>

#include <chrono>
#include <span>
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

    /// How long a program that is waited for may use no processor time at all, before it counts as hung.
    void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }
    /// Returns 0 or errno: EPIPE when the child no longer reads, ETIMEDOUT when it hangs, ECANCELED after
    /// interrupt().
    int write(std::span<const unsigned char> bytes);
    /// On any thread: ends a write() that waits, and those that come.
    void interrupt();
    /// Ends the input.
    void close_input();
    /// Waits for the end and returns the exit status, 128 + the signal's number if it was killed. A child
    /// that still runs after `limit_ms`, or without a limit hangs, is killed.
    int wait(int limit_ms = -1);
    /// Whether write() or wait() gave it up.
    bool hung() const { return hung_; }
    /// What it has written on standard error.
    std::string error_output() const;

 private:
    bool works_on(std::chrono::nanoseconds& used);

    pid_t pid_ = -1;
    int input_ = -1, errors_ = -1;
    int interrupted_ = -1;  // an eventfd
    std::chrono::milliseconds patience_{60'000};
    bool hung_ = false;
};

/// Whether the PATH has an executable file of this name.
bool program_exists(const std::string& name);

}  // namespace droplet
