#include "ui/timeline.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr double bytes_per_mib = 1024.0 * 1024.0;
constexpr int largest_budget_mib = 16384;

const char* kind_text(CheckpointKind kind) {
    switch (kind) {
        case CheckpointKind::automatic:
            return "while running";
        case CheckpointKind::start:
            return "the start";
        case CheckpointKind::edit:
            return "before an edit";
        case CheckpointKind::stroke:
            return "before a stroke";
        case CheckpointKind::paused:
            return "where the run was left";
    }
    return "";
}

/// The sign of a checkpoint that is more than a tick.
void draw_mark(ImDrawList& list, ImVec2 at, CheckpointKind kind, ImU32 ink) {
    const float r = px(4);
    switch (kind) {
        case CheckpointKind::automatic:
            break;
        case CheckpointKind::start:
            list.AddRectFilled({at.x - px(1.5f), at.y - px(7)}, {at.x + px(1.5f), at.y + px(7)}, ink);
            break;
        case CheckpointKind::edit:
            list.AddQuadFilled({at.x, at.y - r - px(1)}, {at.x + r + px(1), at.y}, {at.x, at.y + r + px(1)},
                               {at.x - r - px(1), at.y}, ink);
            break;
        case CheckpointKind::stroke:
            list.AddCircleFilled(at, r, ink, 16);
            break;
        case CheckpointKind::paused:
            list.AddCircleFilled(at, r, packed(palette().panel), 16);
            list.AddCircle(at, r, ink, 16, px(1.5f));
            break;
    }
}

}  // namespace

struct Timeline::Axis {
    ImVec2 min, max;
    double first = 0, last = 1;      ///< steps
    float lane_height = 0, top = 0;  ///< of the first lane

    double step_length() const { return static_cast<double>(max.x - min.x) / std::max(last - first, 1.0); }
    float x(double step) const { return min.x + static_cast<float>((step - first) * step_length()); }
    float y(int lane) const { return top + lane_height * static_cast<float>(lane); }
    ImVec2 at(const TimelineLayout::Node& node) const {
        return {std::round(x(static_cast<double>(node.info.step))), std::round(y(node.lane))};
    }
};

std::string checkpoint_text(const CheckpointInfo& info) {
    return fmt::format("Step {}, {}", info.step, kind_text(info.kind));
}

float Timeline::height() {
    return px(66);
}

void Timeline::draw_axis(const Axis& axis, std::int64_t step) const {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const double interval = step_125(std::max(1.0, static_cast<double>(px(64)) / axis.step_length()));
    for (double at = std::ceil(axis.first / interval) * interval; at <= axis.last; at += interval)
        small_text({axis.x(at), axis.max.y + px(4)}, {0.5f, 0}, fmt::format("{:.0f}", at), palette().muted);

    const ImU32 line = packed(palette().muted, 0.45f), ink = packed(palette().muted);
    for (const TimelineLayout::Node& node : layout_.nodes) {
        if (node.parent < 0) continue;
        const ImVec2 to = axis.at(node), from = axis.at(layout_.nodes[static_cast<std::size_t>(node.parent)]);
        if (from.x == to.x && from.y == to.y) continue;
        if (from.y != to.y) list.AddLine(from, {from.x, to.y}, line, px(1));
        list.AddLine({from.x, to.y}, to, line, px(1));
    }
    float last_tick = -1e9f, last_lane = -1;
    for (const TimelineLayout::Node& node : layout_.nodes) {
        const ImVec2 at = axis.at(node);
        draw_mark(list, at, node.info.kind, ink);
        const bool hidden = at.y == last_lane && std::abs(at.x - last_tick) < px(3);
        if (node.info.kind != CheckpointKind::automatic || hidden) continue;
        list.AddLine({at.x, at.y - px(3)}, {at.x, at.y + px(4)}, ink, px(1));
        last_tick = at.x;
        last_lane = at.y;
    }
    const int current = layout_.find(history_->current);
    const int lane = current < 0 ? 0 : layout_.nodes[static_cast<std::size_t>(current)].lane;
    const ImVec2 here{std::round(axis.x(static_cast<double>(step))), std::round(axis.y(lane))};
    const ImU32 accent = packed(palette().accent);
    if (current >= 0) {
        const ImVec2 from = axis.at(layout_.nodes[static_cast<std::size_t>(current)]);
        list.AddLine(from, {here.x, from.y}, accent, px(2));
    }
    list.AddLine({here.x, axis.min.y - px(8)}, {here.x, axis.max.y + px(3)}, accent, px(1));
    list.AddCircleFilled(here, px(4.5f), accent, 16);
}

void Timeline::scrub(const Axis& axis, TimelineRequest& request) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const double step = axis.first + static_cast<double>(mouse.x - axis.min.x) / axis.step_length();
    const double lane = axis.lane_height > 0
                            ? std::clamp(static_cast<double>((mouse.y - axis.top) / axis.lane_height), 0.0,
                                         static_cast<double>(std::max(layout_.lanes - 1, 0)))
                            : 0;
    const int nearest =
        layout_.nearest(step, lane, axis.step_length(), 2 * static_cast<double>(axis.lane_height));
    request.pressed = ImGui::IsItemActivated();
    request.released = ImGui::IsItemDeactivated();
    if (request.pressed) scrubbed_.reset();
    if (nearest < 0) return;
    const TimelineLayout::Node& node = layout_.nodes[static_cast<std::size_t>(nearest)];
    if (ImGui::IsItemActive() && scrubbed_ != node.info.id) request.scrub_to = scrubbed_ = node.info.id;
    if (!ImGui::IsItemHovered() && !ImGui::IsItemActive()) return;
    ImGui::GetWindowDrawList()->AddCircle(axis.at(node), px(6.5f), packed(palette().accent), 20, px(1.5f));
    if (ImGui::IsItemActive()) return;
    // Above the strip, so that it hides none of it.
    ImGui::SetNextWindowPos({std::max(mouse.x, px(160)), ImGui::GetWindowPos().y - px(6)}, ImGuiCond_Always,
                            {0.5f, 1});
    tooltip_text(
        fmt::format("{}\nClick or drag: go back to it, and on from it.", checkpoint_text(node.info)));
}

void Timeline::step_by_keys(const HistoryOverview& history, std::int64_t step,
                            TimelineRequest& request) const {
    if (!ImGui::IsWindowFocused() || ImGui::GetIO().WantTextInput) return;
    if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_LeftArrow)))
        request.step_to = checkpoint_before(history, step);
    if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_RightArrow)))
        request.step_to = checkpoint_after(history);
}

void Timeline::draw_memory(const HistoryOverview& history, float width, TimelineRequest& request) {
    const double used = static_cast<double>(history.bytes) / bytes_per_mib;
    const int budget = static_cast<int>(static_cast<double>(history.budget_bytes) / bytes_per_mib + 0.5);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImGui::PushFont(fonts().small);
    small_text(origin, {0, 0}, "Memory", palette().muted);
    small_text({origin.x + width, origin.y}, {1, 0}, fmt::format("{:.{}f} MiB", used, used < 10 ? 1 : 0),
               palette().text);
    ImGui::SetCursorScreenPos({origin.x, origin.y + px(17)});
    ImGui::SetNextItemWidth(width);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {px(4), px(2)});
    // ImGui's logarithmic sliders of whole numbers begin at a tenth.
    const auto share = [](int mib) {
        return mib <= 0 ? 0.0f
                        : std::log(static_cast<float>(mib) * 10) / std::log(largest_budget_mib * 10.0f);
    };
    const ImGuiID id = ImGui::GetID("##budget");
    const bool typing = ImGui::TempInputIsActive(id), active = ImGui::GetActiveID() == id;
    if (!active) typed_budget_ = budget;
    if (!typing) begin_slider(std::min(share(typed_budget_), 1.0f));
    ImGui::SliderInt("##budget", &typed_budget_, 0, largest_budget_mib, "of %d MiB",
                     ImGuiSliderFlags_Logarithmic);
    if (!typing) end_slider();
    // Not before it is let go: what a smaller budget drops is gone.
    if (ImGui::IsItemDeactivatedAfterEdit()) request.budget_mib = std::clamp(typed_budget_, 0, 1 << 20);
    ImGui::PopStyleVar();
    record_place("history-budget");
    if (!active)
        tooltip(
            "Memory for the history, in MiB; over it, older checkpoints are given up. 0 keeps none, and "
            "strokes cannot be undone.\nCtrl-click: type a number.");
    const ImVec2 below{origin.x, origin.y + px(38)};
    if (!history.notice.empty()) {
        small_text(below, {0, 0}, elided(history.notice, width), palette().warning);
        ImGui::SetCursorScreenPos(below);
        ImGui::Dummy({width, px(14)});
        tooltip(history.notice);
    } else {
        const std::size_t count = history.checkpoints.size();
        std::string text = fmt::format("{} point{}", count, count == 1 ? "" : "s");
        if (history.dropped > 0) text += fmt::format(", {} dropped", history.dropped);
        small_text(below, {0, 0}, elided(text, width), palette().muted);
        ImGui::SetCursorScreenPos(below);
        ImGui::Dummy({width, px(14)});
        tooltip(fmt::format("{} checkpoints are kept; {} were given up to stay within the memory.", count,
                            history.dropped));
    }
    ImGui::PopFont();
}

TimelineRequest Timeline::draw(const std::shared_ptr<const HistoryOverview>& history, std::int64_t step,
                               ImVec2 min, ImVec2 max) {
    TimelineRequest request;
    if (!history) return request;
    if (history_ != history) {
        history_ = history;
        layout_ = lay_out(*history);
    }
    ImGui::SetNextWindowPos(min);
    ImGui::SetNextWindowSize({max.x - min.x, max.y - min.y});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin("##timeline", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine(min, {max.x, min.y}, packed(palette().border));
    const float memory_width = std::clamp((max.x - min.x) * 0.24f, px(104), px(150));
    const float right = max.x - memory_width - px(26);
    list.AddLine({right, min.y}, {right, max.y}, packed(palette().border));

    Axis axis{{min.x + px(20), min.y + px(15)}, {right - px(20), max.y - px(22)}};
    axis.first = static_cast<double>(layout_.first_step);
    axis.last = static_cast<double>(std::max({layout_.last_step, step, layout_.first_step + 1}));
    axis.lane_height =
        layout_.lanes > 1
            ? std::min(px(11), (axis.max.y - axis.min.y) / static_cast<float>(layout_.lanes - 1))
            : 0;
    axis.top =
        (axis.min.y + axis.max.y - axis.lane_height * static_cast<float>(std::max(layout_.lanes - 1, 0))) / 2;
    ImGui::SetCursorScreenPos(min);
    ImGui::InvisibleButton("##axis", {right - min.x, max.y - min.y});
    record_place("timeline.strip");
    if (layout_.nodes.empty()) {
        small_text({(min.x + right) / 2, (min.y + max.y) / 2 - px(8)}, {0.5f, 0},
                   history->budget_bytes == 0 ? "No history: its memory is 0."
                                              : "The history begins with a picture.",
                   palette().muted);
    } else {
        draw_axis(axis, step);
        scrub(axis, request);
        step_by_keys(*history, step, request);
    }
    ImGui::SetCursorScreenPos({right + px(13), min.y + px(7)});
    draw_memory(*history, memory_width, request);
    ImGui::End();
    ImGui::PopStyleVar(3);
    return request;
}

}  // namespace droplet
