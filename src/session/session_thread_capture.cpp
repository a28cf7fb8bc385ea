// Stills, and films of what the process shows.
#include <algorithm>
#include <optional>
#include <utility>

#include "model/error.h"
#include "session/display_of.h"
#include "session/session_thread.h"

namespace droplet {
namespace {

/// What the process shows, or the picture in place of what there is not.
Content shown_by(const Session& session, const Preset& preset) {
    const Content content = shown_content(preset);
    return session.shape(content).size == Size{} ? Content::current : content;
}

bool same_clock(const FilmOrder& a, const FilmOrder& b) {
    return (a.every == 0) == (b.every == 0) && a.fps == b.fps;
}

}  // namespace

void SessionThread::still(const DisplayParams& display, std::function<void(CapturedStill)> done) {
    const auto work = [this, display, done = std::move(done)] {
        const SessionSettings settings = settings_now();
        session_->derive(settings.preset);
        const Content content = shown_by(*session_, settings.preset);
        CapturedStill still;
        still.picture = session_->download(content);
        still.display = display_of(*session_, content, settings.preset, display);
        still.recipe = session_->recipe(settings);
        still.recipe.display = display;
        done(std::move(still));
    };
    post_to_picture(work, true);
}

void SessionThread::record(FilmOrder order) {
    const std::stop_source stop;
    {
        const std::lock_guard lock(mutex_);
        film_stop_.request_stop();
        film_stop_ = stop;
    }
    const auto work = [this, order = std::move(order), stop] { begin_film(order, stop); };
    post({.work = work, .needs_whole = true});
}

void SessionThread::set_film_display(const DisplayParams& display) {
    const auto work = [this, display] {
        if (!film_ || film_->order.display == display) return;
        film_->order.display = display;
        film_->fresh = true;
    };
    post({.work = work});
}

void SessionThread::stop_recording(std::function<void(Recipe)> done, Clock::time_point end) {
    interrupt_film();
    post({.work = [this, done = std::move(done), end] { done(end_film(end)); }});
}

void SessionThread::interrupt_film() {
    const std::lock_guard lock(mutex_);
    film_stop_.request_stop();
}

void SessionThread::begin_film(const FilmOrder& order, const std::stop_source& stop) {
    std::optional<FilmLog> log;
    if (film_ && !film_->open && same_clock(film_->order, order)) log = std::move(film_->log);
    film_.reset();
    if (!session_->has_source())
        throw Error(Fault::job, "film", "there is no picture to record; valid: once a source is loaded");
    film_ = std::make_unique<Film>();
    film_->order = order;
    film_->stop = stop;
    if (log)
        film_->log = std::move(*log);
    else if (order.every == 0)
        film_->log = FilmLog(order.fps);
    film_->begin = film_->due = now_();
    const SessionSettings settings = settings_now();
    const std::string refusal = film_frame(settings);
    if (refusal.empty()) return;
    const std::lock_guard lock(mutex_);
    errors_.push_back(refusal);
}

void SessionThread::close_film() {
    if (film_) film_->open = false;
}

Recipe SessionThread::end_film(Clock::time_point end) {
    const SessionSettings settings = settings_now();
    Recipe recipe = session_->recipe(settings);
    if (!film_) return recipe;
    recipe.display = film_->order.display;
    recipe.fps = film_->order.fps;
    recipe.takes = film_->log.takes(end);
    film_.reset();
    if (recipe.takes.empty()) return recipe;
    recipe.run = recipe.takes.back().run;
    recipe.settings = recipe.takes.back().shots.back().settings;
    recipe.display = recipe.takes.back().shots.back().display;
    return recipe;
}

/// Whether the fractal is so far that the window would show it.
bool SessionThread::film_can_show() const {
    if (halted_ || status_.size == Size{} || !session_->showable()) return false;
    if (steps_in_each_moment()) return steps_of_scene_ > 0;
    return scene_shown_ || worth_showing();
}

bool SessionThread::film_due() const {
    if (!film_ || !film_->open) return false;
    const int every = film_->order.every;
    if (every > 0) return film_->stepped && session_->step() % every == 0;
    return film_->fresh && film_can_show() && now_() >= film_->due;
}

std::optional<SessionThread::Clock::duration> SessionThread::film_wait() const {
    const bool waits = film_ && film_->open && film_->order.every == 0 && film_->fresh && film_can_show();
    if (!waits) return std::nullopt;
    return std::max(film_->due - now_(), Clock::duration::zero());
}

/// Never beyond a step whose picture is wanted; live, no longer than until a picture is due.
int SessionThread::steps_to_film(int steps) const {
    if (!film_ || !film_->open) return steps;
    if (const int every = film_->order.every; every > 0)
        return static_cast<int>(std::min<std::int64_t>(steps, every - session_->step() % every));
    if (status_.ms_per_step <= 0) return steps;
    const double ms = std::chrono::duration<double, std::milli>(film_->due - now_()).count();
    return std::min(steps, static_cast<int>(std::clamp(ms / status_.ms_per_step, 1.0, 1e6)));
}

void SessionThread::give_to_film(std::unique_lock<std::mutex>& lock) {
    const SessionSettings settings = settings_;
    lock.unlock();
    const std::string refusal = film_frame(settings);
    lock.lock();
    if (!refusal.empty()) errors_.push_back(refusal);
    if (!refusal.empty() || !film_->open) announce(lock);
}

std::shared_ptr<const Recipe> SessionThread::recipe_of_frame(const SessionSettings& settings) const {
    Recipe recipe = session_->recipe(settings);
    recipe.display = film_->order.display;
    return std::make_shared<const Recipe>(std::move(recipe));
}

/// Gives one picture, shown by these settings; returns why it is not what the process shows.
std::string SessionThread::film_frame(const SessionSettings& settings) {
    Film& film = *film_;
    film.open = film.fresh = film.stepped = false;  // stays closed where something is thrown
    const FilmOrder& order = film.order;
    const Preset& preset = settings.preset;
    const std::string refusal = derive(preset);
    const Clock::time_point now = now_();
    if (order.interval > Clock::duration::zero())
        film.due = film.begin + ((now - film.begin) / order.interval + 1) * order.interval;
    bool taken = order.view_only;
    if (!order.view_only) {
        const Content content = shown_by(*session_, preset);
        const Display display = display_of(*session_, content, preset, order.display);
        const FilmFrame frame{session_->copy_pixels(content, display), session_->step(), now};
        if (order.recipes) frame.pixels->recipe = recipe_of_frame(settings);
        const std::stop_callback ends(stop_, [&film] { film.stop.request_stop(); });
        taken = order.take(frame, film.stop.get_token());
    }
    if (!taken) return refusal;
    film.open = true;
    FilmLog::Picture picture{.source = session_->reference(),
                             .log = session_->log(),
                             .step = session_->step(),
                             .settings = session_->in_force(settings),
                             .display = order.display,
                             .time = now};
    if (order.view_only) {
        const ViewWindow& view = settings.view;
        picture.x0 = view.x0, picture.y0 = view.y0, picture.x1 = view.x1, picture.y1 = view.y1;
    }
    film.log.add(picture);
    return refusal;
}

}  // namespace droplet
