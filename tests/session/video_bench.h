#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "model/error.h"
#include "session/video_player.h"

namespace droplet::test {

/// Frame f of a scripted video.
inline Image scripted_frame(std::int64_t f, Size size) {
    Image image(size, 3);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                image.plane(c).row(y)[x] =
                    static_cast<float>((x * 7 + y * 3 + c * 40 + static_cast<int>(f) * 29) % 211) / 211.0f;
    return image;
}

/// A video that a test writes: gives a frame when it is let, and fails where it is told to.
class ScriptedSource : public FrameSource {
 public:
    struct Script {
        std::mutex mutex;
        std::condition_variable_any changed;
        std::int64_t allowed = 0;  ///< frames that may be given altogether
        std::int64_t fails_at = -1;

        void fail_at(std::int64_t frame) {
            {
                const std::lock_guard lock(mutex);
                fails_at = frame;
            }
            changed.notify_all();
        }
        void allow(std::int64_t more) {
            {
                const std::lock_guard lock(mutex);
                allowed += more;
            }
            changed.notify_all();
        }
    };

    ScriptedSource(std::shared_ptr<Script> script, std::int64_t frames, double fps, Size size = {64, 48},
                   bool live = false)
        : script_(std::move(script)), frames_(frames) {
        info_.size = size;
        info_.fps = fps;
        info_.frames = live ? 0 : frames;
        info_.live = live;
        info_.seekable = !live;
    }
    const VideoInfo& info() const override { return info_; }
    bool next(Image& image, const std::stop_token& stop) override {
        if (position_ >= frames_) return false;
        {
            std::unique_lock lock(script_->mutex);
            const auto fails = [this] { return script_->fails_at == position_; };
            if (!script_->changed.wait(lock, stop, [&] { return script_->allowed > 0 || fails(); }))
                return false;
            if (fails()) throw Error(Fault::job, "film", "is gone");
            --script_->allowed;
        }
        image = scripted_frame(position_++, info_.size);
        return true;
    }
    bool skip(const std::stop_token& stop) override {
        Image image;
        return next(image, stop);
    }
    std::int64_t position() const override { return position_; }
    void seek(std::int64_t frame) override { position_ = frame; }
    /// As who opens it does with the first frame.
    void begin_behind_first() { position_ = 1; }

 private:
    std::shared_ptr<Script> script_;
    std::int64_t frames_;
    VideoInfo info_;
    std::int64_t position_ = 0;
};

/// A player of a scripted video, and what it has told.
class PlayerBench {
 public:
    using Time = VideoPlayer::Time;

    explicit PlayerBench(std::int64_t frames, double fps = 10, bool live = false) {
        auto source = std::make_unique<ScriptedSource>(script, frames, fps, Size{64, 48}, live);
        source->begin_behind_first();
        player = std::make_shared<VideoPlayer>(std::move(source), [this] { return at(clock_ms); });
        player->set_on_change([this] {
            {
                const std::lock_guard lock(mutex_);
                ++told_;
            }
            changed_.notify_all();
        });
    }
    static Time at(int ms) { return Time(std::chrono::milliseconds(ms)); }
    /// Lets so many frames be decoded, and waits until the player has told of each.
    void decode(int frames) {
        std::unique_lock lock(mutex_);
        const int goal = told_ + frames;
        lock.unlock();
        script->allow(frames);
        lock.lock();
        changed_.wait(lock, [&] { return told_ >= goal; });
    }
    /// Waits for one more word of the player than `told` were.
    int told() {
        const std::lock_guard lock(mutex_);
        return told_;
    }
    void wait_for(int told) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return told_ >= told; });
    }
    /// The number of the frame taken; -1: none.
    std::int64_t take(int ms) {
        clock_ms = ms;
        const auto frame = player->take(at(ms));
        return frame ? frame->number : -1;
    }

    std::shared_ptr<ScriptedSource::Script> script = std::make_shared<ScriptedSource::Script>();
    std::atomic<int> clock_ms = 0;

 private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int told_ = 0;

 public:
    std::shared_ptr<VideoPlayer> player;  ///< last, so first to go: its thread uses what stands above
};

}  // namespace droplet::test
