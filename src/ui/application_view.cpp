// What of the pictures is shown, where, and what is drawn and read over them.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "ui/application.h"
#include "ui/canny_histogram.h"
#include "ui/compare_overlay.h"
#include "ui/display_view.h"

namespace droplet {

void Application::add_compare_actions() {
    const auto set_mode = [this](CompareMode mode) {
        preferences_.compare.mode = mode;
        blink_.start(Blink::Clock::now());
    };
    actions_.add({.id = "compare",
                  .menu = "View",
                  .name = "Compare",
                  .chords = {{.key = 'C'}},
                  .tooltip = "Compare with another picture: wipe, side by side, difference, blink, off.",
                  .callback = [this, set_mode] { set_mode(mode_after(preferences_.compare.mode)); },
                  .separator_before = true});
    const auto add = [&](CompareMode mode, std::string_view id, const char* name, const char* tooltip) {
        // Of the mode that is on, off.
        actions_.add(
            {.id = id,
             .menu = "View",
             .name = name,
             .tooltip = tooltip,
             .callback = [this, set_mode,
                          mode] { set_mode(preferences_.compare.mode == mode ? CompareMode::off : mode); },
             .checked = [this, mode] { return preferences_.compare.mode == mode; }});
    };
    add(CompareMode::wipe, "compare-wipe", "Compare: wipe",
        "The other picture at the left of a line that can be dragged.");
    add(CompareMode::side_by_side, "compare-side-by-side", "Compare: side by side",
        "The other picture in a pane at the left; both show the same place.");
    add(CompareMode::difference, "compare-difference", "Compare: difference",
        "What the picture has more than the other one, and less.");
    add(CompareMode::blink, "compare-blink", "Compare: blink", "Both pictures in turns.");
}

ShownPictures Application::shown() const {
    return shown_pictures(settings_.preset, preferences_.compare, sliding_.wants_input_beside());
}

/// In the order of the presenter's slots.
ContentList Application::shown_contents() const {
    return original_shown() ? ContentList(Content::original) : shown().contents;
}

bool Application::blink_shows_other() const {
    return blink_.shows_other(Blink::Clock::now(), preferences_.compare.blink_s);
}

void Application::lay_out_panes() {
    panes_ = panes_of(shown(), picture_min_, picture_max_, original_shown());
    for (Pane& pane : panes_) pane.shape = status_.shape(pane.content);
}

DragUse Application::use_of_drag(bool painting) const {
    const bool wipes = shown().arrangement == Arrangement::wipe && !original_shown();
    if (wipes && takes_wipe(panes_.front(), preferences_.compare.wipe, ImGui::GetIO().MousePos, painting))
        return DragUse::wipe;
    if (painting) return DragUse::paint;
    if (navigates() && !look_.profile.on() && (box_armed_ || ImGui::GetIO().KeyShift)) return DragUse::box;
    return look_.profile.takes_drag(picture_context()) ? DragUse::tool : DragUse::pan;
}

void Application::move_wipe() {
    const Pane& pane = panes_.front();
    if (mouse_.wipe_held)
        preferences_.compare.wipe =
            std::clamp((mouse_.position.x - pane.min.x) / (pane.max.x - pane.min.x), 0.0f, 1.0f);
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
    look_.request(context, preferences_.look, reading);
    if (settings_.preset.process == Process::convolve) sliding_.request(context, reading);
    if (settings_.preset.process == Process::edges && preferences_.interface.panel_visible)
        reading.histograms.push_back(gradient_histogram_request(settings_.preset.canny));
    return reading;
}

void Application::draw_overlays() {
    const PictureContext context = picture_context();
    look_.draw_overlay(context, preferences_.look);
    draw_compare_overlay();
    if (settings_.preset.process == Process::convolve) sliding_.draw_overlay(context);
    if (explores()) draw_fractal_overlays();
}

}  // namespace droplet
