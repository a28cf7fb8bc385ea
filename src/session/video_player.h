#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "session/frame_source.h"

namespace droplet {

struct VideoFrame {
    std::shared_ptr<const Image> image;
    std::int64_t number = 0;  ///< of the video, from 0; of a camera since it was opened
};

/// What is shown of a player.
struct PlayerState {
    VideoInfo info;
    std::int64_t frame = 0;    ///< that was taken last
    std::int64_t skipped = 0;  ///< frames that newer ones went before, since it was opened
    bool playing = false;      ///< false also where it has come to its end
    bool at_end = false;
    bool seeking = false;  ///< the frame that was asked for is on its way
    bool slow = false;     ///< decoding does not keep up: the video is slower than it should be
    std::string error;     ///< why no more frames come, in one line
};

/// Plays a video: decodes a little ahead on a thread of its own, and gives the newest frame that is due by a
/// clock that is passed in. Frames that come too late are left out and counted; where decoding is slower than
/// the video by half a second, the video waits for it. A camera gives its newest frame. Any thread may call.
class VideoPlayer {
 public:
    using Clock = std::chrono::steady_clock;
    using Time = Clock::time_point;

    /// The first frame was taken from `source` already. It plays, from the first call of take() on. `now` is
    /// the clock of take()'s times.
    explicit VideoPlayer(std::unique_ptr<FrameSource> source, std::function<Time()> now = &Clock::now);
    ~VideoPlayer();
    VideoPlayer(const VideoPlayer&) = delete;
    VideoPlayer& operator=(const VideoPlayer&) = delete;

    /// Called when there is another frame, the end, or an error, on the decoding thread, and when it plays,
    /// pauses or changes its speed, on the caller's. When this returns, the one before is not running any
    /// more.
    void set_on_change(std::function<void()> on_change);

    /// From where it stands; from the start where it was over.
    void play(Time now);
    void pause(Time now);
    /// To a frame, which is due at once, playing or not; of what is seekable.
    void seek(std::int64_t frame);
    void set_loop(bool loop);
    /// More than 0; 1 is its own.
    void set_speed(float speed, Time now);

    /// The newest frame that is due, each once.
    std::optional<VideoFrame> take(Time now);
    /// When take() will have a frame, as far as one is decoded; it may be past.
    std::optional<Time> next_due() const;
    /// Whether frames come by themselves.
    bool playing() const;
    PlayerState state() const;

 private:
    struct Entry {
        VideoFrame frame;
        std::int64_t index = 0;  ///< in the order of showing: goes on where the video loops
    };
    class Pool;

    void run(const std::stop_token& stop);
    bool wants_frames() const;
    double position(Time now) const;
    void anchor(Time now);
    void decode(std::unique_lock<std::mutex>& lock);
    std::int64_t frames_behind() const;
    void come_to_end();
    void tell();

    std::unique_ptr<FrameSource> source_;  // used by the thread only
    std::function<Time()> now_;
    std::shared_ptr<Pool> pool_;

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    PlayerState state_;
    std::deque<Entry> queue_;
    std::size_t most_ahead_ = 4;
    bool loop_ = true;
    double speed_ = 1;
    /// The clock: this index stands at this time; while it waits for its frame, at any time.
    double anchor_index_ = 1;
    Time anchor_time_{};
    bool waits_ = true;
    std::int64_t next_index_ = 1;
    std::optional<std::int64_t> seek_to_;
    std::stop_source work_;  // of what the thread decodes now
    bool source_ended_ = false;

    std::mutex listener_mutex_;
    std::function<void()> on_change_;

    std::jthread thread_;  // last: joins first
};

}  // namespace droplet
