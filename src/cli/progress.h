#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace droplet {

/// "1.2 s", "4:07", "2:03:05": a duration in the units that fit it.
std::string duration_text(double seconds);

/// One line of at most `width` columns: share done, bar, steps (or what `unit` names), steps/s and the time
/// left.
std::string progress_line(std::int64_t done, std::int64_t total, double elapsed_s, int width,
                          std::string_view unit = "steps");

/// A progress bar on stderr, when that is a terminal, behind a label where there is one. `unit` lives as
/// long.
class Progress {
 public:
    Progress(std::int64_t total, bool wanted, std::string_view unit = "steps", std::string label = "");
    /// Clears the line, so that what is printed next stands by itself.
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// What is reported from now on comes after so much.
    void set_before(std::int64_t done) { before_ = done; }
    /// Draws, at most some ten times a second.
    void update(std::int64_t done);
    void clear();

    bool shown() const { return shown_; }
    double elapsed_s() const;

 private:
    using Clock = std::chrono::steady_clock;

    std::int64_t total_, before_ = 0;
    std::string_view unit_;
    std::string label_;
    bool shown_;
    bool drawn_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_{};
};

}  // namespace droplet
