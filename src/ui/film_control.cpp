#include "ui/film_control.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <utility>

#include "media/capture_file.h"
#include "media/capture_name.h"
#include "model/error.h"

namespace droplet {
namespace {

namespace fs = std::filesystem;

/// How long the end of the program waits for what the film is of; the film itself is complete without.
constexpr std::chrono::seconds longest_wait{10};

bool stands(const fs::path& path) {
    std::error_code error;
    return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

/// What was written of a film that nobody wants.
void remove_film(const FilmPlace& place) {
    std::error_code ignored;
    fs::remove_all(place.shown, ignored);
    fs::remove(place.performance, ignored);
    fs::remove(picture_sidecar(place.path), ignored);
}

}  // namespace

FilmPlace film_place(FilmFormat format, const std::string& folder, const std::string& name) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Error(Fault::job, folder, "the folder cannot be made: " + error.message());
    const bool stills = format == FilmFormat::png;
    const std::string extension = stills ? "" : fmt::format(".{}", enum_name(format));
    for (int number = 1;; ++number) {
        const fs::path performance = numbered_capture(folder, name, "json", number);
        fs::path path = performance;
        path.replace_extension();
        path += extension;
        if (stands(path) || stands(performance) || stands(picture_sidecar(path.string()))) continue;
        if (!stills) return {path.string(), path.string(), performance.string()};
        if (!fs::create_directory(path, error)) {
            if (error)
                throw Error(Fault::job, path.string(), "the folder cannot be made: " + error.message());
            continue;
        }
        return {(path / "frame-%05d.png").string(), path.string(), performance.string()};
    }
}

FilmClock clock_of(const FilmParams& params, bool steps) {
    return params.content == FilmContent::picture && steps ? params.clock : FilmClock::live;
}

Size film_size(const FilmParams& params, Size content) {
    const auto scaled = [&](int length) {
        return std::max(1, static_cast<int>(std::lround(static_cast<double>(length) * params.scale)));
    };
    if (params.size == FilmSize::fixed) return {params.width, params.height};
    if (params.size == FilmSize::as_is || content.area() == 0) return {};
    return {scaled(content.width), scaled(content.height)};
}

FilmControl::FilmControl(std::function<void()> on_change) : on_change_(std::move(on_change)) {}

FilmControl::~FilmControl() {
    finish_now();
}

void FilmControl::Mailbox::see(Size size) {
    const std::lock_guard lock(mutex);
    if (!first) first = size;
    other_size |= !(*first == size);
}

void FilmControl::tell(FilmNews::Kind kind, std::string text, std::string path) {
    news_.push_back({kind, std::move(text), std::move(path)});
}

std::vector<FilmNews> FilmControl::take_news() {
    return std::exchange(news_, {});
}

FilmControl::Clock::duration FilmControl::frame_time() const {
    return std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(1 / static_cast<double>(params_.fps)));
}

void FilmControl::start(const FilmParams& params, const FilmPlace& place, Size size, bool steps,
                        const DisplayParams& display, FilmSession session) {
    if (!idle()) return;
    params_ = params;
    place_ = place;
    size_ = film_size(params, size);
    clock_ = clock_of(params, steps);
    display_ = display;
    session_ = std::move(session);
    mail_ = std::make_shared<Mailbox>();
    status_ = {};
    status_.path = place.path;
    asked_.reset();
    owed_ = discards_ = size_told_ = false;
    started_ = Clock::now();
    state_ = State::starting;
    // A film that is killed has the recipe that stands at its beginning.
    const auto got = [mail = mail_, display, fps = params.fps, wake = on_change_](Recipe recipe) {
        recipe.fps = static_cast<double>(fps);
        recipe.display = display;
        std::string text = recipe_text(recipe);
        {
            const std::lock_guard lock(mail->mutex);
            mail->first_recipe = std::move(text);
        }
        wake();
    };
    session_.stop_recording(got, started_);
}

void FilmControl::begin(std::string recipe) {
    RecordingOptions options;
    options.path = place_.path;
    options.fps = static_cast<double>(params_.fps);
    options.size = size_;
    options.quality = params_.quality;
    options.odd_size = params_.odd_size;
    options.clock =
        clock_ == FilmClock::steps ? RecordingOptions::Clock::steps : RecordingOptions::Clock::live;
    options.most_seconds = static_cast<double>(params_.limit_s);
    options.recipe = std::move(recipe);
    try {
        recorder_ = std::make_shared<FilmRecorder>(options, on_change_);
    } catch (const Error& error) {
        tell(FilmNews::Kind::failed, error.what());
        if (params_.format == FilmFormat::png) remove_film(place_);
        state_ = State::idle;
        return;
    }
    status_ = recorder_->status();
    started_ = Clock::now();
    state_ = State::recording;
    order();
}

void FilmControl::order() {
    // A window's film is of no run.
    if (params_.content == FilmContent::window) return;
    FilmOrder order;
    order.every = clock_ == FilmClock::steps ? params_.every : 0;
    order.interval = frame_time();
    order.fps = static_cast<double>(params_.fps);
    order.display = display_;
    order.view_only = params_.content == FilmContent::view;
    order.recipes = params_.format == FilmFormat::png;
    order.take = [recorder = recorder_, mail = mail_, by_steps = clock_ == FilmClock::steps](
                     FilmFrame frame, const std::stop_token& stop) {
        if (frame.pixels) mail->see(frame.pixels->size());
        if (by_steps) return recorder->put(std::move(frame.pixels), stop);
        const RecordingStatus status = recorder->status();
        if (status.state != RecordingStatus::State::recording || status.at_limit) return false;
        recorder->show(std::move(frame.pixels), frame.time);
        return true;
    };
    session_.record(std::move(order));
}

void FilmControl::follow_source() {
    if (state_ == State::recording) order();
}

void FilmControl::set_display(const DisplayParams& display) {
    if (state_ != State::recording || display_ == display) return;
    display_ = display;
    session_.set_display(display);
}

void FilmControl::stop(Clock::time_point now) {
    if (state_ == State::starting) {
        // Nothing was written, but the folder of stills.
        if (params_.format == FilmFormat::png) remove_film(place_);
        state_ = State::idle;
    }
    if (state_ != State::recording) return;
    state_ = State::finishing;
    stopped_ = now;
    const bool performs = params_.performance && params_.content != FilmContent::window && !discards_;
    const auto done = [mail = mail_, recorder = recorder_, display = display_, fps = params_.fps, now,
                       wake = on_change_,
                       performance = performs ? place_.performance : std::string()](Recipe recipe) {
        if (recipe.takes.empty()) recipe.display = display;
        recipe.fps = static_cast<double>(fps);
        std::string failure;
        recorder->finish(recipe_text(recipe), now);
        try {
            if (!performance.empty()) write_recipe(recipe, performance);
        } catch (const Error& error) {
            failure = error.what();
        }
        {
            const std::lock_guard lock(mail->mutex);
            mail->failure = std::move(failure);
            mail->stopped = true;
        }
        mail->changed.notify_all();
        wake();
    };
    session_.stop_recording(done, now);
}

void FilmControl::discard(Clock::time_point now) {
    discards_ = true;
    stop(now);
}

void FilmControl::advance(Clock::time_point now) {
    if (idle()) return;
    std::optional<std::string> recipe;
    bool stopped = false, other_size = false;
    {
        const std::lock_guard lock(mail_->mutex);
        recipe = std::exchange(mail_->first_recipe, std::nullopt);
        stopped = mail_->stopped;
        other_size = mail_->other_size;
    }
    if (state_ == State::starting && recipe) begin(std::move(*recipe));
    if (!recorder_) return;
    status_ = recorder_->status();
    if (other_size && !std::exchange(size_told_, true))
        tell(FilmNews::Kind::note,
             "What is recorded has another size now: it is fitted into the film's, black beside it.");
    const bool ended = status_.state == RecordingStatus::State::failed || status_.at_limit;
    if (state_ == State::recording && ended) stop(now);
    const bool complete =
        status_.state == RecordingStatus::State::done || status_.state == RecordingStatus::State::failed;
    if (state_ == State::finishing && stopped && complete) end();
}

/// The file is complete, or never will be.
void FilmControl::end() {
    status_ = recorder_->status();
    recorder_.reset();
    state_ = State::idle;
    const std::lock_guard lock(mail_->mutex);
    if (discards_ || status_.frames == 0) remove_film(place_);
    if (discards_) return tell(FilmNews::Kind::note, "The film was discarded.");
    if (!mail_->first) return tell(FilmNews::Kind::note, "Nothing was recorded: no picture had come.");
    if (status_.state == RecordingStatus::State::failed) {
        tell(FilmNews::Kind::failed, status_.message);
    } else {
        const auto frames = [](std::int64_t n) { return fmt::format("{} frame{}", n, n == 1 ? "" : "s"); };
        std::string text =
            fmt::format("Film saved: {:.1f} s, {}.", status_.film_seconds, frames(status_.frames));
        if (status_.dropped > 0)
            text += fmt::format(" {} dropped: the encoder was too slow.", frames(status_.dropped));
        if (!status_.message.empty()) text += fmt::format(" {}", status_.message);
        tell(FilmNews::Kind::saved, std::move(text), place_.shown);
    }
    if (!mail_->failure.empty()) tell(FilmNews::Kind::failed, mail_->failure);
}

void FilmControl::finish_now() {
    stop(Clock::now());
    if (state_ != State::finishing) return;
    bool stopped = false;
    {
        std::unique_lock lock(mail_->mutex);
        stopped = mail_->changed.wait_for(lock, longest_wait, [&] { return mail_->stopped; });
    }
    if (!stopped) recorder_->finish({}, stopped_);
    recorder_->wait();
    end();
}

double FilmControl::elapsed_s(Clock::time_point now) const {
    if (state_ == State::idle || state_ == State::starting) return 0;
    return std::chrono::duration<double>((state_ == State::finishing ? stopped_ : now) - started_).count();
}

bool FilmControl::wants(Clock::time_point now) {
    if (state_ != State::recording || params_.content == FilmContent::picture) return false;
    // Twice as many as the film has, at most, so that each of its frames finds a fresh one.
    owed_ = asked_ && now - *asked_ < frame_time() * 2 / 5;
    if (!owed_) asked_ = now;
    return !owed_;
}

std::optional<FilmControl::Clock::time_point> FilmControl::due() const {
    if (!owed_ || state_ != State::recording) return {};
    return *asked_ + frame_time() / 2;
}

void FilmControl::show(std::shared_ptr<FramePixels> pixels, Clock::time_point time) {
    if (!recorder_ || state_ != State::recording) return;
    mail_->see(pixels->size());
    recorder_->show(std::move(pixels), time);
}

}  // namespace droplet
