#include "media/film_recorder.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "media/encoder.h"
#include "media/film_clock.h"
#include "media/frame_fit.h"
#include "media/output_path.h"
#include "media/recording_target.h"
#include "model/error.h"

namespace droplet {
namespace {

using namespace std::chrono_literals;
using State = RecordingStatus::State;
using Clock = std::chrono::steady_clock;

/// A picture may come so much later than the time that it says: it was on its way from a device.
constexpr auto lateness = 250ms;
constexpr auto between_reports = 250ms;
constexpr std::int64_t most_queued = 8, most_queued_bytes = 256'000'000;

/// Inherited by the encoder. Before the window's session (ui/session_link.cpp): a film's frames that come
/// late are lost, while a simulation only becomes slower. Behind drawing, which goes first.
constexpr int encoder_nice = 2;

void lower_priority() {
    const int now = ::getpriority(PRIO_PROCESS, 0);  // of this thread
    if (now < encoder_nice) (void)::setpriority(PRIO_PROCESS, 0, encoder_nice);
}

std::int64_t most_frames(const RecordingOptions& options) {
    if (options.most_seconds <= 0) return 0;
    return std::max<std::int64_t>(1, std::llround(options.most_seconds * options.fps));
}

void check(const RecordingOptions& options, OutputFormat format) {
    check_fps(options.fps, format);
    constexpr double longest = 1e9;
    if (!(options.most_seconds >= 0 && options.most_seconds <= longest))
        throw Error(
            Fault::usage, "duration",
            fmt::format("{} s is out of range; valid: above 0, or 0 for no limit", options.most_seconds));
    if (options.size != Size{} && (options.size.width < 1 || options.size.height < 1))
        throw Error(Fault::usage, "size",
                    fmt::format("{} x {} is not a size; valid: 1 x 1 or more", options.size.width,
                                options.size.height));
}

std::unique_ptr<RecordingTarget> open_target(const RecordingOptions& options) {
    const TargetOptions target{options.path, options.fps, options.quality, options.recipe, options.patience};
    if (auto pattern = still_pattern(options.path)) {
        check(options, OutputFormat::png);
        return live_stills(target, std::move(*pattern));
    }
    const auto format = format_of(options.path);
    if (!format || !is_film(*format))
        throw Error(Fault::usage, options.path,
                    "is neither a film nor a pattern; valid: .mp4, .webm, .gif, name-%05d.png");
    check(options, *format);
    return live_film(target, *format);
}

std::uint64_t disk_left(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    struct statvfs disk {};
    if (::statvfs(folder.empty() ? "." : folder.c_str(), &disk) != 0) return 0;
    return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

}  // namespace

struct FilmRecorder::Work {
    struct Entry {
        std::shared_ptr<FramePixels> picture;
        std::int64_t frames = 0;
    };

    Work(const RecordingOptions& recording, std::function<void()> tell)
        : options(recording),
          on_change(std::move(tell)),
          target(open_target(recording)),
          clock(recording.fps, most_frames(recording)) {
        status.path = options.path;
        status.disk_left = disk_left(options.path);
    }

    bool live() const { return options.clock == RecordingOptions::Clock::live; }
    bool takes_frames() const { return status.state == State::recording && !ended; }
    bool has_room() const { return queue.size() < static_cast<std::size_t>(status.queue_size); }
    void set_queue_size(Size size);
    void enqueue(const std::shared_ptr<FramePixels>& picture, std::int64_t frames);
    void count();

    void run(const std::stop_token& stop);
    void record(const std::stop_token& stop);
    std::optional<Entry> next(const std::stop_token& stop);
    void write(const Entry& entry, const std::stop_token& stop);
    void report(bool now);
    void end(State state, const std::string& message);

    const RecordingOptions options;
    const std::function<void()> on_change;

    // Of the thread alone.
    std::unique_ptr<RecordingTarget> target;
    std::optional<FrameFit> fit;
    Clock::time_point reported{};

    mutable std::mutex mutex;
    std::condition_variable_any changed;
    std::deque<Entry> queue;
    LiveClock clock;                      // live; for steps only its limit
    std::int64_t put_frames = 0;          // steps
    std::shared_ptr<FramePixels> newest;  // live
    RecordingStatus status;
    bool finishing = false, ended = false;
    std::string last_recipe;

    std::jthread thread;  // last: it ends before all it uses
};

void FilmRecorder::Work::set_queue_size(Size size) {
    if (status.queue_size > 0) return;
    status.queue_size = static_cast<int>(std::clamp<std::int64_t>(
        most_queued_bytes / std::max<std::int64_t>(1, 3 * size.area()), 2, most_queued));
}

/// live: so many more frames of a picture. Frames that find no room repeat what stands last in the queue.
void FilmRecorder::Work::enqueue(const std::shared_ptr<FramePixels>& picture, std::int64_t frames) {
    if (frames <= 0) return;
    const bool same = !queue.empty() && queue.back().picture == picture;
    if (!same && has_room()) {
        queue.push_back({picture, frames});
        return;
    }
    queue.back().frames += frames;
    if (!same) clock.refuse(frames);
}

void FilmRecorder::Work::count() {
    if (live()) {
        status.repeated = clock.repeated();
        status.left_out = clock.left_out();
        status.dropped = clock.dropped();
    }
    const std::int64_t most = most_frames(options);
    status.at_limit = most > 0 && (live() ? clock.frames() : put_frames) >= most;
    status.queued = static_cast<int>(queue.size());
    status.film_seconds = static_cast<double>(status.frames) / options.fps;
}

void FilmRecorder::Work::run(const std::stop_token& stop) {
    lower_priority();
    try {
        record(stop);
        if (stop.stop_requested()) return end(State::failed, options.path + ": was not finished");
        report(true);
        end(State::done, target->finish(last_recipe, stop));
    } catch (const std::exception& error) {
        end(State::failed, error.what());
    }
}

void FilmRecorder::Work::record(const std::stop_token& stop) {
    while (const auto entry = next(stop)) {
        write(*entry, stop);
        report(false);
    }
}

/// Waits for what the film shows next; none at the end.
std::optional<FilmRecorder::Work::Entry> FilmRecorder::Work::next(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        if (live()) enqueue(newest, clock.advance(Clock::now() - lateness));
        count();
        if (!queue.empty()) {
            Entry entry = std::move(queue.front());
            queue.pop_front();
            changed.notify_all();
            return entry;
        }
        if (finishing) break;
        const auto ready = [this] { return !queue.empty() || finishing; };
        if (live() && clock.started() && !clock.at_limit()) {
            changed.wait_until(lock, stop, clock.next() + lateness, ready);
        } else {
            changed.wait(lock, stop,
                         [&] { return ready() || (live() && clock.started() && !clock.at_limit()); });
        }
    }
    return std::nullopt;
}

void FilmRecorder::Work::write(const Entry& entry, const std::stop_token& stop) {
    const Size size = entry.picture->size();
    if (!fit) {
        const auto format = format_of(options.path);
        fit.emplace(options.size == Size{} ? size : options.size, options.odd_size,
                    format && needs_even_sides(*format));
        target->start(fit->size());
        const std::scoped_lock lock(mutex);
        status.size = fit->size();
    }
    const std::span<const std::uint8_t> rgb = entry.picture->rgb();
    if (rgb.size() != static_cast<std::size_t>(size.area()) * 3)
        throw Error(Fault::job, options.path, "a picture came that is not of its own size");
    const std::span<const std::uint8_t> frame = fit->fit(rgb, size);
    // In parts of about a second, so that the status goes on.
    const auto part = std::max<std::int64_t>(1, std::llround(std::min(options.fps, 1000.0)));
    for (std::int64_t done = 0; done < entry.frames; done += part) {
        const std::int64_t frames = std::min(part, entry.frames - done);
        target->add(frame, entry.picture->recipe.get(), static_cast<int>(frames), stop);
        {
            const std::scoped_lock lock(mutex);
            status.frames += frames;
            count();
        }
        report(false);
    }
}

void FilmRecorder::Work::report(bool now) {
    const auto time = Clock::now();
    if (!now && time - reported < between_reports) return;
    reported = time;
    const std::uint64_t bytes = target->bytes(), left = disk_left(options.path);
    {
        const std::scoped_lock lock(mutex);
        status.bytes = bytes;
        status.disk_left = left;
    }
    if (on_change) on_change();
}

/// The state is told when the files are as they stay.
void FilmRecorder::Work::end(State state, const std::string& message) {
    {
        const std::scoped_lock lock(mutex);
        ended = true;
        queue.clear();
        newest.reset();
    }
    changed.notify_all();
    std::uint64_t bytes = 0;
    try {
        bytes = target->bytes();
    } catch (const Error&) {  // they are gone, which is why it ends
    }
    target.reset();
    {
        const std::scoped_lock lock(mutex);
        status.bytes = bytes;
        status.disk_left = disk_left(options.path);
        status.message = message;
        if (state == State::failed && bytes > 0) status.message += "; the film until then is kept";
        status.state = state;
        count();
    }
    changed.notify_all();
    if (on_change) on_change();
}

FilmRecorder::FilmRecorder(const RecordingOptions& options, std::function<void()> on_change)
    : work_(std::make_unique<Work>(options, std::move(on_change))) {
    work_->thread = std::jthread([work = work_.get()](const std::stop_token& stop) { work->run(stop); });
}

FilmRecorder::~FilmRecorder() = default;

void FilmRecorder::show(std::shared_ptr<FramePixels> frame, Time time) {
    const std::scoped_lock lock(work_->mutex);
    if (!work_->takes_frames() || work_->clock.at_limit()) return;
    work_->set_queue_size(frame->size());
    work_->enqueue(work_->newest, work_->clock.arrive(time));
    work_->newest = std::move(frame);
    work_->count();
    work_->changed.notify_all();
}

bool FilmRecorder::put(std::shared_ptr<FramePixels> frame, const std::stop_token& stop, int frames) {
    std::unique_lock lock(work_->mutex);
    work_->set_queue_size(frame->size());
    const auto ready = [this] { return !work_->takes_frames() || work_->has_room(); };
    if (!work_->changed.wait(lock, stop, ready) || !work_->takes_frames() || stop.stop_requested())
        return false;
    std::int64_t count = frames;
    if (const std::int64_t most = most_frames(work_->options); most > 0)
        count = std::min(count, most - work_->put_frames);
    if (count <= 0) return frames <= 0;
    work_->put_frames += count;
    work_->status.repeated += count - 1;
    work_->queue.push_back({std::move(frame), count});
    work_->count();
    work_->changed.notify_all();
    return true;
}

void FilmRecorder::finish(std::string recipe, Time time) {
    const std::scoped_lock lock(work_->mutex);
    if (!work_->takes_frames() || work_->finishing) return;
    if (work_->live())
        if (const std::int64_t frames = work_->clock.end(time); frames > 0)
            work_->queue.push_back({work_->newest, frames});  // one more than there is room for
    work_->newest.reset();
    work_->last_recipe = std::move(recipe);
    work_->finishing = true;
    work_->status.state = State::finishing;
    work_->count();
    work_->changed.notify_all();
}

void FilmRecorder::wait() {
    std::unique_lock lock(work_->mutex);
    work_->changed.wait(
        lock, [this] { return work_->status.state == State::done || work_->status.state == State::failed; });
}

RecordingStatus FilmRecorder::status() const {
    const std::scoped_lock lock(work_->mutex);
    return work_->status;
}

}  // namespace droplet
