// Looking closely: its commands and files.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "ui/application.h"
#include "ui/view_panel.h"

namespace droplet {

void Application::add_look_actions() {
    actions_.add({.id = "pixel-values",
                  .menu = "View",
                  .name = "Values",
                  .chords = {{.key = 'V'}},
                  .tooltip = "Write the values on the pixels where they are large enough.",
                  .callback = [this] { preferences_.look.values = !preferences_.look.values; },
                  .checked = [this] { return preferences_.look.values; },
                  .separator_before = true});
    actions_.add({.id = "pixel-grid",
                  .menu = "View",
                  .name = "Grid",
                  .chords = {{.key = 'G'}},
                  .tooltip = "Draw the borders of the pixels where they are large enough.",
                  .callback = [this] { preferences_.look.grid = !preferences_.look.grid; },
                  .checked = [this] { return preferences_.look.grid; }});
    actions_.add({.id = "hold-pixel",
                  .menu = "View",
                  .name = "Hold the pixel",
                  .chords = {{.key = 'I'}},
                  .tooltip = "Keep showing the values of the pixel below the mouse, wherever the mouse goes.",
                  .callback = [this] { look_.inspector.hold(); },
                  .enabled = [this] { return look_.inspector.place().has_value(); },
                  .disabled_tooltip = "The mouse is not over a pixel.",
                  .checked = [this] { return look_.inspector.holds(); }});
    actions_.add(
        {.id = "line-profile",
         .menu = "View",
         .name = "Line profile",
         .chords = {{.key = 'M'}},
         .tooltip = "Draw a line over the picture and plot the values along it; Shift+drag does too.",
         .callback =
             [this] {
                 look_.profile.toggle();
                 if (look_.profile.on()) preferences_.look.profile_open = true;
             },
         .enabled = [this] { return status_.size.area() > 0; },
         .disabled_tooltip = "There is no picture yet.",
         .checked = [this] { return look_.profile.on(); },
         .renamed = [this] { return look_.profile.on() ? "Remove the line" : "Line profile"; }});
}

void Application::draw_view_section() {
    const ViewPanelResult result =
        view_panel(view_, picture_context(), look_, preferences_.look,
                   {preferences_.compare, preferences_.display, messages_}, actions_);
    original_button_held_ = result.original;
    if (!result.exports_profile) return;
    browsing_ = Browsing::profile;
    browser_->open_to_save(preferences_.last_folder, "profile.csv",
                           {"Line profiles", {".csv"}, "a line profile"});
}

void Application::export_profile(const std::filesystem::path& path) {
    messages_.report([&] {
        look_.profile.write_csv(path);
        return fmt::format("Line profile saved as {}.", path.string());
    });
}

}  // namespace droplet
