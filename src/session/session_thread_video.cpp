// How a video's frames go together with steps and the window's frames.
#include <utility>

#include "session/session_thread.h"

namespace droplet {
namespace {

/// A frame of a video that is shorter than this is shown once, after its steps.
constexpr auto short_frame = std::chrono::milliseconds(100);

}  // namespace

void SessionThread::load_video(std::shared_ptr<VideoPlayer> player, std::shared_ptr<const Image> first,
                               std::string name, SourceReference reference) {
    interrupt_film();
    const auto work = [this, player = std::move(player), first = std::move(first), name = std::move(name),
                       reference = std::move(reference)] {
        load_picture(first, name, reference);
        player->set_on_change([this] {
            {
                const std::lock_guard lock(mutex_);
                video_news_ = true;
            }
            changed_.notify_one();
        });
        const std::lock_guard lock(mutex_);
        video_ = player;
        video_fed_ = video_news_ = true;
        video_failed_ = video_shown_ = false;
        steps_of_video_ = 0;
    };
    post({.work = work});
}

/// For commands: another picture takes its place.
void SessionThread::drop_video() {
    std::shared_ptr<VideoPlayer> dropped;
    {
        const std::lock_guard lock(mutex_);
        dropped = std::exchange(video_, nullptr);
        video_fed_ = video_news_ = false;
    }
    // It may be calling us just now.
    if (dropped) dropped->set_on_change({});
}

bool SessionThread::video_plays() const {
    return video_ && settings_.preset.source == Source::picture && video_->playing();
}

/// A frame is left when its steps are done and were seen.
bool SessionThread::video_due() const {
    if (!video_ || halted_ || replay_target_ || status_.size == Size{} ||
        settings_.preset.source != Source::picture)
        return false;
    if (!newest_.empty()) return false;  // as long as nobody looks, none is needed
    const auto due = video_->next_due();
    if (!due || *due > now_()) return false;
    if (!steps_wanted() || !video_fed_) return true;
    const int steps = settings_.pace.pace == Pace::time_budget ? 1 : settings_.pace.steps_per_frame;
    return steps_of_video_ >= steps && video_shown_;
}

std::optional<SessionThread::Clock::duration> SessionThread::video_wait() const {
    if (!video_) return std::nullopt;
    // Also while nobody has taken the last frames: when somebody does, nothing else would set a clock.
    const auto due = video_->next_due();
    const auto now = now_();
    if (!due || *due <= now) return std::nullopt;
    return *due - now;
}

/// With a fixed number of steps a frame, they are those of a frame of the video.
bool SessionThread::waits_for_video() const {
    return video_fed_ && settings_.running && steps_owed_ == 0 &&
           settings_.pace.pace == Pace::steps_per_frame &&
           steps_of_video_ >= settings_.pace.steps_per_frame && video_plays();
}

/// A frame is shown after steps with it; where more steps follow until the next one, after the last of them,
/// or the picture would flicker between few steps and many.
bool SessionThread::video_holds_frame() const {
    if (!video_fed_ || !steps_wanted()) return false;
    if (steps_of_video_ == 0) return true;
    if (settings_.pace.pace != Pace::time_budget || settings_.preset.video.feed != VideoFeed::start)
        return false;
    if (!settings_.running || !video_plays()) return false;
    const auto due = video_->next_due();
    const auto now = now_();
    return due && *due > now && *due - now < short_frame;
}

void SessionThread::take_video_news(std::unique_lock<std::mutex>& lock) {
    video_news_ = false;
    if (!video_ || video_failed_) return;
    const std::string error = video_->state().error;
    if (error.empty()) return;
    video_failed_ = true;
    errors_.push_back(error);
    announce(lock);
}

void SessionThread::feed_video(std::unique_lock<std::mutex>& lock) {
    const std::shared_ptr<VideoPlayer> player = video_;
    const VideoParams params = settings_.preset.video;
    const bool stands = !steps_wanted();
    lock.unlock();
    const auto frame = player->take(now_());
    if (frame) {
        FedFrame fed{frame->number, params.feed, params.share};
        // While the run is paused its picture stays; before its first step that is the frame.
        if (stands) fed.feed = session_->step() == 0 ? VideoFeed::start : VideoFeed::original;
        session_->feed(frame->image, fed);
        history_.changed();
    }
    lock.lock();
    if (!frame) return;
    video_fed_ = true;
    video_shown_ = false;
    steps_of_video_ = 0;
    steps_into_frame_ = 0;
    picture_is_new();
}

}  // namespace droplet
