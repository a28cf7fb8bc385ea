#pragma once
#include <sys/types.h>

#include <span>
#include <string>
#include <vector>

namespace droplet {

/// A program fed through its standard input. Its standard error is kept, its standard output discarded. It
/// runs in a process group of its own, so that Ctrl-C in a terminal reaches only us. Destroyed while it runs,
/// it is killed.
class ChildProcess {
 public:
    /// Finds arguments[0] on the PATH. Throws std::system_error when it cannot be started (ENOENT: there is
    /// none).
    explicit ChildProcess(const std::vector<std::string>& arguments);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Returns 0 or errno; EPIPE when the child no longer reads.
    int write(std::span<const unsigned char> bytes);
    /// Ends the input.
    void close_input();
    /// Waits for the end and returns the exit status, 128 + the signal's number if it was killed. With a
    /// limit, a child that still runs after `limit_ms` is killed.
    int wait(int limit_ms = -1);
    /// What it has written on standard error.
    std::string error_output() const;

 private:
    pid_t pid_ = -1;
    int input_ = -1, errors_ = -1;
};

/// Whether the PATH has an executable file of this name.
bool program_exists(const std::string& name);

}  // namespace droplet
