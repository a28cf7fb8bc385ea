#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "media/capture_name.h"
#include "model/brush.h"
#include "model/display_params.h"
#include "model/preset.h"
#include "session/settings.h"
#include "ui/compare_params.h"
#include "ui/film_params.h"
#include "ui/lesson.h"
#include "ui/look_params.h"
#include "ui/still_params.h"

namespace droplet {

/// Colours of the window.
enum class Theme { dark, light };

template <>
struct EnumNames<Theme> {
    static constexpr Theme last = Theme::light;
    static constexpr std::array<std::string_view, 2> names{"dark", "light"};
};
static_assert(every_value_has_a_name<Theme>);

/// How the window looks.
struct InterfaceParams {
    Theme theme = Theme::dark;
    float ui_scale = 0.0f;  ///< 0: the monitor's own scale; otherwise at least 0.5
    bool panel_visible = true;
    bool timeline_visible = true;
    bool presets_from_source = true;

    bool operator==(const InterfaceParams&) const = default;
};

template <>
struct Schema<InterfaceParams> {
    using P = InterfaceParams;
    static constexpr std::string_view group = "interface";
    static constexpr std::string_view title = "Interface";
    static constexpr std::tuple fields{
        Field{&P::theme, "theme", "Theme", "Colours of the window."},
        Field{&P::ui_scale, "ui-scale", "Scale",
              "Size of text and controls; 0 takes the monitor's own scale.", Range{0.0f, 4.0f},
              Range{0.0f, 4.0f}},
        Field{&P::panel_visible, "panel-visible", "Show panel", "Whether the panel at the right is shown."},
        Field{&P::timeline_visible, "timeline-visible", "Show timeline",
              "Whether the history is shown below the picture."},
        Field{&P::presets_from_source, "presets-from-source", "Presets start from the source",
              "Whether choosing a preset goes back to the source."},
    };
};
static_assert(every_member_has_a_row<InterfaceParams>);

/// Habits of working with pictures.
struct WorkParams {
    bool normalize = false;
    float kick = 0.4f;
    int history_mib = -1;

    bool operator==(const WorkParams&) const = default;
};

template <>
struct Schema<WorkParams> {
    using P = WorkParams;
    static constexpr std::string_view group = "work";
    static constexpr std::string_view title = "Work";
    static constexpr std::tuple fields{
        Field{&P::normalize, "normalize", "Normalize",
              "Stretches a picture that is opened so that its values reach from 0 to 1."},
        Field{&P::kick, "kick", "Kick", "Share of the original that a kick mixes back.", Range{0.0f, 1.0f},
              Range{0.0f, 1.0f}},
        Field{&P::history_mib, "history-mib", "History",
              "Memory for the history in MiB; 0 keeps none, -1 takes a share of what the machine has.",
              Range{-1, 1 << 20}, Range{0, 16384}},
    };
};
static_assert(every_member_has_a_row<WorkParams>);

/// Where the window stands when it is not maximised, in screen coordinates.
struct WindowPlace {
    bool known =
        false;  ///< false until a first run has ended: x and y are then for the window manager to choose
    int x = 0;
    int y = 0;
    int width = 1280;
    int height = 800;
    bool maximised = false;

    bool operator==(const WindowPlace&) const = default;
};

template <>
struct Schema<WindowPlace> {
    using P = WindowPlace;
    static constexpr std::string_view group = "window";
    static constexpr std::string_view title = "Window place";
    static constexpr std::tuple fields{
        Field{&P::known, "known", "Known", "Whether x and y hold a place the window had."},
        Field{&P::x, "x", "Left", "Left edge of the window.", Range{-32768, 32767}, Range{0, 4096}},
        Field{&P::y, "y", "Top", "Top edge of the window.", Range{-32768, 32767}, Range{0, 4096}},
        Field{&P::width, "width", "Width", "Width of the window.", Range{320, 32767}, Range{320, 4096}},
        Field{&P::height, "height", "Height", "Height of the window.", Range{240, 32767}, Range{240, 4096}},
        Field{&P::maximised, "maximised", "Maximised", "Whether the window fills the screen."},
    };
};
static_assert(every_member_has_a_row<WindowPlace>);

/// What survives a restart.
struct Preferences {
    Preset preset;  ///< the process and its settings as they stood
    BrushParams brush;
    CompareParams compare;
    LookParams look;
    DisplayParams display;
    LessonParams lesson;
    PaceParams pace;
    InterfaceParams interface;
    WorkParams work;
    StillParams still;
    FilmParams film;
    CapturePlace captures;  ///< of stills and films
    WindowPlace window;
    std::filesystem::path last_folder;                ///< empty: none yet
    std::vector<std::filesystem::path> recent_files;  ///< newest first

    static constexpr std::size_t max_recent_files = 12;
    /// Puts `file` first, once, and keeps at most max_recent_files.
    void add_recent_file(const std::filesystem::path& file);

    bool operator==(const Preferences&) const = default;
};

struct LoadedPreferences {
    Preferences preferences;
    std::vector<std::string> messages;  ///< one line each, for the message bar; empty when all is well
};

/// $XDG_CONFIG_HOME/droplet/settings.json, or below ~/.config.
std::filesystem::path preferences_file();

/// Never throws for what a file holds. No file: the defaults. A file that is no JSON object is set aside as
/// `settings.json.broken-<date>` and the defaults are used. A key that is unknown or holds a value that is
/// not valid keeps its default, the others are read. Each of these gives a message that names the file and
/// the key.
LoadedPreferences load_preferences(const std::filesystem::path& file = preferences_file());

/// Makes the folder, writes beside the file and renames. Paths that are not UTF-8 cannot stand in JSON and
/// are left out. Throws Error (Fault::job) when it cannot be written; the old file then stands untouched.
void save_preferences(const Preferences& preferences, const std::filesystem::path& file = preferences_file());

/// Renames a broken file, never over an earlier one; says in words where it is.
std::string set_aside(const std::filesystem::path& file);

}  // namespace droplet
