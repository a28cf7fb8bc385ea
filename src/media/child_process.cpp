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
    interrupted_ = ::eventfd(0, EFD_CLOEXEC);
    int ends[2] = {-1, -1};
    try {
        // Our end alone does not block.
        if (errors_ < 0 || interrupted_ < 0 || ::pipe2(ends, O_CLOEXEC) != 0 ||
            ::fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0)
            fail(errno, arguments[0]);
        (void)::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);  // fewer switches per frame; the default does, too
        pid_ = spawn(arguments, {ends[0], -1, errors_, files});
    } catch (...) {
        for (int* file : {&ends[0], &ends[1], &errors_, &interrupted_}) close_file(*file);
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
    close_file(interrupted_);
}

int ChildProcess::write(std::span<const unsigned char> bytes) {
    if (input_ < 0) return EPIPE;
    auto used = processor_time(pid_);
    for (;;) {
        const int error = write_some(input_, bytes);
        if (error != EAGAIN) return error;
        std::array<pollfd, 2> files{pollfd{input_, POLLOUT, 0}, pollfd{interrupted_, POLLIN, 0}};
        const int ready = ::poll(files.data(), files.size(), static_cast<int>(patience_.count()));
        if (ready < 0 && errno != EINTR) return errno;
        if (files[1].revents != 0) return ECANCELED;
        if (ready == 0 && !works_on(used)) return ETIMEDOUT;
    }
}

void ChildProcess::interrupt() {
    const std::uint64_t one = 1;
    (void)!::write(interrupted_, &one, sizeof one);
}

void ChildProcess::close_input() {
    close_file(input_);
}

int ChildProcess::wait(int limit_ms) {
    if (limit_ms < 0) {
        for (auto used = processor_time(pid_); !ends_within(pid_, static_cast<int>(patience_.count()));)
            if (!works_on(used)) {
                kill_group(pid_);
                break;
            }
    }
    return wait_for(std::exchange(pid_, -1), limit_ms);
}

/// Whether it has used processor time since it had used so much; that is what it has used now.
bool ChildProcess::works_on(std::chrono::nanoseconds& used) {
    const auto now = processor_time(pid_);
    hung_ = now == used;
    used = now;
    return !hung_;
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
