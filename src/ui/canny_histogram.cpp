#include "ui/canny_histogram.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

enum class Threshold { low, high };

/// The line that is dragged; the axis stays meanwhile.
std::optional<Threshold> dragged;
float axis_end = 1;

float& value_of(CannyParams& params, Threshold threshold) {
    return threshold == Threshold::low ? params.low : params.high;
}

ImVec4 colour_of(Threshold threshold) {
    return threshold == Threshold::low ? by_theme({0.93f, 0.62f, 0.26f, 1}, {0.72f, 0.42f, 0.05f, 1})
                                       : palette().accent;
}

void draw_bars(const PlotArea& area, const Histogram::Channel& channel) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    constexpr int per_bar = 2, bars = Histogram::bins / per_bar;
    const float width = (area.max.x - area.min.x) / bars;
    for (int i = 0; i < bars; ++i) {
        const auto first = static_cast<std::size_t>(i * per_bar);
        const double count = static_cast<double>(channel.counts[first]) + channel.counts[first + 1];
        if (count < 1) continue;
        const float x = area.min.x + width * static_cast<float>(i);
        list.AddRectFilled({x, area.at(0, count).y}, {x + std::max(1.0f, width - 0.5f), area.max.y},
                           packed(palette().muted, 0.7f));
    }
}

void draw_line(const PlotArea& area, float value, Threshold threshold, bool hot) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float x = std::round(area.at(static_cast<double>(value), 0).x);
    const ImU32 colour = packed(colour_of(threshold));
    list.AddRectFilled({x - px(hot ? 1.5f : 1), area.min.y}, {x + px(hot ? 1.5f : 1), area.max.y}, colour);
    list.AddTriangleFilled({x - px(5), area.min.y - px(6)}, {x + px(5), area.min.y - px(6)},
                           {x, area.min.y + px(2)}, colour);
}

/// The nearer line; of two in one place the one that can move to the side of the mouse.
Threshold nearest(const CannyParams& params, float value) {
    const float to_low = std::fabs(value - params.low), to_high = std::fabs(value - params.high);
    if (to_low != to_high) return to_low < to_high ? Threshold::low : Threshold::high;
    return value < params.low ? Threshold::low : Threshold::high;
}

bool drag_lines(CannyParams& params, const PlotArea& area) {
    const ImVec2 after = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({area.min.x - px(6), area.min.y - px(8)});
    ImGui::InvisibleButton("##thresholds",
                           {area.max.x - area.min.x + px(12), area.max.y - area.min.y + px(8)});
    record_place("thresholds");
    const float value = static_cast<float>(area.step_below_mouse());
    const bool active = ImGui::IsItemActive(), hovered = ImGui::IsItemHovered();
    if (ImGui::IsItemActivated()) dragged = nearest(params, value);
    if (!active) dragged.reset();
    const std::optional<Threshold> hot = active    ? dragged
                                         : hovered ? std::optional(nearest(params, value))
                                                   : std::nullopt;
    bool changed = false;
    if (dragged) {
        const float end = static_cast<float>(area.x.high);
        float& held = value_of(params, *dragged);
        // A thousandth of the axis is finer than a pixel, and gives round numbers.
        const float before =
            std::exchange(held, std::clamp(std::round(value / end * 1000) / 1000 * end, 0.0f, end));
        changed = before != held;
    }
    draw_line(area, params.low, Threshold::low, hot == Threshold::low);
    draw_line(area, params.high, Threshold::high, hot == Threshold::high);
    if (hovered && !active)
        tooltip_text(
            "How many pixels have a gradient of this size. Drag the lines: gradients above the right one are "
            "edges, those above the left one where they touch an edge.");
    ImGui::SetCursorScreenPos(after);
    return changed;
}

}  // namespace

HistogramRequest gradient_histogram_request(const CannyParams& params) {
    if (!dragged) {
        const double most = static_cast<double>(std::max(params.low, params.high)) * 1.25;
        axis_end = static_cast<float>(step_125(std::max(1.0, most)));
    }
    return {Content::gradient, 0, axis_end};
}

bool canny_histogram(CannyParams& params, const Readings& readings) {
    const HistogramRequest request = gradient_histogram_request(params);
    const Histogram* histogram = readings.find(request);
    const bool counted = histogram && !histogram->channels.empty();
    double most = 10;
    if (counted)
        for (const std::uint32_t count : histogram->channels.front().counts)
            most = std::max(most, 2.0 * count);
    const PlotAxis x{.low = 0, .high = static_cast<double>(request.high)};
    const PlotAxis y{.scale = AxisScale::logarithmic, .low = 0, .high = std::ceil(std::log10(most))};
    const PlotArea area = begin_plot("gradient-histogram", px(108), x, y);
    if (counted) {
        draw_bars(area, histogram->channels.front());
        if (const auto above = histogram->channels.front().above; above > 0)
            plot_note(area, fmt::format("{} beyond", above));
    }
    return drag_lines(params, area);
}

}  // namespace droplet
