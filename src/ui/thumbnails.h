// Small pictures of files for the file browser, made on a thread of its own. No GL: thumbnail_cache.h puts
// them into textures.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "model/image.h"

namespace droplet {

struct Thumbnail {
    Size size;
    std::vector<std::uint8_t> rgba;  ///< rows from the top, straight alpha, without padding
    Size original;                   ///< of the picture it was made of
};

/// Reduces a picture to at most `longest` pixels a side by averaging, alpha-weighted; smaller pictures keep
/// their size. Values are clamped to [0, 1].
Thumbnail make_thumbnail(const Image& image, int longest);

/// A version of a file: another time or size means other content.
struct FileVersion {
    std::filesystem::path path;
    std::time_t modified = 0;
    std::uintmax_t bytes = 0;
    bool operator==(const FileVersion&) const = default;
};

struct LoadedThumbnail {
    FileVersion file;
    Thumbnail thumbnail;
    std::string error;  ///< why there is no thumbnail, one line; empty when there is one
};

/// Makes thumbnails one after the other.
class ThumbnailLoader {
 public:
    static constexpr int longest_side = 320;
    /// Larger files would keep the thread, and memory, for seconds.
    static constexpr std::uintmax_t max_file_bytes = 32'000'000;

    ThumbnailLoader();

    /// Says what is needed now, most urgent first. What was wanted before and is not any more is cancelled,
    /// except the one that is being decoded.
    void want(std::vector<FileVersion> files);
    /// What has become ready, failures included.
    std::vector<LoadedThumbnail> take();
    /// Returns when all that is wanted is ready.
    void wait() const;

 private:
    void work(const std::stop_token& stop);

    mutable std::mutex mutex_;
    mutable std::condition_variable_any changed_;
    std::vector<FileVersion> wanted_;  // most urgent last
    FileVersion current_;              // being decoded; empty path: none
    std::vector<LoadedThumbnail> done_;
    std::jthread thread_;  // last: it uses the others
};

}  // namespace droplet
