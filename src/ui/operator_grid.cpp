#include "ui/operator_grid.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "ui/heat_colours.h"
#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// A marked corner: what is pinned.
void draw_pin(ImDrawList& list, ImVec2 corner, ImU32 ink) {
    const float side = px(8);
    list.AddTriangleFilled({corner.x - side, corner.y}, corner, {corner.x, corner.y + side}, ink);
}

std::string signed_text(float value, const char* plus) {
    const std::string text = fmt::format("{:.6g}", std::fabs(value));
    return (value < 0 ? "−" : plus) + text;
}

bool enter_pressed() {
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter)) ||
           ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_KeyPadEnter));
}

}  // namespace

OperatorGrid::Layout OperatorGrid::layout(int channels) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    if (channels == 1) {
        const ImVec2 cell{std::floor(std::min(width, px(252)) / 3), px(44)};
        return {{std::round(origin.x + (width - 3 * cell.x) / 2), origin.y}, cell, 0, 0, true};
    }
    const float gap = px(4), gutter = px(18);
    return {origin, {std::floor((width - gutter - 2 * gap) / 9), px(24)}, gap, gutter, false};
}

ImVec2 OperatorGrid::Layout::at(int channels, int index) const {
    const int slice = index / Operator::taps, tap = index % Operator::taps;
    const int row = slice / channels, column = slice % channels;
    return {
        origin.x + gutter + static_cast<float>(column) * gap +
            static_cast<float>(column * 3 + tap % 3) * cell.x,
        origin.y + gutter + static_cast<float>(row) * gap + static_cast<float>(row * 3 + tap / 3) * cell.y};
}

void OperatorGrid::change(const Context& context, int index, float wanted) const {
    if (const auto edit = weight_edit(context.state, context.params, index, wanted))
        context.edits.push_back(*edit);
}

void OperatorGrid::drag(const Context& context, int index, bool activated) {
    const ImGuiIO& io = ImGui::GetIO();
    if (activated)
        drag_ = {index, context.state.current.weights[static_cast<std::size_t>(index)], range_, false};
    if (drag_.index != index || !ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    if (!drag_.moved && !ImGui::IsMouseDragging(ImGuiMouseButton_Left, px(3))) return;
    drag_.moved = true;
    drag_.weight = dragged_weight(drag_.weight, io.MouseDelta.x / px(1), drag_.range, io.KeyShift);
    change(context, index, drag_.weight);  // held still, it is held against learning
}

void OperatorGrid::cell_tooltip(const Context& context, int index) const {
    const auto at = static_cast<std::size_t>(index);
    const LearningState& state = context.state;
    std::string text =
        fmt::format("{}\nweight {}, at the start {}\nlast second {}",
                    weight_place(state.current.channels, index), signed_text(state.current.weights[at], ""),
                    signed_text(state.start.weights[at], ""), signed_text(context.memory.change(index), "+"));
    if (state.pinned[at])
        text += "\nPinned: learning leaves it alone.";
    else if (!weight_edit(state, context.params, index, 0))
        text += "\nHeld by pinned weights, symmetry or zero sum.";
    tooltip_beside_panel();
    tooltip_text(text + "\n\nDrag to change (Shift: finer), double-click to type, right-click to pin.");
}

void OperatorGrid::draw_cell(const Context& context, const Layout& layout, int index) {
    const auto at = static_cast<std::size_t>(index);
    const float weight = context.state.current.weights[at];
    const bool pinned = context.state.pinned[at];
    const ImVec2 min = layout.at(context.state.current.channels, index);
    ImGui::SetCursorScreenPos(min);
    ImGui::PushID(index);
    const bool pressed = ImGui::InvisibleButton("##weight", layout.cell);
    ImGui::PopID();
    record_place(fmt::format("operator.{}", index));
    const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
    const ImGuiIO& io = ImGui::GetIO();
    if (active && !io.KeyCtrl) drag(context, index, ImGui::IsItemActivated());
    if (!active && drag_.index == index) drag_.index = -1;
    // A press without the mouse is one of the keyboard.
    const bool by_key = pressed && !ImGui::IsMouseReleased(ImGuiMouseButton_Left);
    if (by_key || (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) ||
        (hovered && io.KeyCtrl && ImGui::IsMouseClicked(ImGuiMouseButton_Left)))
        editor_ = {index, weight, true};
    if (hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right))
        context.edits.push_back(SetPin{index, !pinned});
    if (hovered || active) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);

    const ImVec2 low{min.x + 1, min.y + 1}, high{min.x + layout.cell.x - 1, min.y + layout.cell.y - 1};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec4 colour = signed_colour(weight / range_);
    const ImU32 ink = ink_on(colour);
    list.AddRectFilled(low, high, packed(colour), px(3));
    list.AddRect(low, high, packed(palette().border), px(3));
    if (hovered || active || (editor_.index == index && ImGui::IsPopupOpen("##editor")))
        list.AddRect(low, high, packed(palette().text), px(3), 0, px(1.5f));
    ImGui::RenderNavHighlight({low, high}, ImGui::GetItemID(), ImGuiNavHighlightFlags_TypeThin);
    ImFont* const font = layout.large ? fonts().text : fonts().tiny;
    const std::string text = layout.large && std::isfinite(weight)
                                 ? (weight < 0 ? "−" : "") + fmt::format("{:.3g}", std::fabs(weight))
                                 : short_weight_text(weight);
    const float natural = font->CalcTextSizeA(drawn_size(font), 1e9f, 0, text.c_str()).x;
    const float size = drawn_size(font) * std::min(1.0f, (high.x - low.x - 2) / natural);
    const ImVec2 extent = font->CalcTextSizeA(size, 1e9f, 0, text.c_str());
    list.AddText(font, size,
                 {std::round((low.x + high.x - extent.x) / 2), std::round((low.y + high.y - extent.y) / 2)},
                 ink, text.c_str());
    if (pinned) draw_pin(list, {high.x, low.y}, ink);
    if (hovered && !active) cell_tooltip(context, index);
}

void OperatorGrid::draw_editor(const Context& context) {
    if (editor_.opens) ImGui::OpenPopup("##editor");
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(12), px(10)});
    if (ImGui::BeginPopup("##editor")) {
        const int index = editor_.index;
        const auto at = static_cast<std::size_t>(index);
        ImGui::TextUnformatted(weight_place(context.state.current.channels, index).c_str());
        ImGui::SetNextItemWidth(px(160));
        if (editor_.opens) ImGui::SetKeyboardFocusHere();
        ImGui::InputFloat("##value", &editor_.weight, 0, 0, "%.6g", ImGuiInputTextFlags_AutoSelectAll);
        record_place("operator.editor");
        tooltip("The weight; Enter sets it.");
        if (ImGui::IsItemDeactivated() && enter_pressed()) {
            const float limit = largest_weight;
            if (std::fabs(editor_.weight) <= limit)
                change(context, index, editor_.weight);
            else
                context.messages.error(fmt::format("weight: {} is out of range; valid: {} to {}",
                                                   editor_.weight, -limit, limit));
            ImGui::CloseCurrentPopup();
        }
        bool pinned = context.state.pinned[at];
        if (ImGui::Checkbox("Pinned", &pinned)) context.edits.push_back(SetPin{index, pinned});
        tooltip("A pinned weight is not learned.");
        if (ImGui::Button("To its start value", {px(160), 0})) {
            change(context, index, context.state.start.weights[at]);
            ImGui::CloseCurrentPopup();
        }
        tooltip("Sets the weight that the start operator has here.");
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
    editor_.opens = false;
}

void OperatorGrid::draw_colour_bar(float left, float width) const {
    const ImVec2 cursor = ImGui::GetCursorScreenPos();
    const float height = px(18), room = px(40), middle = std::round(cursor.y + height / 2);
    const float low = left + room, high = left + width - room;
    constexpr int pieces = 48;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto edge = [&](int i) { return std::round(low + (high - low) * static_cast<float>(i) / pieces); };
    for (int i = 0; i < pieces; ++i)
        list.AddRectFilled({edge(i), middle - px(4)}, {edge(i + 1), middle + px(4)},
                           packed(signed_colour((static_cast<float>(i) + 0.5f) / pieces * 2 - 1)));
    list.AddLine({std::round((low + high) / 2), middle - px(4)},
                 {std::round((low + high) / 2), middle + px(4)}, packed(palette().muted), 1.0f);
    small_text({low - px(6), middle}, {1, 0.5f}, tick_text(-static_cast<double>(range_)), palette().muted);
    small_text({high + px(6), middle}, {0, 0.5f}, tick_text(static_cast<double>(range_)), palette().muted);
    ImGui::Dummy({ImGui::GetContentRegionAvail().x, height});
    tooltip("Colours of the weights: blue below 0, orange above.");
}

void OperatorGrid::draw(const LearningState& state, const LearningParams& params, const WeightMemory& memory,
                        Messages& messages, std::vector<OperatorEdit>& edits) {
    const int channels = state.current.channels;
    if (editor_.index >= state.current.count()) editor_ = {};
    // While a weight is dragged, its cell must not change its mind about what a pixel means.
    if (drag_.index < 0 || largest_weight_of(state.current) > range_)
        range_ = steady_weight_range(range_, largest_weight_of(state.current));
    const Context context{state, params, memory, messages, edits};
    const float left = ImGui::GetCursorScreenPos().x;
    const Layout grid = layout(channels);
    if (channels == 3) {
        constexpr const char* inputs[] = {"from R", "from G", "from B"};
        constexpr const char* outputs[] = {"R", "G", "B"};
        small_text({grid.origin.x, grid.origin.y + grid.gutter / 2}, {0, 0.5f}, "to", palette().muted);
        for (int c = 0; c < 3; ++c) {
            small_text(
                {grid.at(3, c * Operator::taps + 1).x + grid.cell.x / 2, grid.origin.y + grid.gutter / 2},
                {0.5f, 0.5f}, inputs[c], palette().muted);
            small_text({grid.origin.x + px(3), grid.at(3, (c * 3) * Operator::taps + 3).y + grid.cell.y / 2},
                       {0, 0.5f}, outputs[c], palette().muted);
        }
    }
    for (int i = 0; i < state.current.count(); ++i) draw_cell(context, grid, i);
    const ImVec2 last = grid.at(channels, state.current.count() - 1);
    ImGui::SetCursorScreenPos({left, last.y + grid.cell.y + px(4)});
    draw_colour_bar(grid.origin.x + grid.gutter, last.x + grid.cell.x - grid.origin.x - grid.gutter);
    draw_editor(context);
}

}  // namespace droplet
