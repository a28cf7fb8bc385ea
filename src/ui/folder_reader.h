#pragma once
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "ui/file_listing.h"

namespace droplet {

/// Lists folders on a thread of its own, so that a slow disk or a huge folder never stops the window. Latest
/// wins: a new request abandons the one before. Only the destructor waits, for one call of the file system at
/// most.
class FolderReader {
 public:
    FolderReader();

    void read(const std::filesystem::path& folder);
    bool is_reading() const;
    /// The listing of the folder asked for last, once, when it is complete.
    std::optional<Listing> take();
    /// Returns when nothing is being read.
    void wait() const;

 private:
    void work(const std::stop_token& stop);

    mutable std::mutex mutex_;
    mutable std::condition_variable_any changed_;
    std::optional<std::filesystem::path> wanted_;
    std::optional<Listing> done_;
    bool is_busy_ = false;
    std::jthread thread_;  // last: it uses the others
};

}  // namespace droplet
