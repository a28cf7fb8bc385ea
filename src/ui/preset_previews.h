// What the built-in presets make of a picture, computed small on a thread of its own. No GL.
#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "model/builtin_presets.h"
#include "ui/thumbnails.h"

namespace droplet {

/// A preset's picture of the source, perhaps still on its way.
struct PresetPreview {
    std::size_t preset = 0;  ///< index into builtin_presets()
    Thumbnail picture{};
    int steps = 0;
    bool done = false;
    std::string error{};  ///< why there is none, one line
};

/// Renders the presets one after the other, each by a session of its own on one thread of the CPU that gives
/// way to everything else.
class PresetPreviews {
 public:
    static constexpr int longest_side = 128;

    /// `on_change` is called on the thread of the previews when take() has something.
    explicit PresetPreviews(std::function<void()> on_change,
                            std::span<const BuiltinPreset> presets = builtin_presets());
    ~PresetPreviews();

    /// Begins with this source, in the order of the presets; what was being rendered is given up.
    void render(std::shared_ptr<const Image> source);
    /// Gives up what is left.
    void cancel();
    /// What has changed since the last call, oldest first.
    std::vector<PresetPreview> take();
    /// Whether there is something left to render.
    bool busy() const;

 private:
    void run(const std::stop_token& stop);
    void render_all(const Image& source, const std::stop_token& stop);
    void render_one(std::size_t preset, const std::shared_ptr<const Image>& small,
                    const std::stop_token& stop);
    void publish(PresetPreview preview, const std::stop_token& stop);

    std::function<void()> on_change_;
    std::span<const BuiltinPreset> presets_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::shared_ptr<const Image> wanted_;
    std::stop_source job_{std::nostopstate};  // of what is being rendered
    bool rendering_ = false;
    std::vector<PresetPreview> ready_;
    std::jthread thread_;  // last: it uses the others
};

/// The picture as a preview starts from it: at most `longest` pixels a side, alpha left out.
Image reduced_picture(const Image& image, int longest);

}  // namespace droplet
