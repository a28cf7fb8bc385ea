// The fractal as a source: its commands, panels and files.
#include "ui/application.h"

namespace droplet {

void Application::add_fractal_actions() {
    actions_.add(
        {.id = "fractal",
         .menu = "Fractal",
         .name = "Fractal as the source",
         .chords = {{.key = '6'}},
         .tooltip = "Show the fractal, and feed the process with it, in place of the picture.",
         .callback = [this] { settings_.preset.source = explores() ? Source::picture : Source::fractal; },
         .checked = [this] { return explores(); }});
    add_explore_actions();
    add_recurrence_actions();
}

/// In this order: place, recurrence, colours, animation, feeds.
void Application::draw_fractal_sections() {
    draw_places();
    draw_recurrence_sections();
    draw_palette_section();
    draw_animation_section();
    draw_feed_sections();
}

}  // namespace droplet
