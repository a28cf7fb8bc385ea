#include "media/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "media/atomic_file.h"
#include "model/error.h"

namespace droplet {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 16;

}  // namespace

ByteSource::ByteSource(std::span<const unsigned char> bytes) : memory_(bytes), size_(bytes.size()) {}

ByteSource::ByteSource(const std::string& path) : name_(path) {
    struct stat status {};
    // Asked before it is opened, since opening a pipe waits for who writes it.
    if (::stat(path.c_str(), &status) != 0) {
        if (errno == ENOENT) throw Error(Fault::job, path, "there is no such file");
        throw Error(Fault::job, path, "cannot be read: " + describe_errno(errno));
    }
    if (S_ISDIR(status.st_mode)) throw Error(Fault::job, path, "is a folder; valid: a file");
    if (!S_ISREG(status.st_mode)) throw Error(Fault::job, path, "is a device or a pipe; valid: a file");
    fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd_ < 0) throw Error(Fault::job, path, "cannot be read: " + describe_errno(errno));
    owns_fd_ = true;
    size_ = static_cast<std::uint64_t>(status.st_size);
}

ByteSource::ByteSource(int fd, std::string name) : fd_(fd), name_(std::move(name)) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) throw Error(Fault::job, name_, "cannot be read: " + describe_errno(errno));
    size_ = static_cast<std::uint64_t>(status.st_size);
}

ByteSource::~ByteSource() {
    if (owns_fd_) ::close(fd_);
}

bool ByteSource::go_to(std::uint64_t place) {
    at_ = std::min(place, size_);
    return place <= size_;
}

/// The buffer then begins where we are.
void ByteSource::fill() {
    buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(buffer_bytes, left())));
    buffer_start_ = at_;
    std::size_t filled = 0;
    while (filled < buffer_.size()) {
        const ssize_t got =
            ::pread(fd_, buffer_.data() + filled, buffer_.size() - filled, static_cast<off_t>(at_ + filled));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw Error(Fault::job, name_, "cannot be read: " + describe_errno(errno));
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    // Shorter than a moment ago: it ends here now.
    if (filled < buffer_.size()) size_ = at_ + filled;
    buffer_.resize(filled);
}

std::string_view ByteSource::peek(std::size_t count) {
    if (fd_ < 0) {
        const auto rest = memory_.subspan(static_cast<std::size_t>(at_));
        return {reinterpret_cast<const char*>(rest.data()), std::min(count, rest.size())};
    }
    count = std::min(count, buffer_bytes);
    const bool inside = at_ >= buffer_start_ && at_ - buffer_start_ <= buffer_.size();
    std::size_t have = inside ? buffer_.size() - static_cast<std::size_t>(at_ - buffer_start_) : 0;
    if (have < std::min<std::uint64_t>(count, left())) {
        fill();
        have = buffer_.size();
    }
    return {reinterpret_cast<const char*>(buffer_.data()) + (at_ - buffer_start_), std::min(count, have)};
}

bool ByteSource::take(std::span<unsigned char> bytes) {
    if (bytes.size() > left()) {
        at_ = size_;
        return false;
    }
    while (!bytes.empty()) {
        const std::string_view piece = peek(bytes.size());
        if (piece.empty()) return false;
        std::memcpy(bytes.data(), piece.data(), piece.size());
        at_ += piece.size();
        bytes = bytes.subspan(piece.size());
    }
    return true;
}

std::optional<std::uint32_t> ByteSource::byte() {
    unsigned char value = 0;
    if (!take({&value, 1})) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> ByteSource::big(std::size_t bytes) {
    std::array<unsigned char, 8> data{};
    if (!take({data.data(), bytes})) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | data[i];
    return value;
}

std::optional<std::uint64_t> ByteSource::little(std::size_t bytes) {
    std::array<unsigned char, 8> data{};
    if (!take({data.data(), bytes})) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;) value = value << 8 | data[i];
    return value;
}

std::optional<std::string> ByteSource::text(std::uint64_t count) {
    if (count > left()) {
        at_ = size_;
        return std::nullopt;
    }
    std::string result(static_cast<std::size_t>(count), '\0');
    if (!take({reinterpret_cast<unsigned char*>(result.data()), result.size()})) return std::nullopt;
    return result;
}

}  // namespace droplet
