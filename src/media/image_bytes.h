// The raw bytes of an input, and how much memory there is for what they hold.
#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace droplet {

struct FileBytes {
    std::unique_ptr<unsigned char[]> data;
    std::size_t size = 0;
    std::span<const unsigned char> span() const { return {data.get(), size}; }
};

/// Everything in the file at `path`, "-" is standard input. Throws Error (Fault::job) for what is missing, a
/// folder, empty, unreadable, or more than 2^31 - 1 bytes.
FileBytes read_bytes(const std::string& path);

/// Bytes that can be allocated without swapping, as far as the system tells.
std::size_t available_memory();

/// "3.4 GB", "12 kB".
std::string bytes_text(double bytes);

/// Throws Error (Fault::job) when `needed` bytes for a picture of this size are more than available_memory().
void require_memory(double needed, long long width, long long height, const std::string& name);

}  // namespace droplet
