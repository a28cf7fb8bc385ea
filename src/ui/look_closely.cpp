#include "ui/look_closely.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/pixel_values.h"
#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

void draw_switches(LookParams& look, const ActionList& actions) {
    const float gap = ImGui::GetStyle().ItemSpacing.x, width = ImGui::GetContentRegionAvail().x;
    const float third = std::floor((width - 2 * gap) / 3);
    switch_button(actions.at("pixel-values"), third);
    ImGui::SameLine();
    switch_button(actions.at("pixel-grid"), third);
    ImGui::SameLine();
    int numbers = static_cast<int>(look.numbers);
    // As high as the buttons beside it.
    const float room = std::max(0.0f, (px(32) - ImGui::GetFontSize()) / 2);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ImGui::GetStyle().FramePadding.x, room});
    if (segmented("numbers", numbers, EnumNames<NumberFormat>::names, ImGui::GetContentRegionAvail().x))
        look.numbers = static_cast<NumberFormat>(numbers);
    ImGui::PopStyleVar();
    tooltip("Values on the pixels: times 255, or as they are.");
}

/// A number in a column that is narrow for large ones.
std::string moment_text(double value) {
    if (!std::isfinite(value)) return fmt::format("{}", value);
    const double size = std::fabs(value);
    return fmt::format("{}{}", value < 0 ? "−" : "",
                       size < 1000 ? fmt::format("{:.4f}", size) : fmt::format("{:.4g}", size));
}

void cell(const std::string& text, const ImVec4& colour, bool right) {
    ImGui::TableNextColumn();
    if (right) {
        const float room = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(text.c_str()).x;
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0f, room));
    }
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopStyleColor();
}

void statistics_table(const std::vector<ChannelStatistics>& statistics) {
    const int channels = static_cast<int>(statistics.size());
    ImGui::PushFont(fonts().small);
    ImGui::BeginGroup();
    if (ImGui::BeginTable("statistics", 5, ImGuiTableFlags_SizingStretchProp)) {
        ImGui::TableSetupColumn("", 0, 0.7f);
        for (int i = 0; i < 4; ++i) ImGui::TableSetupColumn("", 0, 1.0f);
        cell("", palette().muted, false);
        for (const char* heading : {"mean", "deviation", "min", "max"}) cell(heading, palette().muted, true);
        for (int c = 0; c < channels; ++c) {
            const ChannelStatistics& channel = statistics[static_cast<std::size_t>(c)];
            cell(channel_name(c, channels), channels == 1 ? palette().muted : channel_colour(c, channels),
                 false);
            for (const double value : {channel.mean, channel.deviation, static_cast<double>(channel.min),
                                       static_cast<double>(channel.max)})
                cell(moment_text(value), palette().text, true);
        }
        ImGui::EndTable();
    }
    ImGui::EndGroup();
    record_place("statistics");
    ImGui::PopFont();
}

}  // namespace

void LookClosely::request(const PictureContext& context, const LookParams& look,
                          ReadingRequest& reading) const {
    if (look.values) request_values(context, reading);
    inspector.request(context, reading);
    if (histogram_seen_) histogram.request(context, look, reading);
    if (look.profile_open || profile.has_line()) profile.request(context, reading);
}

void LookClosely::draw_overlay(const PictureContext& context, LookParams& look) {
    histogram_seen_ = false;
    inspector.follow(context);
    if (profile.follow(context)) look.profile_open = true;
    if (look.grid) draw_pixel_grid(context);
    if (look.values) draw_pixel_values(context, look.numbers);
    inspector.draw_overlay(context);
    profile.draw_overlay(context);
}

bool LookClosely::draw_panel(const PictureContext& context, LookParams& look, const ActionList& actions) {
    bool exports = false;
    draw_switches(look, actions);
    if (subsection("Pixel", look.pixel_open)) inspector.draw_panel(context);
    histogram_seen_ = subsection("Histogram", look.histogram_open);
    if (histogram_seen_) histogram.draw(context, look);
    if (subsection("Line profile", look.profile_open)) exports = profile.draw_panel(actions);
    if (subsection("Statistics", look.statistics_open)) statistics_table(context.status.statistics);
    return exports;
}

}  // namespace droplet
