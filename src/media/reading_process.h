#pragma once
#include <sys/types.h>

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace droplet {

/// A program whose standard output is read. It has no standard input, and runs in a process group of its own,
/// so that Ctrl-C in a terminal reaches only us. Destroyed while it runs, it is killed. For one thread.
class ReadingProcess {
 public:
    /// Finds arguments[0] on the PATH. Throws std::system_error when it cannot be started (ENOENT: there is
    /// none).
    explicit ReadingProcess(const std::vector<std::string>& arguments);
    ~ReadingProcess();
    ReadingProcess(const ReadingProcess&) = delete;
    ReadingProcess& operator=(const ReadingProcess&) = delete;

    /// Waits until `bytes` are full and returns how many came: fewer only at the end of the output, or when
    /// `stop` was requested; the next call goes on behind them.
    std::size_t read(std::span<unsigned char> bytes, const std::stop_token& stop = {});
    /// All of the output up to its end, or `most` bytes of it.
    std::string read_all(std::size_t most = std::size_t{1} << 24, const std::stop_token& stop = {});
    bool at_end() const { return output_ < 0; }
    /// Reads no more, waits for the end and returns the exit status, 128 + the signal's number if it was
    /// killed. With a limit, a child that still runs after `limit_ms` is killed.
    int wait(int limit_ms = -1);
    /// The end of what it has written on standard error; whole after wait().
    const std::string& error_output() const { return error_text_; }

 private:
    bool wait_for_output(const std::stop_token& stop);
    void take_errors();

    pid_t pid_ = -1;
    int output_ = -1, errors_ = -1;
    int stopped_ = -1;  // an eventfd, which a stop request makes readable
    std::string error_text_;
};

}  // namespace droplet
