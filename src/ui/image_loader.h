#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "model/image.h"

namespace droplet {

/// Reads pictures on a thread of its own; of several asked for, only the last counts.
class ImageLoader {
 public:
    struct Loaded {
        std::string name;                    ///< the path, or what the test picture is called
        std::shared_ptr<const Image> image;  ///< null when it could not be read
        std::string error;                   ///< then one line that says why
        bool is_file = false;
    };
    static constexpr const char* test_picture_name = "test picture";

    /// `on_loaded` is called on the loader's thread when take() has something. `normalize` stretches every
    /// picture to [0, 1].
    ImageLoader(std::function<void()> on_loaded, bool normalize);
    ~ImageLoader();

    /// An empty path means the built-in test picture.
    void load(std::string path);
    std::optional<Loaded> take();
    bool busy() const;

 private:
    void run(std::stop_token stop);
    Loaded read(const std::string& path) const;

    std::function<void()> on_loaded_;
    bool normalize_;
    mutable std::mutex mutex_;
    std::condition_variable_any wanted_changed_;
    std::optional<std::string> wanted_;
    std::optional<Loaded> loaded_;
    bool reading_ = false;
    std::jthread thread_;  // last: joins first
};

}  // namespace droplet
