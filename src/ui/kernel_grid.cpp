#include "ui/kernel_grid.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "model/error.h"
#include "model/kernel_edit.h"
#include "model/kernel_text.h"
#include "ui/heat_colours.h"
#include "ui/operator_panel_logic.h"
#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

bool pressed_now(ImGuiKey key) {
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key), false);
}

bool enter_pressed() {
    return pressed_now(ImGuiKey_Enter) || pressed_now(ImGuiKey_KeyPadEnter);
}

float width_in(ImFont* font, const std::string& text) {
    return font->CalcTextSizeA(drawn_size(font), 1e9f, 0, text.c_str()).x;
}

/// Enough digits for the same float, and the fraction that it is.
std::string exact_text(float weight) {
    std::string text = fmt::format("{}", weight);
    const auto fraction = fraction_of(weight);
    if (fraction && fraction->denominator > 1) text = weight_label(weight, 9) + " = " + text;
    if (const std::size_t minus = text.rfind('-');
        minus != std::string::npos && text[minus > 0 ? minus - 1 : 0] != 'e')
        text.replace(minus, 1, "−");
    return text;
}

}  // namespace

void NumberEditor::open(float value) {
    const auto fraction = fraction_of(value);
    const std::string text = fraction && 100 % fraction->denominator != 0
                                 ? fmt::format("{}/{}", fraction->numerator, fraction->denominator)
                                 : fmt::format("{}", value);
    text_[text.copy(text_, sizeof text_ - 1)] = 0;
    opens_ = true;
}

std::optional<float> NumberEditor::draw(const char* id, const std::string& title, const char* subject,
                                        Messages& messages) {
    std::optional<float> set;
    const bool opens = opens_;
    opens_ = false;
    if (opens) ImGui::OpenPopup(id);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(12), px(10)});
    if (ImGui::BeginPopup(id)) {
        ImGui::TextUnformatted(title.c_str());
        ImGui::SetNextItemWidth(px(160));
        if (opens) ImGui::SetKeyboardFocusHere();
        ImGui::InputText("##number", text_, sizeof text_, ImGuiInputTextFlags_AutoSelectAll);
        record_place(fmt::format("{}.editor", subject));
        tooltip("A decimal, or a fraction like −1/9; Enter sets it.");
        const bool left = ImGui::IsItemDeactivated();
        if (left && pressed_now(ImGuiKey_Escape)) ImGui::CloseCurrentPopup();
        if (left && enter_pressed()) {
            try {
                set = parse_weight(text_, subject);
            } catch (const Error& error) {
                messages.error(error.what());
            }
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
    return set;
}

std::string cell_place(const Kernel& kernel, int index) {
    return fmt::format("row {}, column {}", index / kernel.width + 1, index % kernel.width + 1);
}

float dragged_weight(double weight, float range, bool fine) {
    const double step = static_cast<double>(range) * (fine ? 0.001 : 0.01);
    const auto limit = static_cast<double>(largest_kernel_weight);
    return static_cast<float>(std::clamp(std::round(weight / step) * step, -limit, limit)) + 0.0f;
}

void draw_kernel_picture(ImVec2 min, float side, const Kernel& kernel) {
    if (kernel.empty()) return;
    const float range = std::max(largest_weight_of(kernel), 1e-30f);
    const auto longest = static_cast<float>(std::max(kernel.width, kernel.height));
    const float cell = side / longest;
    const ImVec2 origin{min.x + (side - cell * static_cast<float>(kernel.width)) / 2,
                        min.y + (side - cell * static_cast<float>(kernel.height)) / 2};
    const auto edge = [cell](float start, int i) { return std::round(start + cell * static_cast<float>(i)); };
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (int y = 0; y < kernel.height; ++y)
        for (int x = 0; x < kernel.width; ++x)
            list.AddRectFilled({edge(origin.x, x), edge(origin.y, y)},
                               {edge(origin.x, x + 1), edge(origin.y, y + 1)},
                               packed(signed_colour(kernel.at(y, x) / range)));
    list.AddRect({edge(origin.x, 0), edge(origin.y, 0)},
                 {edge(origin.x, kernel.width), edge(origin.y, kernel.height)}, packed(palette().border));
}

KernelGrid::Layout KernelGrid::layout(const Kernel& kernel, const std::vector<std::string>& labels) {
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    const auto columns = static_cast<float>(kernel.width), rows = static_cast<float>(kernel.height);
    Layout grid;
    const float wide = std::floor(std::min(room / columns, px(84))), high = std::floor(px(300) / rows);
    if (wide >= px(30) && high >= px(17) && labels.size() == kernel.weights.size()) {
        grid.cell = {wide, std::min(high, px(40))};
        grid.font = fonts().tiny;
        const auto fits = [&](ImFont* font) {
            return std::all_of(labels.begin(), labels.end(), [&](const std::string& label) {
                return width_in(font, label) <= wide - px(5);
            });
        };
        grid.short_numbers = !fits(fonts().tiny);
        for (ImFont* font : {fonts().small, fonts().text})
            if (grid.cell.y >= drawn_size(font) + px(4) && fits(font)) grid.font = font;
    } else {
        const float side = std::max(1.0f, std::floor(std::min({room / columns, px(310) / rows, px(40)})));
        grid.cell = {side, side};
    }
    grid.origin = {std::round(start.x + (room - grid.cell.x * columns) / 2), start.y};
    return grid;
}

void KernelGrid::set(const Context& context, int index, float weight) {
    Kernel& edited =
        context.result.edited ? *context.result.edited : context.result.edited.emplace(context.kernel);
    edited.weights[static_cast<std::size_t>(index)] = weight;
}

void KernelGrid::drag(const Context& context, int index, bool activated) {
    const ImGuiIO& io = ImGui::GetIO();
    if (activated)
        drag_ = {index, static_cast<double>(context.kernel.weights[static_cast<std::size_t>(index)]), range_,
                 false};
    if (drag_.index != index || !ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    if (!drag_.moved && !ImGui::IsMouseDragging(ImGuiMouseButton_Left, px(3))) return;
    drag_.moved = true;
    if (io.MouseDelta.x == 0) return;
    drag_.weight +=
        static_cast<double>(io.MouseDelta.x / px(1) * drag_.range * (io.KeyShift ? 0.001f : 0.01f));
    set(context, index, dragged_weight(drag_.weight, drag_.range, io.KeyShift));
}

void KernelGrid::cell_tooltip(const Kernel& kernel, int index) const {
    const bool anchor = index == kernel.height / 2 * kernel.width + kernel.width / 2;
    tooltip_beside_panel();
    tooltip_text(
        fmt::format("{}{}\n{}\n\nDrag to change (Shift: finer); double-click or Enter to type, Delete for 0; "
                    "Ctrl+C and Ctrl+V copy and paste all.",
                    cell_place(kernel, index), anchor ? ", the anchor" : "",
                    exact_text(kernel.weights[static_cast<std::size_t>(index)])));
}

void KernelGrid::paint_cell(const Context& context, int index, ImVec2 min) const {
    const auto at = static_cast<std::size_t>(index);
    const Layout& grid = context.layout;
    const bool gaps = grid.cell.x >= px(14);
    const float gap = gaps ? 1.0f : 0.0f, rounding = grid.font ? px(3) : 0;
    const ImVec2 low{min.x + gap, min.y + gap}, high{min.x + grid.cell.x - gap, min.y + grid.cell.y - gap};
    const float weight = context.kernel.weights[at];
    const ImVec4 colour = signed_colour(weight / range_);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(low, high, packed(colour), rounding);
    if (gaps) list.AddRect(low, high, packed(palette().border), rounding);
    if (index == context.kernel.height / 2 * context.kernel.width + context.kernel.width / 2) {
        const float dot = std::max(1.5f, std::min(px(2.5f), grid.cell.x / 8));
        list.AddCircleFilled({low.x + 2 * dot, low.y + 2 * dot}, dot, ink_on(colour), 12);
    }
    if (!grid.font) return;
    const std::string text = grid.short_numbers ? short_weight_text(weight) : context.labels[at];
    const ImVec2 extent = grid.font->CalcTextSizeA(drawn_size(grid.font), 1e9f, 0, text.c_str());
    list.AddText(grid.font, drawn_size(grid.font),
                 {std::round((low.x + high.x - extent.x) / 2), std::round((low.y + high.y - extent.y) / 2)},
                 ink_on(colour), text.c_str());
}

void KernelGrid::draw_cell(const Context& context, int index) {
    const Kernel& kernel = context.kernel;
    const ImVec2 min{
        context.layout.origin.x + static_cast<float>(index % kernel.width) * context.layout.cell.x,
        context.layout.origin.y + static_cast<float>(index / kernel.width) * context.layout.cell.y};
    ImGui::SetCursorScreenPos(min);
    ImGui::PushID(index);
    const bool pressed = ImGui::InvisibleButton("##weight", context.layout.cell);
    ImGui::PopID();
    record_place(fmt::format("kernel.cell.{}", index));
    const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive(),
               chosen = ImGui::IsItemFocused();
    const ImGuiIO& io = ImGui::GetIO();
    if (active && !io.KeyCtrl) drag(context, index, ImGui::IsItemActivated());
    if (!active && drag_.index == index) drag_.index = -1;
    // A press without the mouse is one of the keyboard.
    const bool by_key =
        (pressed && !ImGui::IsMouseReleased(ImGuiMouseButton_Left)) || (chosen && enter_pressed());
    if (by_key || (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) ||
        (hovered && io.KeyCtrl && ImGui::IsMouseClicked(ImGuiMouseButton_Left))) {
        editing_ = index;
        editor_.open(kernel.weights[static_cast<std::size_t>(index)]);
    }
    if (chosen && pressed_now(ImGuiKey_Delete)) set(context, index, 0);
    context.result.copy |= chosen && io.KeyCtrl && pressed_now(ImGuiKey_C);
    context.result.paste |= chosen && io.KeyCtrl && pressed_now(ImGuiKey_V);
    if (hovered || active) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    paint_cell(context, index, min);
    if (hovered || active || chosen) context.marked.push_back(min);
    if (hovered && !active) cell_tooltip(kernel, index);
}

KernelGridResult KernelGrid::draw(const Kernel& kernel, const std::vector<std::string>& labels,
                                  Messages& messages) {
    KernelGridResult result;
    // While a weight is dragged, its cell must not change its mind about what a pixel means.
    if (drag_.index < 0 || largest_weight_of(kernel) > range_)
        range_ = steady_weight_range(range_, largest_weight_of(kernel));
    if (editing_ >= static_cast<int>(kernel.weights.size())) editing_ = 0;
    const ImVec2 start = ImGui::GetCursorScreenPos();
    std::vector<ImVec2> marked;
    const Context context{kernel, labels, layout(kernel, labels), result, marked};
    ImGui::PushID("grid");
    for (int i = 0; i < static_cast<int>(kernel.weights.size()); ++i) draw_cell(context, i);
    const ImVec2 cell = context.layout.cell;
    for (const ImVec2 min : marked)
        ImGui::GetWindowDrawList()->AddRect(min, {min.x + cell.x, min.y + cell.y}, packed(palette().text),
                                            context.layout.font ? px(3) : 0, 0, px(1.5f));
    ImGui::SetCursorScreenPos({start.x, start.y + cell.y * static_cast<float>(kernel.height) + px(4)});
    if (const auto typed = editor_.draw("##editor", cell_place(kernel, editing_), "kernel", messages))
        set(context, editing_, *typed);
    ImGui::PopID();
    if (result.edited && *result.edited == kernel) result.edited.reset();
    return result;
}

}  // namespace droplet
