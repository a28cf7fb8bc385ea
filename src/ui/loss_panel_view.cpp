#include "ui/loss_panel_view.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr std::array<std::string_view, 4> span_names{"200", "1k", "5k", "all"};
constexpr std::array<std::int64_t, 4> spans{200, 1000, 5000, 0};
constexpr std::array<std::string_view, 2> axis_names{"linear", "log"};
constexpr std::array<const char*, loss_curves> curve_tooltips{
    "a: how far the picture is from its target; click to hide or show it.",
    "b: how strongly the operator responds; click to hide or show it.",
    "c: how bright the picture is; click to hide or show it.",
    "The sum, which learning makes smaller; click to hide or show it."};

/// Colours that differ for colour-blind eyes too (after Okabe and Ito).
ImVec4 told_apart(std::size_t index) {
    static const ImVec4 on_dark[] = {
        {0.34f, 0.71f, 0.91f, 1}, {0.90f, 0.62f, 0.0f, 1}, {0.10f, 0.74f, 0.56f, 1}};
    static const ImVec4 on_light[] = {
        {0.0f, 0.45f, 0.70f, 1}, {0.80f, 0.42f, 0.0f, 1}, {0.0f, 0.54f, 0.40f, 1}};
    return index < 3 ? by_theme(on_dark[index], on_light[index]) : palette().text;
}

/// The steps shown: the last `span`, or all. While the run is shorter than the span, the axis has its length
/// already.
template <class R>
Range<std::int64_t> shown_steps(const StepSeries<R>& series, std::int64_t span) {
    const std::int64_t last = series.last_step();
    if (span > 0) return {std::max<std::int64_t>(last - span, 0), std::max(last, span)};
    return {series.first_step(), std::max(last, series.first_step() + 1)};
}

PlotAxis step_axis(Range<std::int64_t> steps) {
    return {AxisScale::linear, 1, static_cast<double>(steps.min), static_cast<double>(steps.max)};
}

long long steps_per_column(const PlotAxis& x) {
    const double columns = std::max(50.0, static_cast<double>(ImGui::GetContentRegionAvail().x - px(54)));
    return std::max(1LL, static_cast<long long>(step_125(std::max(1.0, (x.high - x.low) / columns))));
}

void tooltip_value(const ImVec4& colour, const char* name, const std::string& value) {
    ImGui::TextColored(colour, "%s", name);
    ImGui::SameLine(px(88));
    ImGui::TextUnformatted(value.c_str());
}

void tooltip_step(std::int64_t step) {
    ImGui::TextUnformatted(fmt::format("step {}", step).c_str());
}

void show_losses(const LossRecord& record) {
    tooltip_beside_panel();
    ImGui::BeginTooltip();
    tooltip_step(record.step);
    for (std::size_t c = 0; c < loss_curves; ++c)
        tooltip_value(told_apart(c), loss_curve_names[c], fmt::format("{:.6g}", loss_value(record, c)));
    tooltip_value(palette().muted, "rate", fmt::format("{:.4g}", record.learning_rate));
    ImGui::EndTooltip();
}

void show_picture(const PictureRecord& record) {
    tooltip_beside_panel();
    ImGui::BeginTooltip();
    tooltip_step(record.step);
    for (int c = 0; c < record.channels; ++c) {
        const auto at = static_cast<std::size_t>(c);
        tooltip_value(
            channel_colour(c, record.channels), channel_name(c, record.channels),
            fmt::format("{:.4f}  ({:.3f} to {:.3f})", record.mean[at], record.low[at], record.high[at]));
    }
    ImGui::EndTooltip();
}

/// One channel: its mean as a curve in the band of its range.
void plot_range(const PlotArea& area, const StepSeries<PictureRecord>& pictures, std::size_t begin,
                long long per_column, std::size_t channel, ImU32 colour) {
    const auto column = [&](auto value) { return columns_of(pictures, begin, per_column, value); };
    auto band = column([channel](const PictureRecord& r) { return r.mean[channel]; });
    const auto low = column([channel](const PictureRecord& r) { return r.low[channel]; });
    const auto high = column([channel](const PictureRecord& r) { return r.high[channel]; });
    // A value that is not finite leaves one of them without a column.
    if (low.size() == band.size() && high.size() == band.size())
        for (std::size_t i = 0; i < band.size(); ++i) {
            band[i].low = low[i].low;
            band[i].high = high[i].high;
        }
    plot_curve(area, band, colour, px(1.5f), 0.08f);
    const ImU32 quiet = (colour & ~IM_COL32_A_MASK) | (0x70u << IM_COL32_A_SHIFT);
    for (const auto* edge : {&low, &high}) plot_curve(area, *edge, quiet, 1.0f, 0);
}

}  // namespace

PlotAxis LossView::value_axis(const LossExtent& extent) {
    PlotAxis y;
    if (axis_ == 1) y.scale = extent.negative ? AxisScale::symmetric_log : AxisScale::logarithmic;
    if (y.scale == AxisScale::symmetric_log) {
        const double largest = std::max(std::fabs(extent.low), std::fabs(extent.high));
        y.threshold = std::pow(10.0, std::floor(std::log10(largest)) - 3);
    }
    if (y.scale != scale_ || y.threshold != threshold_) ends_ = {};
    scale_ = y.scale;
    threshold_ = y.threshold;
    double low = extent.low, high = extent.high;
    if (y.scale == AxisScale::logarithmic) {
        // A term that is all but 0 must not flatten the others.
        high = extent.positive ? high : 1;
        low = extent.positive ? std::max(extent.least_positive, high * 1e-8) : 0.1;
    }
    ends_ = steady_ends(ends_, y.place(low), y.place(high));
    y.low = ends_.low;
    y.high = ends_.high;
    return y;
}

void LossView::draw_choices() {
    const float gap = ImGui::GetStyle().ItemSpacing.x, width = ImGui::GetContentRegionAvail().x - gap;
    segmented("loss.span", span_, span_names, std::round(width * 0.58f));
    tooltip("How many of the last steps are shown; all: the last 65,536 at most.");
    ImGui::SameLine();
    segmented("loss.axis", axis_, axis_names, width - std::round(width * 0.58f));
    tooltip("The axis of the loss; where a term is below 0, log is symmetric around 0.");
}

void LossView::draw_losses(const LossRun& run, bool paused) {
    const float height = px(150);
    const auto& losses = run.losses;
    const auto empty = [&](const char* hint) {
        begin_plot("loss.plot", height, {}, {}, hint);
        cursor_.reset();
    };
    if (losses.empty())
        return empty(
            "Nothing yet: the loss is measured at steps with Learning on and a learning rate above 0.");
    const PlotAxis x = step_axis(shown_steps(losses, spans[static_cast<std::size_t>(span_)]));
    const std::size_t begin = losses.from(static_cast<std::int64_t>(x.low));
    const LossExtent extent = loss_extent(losses, begin, shown_);
    if (!extent.known) return empty("No curve is shown; choose one below.");
    const long long per_column = steps_per_column(x);
    const PlotArea area = begin_plot("loss.plot", height, x, value_axis(extent));
    for (std::size_t c = 0; c < loss_curves; ++c) {
        if (!shown_[c]) continue;
        const auto value = [c](const LossRecord& r) { return loss_value(r, c); };
        plot_curve(area, columns_of(losses, begin, per_column, value), packed(told_apart(c)), px(1.5f),
                   0.25f);
    }
    cursor_.reset();
    if (area.hovered) {
        const LossRecord& record = *losses.nearest(area.step_below_mouse());
        cursor_ = static_cast<double>(record.step);
        plot_cursor(area, *cursor_);
        show_losses(record);
    }
    if (paused)
        plot_note(area, "paused");
    else if (scale_ == AxisScale::symmetric_log)
        plot_note(area, "log on both sides of 0");
}

void LossView::draw_legend() {
    ImGui::PushFont(fonts().small);
    const float height = ImGui::GetFrameHeight(), swatch = px(10), lead = swatch + px(6);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    // Entries as wide as their words, the room left shared between them.
    float room = ImGui::GetContentRegionAvail().x;
    for (const char* name : loss_curve_names) room -= lead + ImGui::CalcTextSize(name).x;
    const float gap = std::max(px(4), std::floor(room / (loss_curves - 1)));
    float x = origin.x;
    for (std::size_t c = 0; c < loss_curves; ++c) {
        const char* const name = loss_curve_names[c];
        const float extent = std::ceil(lead + ImGui::CalcTextSize(name).x);
        ImGui::SetCursorScreenPos({x, origin.y});
        if (ImGui::InvisibleButton(name, {extent, height})) shown_[c] = !shown_[c];
        record_place(fmt::format("loss.{}", name));
        ImGui::RenderNavHighlight({ImGui::GetItemRectMin(), ImGui::GetItemRectMax()}, ImGui::GetItemID());
        tooltip(curve_tooltips[c]);
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const float middle = std::round(origin.y + height / 2);
        const ImVec2 low{x, middle - swatch / 2}, high{x + swatch, middle + swatch / 2};
        if (shown_[c])
            list.AddRectFilled(low, high, packed(told_apart(c)), px(2));
        else
            list.AddRect(low, high, packed(palette().disabled), px(2));
        const ImVec4& colour = ImGui::IsItemHovered() ? palette().text
                               : shown_[c]            ? palette().muted
                                                      : palette().disabled;
        list.AddText({x + lead, std::round(middle - ImGui::GetFontSize() / 2)}, packed(colour), name);
        x += extent + gap;
    }
    ImGui::PopFont();
}

void LossView::draw_pictures(const LossRun& run) {
    subheading("Picture: mean and range");
    const float height = px(104);
    const auto& pictures = run.pictures;
    if (pictures.empty()) {
        begin_plot("loss.pictures", height, {}, {}, "Nothing yet: there is no picture.");
        return;
    }
    // The same steps as above, so that one can look from one plot to the other.
    const auto span = spans[static_cast<std::size_t>(span_)];
    const PlotAxis x =
        step_axis(run.losses.empty() ? shown_steps(pictures, span) : shown_steps(run.losses, span));
    const std::size_t begin = pictures.from(static_cast<std::int64_t>(x.low));
    double low = 0, high = 1;
    int channels = 0;
    for (std::size_t i = begin; i < pictures.size(); ++i)
        for (std::size_t c = 0; c < static_cast<std::size_t>(pictures[i].channels); ++c) {
            channels = std::max(channels, pictures[i].channels);
            if (std::isfinite(pictures[i].low[c]))
                low = std::min(low, static_cast<double>(pictures[i].low[c]));
            if (std::isfinite(pictures[i].high[c]))
                high = std::max(high, static_cast<double>(pictures[i].high[c]));
        }
    picture_ends_ = steady_ends(picture_ends_, low, high);
    const long long per_column = steps_per_column(x);
    const PlotArea area =
        begin_plot("loss.pictures", height, x, {AxisScale::linear, 1, picture_ends_.low, picture_ends_.high});
    for (int c = 0; c < channels; ++c)
        plot_range(area, pictures, begin, per_column, static_cast<std::size_t>(c),
                   packed(channel_colour(c, channels)));
    if (area.hovered) {
        const PictureRecord& record = *pictures.nearest(area.step_below_mouse());
        cursor_ = static_cast<double>(record.step);
        show_picture(record);
    }
    if (cursor_) plot_cursor(area, *cursor_);
}

}  // namespace droplet
