// How a fractal that changes goes together with frames and steps.
#include <algorithm>

#include "model/error.h"
#include "session/session_thread.h"

namespace droplet {
namespace {

constexpr double refine_chunk_ms = 12.0;
/// So long a moment of an animation may take to be whole before a coarse picture of it is shown.
constexpr auto patience_for_moments = std::chrono::milliseconds(40);

}  // namespace

/// A command that needs a whole picture, and that of these settings or earlier ones.
bool SessionThread::whole_is_awaited() const {
    return std::any_of(commands_.begin(), commands_.end(), [&](const Command& command) {
        return command.needs_whole && command.settings <= source_number_;
    });
}

bool SessionThread::may_leave_scene(SourceChange change) const {
    if (change == SourceChange::source) return true;
    if (!scene_shown_ || whole_is_awaited()) return false;
    if (!steps_wanted()) return true;
    if (change == SourceChange::moment) return scene_fed_;
    return settings_.preset.fractal.feed == FractalFeed::start || steps_of_scene_ > 0;
}

bool SessionThread::source_due() const {
    if (halted_ || source_tried_ || replay_target_) return false;
    const SourceChange change = session_->source_change(settings_);
    return change != SourceChange::none && may_leave_scene(change);
}

/// Where the source is as the settings want it, commands that came after them have their picture.
void SessionThread::note_source() {
    if (!source_tried_ && session_->source_change(settings_) != SourceChange::none) return;
    source_number_ = settings_number_;
    applied_revision_ = revision_;
}

bool SessionThread::worth_showing() const {
    return !refines_ || !scene_moves_ || Clock::now() - scene_begun_ > patience_for_moments;
}

void SessionThread::begin_scene(bool moves) {
    scene_moves_ = moves;
    scene_begun_ = Clock::now();
    scene_shown_ = scene_fed_ = false;
    steps_of_scene_ = 0;
    steps_into_frame_ = 0;
    picture_is_new();
}

void SessionThread::change_source(std::unique_lock<std::mutex>& lock) {
    const SessionSettings settings = settings_;
    const bool moves = session_->source_change(settings) == SourceChange::moment;
    const std::uint64_t number = settings_number_;
    const std::int64_t revision = revision_;
    lock.unlock();
    const bool changed = prepare_source(settings);
    lock.lock();
    source_number_ = number;
    applied_revision_ = revision;
    if (source_tried_) announce(lock);
    if (!changed) return;
    begin_scene(moves);
    refines_ = !session_->source_complete();
    refresh_status();
}

/// Of a source that cannot be made the last one stays; why is told once.
bool SessionThread::prepare_source(const SessionSettings& settings) {
    try {
        const int starts = session_->starts();
        const bool changed = session_->prepare_source(settings);
        if (session_->starts() != starts) {
            if (session_->fractal().active)
                history_.began(now_());
            else
                history_.loaded(now_());
            const std::lock_guard lock(mutex_);
            stroke_.reset();
            ran_ = false;
        }
        source_refused_.clear();
        return changed;
    } catch (const Error& error) {
        const std::lock_guard lock(mutex_);
        source_tried_ = true;
        if (source_refused_ != error.what()) {
            source_refused_ = error.what();
            errors_.push_back(source_refused_);
        }
        return false;
    }
}

void SessionThread::refine(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
    const std::int64_t work = refine_work_;
    lock.unlock();
    const auto begin = Clock::now();
    session_->refine_source(work, stop);
    session_->synchronize();
    const double elapsed_ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    lock.lock();
    // Only how much is done at once goes by the clock; the picture does not depend on it.
    const double scale = std::clamp(refine_chunk_ms / std::max(elapsed_ms, 0.01), 0.25, 4.0);
    refine_work_ = static_cast<std::int64_t>(std::clamp(static_cast<double>(work) * scale, 1e4, 1e12));
    refines_ = !session_->source_complete();
    picture_is_new();
    refresh_status();
}

}  // namespace droplet
