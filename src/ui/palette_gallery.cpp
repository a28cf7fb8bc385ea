#include "ui/palette_gallery.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <cmath>

#include "ui/palette_bar.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr int columns = 5;

/// What a tooltip says of a palette, or against choosing it.
std::string words_of(PaletteName name, bool usable) {
    if (!usable) return "There is no custom palette yet: edit one, or import one.";
    return fmt::format("{}: {}.", enum_name(name), palette_help(name));
}

void draw_tile(ImVec2 min, ImVec2 max, const Palette& colors, bool chosen, bool hovered) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (colors.empty())
        small_text({std::round((min.x + max.x) / 2), std::round((min.y + max.y) / 2)}, {0.5f, 0.5f}, "custom",
                   palette().disabled);
    else
        draw_palette(min, max, colors);
    const ImVec4 outline = chosen ? palette().accent : hovered ? palette().text : palette().border;
    list.AddRect(min, max, packed(outline), 0, 0, px(chosen ? 2.0f : 1.0f));
}

}  // namespace

bool palette_gallery(PaletteName& name, const Palette& custom) {
    const float gap = px(6), height = px(18), left = ImGui::GetCursorPosX();
    const float width = std::floor((ImGui::GetContentRegionAvail().x - gap * (columns - 1)) / columns);
    bool changed = false;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {gap, gap});
    for (int i = 0; i <= static_cast<int>(PaletteName::custom); ++i) {
        const PaletteName each{i};
        const Palette& colors = each == PaletteName::custom ? custom : builtin_palette(each);
        const bool usable = !colors.empty(), chosen = each == name;
        if (i % columns > 0) ImGui::SameLine(left + static_cast<float>(i % columns) * (width + gap));
        ImGui::PushID(i);
        ImGui::BeginDisabled(!usable);
        if (ImGui::InvisibleButton("##palette", {width, height}) && !chosen) {
            name = each;
            changed = true;
        }
        ImGui::EndDisabled();
        const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
        draw_tile(min, max, colors, chosen, ImGui::IsItemHovered());
        ImGui::RenderNavHighlight({min, max}, ImGui::GetItemID());
        ImGui::PopID();
        record_place(fmt::format("palette.{}", enum_name(each)));
        tooltip(words_of(each, usable));
    }
    ImGui::PopStyleVar();
    return changed;
}

}  // namespace droplet
