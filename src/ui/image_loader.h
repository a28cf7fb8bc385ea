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
#include "model/recipe.h"
#include "session/video_player.h"

namespace droplet {

/// Reads pictures, and opens videos and cameras, on a thread of its own; of several asked for, only the last
/// counts.
class ImageLoader {
 public:
    struct Loaded {
        std::string name;                    ///< the path, or what the test picture is called
        std::shared_ptr<const Image> image;  ///< null when it could not be read
        std::string error;                   ///< then one line that says why
        bool is_file = false;
        bool normalized = false;
        SourceReference reference;  ///< what recipes say of it; of a film of more than 1 GiB no checksum
        std::shared_ptr<VideoPlayer> video;  ///< of which the image is the first frame; null: a picture
    };
    static constexpr const char* test_picture_name = "test picture";

    /// `on_loaded` is called on the loader's thread when take() has something. No call waits for
    /// the file.
    explicit ImageLoader(std::function<void()> on_loaded);
    ~ImageLoader();

    /// An empty path means the built-in test picture. `normalize` stretches its values to [0, 1].
    /// Videos are left as they are, and decoded to `size`.
    void load(std::string path, bool normalize, VideoSize size = VideoSize::full);
    std::optional<Loaded> take();
    bool busy() const;

 private:
    void run(std::stop_token stop);

    struct Wish {
        std::string path;
        bool normalize = false;
        VideoSize size = VideoSize::full;
    };
    static Loaded read(const Wish& wish, const std::stop_token& stop);
    static void open_video(const Wish& wish, const std::stop_token& stop, Loaded& loaded);

    std::function<void()> on_loaded_;
    mutable std::mutex mutex_;
    std::condition_variable_any wanted_changed_;
    std::optional<Wish> wanted_;
    std::optional<Loaded> loaded_;
    bool reading_ = false;
    std::stop_source work_;  // what is read now; a newer wish or the end stops it
    std::jthread thread_;    // last: joins first
};

}  // namespace droplet
