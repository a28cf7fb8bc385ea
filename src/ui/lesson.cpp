#include "ui/lesson.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>

#include "model/lesson.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

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

}  // namespace

std::optional<std::size_t> lesson_card(LessonParams& lesson, ImVec2 min, ImVec2 max) {
    if (!lesson.open) return std::nullopt;
    lesson.station = std::clamp(lesson.station, 0, last_station());
    const LessonStation& station = lesson_stations()[static_cast<std::size_t>(lesson.station)];
    const float width = std::min(px(560), max.x - min.x - px(24));
    ImGui::SetNextWindowPos({(min.x + max.x) / 2, max.y - px(12)}, ImGuiCond_Appearing, {0.5f, 1});
    ImGui::SetNextWindowSize({width, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(14), px(12)});
    // The title holds the number, the identity is behind ###: else each station were another window.
    const std::string title =
        fmt::format("Convolution lesson, {} of {}###lesson", lesson.station + 1, last_station() + 1);
    const bool visible = ImGui::Begin(title.c_str(), &lesson.open,
                                      ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                                          ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoFocusOnAppearing);
    bool asked = false;
    if (visible) {
        ImGui::PushFont(fonts().bold);
        ImGui::TextUnformatted(station.title.data(), station.title.data() + station.title.size());
        ImGui::PopFont();
        ImGui::PushTextWrapPos(0);
        ImGui::TextUnformatted(station.text.data(), station.text.data() + station.text.size());
        ImGui::PopTextWrapPos();
        ImGui::Dummy({0, px(4)});
        asked = ways(lesson);
    }
    ImGui::End();
    ImGui::PopStyleVar();
    return asked && lesson.open ? std::optional(static_cast<std::size_t>(lesson.station)) : std::nullopt;
}

}  // namespace droplet
