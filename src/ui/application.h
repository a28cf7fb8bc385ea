#pragma once
#include <algorithm>
#include <chrono>
#include <future>
#include <memory>

#include "gl/presenter.h"
#include "media/video_path.h"
#include "model/error.h"
#include "session/launch.h"
#include "ui/actions.h"
#include "ui/animation_player.h"
#include "ui/brush_tool.h"
#include "ui/captures.h"
#include "ui/command_palette.h"
#include "ui/compare_view.h"
#include "ui/file_browser.h"
#include "ui/films.h"
#include "ui/fractal_explorer.h"
#include "ui/fractal_frames.h"
#include "ui/fractal_orbit.h"
#include "ui/fractal_panel.h"
#include "ui/fractal_places.h"
#include "ui/frame_pacer.h"
#include "ui/history_control.h"
#include "ui/image_loader.h"
#include "ui/imgui_host.h"
#include "ui/look_closely.h"
#include "ui/loss_panel.h"
#include "ui/messages.h"
#include "ui/preferences.h"
#include "ui/preset_gallery.h"
#include "ui/process_panel.h"
#include "ui/session_link.h"
#include "ui/sliding_window.h"
#include "ui/source_panel.h"
#include "ui/stills.h"
#include "ui/timeline.h"
#include "ui/view_transform.h"
#include "ui/waker.h"
#include "ui/window.h"

namespace droplet {

struct FilmFacts;

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

    /// A path as chosen or given: a picture, a preset, an operator or a capture.
    void open_path(const std::filesystem::path& path);
    /// An operator file as chosen: what learning starts from, and what has come of it.
    void load_operator(const std::filesystem::path& path);
    void save_operator(const std::filesystem::path& path);

    // For tests, which drive the window by its input and look at what came of it.
    Window& window() { return *window_; }
    const SessionStatus& status() const { return status_; }
    const ExperimentSettings& settings() const { return settings_; }
    const ViewTransform& view() const { return view_; }
    const Messages& messages() const { return messages_; }
    const FramePacer& pacer() const { return pacer_; }
    const Stills& stills() const { return *stills_; }
    const Captures& captures() const { return *captures_; }
    const Preferences& preferences() const { return preferences_; }
    bool running() const { return running_; }
    SessionThread* session() { return link_->get(); }
    const PresetGallery& gallery() const { return *gallery_; }
    const Timeline& timeline() const { return timeline_; }
    const HistoryControl& history() const { return history_; }
    const LossPanel& losses() const { return losses_; }
    const SlidingWindow& sliding() const { return sliding_; }
    const LookClosely& look() const { return look_; }
    const FractalExplorer& explorer() const { return explorer_; }
    const AnimationPlayer& player() const { return player_; }
    const FractalFrames& fractal_frames() const { return fractal_frames_; }
    const FractalPlaces& places() const { return places_; }
    Size canvas() const { return canvas_; }
    const VideoPlayer* video() const { return video_.get(); }
    const FractalPanel& fractal_panel() const { return fractal_panel_; }
    const OrbitView& orbit() const { return orbit_; }
    PictureContext picture_context() const;
    const Films& films() const { return *films_; }
    const ActionList& actions() const { return actions_; }
    /// What the window shows, panels included, as it was drawn last.
    const Image& last_screenshot() const { return screenshot_; }
    void take_screenshot_next() { screenshot_wanted_ = true; }
    /// Draws the next frame although nothing changed.
    void redraw() { frames_owed_ = std::max(frames_owed_, 1); }

 private:
    // application.cpp
    void wait();
    void take_news();
    void take_frames(SessionThread& session);
    void handle_input();
    void handle_key(const Window::KeyEvent& event);
    void draw();
    void after_frame();
    void send_settings();

    // application_layout.cpp
    void draw_interface();
    void draw_panel(float top, float bottom, float width);
    bool has_side_sections() const;
    bool side_panel_fits() const;
    void draw_side_panel(ImVec2 min, ImVec2 max);
    void draw_side_sections();
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
    void save_preset(const std::filesystem::path& path);
    void set_process(Process process);
    void open_file(const std::filesystem::path& path);

    // application_learning.cpp
    void add_learning_actions();
    void take_learning_news(SessionThread& session);
    void draw_learning_sections();
    void start_from(const Operator& op);
    void export_losses(const std::filesystem::path& path);
    void surprise(std::uint64_t seed);
    void draw_gallery();

    // application_lab.cpp
    void add_lab_actions();
    void draw_lab_sections();
    void load_kernel(const std::filesystem::path& path);
    void save_kernel(const std::filesystem::path& path);

    // application_lesson.cpp
    void add_lesson_actions();
    void set_up_station(std::size_t index);
    void draw_lesson(ImVec2 min, ImVec2 max);

    // application_fractal.cpp
    void add_fractal_actions();
    void draw_fractal_sections();
    bool explores() const { return settings_.preset.source == Source::fractal; }

    // application_recurrence.cpp
    void add_recurrence_actions();
    void draw_recurrence_sections();
    void draw_feed_sections();

    // application_animation.cpp
    void draw_animation_section();
    void animate(AnimationPlayer::Time now);
    void put_moment(SessionSettings& settings) const;
    bool plays() const { return explores() && running_ && player_.playing(); }
    bool flies() const { return explores() && player_.applied() && moves_place(settings_.preset.animation); }

    void draw_fractal_overlays();
    FractalPlane fractal_plane() const;
    PlanePoint chosen_point() const;

    // application_video.cpp
    void add_video_actions();
    void toggle_video();
    void draw_video_section();
    void follow_video_settings();
    void take_video(const ImageLoader::Loaded& loaded, SessionThread& session);
    bool shows_video() const { return video_ && settings_.preset.source == Source::picture; }

    // application_palette.cpp
    void draw_palette_section();
    void load_palette(const std::filesystem::path& path);
    void save_palette(const std::filesystem::path& path);

    // application_places.cpp
    void draw_places();
    void visit(const FractalBookmark& bookmark, bool jumps);
    void keep_place();
    void take_kept_place();

    // application_explore.cpp
    void add_explore_actions();
    void look_at_fractal();
    void explore();
    void explore_by_mouse(FractalExplorer::Clock::time_point now);
    void choose_canvas();
    void draw_box() const;
    bool navigates() const { return explores() && navigates_ && status_.fractal.active; }
    std::optional<FractalOverlay> overlay(const std::optional<FractalPicture>& picture) const;
    bool shows_aside() const;
    void draw_picture(const gl::Placement& placement, int slot);
    void store_frame(int slot, Frame& frame, const FractalProgress& progress);

    // application_view.cpp
    void add_compare_actions();
    ContentList shown_contents() const;
    bool original_shown() const { return original_key_held_ || original_button_held_; }
    ShownPictures shown() const;
    bool blink_shows_other() const;
    DragUse use_of_drag(bool painting) const;
    void move_wipe();
    void lay_out_panes();
    ReadingRequest reading_request() const;
    void draw_overlays();

    // application_compare.cpp
    bool holds(int slot) const;
    bool compares() const;
    Display display_of_slot(int slot) const;
    void draw_pictures();
    void draw_wiped(const gl::Placement& placement);
    void draw_compare_overlay();
    std::string slot_name(int slot) const;
    void draw_pane_names(const Pane& pane);
    void draw_colour_bars(const Pane& pane);

    // application_look.cpp
    void add_look_actions();
    void draw_view_section();
    void export_profile(const std::filesystem::path& path);

    // application_films.cpp
    void add_film_actions();
    bool something_steps() const;
    PixelRect film_region(FilmContent content) const;
    Size film_content_size() const;
    FilmFacts film_facts();
    void start_film();
    void stop_film();
    void follow_film();
    void tell_of_film(FilmNews news);
    std::optional<double> film_wait() const;
    void film_drawn(FilmContent content);
    bool film_stays_open();
    void draw_capture_section();
    void draw_close_dialog();

    // application_history.cpp
    void add_brush_actions();
    void add_history_actions();
    void take_history_news(SessionThread& session);
    void follow_history_orders(SessionThread& session);
    void paint(const PictureMouse& mouse);
    void draw_timeline(ImVec2 min, ImVec2 max);
    std::string why_no_undo() const;
    void step_to(std::optional<std::int64_t> checkpoint);

    // application_stills.cpp
    void add_still_actions();
    void draw_still_part();
    void take_still();
    void take_window_still();
    void take_still_news();
    CaptureFacts capture_facts() const;
    std::shared_ptr<StillWriter::Room> room_for_still(double bytes);

    // application_captures.cpp
    bool opens_capture(const std::filesystem::path& path);
    void drop_path(const std::filesystem::path& path);
    void take_capture(SessionThread& session);
    void make_again(SessionThread& session, const CaptureSource& source);
    void adopt_run();
    void follow_replay();
    void replay_failed();
    void draw_capture_bar();

    // application_source.cpp
    void take_source(SessionThread& session);
    void open_source(std::string path);
    void turn_normalize(bool on);
    NormalizeSwitch normalize_switch() const;
    /// A line `SUBJECT: what is wrong` as the error that it was.
    static Error as_error(const std::string& line);

    /// What the file browser was opened for.
    enum class Browsing {
        input,
        preset,
        operator_in,
        operator_out,
        losses,
        kernel_in,
        kernel_out,
        palette_in,
        palette_out,
        profile
    };

    LaunchOptions options_;
    Waker waker_;
    Preferences preferences_;
    ExperimentSettings settings_;
    HistoryControl history_{{}};
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
    bool side_scrolls_ = false;
    bool screenshot_wanted_ = false;
    int frames_owed_ = 3;  ///< to be drawn although nothing changes: ImGui settles within a few
    Image screenshot_;
    ImVec2 picture_min_{}, picture_max_{};
    std::vector<Pane> panes_;
    PictureMouse mouse_;
    FractalExplorer explorer_;
    FractalPlace placed_;  ///< of the preset, as explore() has left it
    AnimationPlayer player_;
    std::optional<FractalPlace> flown_;  ///< where the animation has put the explorer; none: nowhere
    FractalFrames fractal_frames_;
    FractalGate fractal_gate_;
    FractalPanel fractal_panel_;
    OrbitView orbit_;
    FractalPlaces places_;
    /// Of a bookmark whose picture is on its way.
    struct KeptPlace {
        Preset preset;
        std::future<Image> picture;
    };
    std::optional<KeptPlace> kept_place_;
    Preset seen_preset_;  ///< but for its place: another one makes other pictures
    Size canvas_;
    bool navigates_ = true;  ///< wheel and drag move in the fractal, not in its picture
    bool box_armed_ = false;
    std::optional<ImVec2> box_from_;  ///< in pixels of the canvas
    Blink blink_;
    LookClosely look_;
    SlidingWindow sliding_;
    PaintTool brush_;
    Timeline timeline_;
    LossPanel losses_;
    Browsing browsing_ = Browsing::input;
    std::optional<bool> running_before_scrub_;
    bool scrub_ends_ = false;
    bool session_seen_ = false;
    std::int64_t losses_until_ = 0;  ///< the learning step that losses_ was told of last
    std::string source_path_;        ///< that the loader was asked for; empty: the test picture
    bool normalize_ = false;
    std::string shown_path_;
    std::shared_ptr<VideoPlayer> video_;      ///< that is the picture; null: a still
    std::optional<std::int64_t> video_seek_;  ///< its frame, to be gone to when it was opened in another size
    std::vector<Camera> cameras_;
    Messages::Clock::time_point cameras_time_{};
    bool camera_menu_wanted_ = false;
    bool shown_normalized_ = false;

    // Destroyed in reverse: the threads first, then what needs the GL context, then the window.
    std::unique_ptr<Window> window_;
    std::unique_ptr<ImGuiHost> imgui_;
    std::unique_ptr<gl::Presenter> presenter_;
    gl::Readback window_pixels_;  ///< for stills
    std::unique_ptr<Films> films_;
    std::unique_ptr<FileBrowser> browser_;
    std::unique_ptr<PresetGallery> gallery_;
    std::unique_ptr<Stills> stills_;
    std::unique_ptr<SessionLink> link_;
    std::unique_ptr<ImageLoader> loader_;
    std::unique_ptr<Captures> captures_;
    bool stop_seen_ = false;
    std::optional<std::stop_callback<std::function<void()>>> stop_wakes_;
};

}  // namespace droplet
