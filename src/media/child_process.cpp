#include "media/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "media/atomic_file.h"

extern char** environ;

namespace droplet {
namespace {

[[noreturn]] void fail(int error, const std::string& what) {
    throw std::system_error(error, std::generic_category(), what);
}

void close_if_open(int& fd) {
    if (fd >= 0) ::close(std::exchange(fd, -1));
}

// Attributes and file actions of posix_spawn, which C wants initialised and destroyed.
struct SpawnSetup {
    SpawnSetup() {
        posix_spawnattr_init(&attributes);
        posix_spawn_file_actions_init(&actions);
        sigset_t none, standard;
        sigemptyset(&none);
        sigemptyset(&standard);
        for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) sigaddset(&standard, signal);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &standard);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes,
                                 POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~SpawnSetup() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;

    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
};

// True when the process ended within the limit.
bool ends_within(pid_t pid, int limit_ms) {
    int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (handle < 0) return true;  // an old kernel: wait without a limit
    pollfd event{handle, POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&event, 1, limit_ms);
    } while (ready < 0 && errno == EINTR);
    close_if_open(handle);
    return ready > 0;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments) {
    // Memory, not a pipe: nobody has to drain it, and no disk can be too full for it.
    int errors = ::memfd_create("child-errors", MFD_CLOEXEC);
    int ends[2] = {-1, -1};
    if (errors < 0 || ::pipe2(ends, O_CLOEXEC) != 0) {
        const int error = errno;
        close_if_open(errors);
        fail(error, arguments[0]);
    }
    (void)::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);  // fewer switches per frame; the default does, too

    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    SpawnSetup setup;
    posix_spawn_file_actions_adddup2(&setup.actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&setup.actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&setup.actions, errors, STDERR_FILENO);
    const int error = posix_spawnp(&pid_, argv[0], &setup.actions, &setup.attributes, argv.data(), environ);
    close_if_open(ends[0]);
    if (error != 0) {
        close_if_open(ends[1]);
        close_if_open(errors);
        fail(error, arguments[0]);
    }
    input_ = ends[1];
    errors_ = errors;
}

ChildProcess::~ChildProcess() {
    close_if_open(input_);
    if (pid_ > 0) {
        ::kill(-pid_, SIGKILL);
        wait();
    }
    close_if_open(errors_);
}

int ChildProcess::write(std::span<const unsigned char> bytes) {
    return input_ < 0 ? EPIPE : write_all(input_, bytes);
}

void ChildProcess::close_input() {
    close_if_open(input_);
}

int ChildProcess::wait(int limit_ms) {
    if (limit_ms >= 0 && !ends_within(pid_, limit_ms)) ::kill(-pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0) {
        if (errno != EINTR) return 127;
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
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
