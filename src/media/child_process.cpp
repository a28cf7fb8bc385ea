#include "media/child_process.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
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

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments) {
    // Memory, not a pipe: nobody has to drain it, and no disk can be too full for it.
    int errors = ::memfd_create("child-errors", MFD_CLOEXEC);
    int ends[2] = {-1, -1};
    if (errors < 0 || ::pipe2(ends, O_CLOEXEC) != 0) {
        const int error = errno;
        close_file(errors);
        fail(error, arguments[0]);
    }
    (void)::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);  // fewer switches per frame; the default does, too

    try {
        pid_ = spawn(arguments, {ends[0], -1, errors});
    } catch (...) {
        for (int* file : {&ends[0], &ends[1], &errors}) close_file(*file);
        throw;
    }
    close_file(ends[0]);
    input_ = ends[1];
    errors_ = errors;
}

ChildProcess::~ChildProcess() {
    close_file(input_);
    if (pid_ > 0) {
        kill_group(pid_);
        wait();
    }
    close_file(errors_);
}

int ChildProcess::write(std::span<const unsigned char> bytes) {
    return input_ < 0 ? EPIPE : write_all(input_, bytes);
}

void ChildProcess::close_input() {
    close_file(input_);
}

int ChildProcess::wait(int limit_ms) {
    return wait_for(std::exchange(pid_, -1), limit_ms);
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
