// What of the pictures is shown, where, and what is drawn and read over them.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "ui/application.h"

namespace droplet {

void Application::add_compare_actions() {
    actions_.add({.id = "compare",
                  .menu = "View",
                  .name = "Compare",
                  .chords = {{.key = 'C'}},
                  .tooltip = "Compare with the original: wipe, side by side, difference, blink, off.",
                  .callback = [this] {
                      CompareMode& mode = preferences_.compare.mode;
                      mode = mode == CompareMode::off ? CompareMode::side_by_side : CompareMode::off;
                  }});
}

/// In the order of the presenter's slots.
ContentList Application::shown_contents() const {
    if (original_key_held_ || original_button_held_) return Content::original;
    const Content shown = shown_content(settings_.preset);
    if (settings_.preset.process == Process::edges && preferences_.compare.stages)
        return {Content::blur, Content::gradient, Content::thin, Content::edges};
    if (preferences_.compare.mode == CompareMode::side_by_side) return {Content::original, shown};
    return shown;
}

void Application::lay_out_panes() {
    panes_ = divided(picture_min_, picture_max_, shown_contents());
    for (Pane& pane : panes_) pane.shape = status_.shape(pane.content);
}

PictureContext Application::picture_context() const {
    return {.preset = settings_.preset,
            .status = status_,
            .panes = panes_,
            .view = view_,
            .mouse = mouse_,
            .density = ImGui::GetIO().DisplayFramebufferScale.x};
}

ReadingRequest Application::reading_request() const {
    ReadingRequest reading;
    if (panes_.empty()) return reading;
    const PictureContext context = picture_context();
    look_.request(context, reading);
    if (settings_.preset.process == Process::convolve) sliding_.request(context, reading);
    return reading;
}

void Application::draw_overlays() {
    const PictureContext context = picture_context();
    look_.draw_overlay(context);
    if (settings_.preset.process == Process::convolve) sliding_.draw_overlay(context);
}

}  // namespace droplet
