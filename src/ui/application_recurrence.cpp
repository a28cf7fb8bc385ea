// The fractal's recurrence in the window: its commands, sections, and what is drawn over the picture.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "ui/application.h"

namespace droplet {
namespace {

constexpr const char* needs_fractal = "Only while the fractal is the source (6).";

}  // namespace

FractalPlane Application::fractal_plane() const {
    return {explorer_.now(), status_.fractal.active ? canvas_ : Size{}};
}

/// For commands: of the pinned orbit, below the mouse, or in the middle.
PlanePoint Application::chosen_point() const {
    const FractalPlane plane = fractal_plane();
    if (picture_context().pane()) return plane.at(mouse_.x, mouse_.y);
    if (orbit_.pinned() && orbit_.point()) return *orbit_.point();
    return {plane.place.x, plane.place.y};
}

void Application::add_recurrence_actions() {
    const auto on = [this] { return explores(); };
    actions_.add({.id = "orbit",
                  .menu = "Fractal",
                  .name = "Orbit",
                  .chords = {{.key = 'Q'}},
                  .tooltip = "Draw the orbit of the point below the mouse, with its values; a click pins it.",
                  .callback = [this] { orbit_.on = !orbit_.on; },
                  .enabled = on,
                  .disabled_tooltip = needs_fractal,
                  .checked = [this] { return orbit_.on; },
                  .separator_before = true});
    actions_.add(
        {.id = "julia-of-point",
         .menu = "Fractal",
         .name = "Julia set of the point below the mouse",
         .chords = {{.key = 'J', .shift = true}},
         .tooltip = "Show the Julia set of the point below the mouse, or of the pinned orbit's, or of "
                    "the middle; once more: back to where you were.",
         .callback = [this] { fractal_panel_.toggle_julia_of(settings_.preset, chosen_point(), canvas_); },
         .enabled = on,
         .disabled_tooltip = needs_fractal,
         .checked = [this] { return settings_.preset.fractal.julia; }});
    actions_.add({.id = "julia-follow",
                  .menu = "Fractal",
                  .name = "c follows the mouse",
                  .tooltip =
                      "The Julia set of the point below the mouse, live, until a click fixes it; holding "
                      "J does the same.",
                  .callback = [this] { fractal_panel_.follows = !fractal_panel_.follows; },
                  .enabled = on,
                  .disabled_tooltip = needs_fractal,
                  .checked = [this] { return fractal_panel_.follows; }});
    actions_.add({.id = "julia-hold",
                  .menu = "",
                  .name = "c goes with the mouse",
                  .chords = {{.key = 'J'}},
                  .tooltip = "Hold to see the Julia set of the point below the mouse, live.",
                  .callback = [this] { fractal_panel_.held = true; },
                  .enabled = on,
                  .disabled_tooltip = needs_fractal,
                  .released = [this] { fractal_panel_.held = false; }});
}

void Application::draw_recurrence_sections() {
    fractal_panel_.draw_recurrence(settings_.preset, status_, actions_, messages_);
    fractal_panel_.draw_coloring(settings_.preset, messages_);
}

void Application::draw_feed_sections() {
    fractal_panel_.draw_feeds(settings_.preset, messages_);
    orbit_.draw_panel();
}

void Application::draw_fractal_overlays() {
    const PictureContext context = picture_context();
    const FractalPlane plane = fractal_plane();
    const bool follows = fractal_panel_.follow(settings_.preset, context, plane);
    orbit_.update(context, plane, !follows);
    fractal_panel_.draw_overlay(context, plane);
    orbit_.draw_overlay(context, plane);
}

}  // namespace droplet
