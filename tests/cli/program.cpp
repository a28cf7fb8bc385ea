#include "cli/program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>

extern char** environ;

namespace droplet::test {
namespace {

std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "droplet-cli-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return name;
}

/// What posix_spawn is to do with the child's streams and signals.
class Spawn {
 public:
    Spawn() {
        posix_spawn_file_actions_init(&actions_);
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
    }
    ~Spawn() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    Spawn(const Spawn&) = delete;
    Spawn& operator=(const Spawn&) = delete;

    void open(int fd, const std::string& path, int flags) {
        posix_spawn_file_actions_addopen(&actions_, fd, path.c_str(), flags, 0600);
    }
    void use(int fd, int from) { posix_spawn_file_actions_adddup2(&actions_, from, fd); }

    pid_t start(const std::vector<std::string>& arguments) {
        std::vector<std::string> words{DROPLET_PROGRAM};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (std::string& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        pid_t child = -1;
        if (posix_spawn(&child, DROPLET_PROGRAM, &actions_, &attributes_, pointers.data(), environ) != 0)
            throw std::runtime_error("cannot start " DROPLET_PROGRAM);
        return child;
    }

 private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
};

int wait_status(pid_t child, rusage* usage = nullptr) {
    int status = 0;
    while (::wait4(child, &status, 0, usage) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

TemporaryFolder::TemporaryFolder() : path_(make_folder()) {}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> TemporaryFolder::names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
        names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

Outcome run_droplet(const std::vector<std::string>& arguments, const Streams& streams) {
    const TemporaryFolder captured;
    Spawn spawn;
    spawn.open(STDIN_FILENO, streams.in_path.empty() ? "/dev/null" : streams.in_path, O_RDONLY);
    const std::string out = streams.out_path.empty() ? captured / "out" : streams.out_path;
    spawn.open(STDOUT_FILENO, out, O_WRONLY | O_CREAT);
    spawn.open(STDERR_FILENO, captured / "err", O_WRONLY | O_CREAT);
    rusage usage{};
    const int status = wait_status(spawn.start(arguments), &usage);
    return {status, streams.out_path.empty() ? read_text(captured / "out") : "", read_text(captured / "err"),
            usage.ru_maxrss};
}

TerminalRun::TerminalRun(const std::vector<std::string>& arguments) {
    terminal_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal_ < 0 || ::grantpt(terminal_) != 0 || ::unlockpt(terminal_) != 0)
        throw std::runtime_error("no pseudo terminal");
    const int side = ::open(::ptsname(terminal_), O_RDWR | O_NOCTTY | O_CLOEXEC);
    winsize size{};
    size.ws_col = 100;
    size.ws_row = 24;
    ::ioctl(side, TIOCSWINSZ, &size);
    Spawn spawn;
    spawn.open(STDIN_FILENO, "/dev/null", O_RDONLY);
    spawn.open(STDOUT_FILENO, "/dev/null", O_WRONLY);
    spawn.use(STDERR_FILENO, side);
    child_ = spawn.start(arguments);
    ::close(side);
}

TerminalRun::~TerminalRun() {
    if (child_ > 0) {
        ::kill(child_, SIGKILL);
        wait_status(child_);
    }
    ::close(terminal_);
}

bool TerminalRun::read_some() {
    char block[4096];
    for (;;) {
        const ssize_t got = ::read(terminal_, block, sizeof block);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;  // EIO: the child has closed its side
        shown_.append(block, static_cast<std::size_t>(got));
        return true;
    }
}

bool TerminalRun::wait_for(const std::string& text) {
    while (shown_.find(text) == std::string::npos)
        if (!read_some()) return false;
    return true;
}

void TerminalRun::signal(int number) const {
    ::kill(child_, number);
}

Outcome TerminalRun::finish() {
    while (read_some()) {
    }
    Outcome outcome{wait_status(child_), "", shown_, 0};
    child_ = -1;
    return outcome;
}

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_text(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

}  // namespace droplet::test
