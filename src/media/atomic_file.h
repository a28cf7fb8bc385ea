#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace droplet {

/// The target of a job: a file that appears under its name only when it is complete. It is written under a
/// temporary name in the same folder, flushed to the disk and renamed. Devices and pipes, and "-" (standard
/// output), are written directly. All errors are thrown as Error (Fault::job) with the path as the subject.
class AtomicFile {
 public:
    /// Creates the temporary file. Throws when the folder is missing or cannot be written.
    explicit AtomicFile(const std::string& path);
    /// Without commit(), nothing is left behind.
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Throws what the constructor would throw; leaves nothing behind, and does not open pipes.
    static void check(const std::string& path);

    /// Appends, through a buffer. Throws on a full disk, a closed pipe, an I/O error.
    void write(std::span<const unsigned char> bytes);
    /// Puts the complete file in its place. Unless `flushed`, as for one of many, the system decides when it
    /// goes to the disk.
    void commit(bool flushed = true);

    /// Where another program is to write, instead of write(): the temporary file, or the device itself.
    const std::string& temporary_path() const { return temporary_.empty() ? target_ : temporary_; }

 private:
    void flush();
    [[noreturn]] void fail(int error) const;

    std::string name_;       // as the user wrote it
    std::string target_;     // symbolic links resolved
    std::string temporary_;  // empty when written directly
    int fd_ = -1;
    bool owns_fd_ = true;
    std::unique_ptr<unsigned char[]> buffer_;
    std::size_t used_ = 0;
};

/// Takes a name by an empty file. Throws Error (Fault::job) when something stands there, or the place cannot
/// be written. Returns it, open for reading and writing.
int take_name(const std::string& path);

/// Writes what goes without waiting (all of it, to a file that blocks) and leaves the rest in `bytes`. A
/// closed pipe is an error (EPIPE), never a SIGPIPE. Returns 0 or errno; EAGAIN: there is a rest.
int write_some(int fd, std::span<const unsigned char>& bytes);

/// Writes all of `bytes` to a file descriptor that blocks, whatever signals and short writes come; a closed
/// pipe is an error (EPIPE), never a SIGPIPE. Returns 0 or errno.
int write_all(int fd, std::span<const unsigned char> bytes);

/// "the disk is full", "permission denied", …: what errno means, in words that continue a sentence.
std::string describe_errno(int error);

}  // namespace droplet
