#include "cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace droplet {
namespace {

int terminal_columns() {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return size.ws_col;
}

void print(const std::string& text) {
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
}

}  // namespace

std::string duration_text(double seconds) {
    if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
    const auto whole = static_cast<std::int64_t>(std::lround(std::min(seconds, 1e9)));
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string progress_line(std::int64_t done, std::int64_t total, double elapsed_s, int width,
                          std::string_view unit) {
    const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1.0;
    std::string figures = fmt::format(" {}/{} {}", done, total, unit);
    if (done > 0 && elapsed_s > 0) {
        const double rate = static_cast<double>(done) / elapsed_s;
        figures += fmt::format("  {:.{}f} {}/s", rate, rate < 100 ? 1 : 0, unit);
        figures += fmt::format("  {} left", duration_text(static_cast<double>(total - done) / rate));
    }
    const std::string percent = fmt::format("{:3.0f} % ", std::floor(100 * share));
    const int room = width - static_cast<int>(percent.size() + figures.size()) - 2;
    std::string line = percent;
    if (room >= 8) {
        const int cells = std::min(room, 40);
        const int filled = static_cast<int>(share * cells);
        line += fmt::format("[{}{}]", std::string(static_cast<std::size_t>(filled), '#'),
                            std::string(static_cast<std::size_t>(cells - filled), '.'));
    }
    line += figures;
    if (static_cast<int>(line.size()) > width) line.resize(static_cast<std::size_t>(std::max(width, 0)));
    return line;
}

namespace {

/// A label of so many columns at most, its middle left out where it is longer.
std::string fitted(const std::string& label, std::size_t columns) {
    if (label.size() <= columns || columns < 8) return label.substr(0, columns);
    const std::size_t end = columns / 2 - 1, begin = columns - end - 2;
    std::size_t tail = label.size() - end, head = begin;
    // UTF-8 is cut between letters.
    const auto inside = [&](std::size_t at) {
        return (static_cast<unsigned char>(label[at]) & 0xc0) == 0x80;
    };
    while (head > 0 && inside(head)) --head;
    while (tail < label.size() && inside(tail)) ++tail;
    return label.substr(0, head) + ".." + label.substr(tail);
}

}  // namespace

Progress::Progress(std::int64_t total, bool wanted, std::string_view unit, std::string label)
    : total_(total), unit_(unit), label_(std::move(label)), shown_(wanted && ::isatty(STDERR_FILENO) == 1) {}

double Progress::elapsed_s() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
}

void Progress::update(std::int64_t done) {
    if (!shown_) return;
    const auto now = Clock::now();
    if (drawn_ && now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    drawn_ = true;
    // The last column is left free: some terminals wrap when it is written.
    const int columns = terminal_columns() - 1;
    const std::string label =
        label_.empty() ? "" : fitted(label_, static_cast<std::size_t>(std::clamp(columns / 4, 0, 40))) + "  ";
    const int left = columns - static_cast<int>(label.size());
    print("\r\033[K" + label + progress_line(before_ + done, total_, elapsed_s(), left, unit_));
}

void Progress::clear() {
    if (!drawn_) return;
    print("\r\033[K");
    drawn_ = false;
}

}  // namespace droplet
