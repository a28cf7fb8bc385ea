#include "ui/lesson.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>

#include "model/lesson.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

float padding_x() {
    return px(14);
}
float padding_y() {
    return px(8);
}

int last_station() {
    return static_cast<int>(lesson_stations().size()) - 1;
}

/// A dot for each station, filled up to the one that is open; true when another was clicked.
bool station_dots(int& station, float width) {
    const int count = last_station() + 1;
    const float cell = std::min(px(22), width / static_cast<float>(count)), height = px(30);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    bool changed = false;
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    for (int i = 0; i < count; ++i) {
        if (i > 0) ImGui::SameLine();
        ImGui::PushID(i);
        changed |= ImGui::InvisibleButton("dot", {cell, height}) && station != i;
        if (ImGui::IsItemClicked()) station = i;
        const ImVec2 min = ImGui::GetItemRectMin();
        const ImVec2 center{min.x + cell / 2, min.y + height / 2};
        const ImVec4& colour = i <= station ? palette().accent : palette().border;
        list.AddCircleFilled(center, i == station ? px(5) : px(3.5f), packed(colour));
        if (ImGui::IsItemHovered()) list.AddCircle(center, px(7), packed(palette().text));
        ImGui::RenderNavHighlight({min, ImGui::GetItemRectMax()}, ImGui::GetItemID());
        record_place(fmt::format("lesson.{}", i));
        tooltip(fmt::format("{}. {}", i + 1, lesson_stations()[static_cast<std::size_t>(i)].title));
        ImGui::PopID();
    }
    ImGui::PopStyleVar();
    ImGui::EndGroup();
    return changed;
}

bool way(const char* id, const char* label, float width, bool usable, const char* sentence,
         bool primary = false) {
    ImGui::BeginDisabled(!usable);
    const bool pressed = icon_button(id, Icon::none, label, {width, px(30)}, primary);
    ImGui::EndDisabled();
    record_place(std::string("lesson.") + id);
    tooltip(sentence);
    return pressed;
}

/// Back, a dot for each station, again, on.
bool ways(LessonParams& lesson) {
    const float spacing = ImGui::GetStyle().ItemSpacing.x, button = px(76),
                width = ImGui::GetContentRegionAvail().x;
    bool asked = false;
    if (way("back", "Back", button, lesson.station > 0, "The station before.")) {
        --lesson.station;
        asked = true;
    }
    ImGui::SameLine();
    asked |= station_dots(lesson.station, width - 3 * (button + spacing));
    ImGui::SameLine(width - 2 * button - spacing + ImGui::GetCursorStartPos().x);
    asked |= way("again", "Again", button, true, "Set the lab up for this station again.");
    ImGui::SameLine();
    const bool at_end = lesson.station == last_station();
    if (way("next", at_end ? "Done" : "Next", button, true,
            at_end ? "Close the lesson; it begins anew next time." : "The next station.", true)) {
        if (at_end)
            lesson = {};
        else
            ++lesson.station;
        asked |= !at_end;
    }
    return asked;
}

/// Number and title at the left, the way out at the right.
bool headline(const LessonParams& lesson, const LessonStation& station) {
    const float side = ImGui::GetFrameHeight(), width = ImGui::GetContentRegionAvail().x;
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
    ImGui::TextUnformatted(fmt::format("{} of {}", lesson.station + 1, last_station() + 1).c_str());
    ImGui::PopStyleColor();
    ImGui::SameLine(0, px(10));
    ImGui::PushFont(fonts().bold);
    ImGui::TextUnformatted(station.title.data(), station.title.data() + station.title.size());
    ImGui::PopFont();
    ImGui::SameLine(width - side + ImGui::GetCursorStartPos().x);
    const bool closed = icon_button("close", Icon::close, "", {side, side});
    record_place("lesson.close");
    tooltip("Leave the lesson; it can be taken up again here.");
    return closed;
}

}  // namespace

float lesson_bar_height(float width) {
    float longest = 0;
    for (const LessonStation& station : lesson_stations())
        longest = std::max(longest,
                           ImGui::CalcTextSize(station.text.data(), station.text.data() + station.text.size(),
                                               false, width - 2 * padding_x())
                               .y);
    return 2 * padding_y() + ImGui::GetFrameHeight() + longest + px(30) + 3 * ImGui::GetStyle().ItemSpacing.y;
}

std::optional<std::size_t> lesson_bar(LessonParams& lesson, ImVec2 min, ImVec2 max) {
    lesson.station = std::clamp(lesson.station, 0, last_station());
    const LessonStation& station = lesson_stations()[static_cast<std::size_t>(lesson.station)];
    ImGui::SetNextWindowPos(min);
    ImGui::SetNextWindowSize({max.x - min.x, max.y - min.y});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {padding_x(), padding_y()});
    ImGui::Begin("##lesson", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoFocusOnAppearing);
    ImGui::GetWindowDrawList()->AddLine(min, {max.x, min.y}, packed(palette().border));
    if (headline(lesson, station)) lesson.open = false;
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(station.text.data(), station.text.data() + station.text.size());
    ImGui::PopTextWrapPos();
    ImGui::SetCursorPosY(max.y - min.y - padding_y() - px(30));
    const bool asked = ways(lesson);
    ImGui::End();
    ImGui::PopStyleVar(3);
    return asked && lesson.open ? std::optional(static_cast<std::size_t>(lesson.station)) : std::nullopt;
}

}  // namespace droplet
