#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "media/capture_name.h"
#include "model/display.h"
#include "model/frame_pixels.h"
#include "model/recipe.h"
#include "ui/still_params.h"

namespace droplet {

/// A still on its way to its file.
struct StillJob {
    Image picture;                        ///< the values as computed, unless there are
    std::shared_ptr<FramePixels> pixels;  ///< those of the window, for which the format is PNG or JPEG
    Display display;                      ///< of the picture, where it is written as shown
    std::optional<Recipe> recipe;         ///< none: of a window without a picture
    StillParams params;
    CapturePlace place;
    CaptureFacts facts;
};

/// Writes it where nothing stands yet, and returns where. Throws Error; then nothing of it is left.
std::filesystem::path write_still(StillJob job);

/// Writes stills on a thread of its own, one after the other.
class StillWriter {
 public:
    struct Result {
        std::filesystem::path file;
        std::string error;  ///< one line; empty when the file is there
    };
    /// Memory that is taken from when a still is asked for until it is written.
    class Room;

    /// `on_change` is called on another thread when take() has something. Together the stills under way take
    /// up to `most_bytes`; a single one may take more. 0: a quarter of what the machine has left.
    explicit StillWriter(std::function<void()> on_change, std::size_t most_bytes = 0);
    /// Writes what waits.
    ~StillWriter();
    StillWriter(const StillWriter&) = delete;
    StillWriter& operator=(const StillWriter&) = delete;

    /// Room for a still of so many bytes; null while those under way take too much.
    std::shared_ptr<Room> room(std::size_t bytes);
    /// From any thread.
    void add(StillJob job, std::shared_ptr<Room> room);
    /// What has become of stills since the last call, in the order they were added.
    std::vector<Result> take();
    /// Asked for and not written yet.
    int under_way() const;
    /// Waits until none is, but no longer than `limit`; false when there still are some.
    bool wait(std::chrono::steady_clock::duration limit);

 private:
    struct Shared;  // with the rooms, which may outlive the writer
    void run(const std::stop_token& stop);

    struct Waiting {
        StillJob job;
        std::shared_ptr<Room> room;
    };
    std::function<void()> on_change_;
    std::size_t most_bytes_;
    std::shared_ptr<Shared> shared_;
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any added_;
    std::deque<Waiting> waiting_;
    std::vector<Result> results_;
    std::jthread thread_;  // last: joins first
};

}  // namespace droplet
