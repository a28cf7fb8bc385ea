#include "media/spawn.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

extern char** environ;

namespace droplet {
namespace {

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

    void give(int file, int as, int mode) {
        if (file >= 0)
            posix_spawn_file_actions_adddup2(&actions, file, as);
        else
            posix_spawn_file_actions_addopen(&actions, as, "/dev/null", mode, 0);
    }

    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
};

// Copies of files from a number on, so that giving one its place overwrites no other.
struct OutOfTheWay {
    OutOfTheWay(const std::vector<int>& originals, int from) {
        for (const int file : originals) {
            const int copy = ::fcntl(file, F_DUPFD_CLOEXEC, from);
            if (copy < 0) {
                const int error = errno;
                close_all();
                throw std::system_error(error, std::generic_category(), "fcntl");
            }
            files.push_back(copy);
        }
    }
    ~OutOfTheWay() { close_all(); }
    OutOfTheWay(const OutOfTheWay&) = delete;
    OutOfTheWay& operator=(const OutOfTheWay&) = delete;
    void close_all() {
        for (int& file : files) close_file(file);
    }

    std::vector<int> files;
};

// True when the process ended within the limit.
bool ends_within(pid_t pid, int limit_ms) {
    int handle = process_handle(pid);
    if (handle < 0) return true;  // an old kernel: wait without a limit
    pollfd event{handle, POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&event, 1, limit_ms);
    } while (ready < 0 && errno == EINTR);
    close_file(handle);
    return ready > 0;
}

}  // namespace

pid_t spawn(const std::vector<std::string>& arguments, const ChildFiles& files) {
    constexpr int first_other = STDERR_FILENO + 1;
    const OutOfTheWay others(files.others, first_other + static_cast<int>(files.others.size()));
    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    SpawnSetup setup;
    setup.give(files.input, STDIN_FILENO, O_RDONLY);
    setup.give(files.output, STDOUT_FILENO, O_WRONLY);
    setup.give(files.errors, STDERR_FILENO, O_WRONLY);
    for (int i = 0; const int file : others.files) setup.give(file, first_other + i++, O_RDWR);
    pid_t pid = -1;
    const int error = posix_spawnp(&pid, argv[0], &setup.actions, &setup.attributes, argv.data(), environ);
    if (error != 0) throw std::system_error(error, std::generic_category(), arguments[0]);
    return pid;
}

int process_handle(pid_t pid) {
    return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

int wait_for(pid_t pid, int limit_ms) {
    if (limit_ms >= 0 && !ends_within(pid, limit_ms)) kill_group(pid);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) return 127;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void kill_group(pid_t pid) {
    ::kill(-pid, SIGKILL);
}

void close_file(int& file) {
    if (file >= 0) ::close(std::exchange(file, -1));
}

}  // namespace droplet
