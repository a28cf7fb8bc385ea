#pragma once
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "media/capture_source.h"

namespace droplet {

/// Looks for recipes in files, and for what they start from, on a thread of its own; of several files asked
/// for, only the last counts.
class CaptureOpener {
 public:
    struct Found {
        std::filesystem::path path;
        bool restores = false;         ///< as asked: it is to be made again at once
        std::optional<Recipe> recipe;  ///< none: no capture
        CaptureSource source;          ///< where it is to be made again
        std::string error;             ///< one line: the recipe cannot be read, or there is no source
    };

    /// `on_found` is called on the opener's thread when take() has something. No call waits for a file.
    explicit CaptureOpener(std::function<void()> on_found);

    /// `restores`: the source is looked for, too.
    void look(std::filesystem::path path, bool restores);
    /// What was asked for is of no use any more.
    void forget();
    std::optional<Found> take();

 private:
    struct Wish {
        std::filesystem::path path;
        bool restores = false;
    };
    static Found found(const Wish& wish);
    void run(const std::stop_token& stop);

    std::function<void()> on_found_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable_any wanted_changed_;
    std::optional<Wish> wanted_;
    std::optional<Found> found_;
    bool obsolete_ = false;  // what is being looked at
    std::jthread thread_;    // last: joins first
};

}  // namespace droplet
