// Bytes of a file or in memory, for readers of containers that need a few of them here and there.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace droplet {

/// Read forward through a small buffer, with skips of any length, so that a file of many gigabytes costs
/// nothing. Never reads past the end: what is not there is told, not thrown, for a file may end anywhere.
class ByteSource {
 public:
    /// Of memory, which outlives it.
    explicit ByteSource(std::span<const unsigned char> bytes);
    /// Of a regular file. Throws Error (Fault::job): missing, unreadable, a folder, a device.
    explicit ByteSource(const std::string& path);
    /// Of a regular file that is open, and stays so.
    ByteSource(int fd, std::string name);
    ~ByteSource();
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    std::uint64_t size() const { return size_; }
    std::uint64_t position() const { return at_; }
    std::uint64_t left() const { return size_ - at_; }

    /// Goes to a place; false, and to the end, where there is none.
    bool go_to(std::uint64_t place);
    bool skip(std::uint64_t count) { return count <= left() ? go_to(at_ + count) : (go_to(size_), false); }
    /// Fills all of `bytes`, or returns false and stands at the end. Throws Error (Fault::job) where the disk
    /// fails.
    bool take(std::span<unsigned char> bytes);
    /// The next bytes, as many as there are up to `count`, without going on.
    std::string_view peek(std::size_t count);

    std::optional<std::uint32_t> byte();
    /// A whole number of 1 to 8 bytes, the most significant first, or the least.
    std::optional<std::uint64_t> big(std::size_t bytes);
    std::optional<std::uint64_t> little(std::size_t bytes);
    /// `count` bytes; none where there are fewer. Nothing is allocated for what is not there.
    std::optional<std::string> text(std::uint64_t count);

 private:
    void fill();

    std::span<const unsigned char> memory_;
    int fd_ = -1;
    bool owns_fd_ = false;
    std::string name_;
    std::uint64_t size_ = 0, at_ = 0;
    std::vector<unsigned char> buffer_;
    std::uint64_t buffer_start_ = 0;
};

}  // namespace droplet
