// Films: their commands, what the window gives to them, and what becomes of one when it is to close.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <filesystem>

#include "media/capture_name.h"
#include "media/child_process.h"
#include "ui/application.h"
#include "ui/capture_panel.h"
#include "ui/films.h"

namespace droplet {
namespace {

namespace fs = std::filesystem;

/// How long what was looked up of the machine is taken as it is.
constexpr std::chrono::seconds looks_last{2};
/// While pictures are on their way from the GPU.
constexpr double readback_interval_s = 0.004;

/// The nearest folder above that there is: a film's own is made when it begins.
std::uint64_t free_bytes(fs::path folder) {
    std::error_code error;
    while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
    const fs::space_info space = fs::space(folder, error);
    return error ? 0 : space.available;
}

}  // namespace

void Application::add_film_actions() {
    actions_.add({.id = "record",
                  .menu = "Capture",
                  .name = "Record",
                  .chords = {{.key = GLFW_KEY_F9}},
                  .tooltip = "Start or stop recording a film.",
                  .callback = [this] { films_->control.recording() ? stop_film() : start_film(); },
                  .enabled =
                      [this] {
                          return films_->control.recording() ||
                                 record_refusal(preferences_.film, film_facts()).empty();
                      },
                  .reason = [this] { return record_refusal(preferences_.film, film_facts()); },
                  .checked = [this] { return films_->control.recording(); },
                  .renamed = [this] { return films_->control.recording() ? "Stop recording" : "Record"; }});
}

bool Application::something_steps() const {
    return stepping_process(settings_.preset) != Process::none;
}

PixelRect Application::film_region(FilmContent content) const {
    const Size framebuffer = window_->framebuffer_size();
    if (content == FilmContent::window) return {0, 0, framebuffer.width, framebuffer.height};
    const float density = ImGui::GetIO().DisplayFramebufferScale.x;
    const auto at = [density](float units) { return static_cast<int>(std::lround(units * density)); };
    return {at(picture_min_.x), at(picture_min_.y), at(picture_max_.x), at(picture_max_.y)};
}

Size Application::film_content_size() const {
    if (preferences_.film.content == FilmContent::picture) {
        const PictureShape& shown = status_.shape(shown_content(settings_.preset));
        return shown.size.area() > 0 ? shown.size : status_.size;
    }
    const PixelRect region = film_region(preferences_.film.content);
    return {region.width(), region.height()};
}

FilmFacts Application::film_facts() {
    const auto now = Films::Clock::now();
    if (!films_->looked_up || now - *films_->looked_up > looks_last) {
        films_->looked_up = now;
        films_->has_ffmpeg = program_exists("ffmpeg");
        films_->folder = capture_folder(preferences_.captures).string();
        films_->disk_left = free_bytes(films_->folder);
    }
    FilmFacts facts{.state = films_->control.state(),
                    .status = films_->control.status(),
                    .elapsed_s = films_->control.elapsed_s(now),
                    .has_ffmpeg = films_->has_ffmpeg,
                    .has_picture = link_->get() && status_.size.area() > 0,
                    .steps = something_steps(),
                    .content = film_content_size(),
                    .folder = films_->folder,
                    .disk_left = films_->disk_left};
    facts.status.path = films_->control.place().shown;
    facts.status.left_out += films_->readback.left_out() - films_->left_out_before;
    return facts;
}

void Application::start_film() {
    SessionThread* const session = link_->get();
    if (!session) return;
    try {
        const FilmPlace place =
            film_place(preferences_.film.format, capture_folder(preferences_.captures).string(),
                       capture_name(preferences_.captures.name, capture_facts()));
        const FilmSession hooks{
            .record = [session](FilmOrder order) { session->record(std::move(order)); },
            .set_display = [session](const DisplayParams& display) { session->set_film_display(display); },
            .stop_recording = [session](
                                  std::function<void(Recipe)> done,
                                  FilmSession::Time end) { session->stop_recording(std::move(done), end); }};
        films_->left_out_before = films_->readback.left_out();
        films_->session_records = false;
        films_->control.start(preferences_.film, place, film_content_size(), something_steps(),
                              preferences_.display, hooks);
    } catch (const Error& error) {
        messages_.error(error.what());
    }
}

void Application::stop_film() {
    // What was drawn before the stop is part of the film.
    try {
        if (films_->control.films_view() || films_->control.films_window()) films_->readback.drain();
    } catch (const Error& error) {
        messages_.error(error.what());
    }
    films_->control.stop(Films::Clock::now());
}

void Application::tell_of_film(FilmNews news) {
    const bool failed = news.kind == FilmNews::Kind::failed;
    if (failed && films_->forced) std::fprintf(stderr, "droplet: %s\n", news.text.c_str());
    if (failed)
        messages_.error(std::move(news.text));
    else if (news.kind == FilmNews::Kind::saved)
        messages_.note(std::move(news.text), std::move(news.path));
    else
        messages_.note(std::move(news.text));
}

/// What has come of the film since the last turn of the loop.
void Application::follow_film() {
    FilmControl& film = films_->control;
    try {
        films_->readback.collect();
    } catch (const Error& error) {
        messages_.error(error.what());
        film.stop(Films::Clock::now());
    }
    const auto now = Films::Clock::now();
    if (film.due() && *film.due() <= now) redraw();
    film.set_display(preferences_.display);
    film.advance(now);
    // Another picture ends what the session was told; the film goes on with that.
    if (std::exchange(films_->session_records, status_.recording) && !status_.recording) film.follow_source();
    bool failed = false;
    for (FilmNews& news : film.take_news()) {
        frames_owed_ = std::max(frames_owed_, 3);
        failed |= news.kind == FilmNews::Kind::failed;
        tell_of_film(std::move(news));
    }
    if (films_->closing != Films::Closing::finishing || !film.idle()) return;
    films_->closing = Films::Closing::no;
    // Whoever closes is to read why there is no film.
    if (!failed || films_->forced) window_->ask_to_close();
}

/// Seconds until the film needs the loop to turn; none: it does not.
std::optional<double> Application::film_wait() const {
    if (films_->readback.in_flight() > 0) return readback_interval_s;
    const auto due = films_->control.due();
    if (!due) return {};
    return std::max(0.001, std::chrono::duration<double>(*due - Films::Clock::now()).count());
}

/// Gives what is drawn by now to a film of it.
void Application::film_drawn(FilmContent content) {
    FilmControl& film = films_->control;
    const bool films = content == FilmContent::view ? film.films_view() : film.films_window();
    const auto now = Films::Clock::now();
    if (!films || !presenter_->has_picture() || !film.wants(now)) return;
    const auto take = [&film, now](std::shared_ptr<FramePixels> pixels) {
        film.show(std::move(pixels), now);
    };
    if (!films_->readback.ask(film_region(content), window_->framebuffer_size(), take)) film.missed();
}

/// Whether a film keeps the window open that was asked to close. The second time it is asked, or where
/// nobody can answer, the film is completed without a question; the third time it closes, and completing the
/// film goes on without a window.
bool Application::film_stays_open() {
    if (films_->control.idle()) return false;
    using Closing = Films::Closing;
    films_->forced |= options_.frames.has_value() || options_.stop.stop_requested();
    if (films_->closing == Closing::finishing) return false;
    const bool asks = films_->closing == Closing::no && !films_->forced && films_->control.recording();
    films_->closing = asks ? Closing::asking : Closing::finishing;
    if (!asks) stop_film();
    window_->stay_open();
    redraw();
    return true;
}

void Application::draw_capture_section() {
    capture_panel(preferences_.film, film_facts(), actions_.at("record"), messages_,
                  [this] { draw_still_part(); });
}

void Application::draw_close_dialog() {
    using Closing = Films::Closing;
    if (films_->closing == Closing::no || films_->forced) return;
    const auto now = Films::Clock::now();
    const bool finishing = films_->closing == Closing::finishing;
    switch (close_dialog(films_->control.elapsed_s(now), finishing)) {
        case CloseAnswer::none:
            break;
        case CloseAnswer::keep:
            films_->closing = Closing::no;
            break;
        case CloseAnswer::finish:
            films_->closing = Closing::finishing;
            stop_film();
            break;
        case CloseAnswer::discard:
            films_->closing = Closing::finishing;
            films_->control.discard(now);
            break;
    }
}

}  // namespace droplet
