// Pictures beside, over and less each other, as the presenter draws them, and what stands over them.
#include <fmt/format.h>

#include <cmath>

#include "ui/application.h"
#include "ui/compare_overlay.h"
#include "ui/display_view.h"
#include "ui/theme.h"

namespace droplet {

/// Whether the slot has its picture by now, or what stands in place of one that there is not.
bool Application::holds(int slot) const {
    const ContentList contents = shown_contents();
    if (slot >= contents.count || !presenter_->has_picture(slot)) return false;
    const Content wanted = contents.items[static_cast<std::size_t>(slot)];
    return presenter_->request(slot).content == wanted || status_.shape(wanted).size == Size{};
}

/// Whether two pictures share a pane.
bool Application::compares() const {
    const Arrangement arrangement = shown().arrangement;
    const bool both = arrangement == Arrangement::wipe || arrangement == Arrangement::difference ||
                      arrangement == Arrangement::blink;
    return both && !original_shown() && holds(1);
}

Display Application::display_of_slot(int slot) const {
    return display_of(presenter_->request(slot).content, presenter_->shape(slot).channels, settings_.preset,
                      status_.shown_statistics, preferences_.display);
}

void Application::draw_pictures() {
    const float density = ImGui::GetIO().DisplayFramebufferScale.x;
    const Arrangement arrangement = shown().arrangement;
    for (const Pane& pane : panes_) {
        gl::Placement placement = picture_placement(view_, pane, window_->framebuffer_size(), density);
        if (!compares()) {
            // The first slot is never empty for long: until its picture comes, the one before stays.
            if (pane.slot == 0 || holds(pane.slot)) draw_picture(placement, pane.slot);
            continue;
        }
        // Both pictures are of one moment, and of one place.
        if (const auto moved = overlay(fractal_frames_.shown())) placement = moved_by(*moved, placement);
        if (arrangement == Arrangement::wipe) {
            draw_wiped(placement);
        } else if (arrangement == Arrangement::difference) {
            presenter_->draw_difference(placement, 0, 1, difference_display(preferences_.compare));
        } else {
            const int slot = blink_shows_other() ? 1 : 0;
            presenter_->draw(placement, slot, display_of_slot(slot));
        }
    }
}

/// Each picture on its side only, so that no pixel is drawn twice.
void Application::draw_wiped(const gl::Placement& placement) {
    const float density = ImGui::GetIO().DisplayFramebufferScale.x;
    const int line =
        static_cast<int>(std::lround(wipe_x(panes_.front(), preferences_.compare.wipe) * density));
    gl::Placement left = placement, right = placement;
    left.viewport.x1 = right.viewport.x0 = std::clamp(line, placement.viewport.x0, placement.viewport.x1);
    right.x += (right.viewport.x0 - placement.viewport.x0) / placement.zoom;
    presenter_->draw(left, 1, display_of_slot(1));
    presenter_->draw(right, 0, display_of_slot(0));
}

std::string Application::slot_name(int slot) const {
    const Content content = shown_contents().items[static_cast<std::size_t>(slot)];
    const bool is_input = content == Content::current && shown_content(settings_.preset) != content;
    return std::string(is_input ? "Input" : pane_title(content));
}

void Application::draw_pane_names(const Pane& pane) {
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    const float margin = px(8), width = pane.max.x - pane.min.x - 2 * margin;
    const ImVec2 left{pane.min.x + margin, pane.min.y + margin}, right{pane.max.x - margin, left.y};
    const auto name = [&](const std::string& words) { text_on_plate(list, left, {0, 0}, words, width); };
    const CompareParams& params = preferences_.compare;
    if (!compares()) {
        if (original_shown() || panes_.size() > 1) name(slot_name(pane.slot));
        return;
    }
    switch (params.mode) {
        case CompareMode::wipe: {
            const float x = wipe_x(pane, params.wipe);
            text_on_plate(list, left, {0, 0}, slot_name(1), x - margin - left.x);
            text_on_plate(list, right, {1, 0}, slot_name(0), right.x - x - margin);
            break;
        }
        case CompareMode::difference:
            name(fmt::format("{} − {}, × {:.3g}", slot_name(0), slot_name(1), params.difference_scale));
            break;
        default:
            name(slot_name(blink_shows_other() ? 1 : 0));
    }
}

void Application::draw_colour_bars(const Pane& pane) {
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    const auto bar = [&](const Display& display, bool at_left) {
        if (wants_colour_bar(display)) draw_colour_bar(list, pane, display, at_left);
    };
    if (!compares()) {
        if (holds(pane.slot)) bar(display_of_slot(pane.slot), false);
        return;
    }
    const Display display = display_of_slot(0), other = display_of_slot(1);
    switch (preferences_.compare.mode) {
        case CompareMode::wipe:
            bar(display, false);
            if (!(other == display)) bar(other, true);
            break;
        case CompareMode::difference:
            bar(difference_display(preferences_.compare), false);
            break;
        default:
            bar(blink_shows_other() ? other : display, false);
    }
}

void Application::draw_compare_overlay() {
    if (status_.size.area() == 0) return;
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    for (const Pane& pane : panes_) {
        list.PushClipRect(pane.min, pane.max, true);
        draw_colour_bars(pane);
        draw_pane_names(pane);
        list.PopClipRect();
    }
    if (!compares() || preferences_.compare.mode != CompareMode::wipe) return;
    const bool near =
        mouse_.over && takes_wipe(panes_.front(), preferences_.compare.wipe, mouse_.position, brush_.on);
    if (near || mouse_.wipe_held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    draw_wipe(list, panes_.front(), preferences_.compare.wipe, near || mouse_.wipe_held);
}

}  // namespace droplet
