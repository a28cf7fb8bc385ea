// The fractal as a source: its commands, panels and files.
#include "ui/application.h"
#include "ui/param_widgets.h"
#include "ui/widgets.h"

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
}

void Application::draw_fractal_sections() {
    if (begin_section("Fractal")) param_widgets(settings_.preset.fractal, messages_);
    draw_palette_section();
}

}  // namespace droplet
