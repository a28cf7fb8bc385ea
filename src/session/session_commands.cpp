// What the window asks of the session's thread: commands to post, results to take.
#include <utility>

#include "session/session_thread.h"

namespace droplet {

void SessionThread::set(const SessionSettings& settings, std::int64_t revision) {
    {
        const std::lock_guard lock(mutex_);
        revision_ = revision;
        SessionSettings next = settings;
        // What comes before the window has adopted the preset of a checkpoint still has the one before.
        if (adopted_) next.preset = settings_.preset;
        if (adopted_ && adopts_run_) {
            next.canvas = settings_.canvas;
            next.seconds = settings_.seconds;
            next.animates = settings_.animates;
        }
        holds_ = holds_ && next.running;
        if (holds_) next.running = false;
        if (next == settings_) return;
        settings_ = std::move(next);
        settings_changed_ = true;
        ++settings_number_;
        halted_ = false;
    }
    changed_.notify_one();
}

void SessionThread::post(Command command) {
    {
        const std::lock_guard lock(mutex_);
        if (command.goes_to && !commands_.empty() && commands_.back().goes_to) commands_.pop_back();
        command.settings = settings_number_;
        commands_.push_back(std::move(command));
    }
    changed_.notify_one();
}

void SessionThread::post_to_picture(std::function<void()> work, bool needs_whole) {
    const auto checked = [this, work = std::move(work)] {
        if (session_->has_source()) work();
    };
    post({.work = checked, .needs_whole = needs_whole});
}

void SessionThread::show_changed_picture() {
    const std::lock_guard lock(mutex_);
    steps_owed_ = steps_into_frame_ = 0;
    picture_is_new();
}

void SessionThread::load(std::shared_ptr<const Image> image, std::string name, SourceReference reference) {
    interrupt_film();
    post({.work = [this, image = std::move(image), name = std::move(name), reference = std::move(reference)] {
        load_picture(image, name, reference);
    }});
}

/// For commands.
void SessionThread::load_picture(const std::shared_ptr<const Image>& image, const std::string& name,
                                 const SourceReference& reference) {
    close_film();
    end_replay();
    drop_video();
    session_->load(image, reference);
    const bool waits = session_->fractal().active;
    {
        const std::lock_guard lock(mutex_);
        source_name_ = name;
        if (waits) return;
        losses_.clear();
        stroke_.reset();
        ran_ = false;
    }
    show_changed_picture();
    history_.loaded(now_());
}

void SessionThread::reset() {
    post_to_picture([this] {
        end_replay();
        history_.reset(now_());
        {
            const std::lock_guard lock(mutex_);
            losses_.clear();
            ran_ = false;
        }
        show_changed_picture();
    });
}

void SessionThread::step(int count) {
    const auto work = [this, count] {
        end_replay();
        const std::lock_guard lock(mutex_);
        steps_owed_ += count;
    };
    post({.work = work});
}

void SessionThread::switch_backend(BackendChoice choice) {
    const auto work = [this, choice] {
        end_replay();
        session_->switch_backend(choice);
        const std::lock_guard lock(mutex_);
        picture_is_new();
    };
    post({.work = work});
}

void SessionThread::download(Content content, std::function<void(Image)> done) {
    const auto work = [this, content, done = std::move(done)] {
        const Preset preset = settings_now().preset;
        // The picture itself can be had though what the process shows of it cannot be made.
        if (content != Content::current && content != Content::original) session_->derive(preset);
        done(session_->download(content));
    };
    post_to_picture(work, true);
}

void SessionThread::edit_operator(const OperatorEdit& edit) {
    const auto work = [this, edit] {
        end_replay();
        const LearningParams params = settings_now().preset.learning;
        history_.before_edit(now_());
        session_->edit_operator(edit, params);
        history_.changed();
    };
    post_to_picture(work, true);
}

void SessionThread::kick(float share) {
    const auto work = [this, share] {
        end_replay();
        history_.before_edit(now_());
        session_->kick(share);
        history_.changed();
        const std::lock_guard lock(mutex_);
        picture_is_new();
    };
    post_to_picture(work, true);
}

void SessionThread::begin_stroke() {
    const auto work = [this] {
        end_replay();
        const auto id = history_.before_stroke(now_());
        const std::lock_guard lock(mutex_);
        stroke_ = id.value_or(-1);
        refresh_status();  // who takes it finds it in the history
    };
    post_to_picture(work, true);
}

void SessionThread::paint(std::vector<BrushDab> dabs) {
    const auto work = [this, dabs = std::move(dabs)] {
        end_replay();
        session_->paint(dabs);
        history_.changed();
        const std::lock_guard lock(mutex_);
        picture_is_new();
    };
    post_to_picture(work, true);
}

std::optional<std::int64_t> SessionThread::take_stroke() {
    const std::lock_guard lock(mutex_);
    return std::exchange(stroke_, std::nullopt);
}

void SessionThread::go_to(std::int64_t checkpoint) {
    const auto work = [this, checkpoint] {
        end_replay();
        const auto target = history_.go_to(checkpoint, now_());
        {
            const std::lock_guard lock(mutex_);
            settings_.preset = target->preset;
            adopted_ = target->preset;
            adopts_run_ = false;
            refresh_status();  // who takes it finds the history as of now
            ran_ = false;
            forget_losses_after(losses_, target->learning.steps);
            begin_scene(false);
        }
        show_changed_picture();
    };
    post({.work = work, .goes_to = true});
}

std::optional<Preset> SessionThread::take_adopted() {
    const std::lock_guard lock(mutex_);
    return std::exchange(adopted_, std::nullopt);
}

void SessionThread::set_history_budget(std::size_t bytes) {
    post({.work = [this, bytes] { history_.set_budget(bytes); }});
}

std::vector<LossRecord> SessionThread::take_losses() {
    const std::lock_guard lock(mutex_);
    return std::exchange(losses_, {});
}

std::vector<std::unique_ptr<Frame>> SessionThread::take_frames() {
    std::vector<std::unique_ptr<Frame>> frames;
    {
        const std::lock_guard lock(mutex_);
        frames.swap(newest_);
        if (!frames.empty()) taken_progress_ = newest_progress_;
    }
    if (!frames.empty()) changed_.notify_one();
    return frames;
}

FractalProgress SessionThread::taken_progress() const {
    const std::lock_guard lock(mutex_);
    return taken_progress_;
}

SessionStatus SessionThread::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

std::vector<std::string> SessionThread::take_errors() {
    const std::lock_guard lock(mutex_);
    return std::exchange(errors_, {});
}

}  // namespace droplet
