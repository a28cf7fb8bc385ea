// The brush, undo and the timeline: what goes back.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include "ui/application.h"

namespace droplet {
namespace {

constexpr std::size_t mib = std::size_t{1} << 20;

bool keeps_nothing(const HistoryOverview& history) {
    return history.checkpoints.empty() && (history.budget_bytes == 0 || !history.notice.empty());
}

std::string why_nothing(const HistoryOverview& history) {
    return history.budget_bytes == 0 ? "the history's memory is 0" : history.notice;
}

}  // namespace

void Application::add_brush_actions() {
    const auto has_picture = [this] { return status_.size.area() > 0; };
    actions_.add({.id = "brush",
                  .menu = "Edit",
                  .name = "Brush",
                  .icon = Icon::brush,
                  .chords = {{.key = 'B'}},
                  .tooltip = "Paint into the picture while it runs; the right button does the opposite.",
                  .callback = [this] { brush_.on = !brush_.on; },
                  .enabled = [this, has_picture] { return brush_.on || has_picture(); },
                  .disabled_tooltip = "There is no picture yet.",
                  .checked = [this] { return brush_.on; },
                  .separator_before = true});
    const auto is_on = [this] { return brush_.on; };
    actions_.add({.id = "brush-smaller",
                  .menu = "Edit",
                  .name = "Smaller brush",
                  .chords = {{.key = '['}},
                  .tooltip = "Make the brush smaller.",
                  .callback = [this] { preferences_.brush.size = smaller_brush(preferences_.brush.size); },
                  .enabled = is_on,
                  .disabled_tooltip = "Only with the brush (B)."});
    actions_.add({.id = "brush-larger",
                  .menu = "Edit",
                  .name = "Larger brush",
                  .chords = {{.key = ']'}},
                  .tooltip = "Make the brush larger.",
                  .callback = [this] { preferences_.brush.size = larger_brush(preferences_.brush.size); },
                  .enabled = is_on,
                  .disabled_tooltip = "Only with the brush (B)."});
}

void Application::add_history_actions() {
    actions_.add({.id = "timeline",
                  .menu = "View",
                  .name = "Timeline",
                  .icon = Icon::timeline,
                  .chords = {{.key = 'T'}},
                  .tooltip = "Hide or show the history below the picture.",
                  .callback =
                      [this] {
                          bool& visible = preferences_.interface.timeline_visible;
                          visible = !visible;
                      },
                  .checked = [this] { return preferences_.interface.timeline_visible; }});
    actions_.add({.id = "checkpoint-back",
                  .menu = "Run",
                  .name = "Back to the checkpoint before",
                  .chords = {{.key = ','}},
                  .tooltip = "Pause and go back to the checkpoint before on the timeline.",
                  .callback = [this] { step_to(checkpoint_before(*status_.history, status_.step)); },
                  .enabled = [this] { return checkpoint_before(*status_.history, status_.step).has_value(); },
                  .disabled_tooltip = "There is no checkpoint before this.",
                  .separator_before = true});
    actions_.add({.id = "checkpoint-forward",
                  .menu = "Run",
                  .name = "On to the next checkpoint",
                  .chords = {{.key = '.'}},
                  .tooltip = "Pause and go to the checkpoint after this, on the newest branch.",
                  .callback = [this] { step_to(checkpoint_after(*status_.history)); },
                  .enabled = [this] { return checkpoint_after(*status_.history).has_value(); },
                  .disabled_tooltip = "There is no checkpoint after this."});
}

std::string Application::why_no_undo() const {
    if (!keeps_nothing(*status_.history) || status_.size.area() == 0) return "Nothing was changed yet.";
    return fmt::format("No setting was changed yet; strokes cannot be undone: {}.",
                       why_nothing(*status_.history));
}

void Application::take_history_news(SessionThread& session) {
    if (const auto stroke = session.take_stroke()) history_.name_stroke(*stroke);
    const auto adopted = session.take_adopted();
    status_ = session.status();
    if (!adopted) return;
    settings_ = history_.arrived(*adopted, settings_, *status_.history);
    adopt_run();
}

void Application::follow_history_orders(SessionThread& session) {
    const HistoryControl::Order order = history_.next(*status_.history);
    if (order.settings) {
        const FractalPlace place = place_of(settings_.preset.fractal);
        settings_ = *order.settings;
        if (order.keeps_place) set_place(settings_.preset.fractal, place);
    }
    if (order.go_to) session.go_to(*order.go_to);
    if (order.settings || order.go_to) frames_owed_ = std::max(frames_owed_, 1);
    if (!scrub_ends_ || !history_.idle()) return;
    // Not before the last checkpoint scrubbed over is there: the run goes on from it.
    scrub_ends_ = false;
    running_ = std::exchange(running_before_scrub_, std::nullopt).value_or(running_);
}

void Application::step_to(std::optional<std::int64_t> checkpoint) {
    if (!checkpoint) return;
    running_ = false;
    history_.scrub_to(*checkpoint);
    history_.end_scrub();
}

void Application::paint(const PictureMouse& mouse) {
    const float scale = static_cast<float>(view_.zoom()) / ImGui::GetIO().DisplayFramebufferScale.x;
    SessionThread* session = link_->get();
    if (!session || status_.size.area() == 0) return;
    BrushWork work = brush_.paint(preferences_.brush, mouse);
    if (work.begins && history_.begin_stroke()) session->begin_stroke();
    if (!work.dabs.empty()) session->paint(std::move(work.dabs));
    brush_.draw_cursor(preferences_.brush, mouse, scale);
    const std::string notice = keeps_nothing(*status_.history) ? fmt::format("Strokes cannot be undone: {}.",
                                                                             why_nothing(*status_.history))
                                                               : std::string();
    brush_.draw_strip(preferences_.brush, picture_min_, picture_max_, notice);
}

void Application::draw_timeline(ImVec2 min, ImVec2 max) {
    const TimelineRequest request = timeline_.draw(status_.history, status_.step, min, max);
    SessionThread* session = link_->get();
    if (request.budget_mib && session) {
        preferences_.work.history_mib = *request.budget_mib;
        session->set_history_budget(static_cast<std::size_t>(*request.budget_mib) * mib);
    }
    if (request.step_to) step_to(request.step_to);
    if (request.pressed) {
        // Looked at standing still; it goes on from there when the mouse lets go.
        if (!running_before_scrub_) running_before_scrub_ = running_;
        running_ = false;
        scrub_ends_ = false;
    }
    if (request.scrub_to) history_.scrub_to(*request.scrub_to);
    if (!request.released) return;
    history_.end_scrub();
    scrub_ends_ = true;
}

}  // namespace droplet
