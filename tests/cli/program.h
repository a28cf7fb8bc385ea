// Runs the real program as a child process.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace droplet::test {

/// A fresh folder, removed with all in it.
class TemporaryFolder {
 public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string operator/(const std::string& name) const { return (path_ / name).string(); }
    /// Names of all that is there, hidden files too, sorted.
    std::vector<std::string> names() const;

 private:
    std::filesystem::path path_;
};

struct Outcome {
    int status = -1;  ///< exit status, or 128 + the signal that ended it
    std::string out, err;
    long peak_kb = 0;  ///< of memory; not below what this process had when it began
};

/// Where the child's standard streams go; empty: captured (out), nothing there (in).
struct Streams {
    std::string in_path, out_path;
};

Outcome run_droplet(const std::vector<std::string>& arguments, const Streams& streams = {});

/// A child whose stderr is a terminal of 100 columns.
class TerminalRun {
 public:
    explicit TerminalRun(const std::vector<std::string>& arguments);
    ~TerminalRun();
    TerminalRun(const TerminalRun&) = delete;
    TerminalRun& operator=(const TerminalRun&) = delete;

    /// Waits until the terminal has shown `text`; false when the child ended first.
    bool wait_for(const std::string& text);
    void signal(int number) const;
    /// Waits for the end and returns as run_droplet does; `err` is all that the terminal has shown.
    Outcome finish();

 private:
    bool read_some();

    int terminal_ = -1;
    pid_t child_ = -1;
    std::string shown_;
};

std::string read_text(const std::string& path);
void write_text(const std::string& path, const std::string& text);

}  // namespace droplet::test
