#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "media/atomic_file.h"
#include "model/operator.h"

namespace droplet {

/// The losses of a run as a file of comma-separated values with the columns step, fidelity, edge, intensity,
/// total, learning_rate: a header, then a row for each step that measured a loss, its numbers in the shortest
/// decimals that read back the same bits. Appears when it is complete; "-" is standard output. All errors are
/// Error (Fault::job) with the path as the subject.
class LossLog {
 public:
    /// Throws when a file cannot be written there.
    explicit LossLog(const std::string& path);

    /// Appends rows. A step that is not after the last one means that the run has started over: the rows so
    /// far are given up, unless they went down a pipe.
    void add(std::span<const LossRecord> records);
    /// Puts the complete file in its place.
    void commit();

 private:
    void start();
    void write(const std::string& text);

    std::string path_;
    std::optional<AtomicFile> file_;
    bool is_file_ = false;  // else a pipe or a device: what is written there cannot be taken back
    std::int64_t last_step_ = 0;
};

}  // namespace droplet
