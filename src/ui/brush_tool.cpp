#include "ui/brush_tool.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "model/param_text.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

struct Tool {
    BrushTool tool;
    Icon icon;
    const char* name;
    const char* help;
};
constexpr std::array<Tool, EnumNames<BrushTool>::names.size()> tools{{
    {BrushTool::restore, Icon::restore, "restore",
     "Restore: bring the original back. Right button: away from it."},
    {BrushTool::add, Icon::add, "add", "Add the colour below. Right button: remove it."},
    {BrushTool::remove, Icon::remove, "remove", "Remove the colour below. Right button: add it."},
    {BrushTool::noise, Icon::noise, "noise", "Add noise. Right button: the same noise the other way round."},
    {BrushTool::smooth, Icon::smooth, "smooth", "Smooth. Right button: sharpen."},
}};

void tool_buttons(BrushParams& brush, float width) {
    for (const Tool& tool : tools) {
        const bool chosen = brush.tool == tool.tool;
        if (icon_button(tool.name, tool.icon, "", {width, px(28)}, chosen)) brush.tool = tool.tool;
        record_place(fmt::format("brush.{}", tool.name));
        tooltip(tool.help);
    }
}

void colour_field(BrushParams& brush, float width, bool of_use) {
    std::array<float, 3> colour{brush.red, brush.green, brush.blue};
    ImGui::BeginDisabled(!of_use);
    if (ImGui::ColorButton("##colour", {colour[0], colour[1], colour[2], 1}, ImGuiColorEditFlags_NoTooltip,
                           {width, px(22)}))
        ImGui::OpenPopup("##choose-colour");
    ImGui::EndDisabled();
    record_place("brush.colour");
    tooltip(of_use ? "The colour to add or remove." : "Only the brushes add and remove have a colour.");
    if (!ImGui::BeginPopup("##choose-colour")) return;
    if (ImGui::ColorPicker3("##picker", colour.data(),
                            ImGuiColorEditFlags_NoSidePreview | ImGuiColorEditFlags_NoSmallPreview |
                                ImGuiColorEditFlags_PickerHueBar)) {
        brush.red = colour[0];
        brush.green = colour[1];
        brush.blue = colour[2];
    }
    ImGui::EndPopup();
}

/// A slider that is as narrow as the strip: its name above it, in the table's range.
void narrow_slider(BrushParams& brush, const Field<BrushParams, float>& field, const char* format) {
    ImGui::PushFont(fonts().small);
    ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
    ImGui::TextUnformatted(field.label.data(), field.label.data() + field.label.size());
    ImGui::PopStyleColor();
    float& value = brush.*field.member;
    const Range<float> range = field.slider;
    const bool logarithmic = field.scale == Scale::logarithmic;
    const auto place = [&](float v) { return logarithmic ? std::log(v) : v; };
    const std::string id = fmt::format("##{}", field.key);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {px(2), px(3)});
    const bool typing = ImGui::TempInputIsActive(ImGui::GetID(id.c_str()));
    if (!typing)
        begin_slider((place(std::clamp(value, range.min, range.max)) - place(range.min)) /
                     (place(range.max) - place(range.min)));
    float edited = value;
    bool changed = ImGui::SliderFloat(id.c_str(), &edited, range.min, range.max, format,
                                      logarithmic ? ImGuiSliderFlags_Logarithmic : 0);
    if (!typing) end_slider();
    ImGui::PopStyleVar();
    ImGui::PopFont();
    record_place(field.key);
    const float standard = BrushParams{}.*field.member;
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0) && !ImGui::GetIO().KeyCtrl) {
        edited = standard;
        changed = true;
        ImGui::ClearActiveID();
    }
    if (!ImGui::IsItemActive())
        tooltip(fmt::format("{}\nCtrl-click: type a number. Double-click: the default, {}.", field.help,
                            standard));
    if (changed && std::isfinite(edited)) value = std::clamp(edited, field.valid.min, field.valid.max);
}

template <class F>
void with_number_field(std::string_view key, F&& f) {
    for_each_field<BrushParams>([&](const auto& field) {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(BrushParams{}.*field.member)>, float>)
            if (field.key == key) f(field);
    });
}

}  // namespace

float smaller_brush(float size) {
    return std::max(1.0f, std::min(size - 1, std::round(size / 1.2f)));
}

float larger_brush(float size) {
    return std::min(1000.0f, std::max(size + 1, std::round(size * 1.2f)));
}

BrushWork PaintTool::paint(const BrushParams& brush, const PictureMouse& mouse) {
    BrushWork work;
    const auto x = static_cast<float>(mouse.x), y = static_cast<float>(mouse.y);
    if (on && mouse.pressed) {
        stroke_.emplace(brush, x, y, mouse.right_pressed);
        work.begins = true;
        work.dabs.push_back(stroke_->first());
    } else if (stroke_ && on) {
        work.dabs = stroke_->move_to(x, y);
    }
    if (!mouse.held || !on) stroke_.reset();
    return work;
}

void PaintTool::draw_cursor(const BrushParams& brush, const PictureMouse& mouse, float scale) const {
    if (!on || !(mouse.over || painting())) return;
    ImGui::SetMouseCursor(ImGuiMouseCursor_None);
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    const float radius = std::max(brush.size / 2 * scale, px(1.5f));
    const float core = brush.size / 2 * (1 - brush.softness) * scale;
    const ImU32 dark = IM_COL32(0, 0, 0, 170), light = IM_COL32(255, 255, 255, 230);
    // Light on dark, so that one of the two is seen on every picture.
    list.AddCircle(mouse.position, radius + px(1), dark, 0, px(1));
    list.AddCircle(mouse.position, radius, light, 0, px(1));
    if (core > px(3) && core < radius - px(2)) {
        list.AddCircle(mouse.position, core, IM_COL32(255, 255, 255, 110), 0, px(1));
        list.AddCircle(mouse.position, core + px(1), IM_COL32(0, 0, 0, 70), 0, px(1));
    }
    for (const float colour_pass : {2.0f, 1.0f}) {
        const ImU32 ink = colour_pass > 1 ? dark : light;
        const float arm = radius < px(5) ? px(8) : px(3), gap = radius < px(5) ? px(4) : 0;
        for (const ImVec2 way : {ImVec2{1, 0}, ImVec2{-1, 0}, ImVec2{0, 1}, ImVec2{0, -1}})
            list.AddLine({mouse.position.x + way.x * gap, mouse.position.y + way.y * gap},
                         {mouse.position.x + way.x * arm, mouse.position.y + way.y * arm}, ink,
                         px(colour_pass));
    }
}

void PaintTool::draw_strip(BrushParams& brush, ImVec2 min, ImVec2 max, const std::string& notice) {
    if (!on) return;
    ImGui::SetNextWindowPos({min.x + px(10), (min.y + max.y) / 2}, ImGuiCond_Always, {0, 0.5f});
    ImGui::SetNextWindowSize({px(78), 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(8), px(8)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {px(4), px(4)});
    ImGui::Begin("##brush", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoFocusOnAppearing);
    const float width = ImGui::GetContentRegionAvail().x;
    tool_buttons(brush, width);
    colour_field(brush, width, brush.tool == BrushTool::add || brush.tool == BrushTool::remove);
    with_number_field("brush-size", [&](const auto& field) { narrow_slider(brush, field, "%.0f px"); });
    with_number_field("brush-softness", [&](const auto& field) { narrow_slider(brush, field, "%.2f"); });
    with_number_field("brush-strength", [&](const auto& field) { narrow_slider(brush, field, "%.2f"); });
    if (!notice.empty()) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::Dummy({width, px(18)});
        draw_icon(*ImGui::GetWindowDrawList(), Icon::warning, {at.x + width / 2, at.y + px(10)}, px(14),
                  packed(palette().warning));
        tooltip(notice);
    }
    ImGui::End();
    ImGui::PopStyleVar(2);
}

}  // namespace droplet
