#include "ui/param_widgets.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet::detail {
namespace {

/// A number being typed: it counts when the field is left, not at every key.
struct Typed {
    ImGuiID id = 0;
    double value = 0;
} typed;

template <class T>
constexpr ImGuiDataType data_type = std::same_as<T, float>    ? ImGuiDataType_Float
                                    : std::same_as<T, double> ? ImGuiDataType_Double
                                                              : ImGuiDataType_S32;
template <class T>
constexpr const char* number_format = std::integral<T> ? "%d" : "%.4g";

template <class T>
float share_of(T value, Range<T> range, Scale scale) {
    const auto place = [scale](T v) {
        return scale == Scale::logarithmic ? std::log(static_cast<double>(v)) : static_cast<double>(v);
    };
    const double low = place(range.min), high = place(range.max);
    return static_cast<float>((place(std::clamp(value, range.min, range.max)) - low) / (high - low));
}

bool row_hovered() {
    return ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled);
}

void begin_row(const RowText& text) {
    ImGui::PushID(text.key.data(), text.key.data() + text.key.size());
    row_label(text.label, text.refusal.empty());
    ImGui::BeginDisabled(!text.refusal.empty());
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
}

void end_row() {
    ImGui::EndDisabled();
    ImGui::PopID();
}

void row_tooltip(const RowText& text, const std::string& more) {
    if (!row_hovered() || ImGui::IsItemActive()) return;
    tooltip_text(text.refusal.empty() ? fmt::format("{}\n{}", text.help, more) : text.refusal);
}

/// A slider; while a number is typed into it, a plain field.
template <class T>
bool slider(T& value, Range<T> range, Scale scale, bool typing) {
    const ImGuiSliderFlags flags = scale == Scale::logarithmic ? ImGuiSliderFlags_Logarithmic : 0;
    if (!typing) begin_slider(share_of(value, range, scale));
    const bool changed =
        ImGui::SliderScalar("##value", data_type<T>, &value, &range.min, &range.max, number_format<T>, flags);
    if (!typing) end_slider();
    return changed;
}

}  // namespace

bool restore_arrow(bool is_standard) {
    if (is_standard) return false;
    const float width = px(20);
    ImGui::SameLine(label_width() - width - px(2));
    const bool pressed = ImGui::InvisibleButton("##restore", {width, ImGui::GetFrameHeight()});
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    ImGui::RenderNavHighlight({min, max}, ImGui::GetItemID());
    draw_icon(*ImGui::GetWindowDrawList(), Icon::restore, {(min.x + max.x) / 2, (min.y + max.y) / 2}, px(11),
              packed(ImGui::IsItemHovered() ? palette().accent : palette().muted, ImGui::GetStyle().Alpha));
    tooltip("Back to the default.");
    return pressed;
}

template <class T>
bool number_row(const RowText& text, T& value, T standard, Range<T> valid, Range<T> range, Scale scale) {
    begin_row(text);
    const ImGuiID id = ImGui::GetID("##value");
    const T before = value;
    T edited = typed.id == id ? static_cast<T>(typed.value) : value;
    bool changed = slider(edited, range, scale, ImGui::TempInputIsActive(id));
    if (ImGui::TempInputIsActive(id)) {
        if (changed) typed = {id, static_cast<double>(edited)};
        changed = false;
    } else if (typed.id == id) {
        if (!changed) edited = static_cast<T>(typed.value);
        typed = {};
        changed = true;
    } else if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0) && !ImGui::GetIO().KeyCtrl) {
        edited = standard;
        changed = true;
        ImGui::ClearActiveID();  // else the slider would take the value below the mouse again
    }
    record_place(text.key);
    if (row_hovered())
        row_tooltip(
            text,
            fmt::format("Valid: {} to {}. Default: {}.\nCtrl-click: type a number. Double-click: default.",
                        valid.min, valid.max, standard));
    if (restore_arrow(before == standard)) {
        edited = standard;
        changed = true;
    }
    end_row();
    value = edited;
    return changed && !(edited == before);
}
template bool number_row<float>(const RowText&, float&, float, Range<float>, Range<float>, Scale);
template bool number_row<double>(const RowText&, double&, double, Range<double>, Range<double>, Scale);
template bool number_row<int>(const RowText&, int&, int, Range<int>, Range<int>, Scale);

namespace {

bool fit_side_by_side(std::span<const std::string_view> names) {
    const float room = ImGui::GetContentRegionAvail().x / static_cast<float>(names.size()) - px(6);
    return std::ranges::all_of(names, [room](std::string_view name) {
        return ImGui::CalcTextSize(name.data(), name.data() + name.size()).x <= room;
    });
}

}  // namespace

bool choice_row(const RowText& text, int& value, int standard, std::span<const std::string_view> names) {
    begin_row(text);
    const int before = value;
    if (names.size() <= 2 && fit_side_by_side(names)) {
        const std::string id(text.key);
        segmented(id.c_str(), value, names, ImGui::GetContentRegionAvail().x);
        row_tooltip(text, fmt::format("Default: {}.", names[static_cast<std::size_t>(standard)]));
    } else {
        const std::string shown(names[static_cast<std::size_t>(value)]);
        const bool open = ImGui::BeginCombo("##value", shown.c_str());
        record_place(text.key);
        if (open) {
            for (int i = 0; i < static_cast<int>(names.size()); ++i) {
                const std::string name(names[static_cast<std::size_t>(i)]);
                if (ImGui::Selectable(name.c_str(), i == value)) value = i;
                record_place(fmt::format("{}.{}", text.key, name));
                if (i == before && ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
            }
            ImGui::EndCombo();
        } else {
            row_tooltip(text, fmt::format("Default: {}.", names[static_cast<std::size_t>(standard)]));
        }
    }
    if (restore_arrow(before == standard)) value = standard;
    end_row();
    return value != before;
}

bool switch_row(const RowText& text, bool& value, bool standard) {
    begin_row(text);
    const bool before = value;
    ImGui::Checkbox("##value", &value);
    record_place(text.key);
    row_tooltip(text, fmt::format("Default: {}.", standard));
    if (restore_arrow(before == standard)) value = standard;
    end_row();
    return value != before;
}

bool precise_row(const RowText& text, Precise& value, const Precise& standard) {
    begin_row(text);
    const Precise before = value;
    std::array<char, 64> buffer{};
    precise_text(value).copy(buffer.data(), buffer.size() - 1);
    if (ImGui::InputText("##value", buffer.data(), buffer.size(), ImGuiInputTextFlags_EnterReturnsTrue))
        if (const std::optional<Precise> typed_value = parse_precise(buffer.data())) value = *typed_value;
    record_place(text.key);
    row_tooltip(text, fmt::format("Default: {}.", precise_text(standard)));
    if (restore_arrow(before == standard)) value = standard;
    end_row();
    return !(value == before);
}

}  // namespace droplet::detail
