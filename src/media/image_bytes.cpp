#include "media/image_bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <new>

#include "media/atomic_file.h"
#include "model/error.h"

namespace droplet {
namespace {

constexpr std::size_t max_bytes = std::numeric_limits<int>::max();

class FileDescriptor {
 public:
    explicit FileDescriptor(int fd) : fd_(fd) {}
    ~FileDescriptor() {
        if (fd_ > STDIN_FILENO) ::close(fd_);
    }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    int get() const { return fd_; }

 private:
    int fd_;
};

[[noreturn]] void too_large(const std::string& name, const std::string& size) {
    throw Error(Fault::job, name, fmt::format("the file has {}; valid: up to 2.1 GB", size));
}

FileBytes allocate(std::size_t size) {
    return {std::make_unique_for_overwrite<unsigned char[]>(size), 0};
}

// Reads to the end; grows as needed, since a pipe does not tell how much will come.
FileBytes read_all(int fd, std::size_t expected, const std::string& name) {
    std::size_t capacity = std::max<std::size_t>(expected + 1, std::size_t{1} << 16);
    FileBytes bytes = allocate(capacity);
    for (;;) {
        const ssize_t got = ::read(fd, bytes.data.get() + bytes.size, capacity - bytes.size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw Error(Fault::job, name, "cannot be read: " + describe_errno(errno));
        if (got == 0) return bytes;
        bytes.size += static_cast<std::size_t>(got);
        if (bytes.size > max_bytes) too_large(name, "more than 2.1 GB");
        if (bytes.size < capacity) continue;
        capacity *= 2;
        FileBytes larger = allocate(capacity);
        std::memcpy(larger.data.get(), bytes.data.get(), bytes.size);
        larger.size = bytes.size;
        bytes = std::move(larger);
    }
}

}  // namespace

FileBytes read_bytes(const std::string& path) {
    const bool standard_input = path == "-";
    const std::string name = standard_input ? "standard input" : path;
    const FileDescriptor file(standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0) {
        if (errno == ENOENT) throw Error(Fault::job, name, "there is no such file");
        throw Error(Fault::job, name, "cannot be read: " + describe_errno(errno));
    }
    if (S_ISDIR(status.st_mode)) throw Error(Fault::job, name, "is a folder; valid: a file");
    std::size_t expected = 0;
    if (S_ISREG(status.st_mode)) {
        expected = static_cast<std::size_t>(status.st_size);
        if (expected > max_bytes) too_large(name, bytes_text(static_cast<double>(expected)));
        if (expected > available_memory())
            throw Error(Fault::job, name,
                        fmt::format("the file has {}, more than the {} of memory that is free",
                                    bytes_text(static_cast<double>(expected)),
                                    bytes_text(static_cast<double>(available_memory()))));
    }
    FileBytes bytes;
    try {
        bytes = read_all(file.get(), expected, name);
    } catch (const std::bad_alloc&) {
        throw Error(Fault::job, name, "the file does not fit in memory");
    }
    if (bytes.size == 0) throw Error(Fault::job, name, "is empty");
    return bytes;
}

std::size_t available_memory() {
    std::ifstream info("/proc/meminfo");
    for (std::string key, unit; info >> key;) {
        std::size_t kilobytes = 0;
        if (!(info >> kilobytes)) break;
        std::getline(info, unit);
        if (key == "MemAvailable:") return kilobytes * 1024;
    }
    const long pages = ::sysconf(_SC_PHYS_PAGES), page_bytes = ::sysconf(_SC_PAGESIZE);
    if (pages <= 0 || page_bytes <= 0) return std::numeric_limits<std::size_t>::max();
    return static_cast<std::size_t>(pages) * static_cast<std::size_t>(page_bytes);
}

std::string bytes_text(double bytes) {
    const char* units[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
    std::size_t unit = 0;
    while (bytes >= 999.5 && unit + 1 < std::size(units)) {
        bytes /= 1000;
        ++unit;
    }
    return unit == 0 || bytes >= 99.5 ? fmt::format("{:.0f} {}", bytes, units[unit])
                                      : fmt::format("{:.1f} {}", bytes, units[unit]);
}

void require_memory(double needed, long long width, long long height, const std::string& name) {
    const auto free_bytes = static_cast<double>(available_memory());
    if (needed <= free_bytes) return;
    throw Error(Fault::job, name,
                fmt::format("{} x {} pixels need {} of memory, {} are free; make it smaller first", width,
                            height, bytes_text(needed), bytes_text(free_bytes)));
}

}  // namespace droplet
