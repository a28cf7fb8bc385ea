// A run that is made again while the window looks on.
#include <algorithm>
#include <utility>

#include "model/error.h"
#include "session/replay.h"
#include "session/replay_video.h"
#include "session/session_thread.h"

namespace droplet {
namespace {

constexpr double chunk_ms = 25.0;

}  // namespace

void SessionThread::replay(std::shared_ptr<const Image> source, std::string name, Recipe recipe) {
    interrupt_film();
    const auto work = [this, source = std::move(source), name = std::move(name), recipe = std::move(recipe)] {
        close_film();
        end_replay();
        drop_video();
        begin_replay(source, name, recipe);
    };
    post({.work = work});
}

void SessionThread::begin_replay(std::shared_ptr<const Image> source, const std::string& name,
                                 const Recipe& recipe) {
    replay_ = std::make_unique<Replay>(*session_, recipe.run, std::move(source), video_frames(recipe.run));
    history_.follow(*replay_->settings().preset);
    history_.loaded(now_());
    const std::lock_guard lock(mutex_);
    if (!session_->fractal().active) source_name_ = name;
    losses_.clear();
    stroke_.reset();
    ran_ = false;
    steps_owed_ = 0;
    settings_.preset = *recipe.settings.preset;
    settings_.canvas = session_->fractal().active ? replay_->size() : recipe.settings.canvas;
    settings_.seconds = recipe.settings.seconds;
    settings_.animates = recipe.settings.animates;
    settings_.running = false;
    adopted_ = settings_.preset;
    adopts_run_ = holds_ = true;
    replay_target_ = recipe.run.step;
    begin_scene(false);
    picture_is_new();
}

void SessionThread::end_replay() {
    if (!replay_) return;
    replay_.reset();
    const std::lock_guard lock(mutex_);
    replay_target_.reset();
    settings_changed_ = true;
    source_tried_ = false;
    ran_ = true;
}

void SessionThread::go_on_replaying(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
    int steps = 1;  // the first one measures
    if (status_.ms_per_step > 0)
        steps = static_cast<int>(std::clamp(chunk_ms / status_.ms_per_step, 1.0, 1e6));
    steps = steps_to_film(steps);
    lock.unlock();
    const auto begin = Clock::now();
    history_.keep_start(now_());
    int done = 0;
    std::string error;
    try {
        done = replay_->go_on(steps, stop);
        session_->synchronize();
    } catch (const Error& thrown) {
        error = thrown.what();
    }
    const double elapsed_ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    history_.follow(*replay_->settings().preset);
    history_.changed();
    history_.count(done, now_());
    const std::vector<LossRecord> losses = session_->take_losses();
    const bool whole = session_->source_complete();
    if (!error.empty() || (replay_->done() && whole)) end_replay();
    lock.lock();
    if (!error.empty()) errors_.push_back(error);
    append_losses(losses_, losses, Session::most_losses);
    refines_ = !whole;
    steps_of_scene_ += done;
    picture_is_new();
    if (film_) film_->stepped = film_->stepped || done > 0;
    record_speed(done, elapsed_ms);
    announce(lock);
}

}  // namespace droplet
