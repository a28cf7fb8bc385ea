#include "session/session_thread.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "model/error.h"
#include "session/replay.h"

namespace droplet {
namespace {

using namespace std::chrono_literals;

/// Settings and commands are looked at this often, or between two steps if one takes longer.
constexpr double longest_chunk_ms = 25.0;
constexpr auto statistics_interval = 200ms;
constexpr auto speed_window = 1s;
constexpr int most_applied_in_a_row = 3;

double milliseconds(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

SessionThread::SessionThread(std::unique_ptr<Session> session, std::function<void()> on_change,
                             std::function<Clock::time_point()> now)
    : session_(std::move(session)),
      history_(*session_),
      on_change_(std::move(on_change)),
      now_(std::move(now)),
      thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

SessionThread::~SessionThread() {
    thread_.request_stop();
    thread_.join();
    drop_video();
}

void SessionThread::run(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    stop_ = stop;
    refresh_status();
    const auto work_to_do = [&] {
        return settings_changed_ || source_due() || command_ready() || refining_to_do() || frame_to_make() ||
               steps_to_do() || replay_to_do() || film_due() || pause_to_keep() || video_news_ || video_due();
    };
    while (!stop.stop_requested()) {
        auto wait = film_wait();
        if (const auto video = video_wait(); video && (!wait || *video < *wait)) wait = video;
        if (wait)
            changed_.wait_for(lock, stop, *wait, work_to_do);
        else
            changed_.wait(lock, stop, work_to_do);
        if (stop.stop_requested()) return;
        try {
            // Whenever the lock was given up, settings may have come; they go before commands and steps. In
            // a flood of them the rest has its turn all the same.
            for (int i = 0; settings_changed_ && i < most_applied_in_a_row; ++i) apply_settings(lock);
            const bool flooded = settings_changed_;
            const auto settled = [&] { return flooded || !settings_changed_; };
            if (source_due()) change_source(lock);
            if (settled() && command_ready()) run_command(lock);
            if (video_news_) take_video_news(lock);
            if (settled() && video_due()) feed_video(lock);
            if (settled() && !frame_to_make() && refining_to_do()) refine(lock, stop);
            if (settled() && !frame_to_make() && steps_to_do()) run_steps(lock, stop);
            if (settled() && !frame_to_make() && replay_to_do()) go_on_replaying(lock, stop);
            if (film_due()) give_to_film(lock);
            if (frame_to_make()) publish_frame(lock);
            keep_history(lock);
        } catch (const std::bad_alloc&) {
            fail(lock, "memory: not enough for this picture");
        } catch (const std::exception& error) {
            fail(lock, error.what());
        }
    }
}

void SessionThread::announce(std::unique_lock<std::mutex>& lock) {
    refresh_status();
    lock.unlock();
    on_change_();
    lock.lock();
}

void SessionThread::fail(std::unique_lock<std::mutex>& lock, const std::string& message) {
    if (!lock.owns_lock()) lock.lock();
    halted_ = true;
    errors_.push_back(message);
    announce(lock);
}

void SessionThread::apply_settings(std::unique_lock<std::mutex>& lock) {
    settings_changed_ = false;
    applied_number_ = settings_number_;
    if (replay_target_) return;  // end_replay() has them applied
    source_tried_ = false;
    const Preset preset = settings_.preset;
    note_source();
    lock.unlock();
    const bool changed = history_.adopt(preset, now_());
    LearningState learning;
    if (changed) learning = session_->learning_state();
    lock.lock();
    if (!changed) return;
    status_.learning = learning;
    // What is derived of the picture may be another, though the picture is the same.
    if (shown_content(preset) != Content::current) picture_changed_ = true;
    if (film_) film_->fresh = true;
    announce(lock);
}

bool SessionThread::command_ready() const {
    if (commands_.empty()) return false;
    const Command& next = commands_.front();
    if (next.settings > applied_number_) return false;
    if (replay_target_) return !next.needs_whole || !refines_;
    return !next.needs_whole || halted_ || (next.settings <= source_number_ && !refines_);
}

void SessionThread::run_command(std::unique_lock<std::mutex>& lock) {
    const auto work = std::move(commands_.front().work);
    commands_.pop_front();
    halted_ = false;
    lock.unlock();
    std::string error;
    try {
        work();
    } catch (const Error& thrown) {
        error = thrown.what();  // the picture is as it was, and goes on
    }
    const LearningState learning = session_->learning_state();
    lock.lock();
    if (!error.empty()) errors_.push_back(error);
    refines_ = !session_->source_complete();
    status_.learning = learning;
    announce(lock);
}

bool SessionThread::steps_wanted() const {
    return (settings_.running || steps_owed_ > 0) && stepping_process(settings_.preset) != Process::none;
}

bool SessionThread::steps_to_do() const {
    if (halted_ || replay_target_ || status_.size == Size{} || !steps_wanted()) return false;
    if (refines_) return false;  // steps begin at a whole picture
    if (steps_owed_ > 0) return true;
    if (waits_for_video()) return false;
    // With a fixed number of steps a frame, the next frame is begun when the window has taken this one.
    return settings_.pace.pace == Pace::time_budget || newest_.empty();
}

bool SessionThread::frame_to_make() const {
    if (halted_ || status_.size == Size{} || !session_->showable()) return false;
    if (!(settings_.view == shown_) || settings_.reading != read_) return true;
    if (replay_target_) return picture_changed_ && newest_.empty();
    if (!picture_changed_ || (steps_in_each_moment() && steps_of_scene_ == 0)) return false;
    if (video_holds_frame()) return false;
    if (!scene_shown_ && !steps_in_each_moment()) return worth_showing();
    // What refines goes on until the window takes a frame of it.
    if (refines_) return newest_.empty();
    if (newest_.empty() && settings_.pace.pace == Pace::time_budget) return true;
    const bool frame_complete = steps_into_frame_ >= settings_.pace.steps_per_frame;
    const bool stopped =
        steps_owed_ == 0 && (!settings_.running || stepping_process(settings_.preset) == Process::none);
    return (frame_complete && newest_.empty()) || stopped || steps_into_frame_ == 0;
}

bool SessionThread::pause_to_keep() const {
    return ran_ && !halted_ && !settings_.running && steps_owed_ == 0;
}

void SessionThread::picture_is_new() {
    picture_changed_ = true;
    if (film_) film_->fresh = true;
}

int SessionThread::steps_at_once() const {
    const PaceParams& pace = settings_.pace;
    const bool budgeted = settings_.running && pace.pace == Pace::time_budget && steps_owed_ == 0;
    const double budget_ms = budgeted ? static_cast<double>(pace.budget_ms) : longest_chunk_ms;
    int steps = 1;  // the first one measures
    if (status_.ms_per_step > 0)
        steps = static_cast<int>(std::clamp(budget_ms / status_.ms_per_step, 1.0, 1e6));
    if (steps_owed_ > 0) return std::min(steps, steps_owed_);
    if (!budgeted) steps = std::min(steps, std::max(1, pace.steps_per_frame - steps_into_frame_));
    return steps;
}

void SessionThread::run_steps(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
    const SessionSettings settings = settings_;
    const int steps = steps_to_film(steps_at_once());
    const bool moves = scene_moves_;
    lock.unlock();
    const auto begin = Clock::now();
    if (!moves) history_.keep_start(now_());  // of moments that pass by, starts would be all there is
    const int done = session_->advance(settings, steps, stop);
    session_->synchronize();
    const double elapsed_ms = milliseconds(Clock::now() - begin);
    const std::vector<LossRecord> losses = session_->take_losses();
    history_.count(done, now_());
    lock.lock();
    append_losses(losses_, losses, Session::most_losses);
    steps_owed_ = std::max(0, steps_owed_ - done);
    steps_into_frame_ += done;
    steps_of_scene_ += done;
    steps_of_video_ += done;
    if (done > 0) picture_is_new();
    if (film_) film_->stepped = film_->stepped || done > 0;
    ran_ = ran_ || (done > 0 && settings.running);
    record_speed(done, elapsed_ms);
    refresh_status();
}

SessionSettings SessionThread::settings_now() const {
    const std::lock_guard lock(mutex_);
    return settings_;
}

/// What went wrong, in one line that is new; the current picture is shown in place of what there is not.
std::string SessionThread::derive(const Preset& preset) {
    try {
        session_->derive(preset);
        refused_.clear();
    } catch (const Error& error) {
        if (error.fault() != Fault::usage) throw;
        if (refused_ != error.what()) return refused_ = error.what();
    }
    return "";
}

/// Passes over whole pictures, too long for every frame.
SessionThread::Summary SessionThread::summarized(Content shown, const ContentList& contents,
                                                 const ReadingRequest& reading) {
    Summary summary;
    summary.statistics = session_->statistics(shown);
    for (const Content content : contents)
        if (!(session_->shape(content).size == Size{}))
            summary.shown[static_cast<std::size_t>(content)] =
                content == shown ? summary.statistics : session_->statistics(content);
    for (const HistogramRequest& request : reading.histograms)
        summary.histograms.push_back(session_->histogram(request));
    return summary;
}

void SessionThread::publish_frame(std::unique_lock<std::mutex>& lock) {
    const Preset preset = settings_.preset;
    const ViewWindow view = settings_.view;
    const ReadingRequest reading = settings_.reading;
    const auto now = Clock::now();
    const bool at_rest = !steps_to_do() && !refines_ && !replay_target_ && !video_plays();
    const bool other_wanted = reading.histograms != read_.histograms || !(view.contents == shown_.contents);
    const bool summarize =
        other_wanted || (picture_changed_ && (at_rest || now - statistics_time_ >= statistics_interval));
    Summary summary;
    if (!summarize) summary.histograms = status_.readings->histograms;
    lock.unlock();
    const std::string refusal = derive(preset);
    auto frames = session_->present(view);
    auto readings = std::make_shared<Readings>(session_->read(reading));
    if (summarize) summary = summarized(shown_content(preset), view.contents, reading);
    readings->histograms = std::move(summary.histograms);
    session_->synchronize();
    const LearningState learning = session_->learning_state();
    lock.lock();
    newest_ = std::move(frames);
    status_.learning = learning;
    status_.readings = std::move(readings);
    status_.convolution = session_->convolution();
    status_.fractal = session_->fractal();
    newest_progress_ = status_.fractal.progress;
    status_.revision = applied_revision_;
    for (int i = 0; i < content_count; ++i)
        status_.shapes[static_cast<std::size_t>(i)] = session_->shape(static_cast<Content>(i));
    if (!refusal.empty()) errors_.push_back(refusal);
    report_recoveries();
    if (film_ && film_->order.view_only && !(view == shown_)) film_->fresh = true;
    shown_ = view;
    read_ = reading;
    picture_changed_ = false;
    steps_into_frame_ = 0;
    scene_shown_ = video_shown_ = true;
    scene_fed_ = scene_fed_ || steps_of_scene_ > 0;
    if (summarize) {
        status_.statistics = std::move(summary.statistics);
        status_.shown_statistics = std::move(summary.shown);
        statistics_time_ = now;
    }
    announce(lock);
}

/// After the frame, so that the picture shown does not wait for the copy.
void SessionThread::keep_history(std::unique_lock<std::mutex>& lock) {
    const bool paused = pause_to_keep();
    if (paused) ran_ = false;
    if (halted_ || (!paused && !history_.automatic_due())) return;
    lock.unlock();
    const bool kept =
        history_.keep(paused ? CheckpointKind::paused : CheckpointKind::automatic, now_()).has_value();
    lock.lock();
    if (kept || status_.history != history_.overview()) announce(lock);
}

void SessionThread::report_recoveries() {
    const int recoveries = session_->recoveries();
    const auto now = now_();
    if (recoveries == recoveries_told_ || (recoveries_time_ && now - *recoveries_time_ < 1s)) return;
    const int times = recoveries - recoveries_told_;
    errors_.push_back(fmt::format(
        "operator: left all bounds{} by step {} and started again; a smaller learning rate or rate helps",
        times > 1 ? fmt::format(" {} times", times) : "", session_->step()));
    recoveries_told_ = recoveries;
    recoveries_time_ = now;
}

void SessionThread::record_speed(int steps, double elapsed_ms) {
    if (steps == 0) return;
    steps_done_ += steps;
    // Halfway to the newest: follows a change of settings quickly and still smooths the machine's noise.
    const double latest = elapsed_ms / steps;
    status_.ms_per_step = status_.ms_per_step > 0 ? (status_.ms_per_step + latest) / 2 : latest;
    marks_.push_back({Clock::now(), steps_done_});
}

void SessionThread::refresh_status() {
    const auto now = Clock::now();
    while (marks_.size() > 1 && now - marks_.front().time > speed_window) marks_.pop_front();
    const bool moving = marks_.size() > 1 && now - marks_.back().time < speed_window;
    status_.steps_per_s = moving ? static_cast<double>(marks_.back().steps - marks_.front().steps) * 1000.0 /
                                       milliseconds(marks_.back().time - marks_.front().time)
                                 : 0.0;
    status_.backend = session_->backend_info();
    status_.notice = session_->notice();
    status_.history = history_.overview();
    status_.step = session_->step();
    status_.replay_target = replay_target_;
    status_.recording = film_ && film_->open;
    status_.source_name = source_name_;
    if (!session_->has_source()) {
        status_.size = {};
        return;
    }
    const Image& source = *session_->source();
    status_.size = source.size();
    status_.channels = source.channels();
    status_.has_alpha = source.has_alpha();
}

}  // namespace droplet
