#include "ui/histogram_view.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/inspector.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// A broken line from top to bottom.
void plot_mark(const PlotArea& area, double value) {
    if (value <= area.x.low || value >= area.x.high) return;
    const float x = std::round(area.at(value, 0).x);
    for (float y = area.min.y; y < area.max.y; y += px(5))
        ImGui::GetWindowDrawList()->AddLine({x, y}, {x, std::min(y + px(3), area.max.y)},
                                            packed(palette().muted, 0.8f), 1.0f);
}

std::string value_and_bytes(double value) {
    return fmt::format("{:.4g} ({:.1f})", value, value * 255);
}

}  // namespace

int histogram_bars(float width) {
    int bars = Histogram::bins;
    while (bars > 16 && width < static_cast<float>(bars) * (bars == Histogram::bins ? 1.0f : 1.5f)) bars /= 2;
    return bars;
}

std::vector<std::uint64_t> bar_counts(const Histogram::Channel& channel, int bars) {
    const int each = Histogram::bins / bars;
    std::vector<std::uint64_t> counts(static_cast<std::size_t>(bars));
    for (int i = 0; i < Histogram::bins; ++i)
        counts[static_cast<std::size_t>(i / each)] += channel.counts[static_cast<std::size_t>(i)];
    return counts;
}

std::string left_out_text(const Histogram& histogram) {
    std::uint64_t below = 0, above = 0, not_numbers = 0;
    for (const Histogram::Channel& channel : histogram.channels) {
        below += channel.below;
        above += channel.above;
        not_numbers += channel.not_numbers;
    }
    std::string text;
    if (below + above > 0) text = fmt::format("outside: {} below, {} above", below, above);
    if (not_numbers > 0) text += fmt::format("{}{} no number", text.empty() ? "" : "; ", not_numbers);
    return text;
}

HistogramRequest HistogramView::wanted(const PictureContext& context, const LookParams& look) const {
    const Content content = shown_content(context.preset);
    const AxisEnds& ends = ranges_[static_cast<std::size_t>(content)];
    const bool all = look.histogram_range == HistogramRange::automatic && ends.high > ends.low;
    return {content, all ? static_cast<float>(ends.low) : 0.0f, all ? static_cast<float>(ends.high) : 1.0f};
}

void HistogramView::request(const PictureContext& context, const LookParams& look,
                            ReadingRequest& reading) const {
    if (context.status.size.area() > 0) reading.histograms.push_back(wanted(context, look));
}

void HistogramView::follow(const PictureContext& context, const LookParams& look) {
    const Content content = shown_content(context.preset);
    double low = 0, high = 0;
    bool known = false;
    for (const ChannelStatistics& channel : context.status.statistics_of(content)) {
        if (!std::isfinite(channel.min) || !std::isfinite(channel.max)) continue;
        low = known ? std::min(low, static_cast<double>(channel.min)) : static_cast<double>(channel.min);
        high = known ? std::max(high, static_cast<double>(channel.max)) : static_cast<double>(channel.max);
        known = true;
    }
    if (known) {
        AxisEnds& ends = ranges_[static_cast<std::size_t>(content)];
        ends = steady_ends(ends, low, high);
    }
    if (content != content_) shown_ = {};
    content_ = content;
    // Until the session has counted what is wanted, what it counted before stays.
    if (const Histogram* fresh = context.status.readings->find(wanted(context, look))) shown_ = *fresh;
}

void HistogramView::draw_choices(LookParams& look) {
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float half = std::floor((ImGui::GetContentRegionAvail().x - gap) / 2);
    int axis = static_cast<int>(look.histogram_axis), range = static_cast<int>(look.histogram_range);
    if (segmented("histogram-range", range, EnumNames<HistogramRange>::names, half))
        look.histogram_range = static_cast<HistogramRange>(range);
    tooltip("all: from the least to the greatest value; 0-1: what the screen can show.");
    ImGui::SameLine();
    if (segmented("histogram-axis", axis, EnumNames<HistogramAxis>::names, ImGui::GetContentRegionAvail().x))
        look.histogram_axis = static_cast<HistogramAxis>(axis);
    tooltip("The axis of the counts; log shows the few beside the many.");
}

void HistogramView::draw_plot(const PlotArea& area, int bars) const {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto edge = [&](int i) {
        return std::round(area.min.x +
                          (area.max.x - area.min.x) * static_cast<float>(i) / static_cast<float>(bars));
    };
    const int channels = static_cast<int>(shown_.channels.size());
    for (int c = 0; c < channels; ++c) {
        const ImVec4 colour = channel_colour(c, channels);
        const auto counts = bar_counts(shown_.channels[static_cast<std::size_t>(c)], bars);
        std::vector<ImVec2> outline;
        for (int i = 0; i < bars; ++i) {
            const auto count = static_cast<double>(counts[static_cast<std::size_t>(i)]);
            const float y = area.at(0, count).y;
            if (count > 0) list.AddRectFilled({edge(i), y}, {edge(i + 1), area.max.y}, packed(colour, 0.28f));
            outline.push_back({edge(i), y});
            outline.push_back({edge(i + 1), y});
        }
        list.AddPolyline(outline.data(), static_cast<int>(outline.size()), packed(colour, 0.9f), 0, 1.0f);
    }
    if (static_cast<double>(shown_.low) < 0 || static_cast<double>(shown_.high) > 1) {
        plot_mark(area, 0);
        plot_mark(area, 1);
    }
}

void HistogramView::tooltip_of_bar(const PlotArea& area, int bars) const {
    const float share = (area.mouse_x - area.min.x) / (area.max.x - area.min.x);
    const int bar = std::clamp(static_cast<int>(share * static_cast<float>(bars)), 0, bars - 1);
    const double low = static_cast<double>(shown_.low),
                 step = (static_cast<double>(shown_.high) - low) / bars;
    plot_cursor(area, low + (bar + 0.5) * step);
    tooltip_beside_panel();
    ImGui::BeginTooltip();
    ImGui::TextUnformatted(
        fmt::format("{} to {}", value_and_bytes(low + bar * step), value_and_bytes(low + (bar + 1) * step))
            .c_str());
    const int channels = static_cast<int>(shown_.channels.size());
    for (int c = 0; c < channels; ++c) {
        const Histogram::Channel& channel = shown_.channels[static_cast<std::size_t>(c)];
        ImGui::TextColored(channel_colour(c, channels), "%s", channel_name(c, channels));
        ImGui::SameLine(px(88));
        ImGui::Text("%llu", static_cast<unsigned long long>(
                                bar_counts(channel, bars)[static_cast<std::size_t>(bar)]));
    }
    ImGui::EndTooltip();
}

void HistogramView::draw(const PictureContext& context, LookParams& look) {
    follow(context, look);
    draw_choices(look);
    const float height = px(120);
    if (shown_.channels.empty()) {
        begin_plot("histogram", height, {}, {}, "Nothing yet: the values are not counted.");
    } else {
        const int bars = histogram_bars(ImGui::GetContentRegionAvail().x - px(54));
        std::uint64_t most = 1;
        for (const Histogram::Channel& channel : shown_.channels)
            for (const std::uint64_t count : bar_counts(channel, bars)) most = std::max(most, count);
        PlotAxis y{look.histogram_axis == HistogramAxis::logarithmic ? AxisScale::symmetric_log
                                                                     : AxisScale::linear};
        if (axis_ != look.histogram_axis) counts_ = {};
        axis_ = look.histogram_axis;
        counts_ = steady_ends(counts_, 0, y.place(static_cast<double>(most)));
        y.low = counts_.low;
        y.high = counts_.high;
        const PlotAxis x{AxisScale::linear, 1, static_cast<double>(shown_.low),
                         static_cast<double>(shown_.high)};
        const PlotArea area = begin_plot("histogram", height, x, y);
        draw_plot(area, bars);
        if (area.hovered) tooltip_of_bar(area, bars);
    }
    ImGui::PushFont(fonts().small);
    const std::string left_out = left_out_text(shown_);
    const std::string words = !left_out.empty() ? left_out
                              : shown_.channels.empty()
                                  ? std::string("not counted yet")
                                  : fmt::format("{}: all values", content_name(content_));
    ImGui::TextColored(left_out.empty() ? palette().muted : palette().warning, "%s", words.c_str());
    ImGui::PopFont();
}

}  // namespace droplet
