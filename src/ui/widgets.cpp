#include "ui/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "ui/theme.h"

namespace droplet {
namespace {

Fonts shared_fonts;

std::map<std::string, Place, std::less<>>& places() {
    static std::map<std::string, Place, std::less<>> map;
    return map;
}

ImU32 button_text_colour(bool primary) {
    return packed(primary ? palette().on_accent : palette().text, ImGui::GetStyle().Alpha);
}

/// Where a heading that folds was drawn.
struct FoldRow {
    ImVec2 min, max;
    float middle;
    ImVec4 colour;  ///< brighter below the mouse
};

/// The row that is clicked to fold; what stands on it is the caller's. `kind` tells headings of one title
/// apart.
FoldRow fold_row(const char* title, const char* kind, float height, bool& open) {
    ImGui::PushID(title);
    if (ImGui::InvisibleButton(kind, {ImGui::GetContentRegionAvail().x, height})) open = !open;
    ImGui::PopID();
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    ImGui::RenderNavHighlight({min, max}, ImGui::GetItemID());
    return {min, max, std::round((min.y + max.y) / 2),
            ImGui::IsItemHovered() ? palette().text : palette().muted};
}

void draw_fold_mark(const FoldRow& row, float x, float size, bool open) {
    draw_icon(*ImGui::GetWindowDrawList(), open ? Icon::unfolded : Icon::folded, {x, row.middle}, size,
              packed(row.colour));
}

/// Whether what `title` heads is unfolded, kept with the window.
bool& kept_open(const char* title, bool at_first) {
    return *ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID(title), at_first);
}

}  // namespace

const Fonts& fonts() {
    return shared_fonts;
}
void set_fonts(const Fonts& fonts) {
    shared_fonts = fonts;
}

void tooltip_text(std::string_view text) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(10), px(8)});
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, 1.0f);
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(px(300));
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleVar(2);
}

void tooltip(std::string_view text) {
    if (!text.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) tooltip_text(text);
}

bool begin_section(const char* title) {
    const float left = ImGui::GetWindowPos().x, right = left + ImGui::GetWindowWidth();
    const float line_y = ImGui::GetCursorScreenPos().y;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine({left, line_y}, {right, line_y}, packed(palette().border));
    ImGui::Dummy({0, px(3)});
    bool& open = kept_open(title, true);
    const FoldRow row = fold_row(title, "##section", px(28), open);
    record_place(title);
    const float size = drawn_size(shared_fonts.bold);
    list.AddText(shared_fonts.bold, size, {row.min.x, std::round(row.middle - size / 2)},
                 packed(palette().text), title);
    draw_fold_mark(row, row.max.x - px(8), px(10), open);
    return open;
}

bool begin_fold(const char* title, const std::string& summary) {
    bool& open = kept_open(title, false);
    const FoldRow row = fold_row(title, "##fold", px(24), open);
    record_place("fold." + std::string(title));
    draw_fold_mark(row, row.min.x + px(5), px(9), open);
    ImGui::GetWindowDrawList()->AddText(
        {row.min.x + px(17), std::round(row.middle - ImGui::GetFontSize() / 2)}, packed(row.colour), title);
    if (!open) small_text({row.max.x, row.middle}, {1, 0.5f}, summary, palette().muted);
    return open;
}

bool subsection(const char* title, bool& open) {
    const FoldRow row = fold_row(title, "##subsection", px(22), open);
    record_place(title);
    draw_fold_mark(row, row.min.x + px(4), px(8), open);
    small_text({row.min.x + px(14), row.middle}, {0, 0.5f}, title, row.colour);
    return open;
}

void subheading(const char* title) {
    ImGui::Dummy({0, px(2)});
    ImGui::PushFont(shared_fonts.small);
    ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
    ImGui::TextUnformatted(title);
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void row_label(std::string_view text, bool enabled) {
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, enabled ? palette().muted : palette().disabled);
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopStyleColor();
    ImGui::SameLine(label_width());
}

float label_width() {
    return px(148);
}

void value_row(std::string_view label, std::string_view value) {
    row_label(label);
    ImGui::TextUnformatted(value.data(), value.data() + value.size());
}

float drawn_size(const ImFont* font) {
    return font->FontSize * ImGui::GetIO().FontGlobalScale;
}

ImVec2 small_extent(const std::string& words) {
    const ImFont* const font = fonts().small;
    return font->CalcTextSizeA(drawn_size(font), 1e9f, 0, words.c_str());
}

void small_text(ImVec2 position, ImVec2 anchor, const std::string& words, const ImVec4& colour) {
    const ImFont* const font = fonts().small;
    const ImVec2 extent = small_extent(words);
    ImGui::GetWindowDrawList()->AddText(
        font, drawn_size(font),
        {std::round(position.x - extent.x * anchor.x), std::round(position.y - extent.y * anchor.y)},
        packed(colour), words.c_str());
}

bool icon_button(const char* id, Icon icon, std::string_view label, ImVec2 size, bool primary) {
    ImGui::PushStyleColor(ImGuiCol_Button, primary ? palette().accent : palette().frame);
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, primary ? palette().accent_hovered : palette().hovered);
    ImGui::PushStyleColor(ImGuiCol_ButtonActive, primary ? palette().accent : palette().active);
    ImGui::PushID(id);
    const bool pressed = ImGui::Button("##button", size);
    ImGui::PopID();
    ImGui::PopStyleColor(3);
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    const ImVec2 text_size =
        label.empty() ? ImVec2{} : ImGui::CalcTextSize(label.data(), label.data() + label.size());
    const float side = icon == Icon::none ? 0 : px(13), gap = side > 0 && !label.empty() ? px(8) : 0;
    float x = std::round((min.x + max.x - side - gap - text_size.x) / 2);
    const float middle = (min.y + max.y) / 2;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 colour = button_text_colour(primary);
    draw_icon(list, icon, {x + side / 2, middle}, side, colour);
    x += side + gap;
    if (!label.empty())
        list.AddText({x, std::round(middle - text_size.y / 2)}, colour, label.data(),
                     label.data() + label.size());
    return pressed;
}

void action_button(const Action& action, float width, const ButtonLook& look) {
    const bool usable = action.usable();
    ImGui::BeginDisabled(!usable);
    const std::string id(action.id),
        label = look.label.empty() ? action.shown_name() : std::string(look.label);
    const bool pressed =
        icon_button(id.c_str(), action.shown_icon(), label, {width, px(look.height)}, look.primary);
    ImGui::EndDisabled();
    record_place(action.id);
    tooltip(action.shown_tooltip());
    if (pressed) action.callback();
}

void switch_button(const Action& action, float width, const ButtonLook& look) {
    action_button(action, width, look);
    if (action.on())
        ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(),
                                            packed(palette().accent), ImGui::GetStyle().FrameRounding, 0,
                                            px(1.5f));
}

void begin_slider(float share) {
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const ImVec2 max{min.x + ImGui::CalcItemWidth(), min.y + ImGui::GetFrameHeight()};
    const ImGuiStyle& style = ImGui::GetStyle();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool hovered = ImGui::IsMouseHoveringRect(min, max) && ImGui::IsWindowHovered();
    list.AddRectFilled(min, max, ImGui::GetColorU32(hovered ? ImGuiCol_FrameBgHovered : ImGuiCol_FrameBg),
                       style.FrameRounding);
    // Where ImGui has the middle of its grab.
    const float inset = 2 + style.GrabMinSize / 2;
    const float at = std::round(min.x + inset + (max.x - min.x - 2 * inset) * share);
    list.AddRectFilled(min, {at, max.y}, ImGui::GetColorU32(palette().track), style.FrameRounding,
                       ImDrawFlags_RoundCornersLeft);
    list.AddRectFilled({at - px(1), min.y}, {at + px(2), max.y}, ImGui::GetColorU32(palette().accent));
    for (const ImGuiCol colour : {ImGuiCol_FrameBg, ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive})
        ImGui::PushStyleColor(colour, ImVec4(0, 0, 0, 0));
}

void end_slider() {
    ImGui::PopStyleColor(3);
}

namespace {

/// Widths of segments: equal, or, where a name would touch the ends of its segment, with equal margins.
std::vector<float> segment_widths(std::span<const std::string_view> names, float width) {
    const auto count = static_cast<float>(names.size());
    std::vector<float> widths;
    float longest = 0, sum = 0;
    for (const std::string_view name : names) {
        widths.push_back(ImGui::CalcTextSize(name.data(), name.data() + name.size()).x);
        longest = std::max(longest, widths.back());
        sum += widths.back();
    }
    const bool equal = longest + px(16) <= width / count;
    for (float& segment : widths) segment = equal ? width / count : segment + (width - sum) / count;
    return widths;
}

}  // namespace

bool segmented(const char* id, int& index, std::span<const std::string_view> names, float width,
               std::span<const SegmentState> states) {
    ImGui::PushID(id);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetFrameHeight(), inset = px(2), rounding = ImGui::GetStyle().FrameRounding;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(origin, {origin.x + width, origin.y + height}, ImGui::GetColorU32(ImGuiCol_FrameBg),
                       rounding);
    const std::vector<float> widths = segment_widths(names, width);
    bool changed = false;
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ImGui::GetStyle().ItemSpacing.y});
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const bool enabled = states.empty() || states[at].enabled, chosen = i == index;
        if (i > 0) ImGui::SameLine();
        ImGui::PushID(i);
        ImGui::BeginDisabled(!enabled);
        if (ImGui::InvisibleButton("##segment", {widths[at], height}) && !chosen) {
            index = i;
            changed = true;
        }
        ImGui::EndDisabled();
        const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
        if (chosen || ImGui::IsItemHovered())
            list.AddRectFilled({min.x + inset, min.y + inset}, {max.x - inset, max.y - inset},
                               ImGui::GetColorU32(chosen ? palette().chosen : palette().hovered),
                               rounding - px(1));
        ImGui::RenderNavHighlight({min, max}, ImGui::GetItemID());
        const char* begin = names[at].data();
        const char* end = begin + names[at].size();
        const ImVec2 size = ImGui::CalcTextSize(begin, end);
        list.AddText({std::round((min.x + max.x - size.x) / 2), std::round((min.y + max.y - size.y) / 2)},
                     packed(!enabled ? palette().disabled
                            : chosen ? palette().text
                                     : palette().muted,
                            ImGui::GetStyle().Alpha),
                     begin, end);
        record_place(std::string(id) + "." + std::string(names[at]));
        if (!enabled) tooltip(states[at].why_not);
        ImGui::PopID();
    }
    ImGui::PopStyleVar();
    ImGui::EndGroup();
    ImGui::PopID();
    return changed;
}

std::string elided(const std::string& text, float width) {
    if (ImGui::CalcTextSize(text.c_str()).x <= width) return text;
    const auto is_whole = [&](std::size_t at) { return at >= text.size() || (text[at] & 0xc0) != 0x80; };
    for (std::size_t kept = text.size(); kept > 1; --kept) {
        std::size_t head = kept / 2, tail = text.size() - (kept - kept / 2);
        while (head > 0 && !is_whole(head)) --head;
        while (!is_whole(tail)) ++tail;
        std::string shorter = text.substr(0, head) + "…" + text.substr(tail);
        if (ImGui::CalcTextSize(shorter.c_str()).x <= width) return shorter;
    }
    return "…";
}

void record_place(std::string_view key) {
    const Place place{ImGui::GetItemRectMin(), ImGui::GetItemRectMax()};
    auto& map = places();
    if (const auto found = map.find(key); found != map.end())
        found->second = place;
    else
        map.emplace(std::string(key), place);
}

std::optional<Place> place_of(std::string_view key) {
    const auto found = places().find(key);
    return found == places().end() ? std::nullopt : std::optional(found->second);
}

}  // namespace droplet
