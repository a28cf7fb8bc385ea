// What the window shows, from top to bottom.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/application.h"
#include "ui/capture_panel.h"
#include "ui/help_window.h"
#include "ui/menu_bar.h"
#include "ui/message_bar.h"
#include "ui/picture_area.h"
#include "ui/status_bar.h"
#include "ui/theme.h"
#include "ui/view_panel.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// A panel at an edge of the window.
void begin_panel(const char* id, ImVec2 min, ImVec2 max) {
    ImGui::SetNextWindowPos(min);
    ImGui::SetNextWindowSize({max.x - min.x, max.y - min.y});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin(id, nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus);
}
void end_panel() {
    ImGui::End();
    ImGui::PopStyleVar(2);
}

}  // namespace

void Application::draw_interface() {
    if (const auto recent = menu_bar(actions_, preferences_.recent_files)) open_path(*recent);
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const float top = ImGui::GetFrameHeight(), status_height = px(30);
    const float bottom = screen.y - status_height;
    const float panel_width =
        preferences_.interface.panel_visible ? std::clamp(screen.x * 0.34f, px(312), px(356)) : 0;
    const float side_width = has_side_sections() && side_panel_fits() ? px(336) : 0;
    picture_min_ = {side_width, top};
    const float timeline_height = preferences_.interface.timeline_visible ? Timeline::height() : 0;
    const float lesson_height =
        preferences_.lesson.open ? lesson_bar_height(screen.x - panel_width - side_width) : 0;
    picture_max_ = {screen.x - panel_width, bottom - timeline_height - lesson_height};
    const bool painting = brush_.on && status_.size.area() > 0;
    lay_out_panes();
    mouse_ = picture_input(view_, panes_, ImGui::GetIO().DisplayFramebufferScale.x, use_of_drag(painting),
                           navigates());
    explore();
    move_wipe();
    paint(mouse_);
    draw_overlays();
    if (preferences_.lesson.open)
        draw_lesson({picture_min_.x, picture_max_.y}, {picture_max_.x, bottom - timeline_height});
    if (preferences_.interface.timeline_visible)
        draw_timeline({picture_min_.x, bottom - timeline_height}, {picture_max_.x, bottom});
    if (side_width > 0) draw_side_panel({0, top}, {side_width, bottom});
    if (preferences_.interface.panel_visible)
        draw_panel(top, bottom, panel_width);
    else
        original_button_held_ = false;
    FractalParams looked_at = settings_.preset.fractal;
    set_place(looked_at, explorer_.now());
    const bool records = films_->control.recording();
    const bool stops =
        status_bar({.session = status_,
                    .running = running_,
                    .frames_per_s = pacer_.frames_per_s(),
                    .pixel = look_.inspector.line(picture_context()),
                    .fractal = explores() ? &looked_at : nullptr,
                    .formula = settings_.preset.formula,
                    .steps = stepping_process(settings_.preset) != Process::none,
                    .recording = records ? time_text(films_->control.elapsed_s(Films::Clock::now())) : ""},
                   status_height);
    if (stops) stop_film();
    draw_capture_bar();
    // A still of the window is of the work, not of what was said meanwhile.
    if (!stills_->window_is_drawn) message_bar(messages_, picture_min_, picture_max_);
    help_window(help_open_, actions_, picture_min_, picture_max_);
    palette_.draw(actions_);
    draw_gallery();
    draw_browser();
    draw_close_dialog();
}

void Application::draw_transport() {
    const float spacing = ImGui::GetStyle().ItemSpacing.x, width = ImGui::GetContentRegionAvail().x;
    const float side = std::round((width - 2 * spacing) * 0.28f);
    action_button(actions_.at("run"), width - 2 * (side + spacing), {.primary = true});
    ImGui::SameLine();
    action_button(actions_.at("step"), side);
    ImGui::SameLine();
    action_button(actions_.at("reset"), side);
}

/// What belongs beside the picture, so that it is seen together with it: fractal, operator and loss, or
/// kernel. Where the window is too narrow for a panel at the left, they are sections of the one at the right.
bool Application::has_side_sections() const {
    const Process process = settings_.preset.process;
    return preferences_.interface.panel_visible &&
           (explores() || process == Process::learn || process == Process::convolve);
}

bool Application::side_panel_fits() const {
    return ImGui::GetIO().DisplaySize.x >= px(1180);
}

void Application::draw_side_panel(ImVec2 min, ImVec2 max) {
    begin_panel("##side", min, max);
    ImGui::GetWindowDrawList()->AddLine({max.x - 1, min.y}, {max.x - 1, max.y}, packed(palette().border));
    // What is longer than the window scrolls; the scroll bar stands in the padding, so that nothing moves
    // when it comes.
    const float bar = side_scrolls_ ? ImGui::GetStyle().ScrollbarSize : 0;
    ImGui::BeginChild("##side-sections", {ImGui::GetContentRegionAvail().x + bar, 0}, false,
                      ImGuiWindowFlags_NavFlattened);
    draw_side_sections();
    side_scrolls_ = ImGui::GetScrollMaxY() > 0;
    ImGui::EndChild();
    end_panel();
}

void Application::draw_side_sections() {
    if (explores()) draw_fractal_sections();
    if (settings_.preset.process == Process::learn) draw_learning_sections();
    if (settings_.preset.process == Process::convolve) draw_lab_sections();
}

void Application::draw_panel(float top, float bottom, float width) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    if (focus_panel_) ImGui::SetNextWindowFocus();
    begin_panel("##panel", {screen.x - width, top}, {screen.x, bottom});
    ImGui::GetWindowDrawList()->AddLine({screen.x - width, top}, {screen.x - width, bottom},
                                        packed(palette().border));
    draw_transport();
    ImGui::Dummy({0, px(2)});
    // The scroll bar stands in the window's padding, so that nothing moves when it comes.
    const float sections_width =
        ImGui::GetContentRegionAvail().x + (sections_scroll_ ? ImGui::GetStyle().ScrollbarSize : 0);
    ImGui::BeginChild("##sections", {sections_width, 0}, false, ImGuiWindowFlags_NavFlattened);
    NormalizeSwitch normalize = normalize_switch();
    if (source_panel(settings_.preset, status_, loader_->busy(), actions_, normalize))
        turn_normalize(normalize.on);
    draw_video_section();
    const ProcessPanelResult result = process_panel(settings_, status_, backend_, preferences_.compare,
                                                    preferences_.work.kick, actions_, messages_);
    if (has_side_sections() && !side_panel_fits()) draw_side_sections();
    draw_view_section();
    draw_capture_section();
    sections_scroll_ = ImGui::GetScrollMaxY() > 0;
    ImGui::EndChild();
    end_panel();
    focus_panel_ = false;
    if (SessionThread* session = link_->get(); result.backend_changed && session)
        session->switch_backend(backend_.choice);
}

void Application::draw_browser() {
    const auto chosen = browser_->draw();
    if (!chosen) return;
    preferences_.last_folder = browser_->folder();
    switch (browsing_) {
        case Browsing::input:
            return open_path(*chosen);
        case Browsing::preset:
            return save_preset(*chosen);
        case Browsing::operator_in:
            return load_operator(*chosen);
        case Browsing::operator_out:
            return save_operator(*chosen);
        case Browsing::losses:
            return export_losses(*chosen);
        case Browsing::kernel_in:
            return load_kernel(*chosen);
        case Browsing::kernel_out:
            return save_kernel(*chosen);
        case Browsing::palette_in:
            return load_palette(*chosen);
        case Browsing::palette_out:
            return save_palette(*chosen);
        case Browsing::profile:
            return export_profile(*chosen);
    }
}

}  // namespace droplet
