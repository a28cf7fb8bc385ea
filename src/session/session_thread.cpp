#include "session/session_thread.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "model/error.h"

namespace droplet {
namespace {

using namespace std::chrono_literals;

/// Settings and commands are looked at this often, or between two steps if one takes longer.
constexpr double longest_chunk_ms = 25.0;
constexpr auto statistics_interval = 200ms;
constexpr auto speed_window = 1s;

double milliseconds(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

SessionThread::SessionThread(std::unique_ptr<Session> session, std::function<void()> on_change)
    : session_(std::move(session)),
      on_change_(std::move(on_change)),
      thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

SessionThread::~SessionThread() {
    thread_.request_stop();
    thread_.join();
}

void SessionThread::set(const SessionSettings& settings) {
    {
        const std::lock_guard lock(mutex_);
        if (settings == settings_) return;
        settings_ = settings;
        halted_ = false;
    }
    changed_.notify_one();
}

void SessionThread::post(std::function<void()> command) {
    {
        const std::lock_guard lock(mutex_);
        commands_.push_back(std::move(command));
    }
    changed_.notify_one();
}

void SessionThread::load(std::shared_ptr<const Image> image, std::string name) {
    post([this, image = std::move(image), name = std::move(name)] {
        session_->load(image);
        const std::lock_guard lock(mutex_);
        source_name_ = name;
        steps_owed_ = steps_into_frame_ = 0;
        picture_changed_ = true;
    });
}

void SessionThread::reset() {
    post([this] {
        if (session_->has_source()) session_->reset();
        const std::lock_guard lock(mutex_);
        steps_owed_ = steps_into_frame_ = 0;
        picture_changed_ = true;
    });
}

void SessionThread::step(int count) {
    post([this, count] {
        const std::lock_guard lock(mutex_);
        steps_owed_ += count;
    });
}

void SessionThread::switch_backend(BackendChoice choice) {
    post([this, choice] {
        session_->switch_backend(choice);
        const std::lock_guard lock(mutex_);
        picture_changed_ = true;
    });
}

void SessionThread::download(Content content, std::function<void(Image)> done) {
    post([this, content, done = std::move(done)] {
        if (session_->has_source()) done(session_->download(content));
    });
}

void SessionThread::edit_operator(const OperatorEdit& edit) {
    post([this, edit] {
        LearningParams params;
        {
            const std::lock_guard lock(mutex_);
            params = settings_.preset.learning;
        }
        session_->edit_operator(edit, params);
    });
}

void SessionThread::kick(float share) {
    post([this, share] {
        session_->kick(share);
        const std::lock_guard lock(mutex_);
        picture_changed_ = true;
    });
}

void SessionThread::begin_stroke() {}

void SessionThread::paint(std::vector<BrushDab> dabs) {
    post([this, dabs = std::move(dabs)] {
        session_->paint(dabs);
        const std::lock_guard lock(mutex_);
        picture_changed_ = true;
    });
}

std::optional<std::int64_t> SessionThread::take_stroke() {
    return std::nullopt;
}
void SessionThread::go_to(std::int64_t) {}
std::optional<Preset> SessionThread::take_adopted() {
    return std::nullopt;
}
void SessionThread::set_history_budget(std::size_t) {}
std::vector<LossRecord> SessionThread::take_losses() {
    return {};
}

std::unique_ptr<Frame> SessionThread::take_frame() {
    std::unique_ptr<Frame> frame;
    {
        const std::lock_guard lock(mutex_);
        frame = std::move(newest_);
    }
    if (frame) changed_.notify_one();
    return frame;
}

SessionStatus SessionThread::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

std::vector<std::string> SessionThread::take_errors() {
    const std::lock_guard lock(mutex_);
    return std::exchange(errors_, {});
}

void SessionThread::run(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    refresh_status();
    while (!stop.stop_requested()) {
        changed_.wait(lock, stop, [&] { return !commands_.empty() || frame_to_make() || steps_to_do(); });
        if (stop.stop_requested()) return;
        try {
            if (!commands_.empty()) run_command(lock);
            if (!frame_to_make() && steps_to_do()) run_steps(lock, stop);
            if (frame_to_make()) publish_frame(lock);
        } catch (const std::bad_alloc&) {
            fail(lock, "memory: not enough for this picture");
        } catch (const std::exception& error) {
            fail(lock, error.what());
        }
    }
}

void SessionThread::fail(std::unique_lock<std::mutex>& lock, const std::string& message) {
    if (!lock.owns_lock()) lock.lock();
    halted_ = true;
    errors_.push_back(message);
    refresh_status();
    lock.unlock();
    on_change_();
    lock.lock();
}

void SessionThread::run_command(std::unique_lock<std::mutex>& lock) {
    const auto command = std::move(commands_.front());
    commands_.pop_front();
    halted_ = false;
    lock.unlock();
    try {
        command();
    } catch (const Error& error) {
        // The picture is as it was, and goes on.
        lock.lock();
        errors_.push_back(error.what());
        lock.unlock();
    }
    lock.lock();
    refresh_status();
    lock.unlock();
    on_change_();
    lock.lock();
}

bool SessionThread::steps_to_do() const {
    if (halted_ || status_.size == Size{} || settings_.preset.process == Process::none) return false;
    if (steps_owed_ > 0) return true;
    if (!settings_.running) return false;
    // With a fixed number of steps a frame, the next frame is begun when the window has taken this one.
    return settings_.pace.pace == Pace::time_budget || newest_ == nullptr;
}

bool SessionThread::frame_to_make() const {
    if (halted_ || status_.size == Size{}) return false;
    if (!(settings_.view == shown_)) return true;
    if (!picture_changed_) return false;
    if (newest_ == nullptr && settings_.pace.pace == Pace::time_budget) return true;
    const bool frame_complete = steps_into_frame_ >= settings_.pace.steps_per_frame;
    const bool stopped =
        steps_owed_ == 0 && (!settings_.running || settings_.preset.process == Process::none);
    return (frame_complete && newest_ == nullptr) || stopped || steps_into_frame_ == 0;
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
    const int steps = steps_at_once();
    lock.unlock();
    const auto begin = Clock::now();
    const int done = session_->advance(settings, steps, stop);
    session_->synchronize();
    const double elapsed_ms = milliseconds(Clock::now() - begin);
    lock.lock();
    steps_owed_ = std::max(0, steps_owed_ - done);
    steps_into_frame_ += done;
    picture_changed_ = picture_changed_ || done > 0;
    record_speed(done, elapsed_ms);
    refresh_status();
}

void SessionThread::publish_frame(std::unique_lock<std::mutex>& lock) {
    const ViewWindow view = settings_.view;
    const auto now = Clock::now();
    const bool at_rest = !steps_to_do();
    const bool summarize = picture_changed_ && (at_rest || now - statistics_time_ >= statistics_interval);
    lock.unlock();
    auto frame = session_->present(view);
    std::vector<ChannelStatistics> statistics;
    if (summarize) statistics = session_->statistics();
    session_->synchronize();
    lock.lock();
    newest_ = std::move(frame);
    shown_ = view;
    picture_changed_ = false;
    steps_into_frame_ = 0;
    if (summarize) {
        status_.statistics = std::move(statistics);
        statistics_time_ = now;
    }
    refresh_status();
    lock.unlock();
    on_change_();
    lock.lock();
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
    static const auto no_history = std::make_shared<const HistoryOverview>();
    status_.history = no_history;
    status_.step = session_->step();
    status_.source_name = source_name_;
    if (!session_->has_source()) return;
    const Image& source = *session_->source();
    status_.size = source.size();
    status_.channels = source.channels();
    status_.has_alpha = source.has_alpha();
}

}  // namespace droplet
