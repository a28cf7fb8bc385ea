#include "ui/application.h"

#include <glad/gl.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "media/image_io.h"
#include "media/preset_file.h"
#include "model/error.h"
#include "ui/app.h"
#include "ui/picture_area.h"
#include "ui/screenshot.h"
#include "ui/theme.h"

namespace droplet {
namespace {

/// Frames that ImGui may need until hovering, focus and popups have settled after an input.
constexpr int frames_after_input = 3;
/// While the file browser is open its thumbnails arrive, and in a text field the cursor blinks.
constexpr double restless_interval_s = 0.1, blink_interval_s = 0.3;
/// Stills that were asked for are written before the window's end, unless their picture takes longer.
constexpr std::chrono::seconds longest_goodbye{5};

}  // namespace

Application::Application(const LaunchOptions& options) : options_(options), pacer_(FramePacer::Clock::now()) {
    // Reading the picture and starting a GPU go on beside the start of the window.
    const auto wake = [this] { waker_.wake(); };
    backend_.choice = options.backend;
    stills_ = std::make_unique<Stills>(wake);
    link_ = std::make_unique<SessionLink>(options.backend, options.threads, wake);
    loader_ = std::make_unique<ImageLoader>(wake);
    captures_ = std::make_unique<Captures>(wake);

    LoadedPreferences loaded = load_preferences();
    preferences_ = std::move(loaded.preferences);
    for (const std::string& message : loaded.messages) messages_.error(message);
    settings_.preset = preferences_.preset;
    settings_.pace = preferences_.pace;
    if (options.preset) settings_.preset = *options.preset;
    const bool is_json = std::filesystem::path(options.input).extension() == ".json";
    const bool is_file = !options.input.empty() && options.input != "-";
    const bool is_performance = is_file && opens_capture(options.input);
    if (is_json && !is_performance) settings_.preset = read_preset(options.input);
    normalize_ = options.normalize || preferences_.work.normalize;
    open_source(is_json ? "" : options.input);
    history_ = HistoryControl(settings_);
    explorer_ = FractalExplorer(place_of(settings_.preset.fractal));

    window_ = std::make_unique<Window>(preferences_.window);
    waker_.open();
    imgui_ = std::make_unique<ImGuiHost>(*window_);
    presenter_ = std::make_unique<gl::Presenter>();
    browser_ = std::make_unique<FileBrowser>();
    browser_->set_recent_files(preferences_.recent_files);
    gallery_ = std::make_unique<PresetGallery>(wake);
    films_ = std::make_unique<Films>(wake);
    stop_wakes_.emplace(options_.stop, wake);
    pacer_.set_refresh_rate(window_->refresh_rate());
    add_actions();
    window_->show();
}

Application::~Application() {
    if (!stills_->writer.wait(longest_goodbye))
        std::fprintf(stderr, "droplet: still: the window was closed before the picture was whole\n");
    waker_.close();
    stop_film();
    films_->control.finish_now();
}

bool Application::frame() {
    wait();
    take_news();
    follow_film();
    if (options_.stop.stop_requested() && !std::exchange(stop_seen_, true)) window_->ask_to_close();
    if (window_->close_asked() && !film_stays_open()) return false;
    if (frames_owed_ == 0 || window_->minimised() || pacer_.until_due() > 0) return true;
    --frames_owed_;
    draw();
    return !window_->close_asked() || film_stays_open();
}

void Application::wait() {
    if (window_->minimised()) return window_->wait(-1);
    if (sliding_.moves() || explorer_.gliding() || fractal_gate_.holds_back() || plays() ||
        window_pixels_.in_flight() > 0)
        frames_owed_ = std::max(frames_owed_, 1);
    if (frames_owed_ > 0) return window_->wait(pacer_.until_due());
    double seconds = -1;
    const auto at_most = [&](double limit) { seconds = seconds < 0 ? limit : std::min(seconds, limit); };
    if (const auto expiry = messages_.next_expiry())
        at_most(std::max(0.001, std::chrono::duration<double>(*expiry - Messages::Clock::now()).count()));
    const bool restless = browser_->is_open(), blinking = ImGui::GetIO().WantTextInput;
    if (restless) at_most(restless_interval_s);
    if (blinking) at_most(blink_interval_s);
    if (const auto film = film_wait()) at_most(*film);
    const bool in_turns = compares() && shown().arrangement == Arrangement::blink;
    if (in_turns) at_most(blink_.seconds_left(Blink::Clock::now(), preferences_.compare.blink_s));
    window_->wait(seconds);
    if (restless || blinking || in_turns) frames_owed_ = std::max(frames_owed_, 1);
}

void Application::take_news() {
    if (messages_.expire(Messages::Clock::now())) frames_owed_ = std::max(frames_owed_, 1);
    handle_input();
    take_still_news();
    if (!waker_.take_change()) return;
    frames_owed_ = std::max(frames_owed_, 1);
    SessionThread* session = link_->get();
    if (!session) return;
    backend_.refusals = link_->refusals();
    if (!session_seen_ && preferences_.work.history_mib >= 0)
        session->set_history_budget(static_cast<std::size_t>(preferences_.work.history_mib) << 20);
    session_seen_ = true;
    take_source(*session);
    for (std::string& error : session->take_errors()) {
        // A window that closes by itself has nobody to read a message.
        if (options_.frames && !presenter_->has_picture()) throw as_error(error);
        if (error.starts_with("history: ")) history_.failed();
        replay_failed();
        messages_.error(std::move(error));
    }
    const std::string name_before = status_.source_name;
    take_history_news(*session);
    take_learning_news(*session);
    take_capture(*session);
    if (status_.source_name != name_before)
        window_->set_title(std::filesystem::path(status_.source_name).filename().string() + " — Droplet");
    look_at_fractal();
    send_settings();
}

void Application::take_frames(SessionThread& session) {
    const auto frames = session.take_frames();
    const FractalProgress progress = session.taken_progress();
    for (int slot = 0; slot < static_cast<int>(frames.size()); ++slot) {
        Frame& frame = *frames[static_cast<std::size_t>(slot)];
        try {
            frame.deliver(*presenter_);
            store_frame(slot, frame, progress);
        } catch (const Error& error) {
            presenter_->discard();
            messages_.error(error.what());
        }
    }
}

void Application::handle_input() {
    const Window::Input input = window_->take_input();
    if (!input.any) return;
    frames_owed_ = std::max(frames_owed_, frames_after_input);
    for (const Window::KeyEvent& event : input.keys) handle_key(event);
    if (input.drops.size() > 1) messages_.note("Of several files dropped, the first is opened.");
    if (!input.drops.empty()) drop_path(input.drops.front());
}

void Application::handle_key(const Window::KeyEvent& event) {
    if (!event.pressed) return actions_.release(event.chord.key);
    const ImGuiIO& io = ImGui::GetIO();
    static constexpr std::string_view repeating = "N[],.+=-";
    const bool repeats =
        event.chord.key < 128 && repeating.find(static_cast<char>(event.chord.key)) != std::string_view::npos;
    const bool arrow = event.chord.key >= GLFW_KEY_RIGHT && event.chord.key <= GLFW_KEY_UP;
    if (event.repeated && !event.chord.ctrl && !repeats && !arrow) return;
    if (io.WantTextInput || browser_->is_open()) return;
    // In a panel the arrows choose controls.
    if (arrow && io.NavActive && !event.chord.alt) return;
    // In the gallery, presets.
    const bool chooses = arrow || event.chord.key == GLFW_KEY_HOME || event.chord.key == GLFW_KEY_END;
    if (chooses && gallery_->is_open()) return;
    if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) return;
    // A control that the keyboard has chosen takes Space for itself.
    if (io.NavVisible && event.chord == actions_.at("run").chords.front()) return;
    actions_.press(event.chord);
}

void Application::send_settings() {
    SessionSettings settings{.preset = settings_.preset,
                             .pace = settings_.pace,
                             .running = running_,
                             .view = view_.window(shown_contents()),
                             .reading = reading_request(),
                             .canvas = canvas_};
    set_place(settings.preset.fractal, explorer_.now());
    put_moment(settings);
    if (explores())
        settings = fractal_gate_.pass(std::move(settings), status_.revision, status_.fractal.progress,
                                      FractalGate::Clock::now());
    link_->set(settings, fractal_gate_.revision());
}

void Application::draw() {
    pacer_.begin_frame();
    SessionThread* session = link_->get();
    if (session) take_frames(*session);

    stills_->window_is_drawn = std::exchange(stills_->window_wanted, false);
    imgui_->begin_frame(preferences_.interface.theme, preferences_.interface.ui_scale);
    draw_interface();
    const bool changing = ImGui::IsAnyItemActive() || (explores() && fractal_panel_.moves_c());
    if (!changing) history_.commit(settings_);
    if (session) follow_history_orders(*session);
    send_settings();

    const Size framebuffer = window_->framebuffer_size();
    const ImVec4& canvas = palette().canvas;
    glViewport(0, 0, framebuffer.width, framebuffer.height);
    glClearColor(canvas.x, canvas.y, canvas.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    draw_pictures();
    film_drawn(FilmContent::view);
    imgui_->draw_frame();
    film_drawn(FilmContent::window);
    after_frame();
}

void Application::after_frame() {
    const bool has_picture = presenter_->has_picture();
    const bool last = options_.frames && has_picture && pacer_.picture_frames() + 1 >= *options_.frames;
    if (screenshot_wanted_ || (last && !options_.screenshot.empty()))
        screenshot_ = read_framebuffer(window_->framebuffer_size());
    screenshot_wanted_ = false;
    take_window_still();
    window_->swap();
    pacer_.end_frame(has_picture, running_ && stepping_process(settings_.preset) != Process::none);
    if (options_.frames) redraw();  // the count goes on where nothing changes
    if (!last) return;
    if (!options_.screenshot.empty()) write_image(screenshot_, options_.screenshot);
    window_->ask_to_close();
}

void Application::save_preferences() {
    preferences_.preset = settings_.preset;
    preferences_.pace = settings_.pace;
    preferences_.window = window_->place();
    if (!browser_->folder().empty()) preferences_.last_folder = browser_->folder();
    droplet::save_preferences(preferences_);
}

int run_window(const LaunchOptions& options) {
    Application application(options);
    while (application.frame()) {
    }
    if (application.pacer().logs()) std::fprintf(stderr, "%s\n", application.pacer().report().c_str());
    // A window that closes by itself is a job, not what the user wants to find again.
    if (!options.frames) application.save_preferences();
    return 0;
}

}  // namespace droplet
