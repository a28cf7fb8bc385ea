#include "session/video_player.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>
#include <vector>

#include "model/error.h"

namespace droplet {
namespace {

/// Of frames that are decoded ahead.
constexpr std::size_t most_bytes_ahead = std::size_t{256} << 20;
constexpr std::size_t most_frames_ahead = 6;
/// So many late frames are left out before one is shown all the same.
constexpr std::int64_t most_left_out = 16;
/// Seconds that decoding may be late before the video waits for it.
constexpr double patience = 0.5;
/// Of a camera that does not tell.
constexpr double usual_fps = 30;

double seconds(VideoPlayer::Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

class ReadFrames : public FrameSource {
 public:
    ReadFrames(const std::string& path, VideoSize size, const std::stop_token& stop)
        : reader_(path, size, stop) {}

    const VideoInfo& info() const override { return reader_.info(); }
    bool next(Image& image, const std::stop_token& stop) override { return reader_.next(image, stop); }
    bool skip(const std::stop_token& stop) override { return reader_.skip(stop); }
    std::int64_t position() const override { return reader_.position(); }
    void seek(std::int64_t frame) override { reader_.seek(frame); }

 private:
    VideoReader reader_;
};

}  // namespace

std::unique_ptr<FrameSource> open_frames(const std::string& path, VideoSize size,
                                         const std::stop_token& stop) {
    return std::make_unique<ReadFrames>(path, size, stop);
}

/// The memory of frames that nobody looks at any more is used again: new memory costs as much as decoding.
class VideoPlayer::Pool : public std::enable_shared_from_this<Pool> {
 public:
    Image take() {
        const std::lock_guard lock(mutex_);
        if (free_.empty()) return {};
        Image image = std::move(free_.back());
        free_.pop_back();
        return image;
    }
    void give(Image image) {
        const std::lock_guard lock(mutex_);
        if (free_.size() < 3) free_.push_back(std::move(image));
    }
    std::shared_ptr<const Image> shared(Image image) {
        auto* held = new Image(std::move(image));
        return {held, [pool = shared_from_this()](Image* returned) {
                    pool->give(std::move(*returned));
                    delete returned;
                }};
    }

 private:
    std::mutex mutex_;
    std::vector<Image> free_;
};

VideoPlayer::VideoPlayer(std::unique_ptr<FrameSource> source, std::function<Time()> now)
    : source_(std::move(source)), now_(std::move(now)), pool_(std::make_shared<Pool>()) {
    state_.info = source_->info();
    if (!(state_.info.fps > 0)) state_.info.fps = usual_fps;
    state_.playing = state_.info.live || state_.info.frames != 1;
    const std::size_t bytes = std::max<std::size_t>(1, Image::bytes_for(state_.info.size, 3, false));
    most_ahead_ = std::clamp<std::size_t>(most_bytes_ahead / bytes, 2, most_frames_ahead);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

VideoPlayer::~VideoPlayer() {
    thread_.request_stop();
    {
        const std::lock_guard lock(mutex_);
        work_.request_stop();
    }
    thread_.join();
}

void VideoPlayer::set_on_change(std::function<void()> on_change) {
    const std::lock_guard lock(listener_mutex_);
    on_change_ = std::move(on_change);
}

void VideoPlayer::tell() {
    const std::lock_guard lock(listener_mutex_);
    if (on_change_) on_change_();
}

/// What the clock has come to, in the order of showing.
double VideoPlayer::position(Time now) const {
    if (waits_ || !state_.playing) return anchor_index_;
    return anchor_index_ + std::max(0.0, seconds(now - anchor_time_)) * state_.info.fps * speed_;
}

void VideoPlayer::anchor(Time now) {
    anchor_index_ = position(now);
    anchor_time_ = now;
}

void VideoPlayer::play(Time now) {
    bool over = false;
    {
        const std::lock_guard lock(mutex_);
        if (state_.playing || !state_.error.empty()) return;
        over = state_.at_end;
        anchor(now);
        state_.playing = true;
    }
    if (over) seek(0);
    changed_.notify_one();
    tell();
}

void VideoPlayer::pause(Time now) {
    {
        const std::lock_guard lock(mutex_);
        anchor(now);
        state_.playing = false;
    }
    tell();
}

void VideoPlayer::seek(std::int64_t frame) {
    {
        const std::lock_guard lock(mutex_);
        if (!state_.info.seekable || !state_.error.empty()) return;
        if (state_.info.frames > 0) frame = std::min(frame, state_.info.frames - 1);
        seek_to_ = std::max<std::int64_t>(frame, 0);
        queue_.clear();
        state_.seeking = true;
        state_.at_end = source_ended_ = false;
        anchor_index_ = static_cast<double>(next_index_);
        waits_ = true;
        work_.request_stop();
    }
    changed_.notify_one();
}

void VideoPlayer::set_loop(bool loop) {
    {
        const std::lock_guard lock(mutex_);
        if (loop_ == loop) return;
        loop_ = loop;
    }
    changed_.notify_one();
}

void VideoPlayer::set_speed(float speed, Time now) {
    {
        const std::lock_guard lock(mutex_);
        if (speed_ == static_cast<double>(speed)) return;
        anchor(now);
        speed_ = static_cast<double>(speed);
    }
    tell();
}

std::optional<VideoFrame> VideoPlayer::take(Time now) {
    std::optional<VideoFrame> taken;
    {
        const std::lock_guard lock(mutex_);
        const bool live = state_.info.live;
        if (live && !state_.playing) return std::nullopt;
        const double limit = position(now) + 1e-6;
        while (!queue_.empty() && (live || static_cast<double>(queue_.front().index) <= limit)) {
            if (taken) ++state_.skipped;
            taken = std::move(queue_.front().frame);
            if (waits_) {
                anchor_index_ = static_cast<double>(queue_.front().index);
                anchor_time_ = now;
            }
            queue_.pop_front();
            if (std::exchange(waits_, false)) break;
        }
        if (taken) {
            state_.frame = taken->number;
            state_.seeking = false;
        }
        come_to_end();
    }
    if (taken) changed_.notify_one();
    return taken;
}

/// Where the last frame was taken and none comes after it.
void VideoPlayer::come_to_end() {
    if (!source_ended_ || !queue_.empty()) return;
    state_.at_end = true;
    state_.playing = false;
    state_.seeking = false;
}

std::optional<VideoPlayer::Time> VideoPlayer::next_due() const {
    const std::lock_guard lock(mutex_);
    if (queue_.empty() || (state_.info.live && !state_.playing)) return std::nullopt;
    const double index = static_cast<double>(queue_.front().index);
    if (waits_ || state_.info.live || index <= anchor_index_) return anchor_time_;
    if (!state_.playing) return std::nullopt;
    const double wait = (index - anchor_index_) / (state_.info.fps * speed_);
    return anchor_time_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(wait));
}

bool VideoPlayer::playing() const {
    const std::lock_guard lock(mutex_);
    return state_.playing;
}

PlayerState VideoPlayer::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

bool VideoPlayer::wants_frames() const {
    if (!state_.error.empty()) return false;
    if (seek_to_) return true;
    if (source_ended_) return loop_ && state_.playing && state_.info.frames > 1;
    return state_.info.live || queue_.size() < most_ahead_;
}

/// How far the next frame is behind the clock: what has gone by once it is decoded is not shown.
std::int64_t VideoPlayer::frames_behind() const {
    if (state_.info.live || waits_ || !state_.playing || !queue_.empty()) return 0;
    return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(position(now_()))) - next_index_);
}

void VideoPlayer::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return wants_frames(); })) {
        if (stop.stop_requested()) return;
        try {
            decode(lock);
        } catch (const std::exception& error) {
            if (!lock.owns_lock()) lock.lock();
            state_.error = error.what();
            state_.playing = state_.seeking = false;
        }
        lock.unlock();
        tell();
        lock.lock();
    }
}

/// One frame, at the place that was asked for last.
void VideoPlayer::decode(std::unique_lock<std::mutex>& lock) {
    work_ = std::stop_source();
    const std::stop_token stop = work_.get_token();
    std::optional<std::int64_t> target = std::exchange(seek_to_, std::nullopt);
    if (!target && source_ended_) {
        target = 0;  // the loop
        source_ended_ = false;
    }
    const std::int64_t late = target ? 0 : frames_behind();
    // A film that ends, ends with its last frame shown.
    const std::int64_t left = std::max<std::int64_t>(0, state_.info.frames - 1 - source_->position());
    const std::int64_t to_skip = std::min({late, most_left_out, left});
    lock.unlock();
    if (target) source_->seek(*target);
    std::int64_t left_out = 0;
    while (left_out < to_skip && source_->skip(stop)) ++left_out;
    Image image = pool_->take();
    const std::int64_t number = source_->position();
    const bool there = left_out == to_skip && source_->next(image, stop);
    std::shared_ptr<const Image> shared = there ? pool_->shared(std::move(image)) : nullptr;
    lock.lock();
    const double fps = state_.info.fps;
    state_.info = source_->info();
    state_.info.fps = fps;
    if (seek_to_ || stop.stop_requested()) return;  // it is another one that is wanted
    state_.skipped += left_out;
    next_index_ += left_out;
    if (!there) {
        source_ended_ = true;
        if (!loop_ || state_.info.frames <= 1) come_to_end();
        return;
    }
    const double behind = static_cast<double>(late) / (fps * speed_);
    state_.slow = behind > patience;
    if (state_.slow) {
        anchor_index_ = static_cast<double>(next_index_);
        anchor_time_ = now_();
    }
    if (state_.info.live && !queue_.empty()) {
        state_.skipped += state_.playing ? static_cast<std::int64_t>(queue_.size()) : 0;
        queue_.clear();
    }
    queue_.push_back({{std::move(shared), number}, next_index_++});
}

}  // namespace droplet
