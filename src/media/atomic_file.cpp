#include "media/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include "model/error.h"

namespace droplet {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 18;

// Blocks SIGPIPE in this thread for a scope and takes back one that a write raised meanwhile.
class SigpipeBlock {
 public:
    SigpipeBlock() {
        sigset_t pending;
        sigemptyset(&pending);
        sigpending(&pending);
        already_pending_ = sigismember(&pending, SIGPIPE) == 1;
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~SigpipeBlock() {
        const timespec no_wait{};
        if (raised && !already_pending_)
            while (sigtimedwait(&pipe_, nullptr, &no_wait) < 0 && errno == EINTR) {
            }
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    SigpipeBlock(const SigpipeBlock&) = delete;
    SigpipeBlock& operator=(const SigpipeBlock&) = delete;

    bool raised = false;

 private:
    sigset_t pipe_, before_;
    bool already_pending_ = false;
};

std::string random_suffix() {
    static constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device source;
    std::string suffix;
    for (int i = 0; i < 10; ++i) suffix += letters[source() % (sizeof letters - 1)];
    return suffix;
}

// The file that a chain of symbolic links ends at, so that renaming replaces the file and not the link.
std::string resolve(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::is_symlink(path, ignored)) return path;
    const auto target = std::filesystem::weakly_canonical(path, ignored);
    return ignored ? path : target.string();
}

}  // namespace

int write_all(int fd, std::span<const unsigned char> bytes) {
    return write_some(fd, bytes);
}

int write_some(int fd, std::span<const unsigned char>& bytes) {
    SigpipeBlock block;
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            const int error = errno;
            block.raised = error == EPIPE;
            return error;
        }
    }
    return 0;
}

std::string describe_errno(int error) {
    switch (error) {
        case ENOSPC:
            return "the disk is full";
        case EDQUOT:
            return "the disk quota is used up";
        case EPIPE:
            return "the reader closed the pipe";
        case ENOENT:
            return "there is no such file or folder";
        case ENOTDIR:
            return "a part of the path is not a folder";
        case EISDIR:
            return "it is a folder";
        case EROFS:
            return "the file system is read-only";
        case ENAMETOOLONG:
            return "the name is too long";
        default:
            break;
    }
    std::string text = std::generic_category().message(error);
    if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])))
        text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

int take_name(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0) return file;
    const int error = errno;
    if (error == EEXIST)
        throw Error(Fault::job, path, "something stands there already; valid: a name that is free");
    if (error == ENOENT)
        throw Error(Fault::job, path,
                    fmt::format("cannot be written: the folder {} does not exist",
                                std::filesystem::path(path).parent_path().string()));
    throw Error(Fault::job, path, "cannot be written: " + describe_errno(error));
}

AtomicFile::AtomicFile(const std::string& path) : name_(path), target_(resolve(path)) {
    if (path == "-") {
        fd_ = STDOUT_FILENO;
        owns_fd_ = false;
        return;
    }
    struct stat status {};
    const bool exists = ::stat(target_.c_str(), &status) == 0;
    if (!exists && errno != ENOENT) fail(errno);
    if (exists && S_ISDIR(status.st_mode)) fail(EISDIR);
    if (exists && !S_ISREG(status.st_mode)) {
        fd_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
        if (fd_ < 0) fail(errno);
        return;
    }
    if (exists && ::access(target_.c_str(), W_OK) != 0) fail(errno);
    const auto folder = std::filesystem::path(target_).parent_path();
    const std::string prefix = (folder / ".droplet-").string();
    do {
        temporary_ = prefix + random_suffix();
        fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (fd_ < 0 && (errno == EEXIST || errno == EINTR));
    if (fd_ < 0) {
        const int error = errno;
        temporary_.clear();
        if (error == ENOENT)
            throw Error(Fault::job, name_,
                        fmt::format("cannot be written: the folder {} does not exist", folder.string()));
        fail(error);
    }
    if (exists && ::fchmod(fd_, status.st_mode & 07777) != 0) {
    }  // a file system without modes is no failure
}

void AtomicFile::check(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
        if (::access(path.c_str(), W_OK) != 0)
            throw Error(Fault::job, path, "cannot be written: " + describe_errno(errno));
        return;
    }
    const AtomicFile attempt(path);
}

AtomicFile::~AtomicFile() {
    if (fd_ >= 0 && owns_fd_) ::close(fd_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::fail(int error) const {
    throw Error(Fault::job, name_ == "-" ? "standard output" : name_,
                "cannot be written: " + describe_errno(error));
}

void AtomicFile::flush() {
    const int error = write_all(fd_, {buffer_.get(), used_});
    used_ = 0;
    if (error) fail(error);
}

void AtomicFile::write(std::span<const unsigned char> bytes) {
    if (bytes.empty()) return;
    if (!buffer_) buffer_ = std::make_unique_for_overwrite<unsigned char[]>(buffer_bytes);
    if (used_ + bytes.size() > buffer_bytes) flush();
    if (bytes.size() >= buffer_bytes) {
        if (const int error = write_all(fd_, bytes)) fail(error);
        return;
    }
    std::memcpy(buffer_.get() + used_, bytes.data(), bytes.size());
    used_ += bytes.size();
}

void AtomicFile::commit(bool flushed) {
    if (used_ > 0) flush();
    if (!owns_fd_) return;
    // Some network disks report a full disk only here; devices and pipes cannot be synchronised.
    if (flushed && !temporary_.empty() && ::fsync(fd_) != 0 && errno != EINVAL) fail(errno);
    if (::close(std::exchange(fd_, -1)) != 0) fail(errno);
    if (temporary_.empty()) return;
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
    temporary_.clear();
}

}  // namespace droplet
