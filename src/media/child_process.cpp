#include "media/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "media/atomic_file.h"
#include "media/spawn.h"

namespace droplet {
namespace {

[[noreturn]] void fail(int error, const std::string& what) {
    throw std::system_error(error, std::generic_category(), what);
}

// Of all threads of a program.
std::chrono::nanoseconds processor_time(pid_t pid) {
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return {};
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, const std::vector<int>& files) {
    // Memory, not a pipe: nobody has to drain it, and no disk can be too full for it.
    errors_ = ::memfd_create("child-errors", MFD_CLOEXEC);
    stopped_ = ::eventfd(0, EFD_CLOEXEC);
    int ends[2] = {-1, -1};
    try {
        // Our end alone does not block.
        if (errors_ < 0 || stopped_ < 0 || ::pipe2(ends, O_CLOEXEC) != 0 ||
            ::fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0)
            fail(errno, arguments[0]);
        (void)::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);  // fewer switches per frame; the default does, too
        pid_ = spawn(arguments, {ends[0], -1, errors_, files});
    } catch (...) {
        for (int* file : {&ends[0], &ends[1], &errors_, &stopped_}) close_file(*file);
        throw;
    }
    close_file(ends[0]);
    input_ = ends[1];
}

ChildProcess::~ChildProcess() {
    close_file(input_);
    if (pid_ > 0) {
        kill_group(pid_);
        wait_for(pid_);
    }
    close_file(errors_);
    close_file(stopped_);
}

int ChildProcess::write(std::span<const unsigned char> bytes, const std::stop_token& stop) {
    if (input_ < 0) return EPIPE;
    for (;;) {
        if (const int error = write_some(input_, bytes); error != EAGAIN) return error;
        if (const int error = wait_for_event(input_, POLLOUT, stop)) return error;
    }
}

/// 0, or ETIMEDOUT, ECANCELED, as write() has them.
int ChildProcess::wait_for_event(int file, short event, const std::stop_token& stop) {
    const std::stop_callback callback(stop, [this] {
        const std::uint64_t one = 1;
        (void)!::write(stopped_, &one, sizeof one);
    });
    for (auto used = processor_time(pid_);;) {
        std::array<pollfd, 2> files{pollfd{file, event, 0}, pollfd{stopped_, POLLIN, 0}};
        const int ready = ::poll(files.data(), files.size(), static_cast<int>(patience_.count()));
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) return errno;
        if (files[0].revents != 0) return 0;
        if (files[1].revents != 0) return ECANCELED;
        const auto now = processor_time(pid_);
        hung_ = now == std::exchange(used, now);
        if (hung_) return ETIMEDOUT;
    }
}

void ChildProcess::close_input() {
    close_file(input_);
}

int ChildProcess::wait(const std::stop_token& stop) {
    int handle = process_handle(pid_);
    // An old kernel has none: wait without a limit.
    if (handle >= 0 && wait_for_event(handle, POLLIN, stop) != 0) kill_group(pid_);
    close_file(handle);
    return wait_for(std::exchange(pid_, -1));
}

int ChildProcess::wait(std::chrono::milliseconds limit) {
    return wait_for(std::exchange(pid_, -1), static_cast<int>(limit.count()));
}

std::string ChildProcess::error_output() const {
    std::string text(std::size_t{1} << 16, '\0');
    const ssize_t count = ::pread(errors_, text.data(), text.size(), 0);
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return text;
}

bool program_exists(const std::string& name) {
    const char* path = std::getenv("PATH");
    std::string folders = path ? path : "/bin:/usr/bin";
    for (std::size_t at = 0; at <= folders.size();) {
        const std::size_t end = std::min(folders.find(':', at), folders.size());
        const std::string folder = end == at ? "." : folders.substr(at, end - at);
        const auto candidate = std::filesystem::path(folder) / name;
        std::error_code error;
        if (std::filesystem::is_regular_file(candidate, error) && ::access(candidate.c_str(), X_OK) == 0)
            return true;
        at = end + 1;
    }
    return false;
}

}  // namespace droplet
