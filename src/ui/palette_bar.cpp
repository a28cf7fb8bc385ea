#include "ui/palette_bar.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr int most_round_handles = 64;

ImU32 packed(const Rgb& color) {
    return ImGui::ColorConvertFloat4ToU32({color.r, color.g, color.b, ImGui::GetStyle().Alpha});
}

}  // namespace

void draw_palette(ImVec2 min, ImVec2 max, const Palette& colors) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    // ImGui mixes the colours of corners as a palette mixes those of stops.
    const auto fill = [&](float from, float to, const Rgb& left, const Rgb& right) {
        const ImU32 a = packed(left), b = packed(right);
        if (to > from) list.AddRectFilledMultiColor({from, min.y}, {to, max.y}, a, b, b, a);
    };
    const auto x = [&](float position) { return min.x + position * (max.x - min.x); };
    float place = min.x;
    Rgb color = color_at(colors, 0);
    for (const PaletteStop& stop : colors.stops) {
        fill(place, x(stop.position), color, stop.color);
        place = x(stop.position);
        color = stop.color;
    }
    fill(place, max.x, color, colors.cyclic ? color_at(colors, 1) : color);
}

int PaletteBar::stop_at(const Layout& layout, const Palette& colors, ImVec2 mouse) const {
    float least = px(7);
    int nearest = -1;
    for (int i = 0; i < static_cast<int>(colors.stops.size()); ++i) {
        const float far = std::fabs(layout.x(colors.stops[static_cast<std::size_t>(i)].position) - mouse.x);
        // Of stops at one place the selected one can be moved away.
        if (far < least || (far == least && i == selected_)) {
            least = far;
            nearest = i;
        }
    }
    return nearest;
}

void PaletteBar::begin_drag(const Layout& layout, Palette& colors, bool& changed) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    int stop = stop_at(layout, colors, mouse);
    const bool room = static_cast<int>(colors.stops.size()) < Palette::most_stops;
    if (stop < 0 && room && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        EditedPalette added = with_stop(colors, std::clamp(layout.position(mouse.x), 0.0f, 1.0f));
        colors = std::move(added.palette);
        stop = added.stop;
        changed = true;
    }
    if (stop < 0) return;
    selected_ = stop;
    drag_ = {colors, stop, mouse.x - layout.x(colors.stops[static_cast<std::size_t>(stop)].position)};
}

void PaletteBar::drag_on(const Layout& layout, Palette& colors, bool& changed) {
    if (!ImGui::IsMouseDragging(ImGuiMouseButton_Left, px(2)) && colors == drag_->before) return;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool off = mouse.y < layout.min.y - px(32) || mouse.y > layout.max.y + px(32);
    EditedPalette edited =
        off && drag_->before.stops.size() > 1
            ? without_stop(drag_->before, drag_->stop)
            : with_moved_stop(drag_->before, drag_->stop, layout.position(mouse.x - drag_->grip));
    selected_ = edited.stop;
    if (edited.palette == colors) return;
    colors = std::move(edited.palette);
    changed = true;
}

void PaletteBar::draw_stops(const Layout& layout, const Palette& colors) const {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const int count = static_cast<int>(colors.stops.size());
    const float middle = layout.bottom + px(8);
    const auto draw = [&](int i) {
        const PaletteStop& stop = colors.stops[static_cast<std::size_t>(i)];
        const float x = layout.x(stop.position);
        const bool selected = i == selected_;
        const ImU32 outline = packed(selected ? palette().accent : palette().muted);
        list.AddLine({x, layout.bottom}, {x, middle}, outline, px(selected ? 2.0f : 1.0f));
        if (count > most_round_handles && !selected) return;
        const float radius = px(selected ? 5.5f : 4.0f);
        list.AddCircleFilled({x, middle}, radius, packed(stop.color));
        list.AddCircle({x, middle}, radius, outline, 0, px(selected ? 2.0f : 1.0f));
    };
    for (int i = 0; i < count; ++i)
        if (i != selected_) draw(i);
    draw(selected_);
}

bool PaletteBar::draw(Palette& colors) {
    const float height = px(28), handles = px(15), inset = px(6);
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::InvisibleButton("##bar", {width, height + handles});
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    const Layout layout{min, max, min.x + inset, max.x - inset, min.y + height};
    selected_ = std::clamp(selected_, 0, static_cast<int>(colors.stops.size()) - 1);
    bool changed = false;
    if (ImGui::IsItemActivated()) begin_drag(layout, colors, changed);
    if (drag_ && ImGui::IsItemActive())
        drag_on(layout, colors, changed);
    else
        drag_.reset();
    const bool deletes = ImGui::IsItemFocused() && !ImGui::IsItemActive() &&
                         ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Delete), false);
    if (deletes && colors.stops.size() > 1) {
        EditedPalette edited = without_stop(colors, selected_);
        colors = std::move(edited.palette);
        selected_ = edited.stop;
        changed = true;
    }
    const ImVec2 top{layout.left, min.y}, bottom{layout.right, layout.bottom};
    draw_palette(top, bottom, colors);
    ImGui::GetWindowDrawList()->AddRect(top, bottom, packed(palette().border));
    draw_stops(layout, colors);
    ImGui::RenderNavHighlight({min, max}, ImGui::GetItemID());
    return changed;
}

}  // namespace droplet
