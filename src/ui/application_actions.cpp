// The commands: what menu, buttons, shortcuts, palette and help are made from.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "media/kernel_file.h"
#include "media/operator_file.h"
#include "media/palette_file.h"
#include "media/preset_file.h"
#include "ui/application.h"

namespace droplet {
namespace {

Chord key(int code) {
    return {.key = code};
}
Chord ctrl(int code) {
    return {.key = code, .ctrl = true};
}

}  // namespace

void Application::open_path(const std::filesystem::path& path) {
    if (!opens_capture(path)) open_file(path);
}

void Application::open_file(const std::filesystem::path& path) {
    if (holds_kernel(path.string())) {
        set_process(Process::convolve);
        return load_kernel(path);
    }
    if (holds_palette(path.string())) {
        settings_.preset.source = Source::fractal;
        return load_palette(path);
    }
    if (path.extension() != ".json") {
        settings_.preset.source = Source::picture;
        return open_source(path.string());
    }
    if (holds_operator(path.string())) {
        set_process(Process::learn);
        return load_operator(path);
    }
    messages_.report([&] {
        settings_.preset = read_preset(path.string());
        return fmt::format("Preset {} is in use.", path.filename().string());
    });
}

void Application::save_preset(const std::filesystem::path& path) {
    messages_.report([&] {
        write_preset(settings_.preset, path.string());
        return fmt::format("Preset saved as {}.", path.string());
    });
}

void Application::set_process(Process process) {
    settings_.preset.process = process;
}

void Application::add_actions() {
    add_file_actions();
    add_edit_actions();
    add_run_actions();
    add_learning_actions();
    add_lab_actions();
    add_fractal_actions();
    add_compare_actions();
    add_brush_actions();
    add_view_actions();
    add_look_actions();
    add_still_actions();
    add_history_actions();
    add_film_actions();
    add_video_actions();
    add_window_actions();
    add_lesson_actions();
    add_help_actions();
}

void Application::add_file_actions() {
    actions_.add({.id = "open",
                  .menu = "File",
                  .name = "Open…",
                  .icon = Icon::open,
                  .chords = {ctrl('O')},
                  .tooltip = "Open a picture; files may also be dropped on the window.",
                  .callback = [this] {
                      browsing_ = Browsing::input;
                      browser_->open(preferences_.last_folder);
                  }});
    actions_.add({.id = "test-picture",
                  .menu = "File",
                  .name = "Test picture",
                  .tooltip = "Open the built-in picture: edges, gradients, texture and noise.",
                  .callback = [this] {
                      settings_.preset.source = Source::picture;
                      open_source("");
                  }});
    actions_.add({.id = "open-preset",
                  .menu = "File",
                  .name = "Open preset…",
                  .tooltip = "Take the settings of a preset.",
                  .callback =
                      [this] {
                          browsing_ = Browsing::input;
                          browser_->open(preferences_.last_folder, preset_files());
                      },
                  .separator_before = true});
    actions_.add({.id = "save-preset",
                  .menu = "File",
                  .name = "Save preset…",
                  .chords = {ctrl('S')},
                  .tooltip = "Save the settings as a preset.",
                  .callback = [this] {
                      browsing_ = Browsing::preset;
                      browser_->open_to_save(preferences_.last_folder, "preset.json");
                  }});
    actions_.add({.id = "quit",
                  .menu = "File",
                  .name = "Quit",
                  .chords = {ctrl('Q')},
                  .tooltip = "Close Droplet.",
                  .callback = [this] { window_->ask_to_close(); },
                  .separator_before = true});
}

void Application::add_edit_actions() {
    actions_.add({.id = "undo",
                  .menu = "Edit",
                  .name = "Undo",
                  .chords = {ctrl('Z')},
                  .tooltip = "Take back the last change of a setting, stroke of the brush or move in time.",
                  .callback = [this] { history_.undo(); },
                  .enabled = [this] { return history_.can_undo(); },
                  .reason = [this] { return why_no_undo(); }});
    actions_.add({.id = "redo",
                  .menu = "Edit",
                  .name = "Redo",
                  .chords = {ctrl('Y')},
                  .tooltip = "Make the change again that was taken back.",
                  .callback = [this] { history_.redo(); },
                  .enabled = [this] { return history_.can_redo(); },
                  .disabled_tooltip = "Nothing was taken back."});
    actions_.add({.id = "defaults",
                  .menu = "Edit",
                  .name = "All settings to their defaults",
                  .tooltip = "Give every setting of process and pace its default.",
                  .callback = [this] { settings_ = {}; },
                  .enabled = [this] { return !(settings_ == ExperimentSettings{}); },
                  .disabled_tooltip = "Every setting has its default already.",
                  .separator_before = true});
}

void Application::add_run_actions() {
    const auto has_picture = [this] { return status_.size.area() > 0; };
    const auto is_process = [this](Process process) {
        return [this, process] { return settings_.preset.process == process; };
    };
    actions_.add({.id = "run",
                  .menu = "Run",
                  .name = "Run",
                  .icon = Icon::play,
                  .chords = {key(GLFW_KEY_SPACE)},
                  .tooltip = "Run or pause.",
                  .callback = [this] { running_ = !running_; },
                  .enabled =
                      [this] {
                          const bool moves = explores() && (player_.playing() || player_.applied());
                          return moves || stepping_process(settings_.preset) != Process::none;
                      },
                  .disabled_tooltip = "This process does not go in steps; nothing runs.",
                  .renamed = [this] { return running_ ? "Pause" : "Run"; },
                  .renamed_icon = [this] { return running_ ? Icon::pause : Icon::play; }});
    actions_.add({.id = "step",
                  .menu = "Run",
                  .name = "Step",
                  .icon = Icon::step,
                  .chords = {key('N')},
                  .tooltip = "Make one step, then stay paused.",
                  .callback =
                      [this] {
                          running_ = false;
                          send_settings();
                          if (SessionThread* session = link_->get()) session->step();
                      },
                  .enabled =
                      [this, has_picture] {
                          return has_picture() && stepping_process(settings_.preset) != Process::none;
                      },
                  .disabled_tooltip = "Needs a picture and a process that goes in steps."});
    actions_.add({.id = "reset",
                  .menu = "Run",
                  .name = "Reset",
                  .icon = Icon::reset,
                  .chords = {key('R')},
                  .tooltip = "Go back to the source, step 0.",
                  .callback =
                      [this] {
                          canvas_ = {};  // the fractal takes the pane's size again
                          captures_->kept_for.reset();
                          link_->get()->reset();
                      },
                  .enabled = [this, has_picture] { return link_->get() && has_picture(); },
                  .disabled_tooltip = "There is no picture yet."});
    actions_.add({.id = "diffuse",
                  .menu = "Run",
                  .name = "Process: diffuse",
                  .chords = {key('1')},
                  .tooltip = "Perona-Malik diffusion.",
                  .callback = [this] { set_process(Process::diffuse); },
                  .checked = is_process(Process::diffuse),
                  .separator_before = true});
    actions_.add({.id = "learn",
                  .menu = "Run",
                  .name = "Process: learn",
                  .chords = {key('2')},
                  .tooltip = "Diffusion by an operator that is learned meanwhile.",
                  .callback = [this] { set_process(Process::learn); },
                  .checked = is_process(Process::learn)});
    actions_.add({.id = "convolve",
                  .menu = "Run",
                  .name = "Process: convolve",
                  .chords = {key('3')},
                  .tooltip = "Convolution with a kernel: the lab of the convolution lesson.",
                  .callback = [this] { set_process(Process::convolve); },
                  .checked = is_process(Process::convolve)});
    actions_.add({.id = "edges",
                  .menu = "Run",
                  .name = "Process: edges",
                  .chords = {key('4')},
                  .tooltip = "Canny's edge detector, stage by stage.",
                  .callback = [this] { set_process(Process::edges); },
                  .checked = is_process(Process::edges)});
    actions_.add({.id = "none",
                  .menu = "Run",
                  .name = "Process: none",
                  .chords = {key('5')},
                  .tooltip = "Leave the picture as it is.",
                  .callback = [this] { set_process(Process::none); },
                  .checked = is_process(Process::none)});
}

void Application::add_view_actions() {
    const auto zoom_by = [this](double factor) {
        return [this, factor] { view_.set_zoom(view_.zoom() * factor); };
    };
    actions_.add({.id = "fit",
                  .menu = "View",
                  .name = "Fit",
                  .icon = Icon::fit,
                  .chords = {key('F')},
                  .tooltip = "Show the whole picture.",
                  .callback = [this] { view_.fit(); },
                  .checked = [this] { return view_.fitted(); }});
    actions_.add({.id = "actual-size",
                  .menu = "View",
                  .name = "100 %",
                  .icon = Icon::actual_size,
                  .chords = {ctrl('0')},
                  .tooltip = "One image pixel is one screen pixel.",
                  .callback = [this] { view_.set_zoom(1); }});
    actions_.add({.id = "zoom-in",
                  .menu = "View",
                  .name = "Zoom in",
                  .chords = {key('+'), key('=')},
                  .tooltip = "Show the middle larger.",
                  .callback = zoom_by(1.25)});
    actions_.add({.id = "zoom-out",
                  .menu = "View",
                  .name = "Zoom out",
                  .chords = {key('-')},
                  .tooltip = "Show the middle smaller.",
                  .callback = zoom_by(0.8)});
    actions_.add({.id = "original",
                  .menu = "",
                  .name = "Show the original",
                  .icon = Icon::eye,
                  .chords = {key('O')},
                  .tooltip = "Hold to show the original.",
                  .callback = [this] { original_key_held_ = true; },
                  .released = [this] { original_key_held_ = false; }});
}

void Application::add_window_actions() {
    actions_.add(
        {.id = "panels",
         .menu = "View",
         .name = "Panel",
         .chords = {key(GLFW_KEY_TAB)},
         .tooltip = "Hide or show the panel.",
         .callback = [this] { preferences_.interface.panel_visible = !preferences_.interface.panel_visible; },
         .checked = [this] { return preferences_.interface.panel_visible; },
         .separator_before = true});
    actions_.add({.id = "focus-panel",
                  .menu = "View",
                  .name = "Keyboard to the panel",
                  .chords = {key(GLFW_KEY_F6)},
                  .tooltip = "Choose controls by the arrow keys; Space changes one, Esc leaves.",
                  .callback = [this] { preferences_.interface.panel_visible = focus_panel_ = true; }});
    actions_.add({.id = "full-screen",
                  .menu = "View",
                  .name = "Full screen",
                  .chords = {key(GLFW_KEY_F11)},
                  .tooltip = "Fill the screen, or leave it.",
                  .callback = [this] { window_->set_full_screen(!window_->full_screen()); },
                  .checked = [this] { return window_->full_screen(); }});
    actions_.add({.id = "leave-full-screen",
                  .menu = "",
                  .name = "Leave full screen",
                  .chords = {key(GLFW_KEY_ESCAPE)},
                  .tooltip = "Leave full screen.",
                  .callback = [this] { window_->set_full_screen(false); },
                  .enabled = [this] { return window_->full_screen(); },
                  .disabled_tooltip = "The window does not fill the screen."});
    actions_.add({.id = "light-theme",
                  .menu = "View",
                  .name = "Light theme",
                  .tooltip = "Light colours, or dark.",
                  .callback =
                      [this] {
                          Theme& theme = preferences_.interface.theme;
                          theme = theme == Theme::dark ? Theme::light : Theme::dark;
                      },
                  .checked = [this] { return preferences_.interface.theme == Theme::light; }});
}

void Application::add_help_actions() {
    actions_.add({.id = "help",
                  .menu = "Help",
                  .name = "Help",
                  .icon = Icon::info,
                  .chords = {key(GLFW_KEY_F1), key('?')},
                  .tooltip = "Show keys and what they do.",
                  .callback = [this] { help_open_ = !help_open_; }});
    actions_.add({.id = "palette",
                  .menu = "Help",
                  .name = "Command palette",
                  .chords = {{.key = 'P', .ctrl = true, .shift = true}},
                  .tooltip = "Find a command by its name.",
                  .callback = [this] { palette_.open(); }});
}

}  // namespace droplet
