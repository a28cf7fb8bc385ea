#pragma once
#include <algorithm>
#include <chrono>
#include <memory>

#include "gl/presenter.h"
#include "session/launch.h"
#include "ui/actions.h"
#include "ui/command_palette.h"
#include "ui/file_browser.h"
#include "ui/frame_pacer.h"
#include "ui/image_loader.h"
#include "ui/imgui_host.h"
#include "ui/messages.h"
#include "ui/preferences.h"
#include "ui/process_panel.h"
#include "ui/session_link.h"
#include "ui/undo_history.h"
#include "ui/view_transform.h"
#include "ui/waker.h"
#include "ui/window.h"

namespace droplet {

/// The window and everything in it: puts input into the settings, the settings into the session, and the
/// session's newest frame on the screen. Waits when nothing changes.
class Application {
 public:
    explicit Application(const LaunchOptions& options);
    ~Application();

    /// One turn of the loop: waits for something to do, then draws if it shows. False when the window is to
    /// close. Throws Error when the picture or the backend that the command line asked for cannot be had.
    bool frame();
    /// Keeps the settings for the next start.
    void save_preferences();

    /// A path as dropped, chosen or given: a picture or a preset.
    void open_path(const std::filesystem::path& path);

    // For tests, which drive the window by its input and look at what came of it.
    Window& window() { return *window_; }
    const SessionStatus& status() const { return status_; }
    const ExperimentSettings& settings() const { return settings_; }
    const ViewTransform& view() const { return view_; }
    const Messages& messages() const { return messages_; }
    const FramePacer& pacer() const { return pacer_; }
    const Preferences& preferences() const { return preferences_; }
    bool running() const { return running_; }
    SessionThread* session() { return link_->get(); }
    /// What the window shows, panels included, as it was drawn last.
    const Image& last_screenshot() const { return screenshot_; }
    void take_screenshot_next() { screenshot_wanted_ = true; }
    /// Draws the next frame although nothing changed.
    void redraw() { frames_owed_ = std::max(frames_owed_, 1); }

 private:
    // application.cpp
    void wait();
    void take_news();
    void take_frame(SessionThread& session);
    void handle_input();
    void handle_key(const Window::KeyEvent& event);
    void draw();
    void after_frame();
    void send_settings();

    // application_layout.cpp
    void draw_interface();
    void draw_panel(float top, float bottom, float width);
    void draw_transport();
    void draw_browser();

    // application_actions.cpp
    void add_actions();
    void add_file_actions();
    void add_edit_actions();
    void add_run_actions();
    void add_view_actions();
    void add_window_actions();
    void add_help_actions();
    void apply(const std::optional<UndoHistory<ExperimentSettings>::Step>& step);
    void save_preset(const std::filesystem::path& path);
    void set_process(Process process);

    LaunchOptions options_;
    Waker waker_;
    Preferences preferences_;
    ExperimentSettings settings_;
    UndoHistory<ExperimentSettings> history_{{}};
    Messages messages_;
    FramePacer pacer_;
    ViewTransform view_;
    ActionList actions_;
    CommandPalette palette_;
    BackendSelection backend_;
    SessionStatus status_;
    bool running_ = true;
    bool original_key_held_ = false, original_button_held_ = false;
    bool help_open_ = false;
    bool first_source_ = true;  ///< the command line's, whose failure ends the program
    bool focus_panel_ = false;
    bool sections_scroll_ = false;
    bool screenshot_wanted_ = false;
    int frames_owed_ = 3;  ///< to be drawn although nothing changes: ImGui settles within a few
    Image screenshot_;
    ImVec2 picture_min_{}, picture_max_{};

    // Destroyed in reverse: the threads first, then what needs the GL context, then the window.
    std::unique_ptr<Window> window_;
    std::unique_ptr<ImGuiHost> imgui_;
    std::unique_ptr<gl::Presenter> presenter_;
    std::unique_ptr<FileBrowser> browser_;
    std::unique_ptr<SessionLink> link_;
    std::unique_ptr<ImageLoader> loader_;
};

}  // namespace droplet
