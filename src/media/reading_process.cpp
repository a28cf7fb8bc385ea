#include "media/reading_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <system_error>
#include <utility>

#include "media/spawn.h"

namespace droplet {
namespace {

/// Of messages; what is said last says why a program ends.
constexpr std::size_t most_error_text = 16'384;
constexpr int pipe_bytes = 1 << 20;  // fewer switches per frame

/// A pipe of which the child's end blocks and ours does not.
struct Pipe {
    int from = -1, to = -1;
    bool open() {
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC) != 0) return false;
        from = ends[0];
        to = ends[1];
        return ::fcntl(from, F_SETFL, O_NONBLOCK) == 0;
    }
};

}  // namespace

ReadingProcess::ReadingProcess(const std::vector<std::string>& arguments) {
    Pipe output, errors;
    stopped_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    try {
        if (stopped_ < 0 || !output.open() || !errors.open())
            throw std::system_error(errno, std::generic_category(), arguments[0]);
        (void)::fcntl(output.from, F_SETPIPE_SZ, pipe_bytes);  // the default does, too
        pid_ = spawn(arguments, {-1, output.to, errors.to});
    } catch (...) {
        for (int* file : {&stopped_, &output.from, &output.to, &errors.from, &errors.to}) close_file(*file);
        throw;
    }
    close_file(output.to);
    close_file(errors.to);
    output_ = output.from;
    errors_ = errors.from;
}

ReadingProcess::~ReadingProcess() {
    if (pid_ > 0) {
        kill_group(pid_);
        wait_for(pid_);
    }
    for (int* file : {&output_, &errors_, &stopped_}) close_file(*file);
}

/// Keeps the end of what there is to read.
void ReadingProcess::take_errors() {
    std::array<char, 4096> part;
    for (;;) {
        const ssize_t count = ::read(errors_, part.data(), part.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) return close_file(errors_);
        error_text_.append(part.data(), static_cast<std::size_t>(count));
        if (error_text_.size() > 2 * most_error_text)
            error_text_.erase(0, error_text_.size() - most_error_text);
    }
}

/// False when `stop` was requested before there was any. Messages are taken meanwhile, as a program whose
/// messages nobody reads comes to a halt.
bool ReadingProcess::wait_for_output(const std::stop_token& stop) {
    std::uint64_t count = 0;
    while (::read(stopped_, &count, sizeof count) > 0) {
    }
    std::optional<std::stop_callback<std::function<void()>>> callback;
    if (stop.stop_possible())
        callback.emplace(stop, [file = stopped_] {
            const std::uint64_t one = 1;
            (void)!::write(file, &one, sizeof one);
        });
    for (;;) {
        std::array<pollfd, 3> files{pollfd{output_, POLLIN, 0}, pollfd{stopped_, POLLIN, 0},
                                    pollfd{errors_, POLLIN, 0}};  // poll() leaves out a file that is -1
        if (::poll(files.data(), files.size(), -1) < 0 && errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "poll");
        if (files[2].revents != 0) take_errors();
        if (files[1].revents != 0) return false;
        if (files[0].revents != 0) return true;
    }
}

std::size_t ReadingProcess::read(std::span<unsigned char> bytes, const std::stop_token& stop) {
    std::size_t done = 0;
    while (done < bytes.size() && output_ >= 0) {
        const ssize_t count = ::read(output_, bytes.data() + done, bytes.size() - done);
        if (count > 0) {
            done += static_cast<std::size_t>(count);
        } else if (count == 0) {
            close_file(output_);
        } else if (errno == EAGAIN) {
            if (!wait_for_output(stop)) break;
        } else if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "read");
        }
    }
    return done;
}

std::string ReadingProcess::read_all(std::size_t most, const std::stop_token& stop) {
    std::string text;
    std::array<unsigned char, 65536> part;
    while (output_ >= 0 && text.size() < most) {
        const std::size_t want = std::min(part.size(), most - text.size());
        const std::size_t count = read({part.data(), want}, stop);
        text.append(reinterpret_cast<const char*>(part.data()), count);
        if (count < want) break;
    }
    return text;
}

int ReadingProcess::wait(int limit_ms) {
    close_file(output_);
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::milliseconds(std::max(limit_ms, 0));
    while (errors_ >= 0) {  // until it has closed them, as it does at its end
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        pollfd file{errors_, POLLIN, 0};
        const int ready = ::poll(&file, 1, limit_ms < 0 ? -1 : static_cast<int>(std::max<long>(left, 0)));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) break;
        take_errors();
    }
    const int left_ms = static_cast<int>(
        std::max<long>(0, std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count()));
    return wait_for(std::exchange(pid_, -1), limit_ms < 0 ? -1 : left_ms);
}

}  // namespace droplet
