#include "ui/complex_pad.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "ui/param_widgets.h"
#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

using Value = std::complex<double>;

constexpr double fine = 0.1;  // of the mouse's way, with Shift
constexpr double least_reach = 1;

Value clamped(Value value, double limit) {
    const auto part = [limit](double v) { return std::isfinite(v) ? std::clamp(v, -limit, limit) : 0.0; };
    return {part(value.real()), part(value.imag())};
}

std::string number_text(double value) {
    std::string text = fmt::format("{:.5g}", value == 0 ? 0.0 : value);
    if (text.starts_with('-')) text.replace(0, 1, "−");
    return text;
}

/// A number being typed: it counts when the field is left, not at every key.
struct Typed {
    ImGuiID id = 0;
    double value = 0;
} typed;

/// A number to drag or, with Ctrl+click, to type; true when `value` is another.
bool number_field(const char* id, double& value, double speed, const char* format) {
    const ImGuiID field = ImGui::GetID(id);
    const double before = value;
    double edited = typed.id == field ? typed.value : value;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    const bool changed = ImGui::DragScalar(id, ImGuiDataType_Double, &edited, static_cast<float>(speed),
                                           nullptr, nullptr, format);
    if (ImGui::TempInputIsActive(field)) {
        if (changed || typed.id != field) typed = {field, edited};
        return false;
    }
    if (typed.id == field) {
        edited = typed.value;
        typed = {};
    } else if (!changed) {
        return false;
    }
    value = edited;
    return value != before;
}

bool fields(const ComplexRow& row, Value& value, bool polar) {
    const std::string key(row.key);
    constexpr const char* how =
        "Drag to change it, with Shift faster, with Alt finer; Ctrl+click to type it.";
    bool changed = false;
    if (polar) {
        double modulus = std::abs(value), degrees = angle_degrees(value);
        changed |= number_field("##modulus", modulus, 0.002, "%.6g");
        record_place(key + ".modulus");
        tooltip(fmt::format("Modulus: the distance from 0.\n{}", how));
        changed |= number_field("##angle", degrees, 0.25, "%.5g°");
        record_place(key + ".angle");
        tooltip(fmt::format("Angle in degrees; downwards is positive, as in the picture.\n{}", how));
        if (changed) value = from_polar_degrees(std::max(0.0, modulus), degrees);
    } else {
        double re = value.real(), im = value.imag();
        changed |= number_field("##re", re, 0.002, "%.8g");
        record_place(key + ".re");
        tooltip(fmt::format("Real part.\n{}", how));
        changed |= number_field("##im", im, 0.002, "%.8g i");
        record_place(key + ".im");
        tooltip(fmt::format("Imaginary part; it grows downwards, as in the picture.\n{}", how));
        if (changed) value = {re, im};
    }
    return changed;
}

/// The plane on the screen.
struct Plane {
    ImVec2 min, max;
    double reach;

    ImVec2 middle() const { return {(min.x + max.x) / 2, (min.y + max.y) / 2}; }
    double unit() const {  // pixels of 1
        return static_cast<double>(std::min(max.x - min.x, max.y - min.y)) / 2 / reach;
    }
    ImVec2 at(Value value) const {
        return {middle().x + static_cast<float>(value.real() * unit()),
                middle().y + static_cast<float>(value.imag() * unit())};
    }
    Value value(ImVec2 point) const {
        return {static_cast<double>(point.x - middle().x) / unit(),
                static_cast<double>(point.y - middle().y) / unit()};
    }
};

void draw_plane(const Plane& plane, Value value, bool lit) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float alpha = ImGui::GetStyle().Alpha;
    list.AddRectFilled(plane.min, plane.max,
                       ImGui::GetColorU32(lit ? ImGuiCol_FrameBgHovered : ImGuiCol_FrameBg),
                       ImGui::GetStyle().FrameRounding);
    list.PushClipRect(plane.min, plane.max, true);
    const ImVec2 zero = plane.middle();
    const ImU32 axis = packed(palette().muted, 0.55f * alpha), thin = packed(palette().muted, 0.25f * alpha);
    list.AddLine({plane.min.x, std::round(zero.y)}, {plane.max.x, std::round(zero.y)}, axis);
    list.AddLine({std::round(zero.x), plane.min.y}, {std::round(zero.x), plane.max.y}, axis);
    list.AddCircle(zero, static_cast<float>(plane.unit()), thin, 64);
    list.AddCircle(zero, static_cast<float>(2 * plane.unit()), thin, 64);
    const ImVec2 point = plane.at(value);
    list.AddLine(zero, point, packed(palette().accent, 0.5f * alpha), px(1));
    list.AddCircleFilled(point, px(4.5f), packed(palette().accent, alpha));
    list.AddCircle(point, px(4.5f), packed(palette().panel, alpha), 0, px(1));
    list.PopClipRect();
    small_text({plane.max.x - px(4), plane.min.y + px(2)}, {1, 0}, "±" + number_text(plane.reach),
               palette().muted);
    small_text({plane.max.x - px(4), std::round(zero.y) - px(1)}, {1, 1}, "re", palette().muted);
    small_text({std::round(zero.x) + px(4), plane.max.y - px(1)}, {0, 1}, "im", palette().muted);
}

/// Takes the mouse on the plane.
bool drag(const ComplexRow& row, const Plane& plane, Value& value) {
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
        ImGui::ClearActiveID();  // else the second click would put the point below the mouse again
        value = row.standard;
        return true;
    }
    if (!ImGui::IsItemActive()) return false;
    const ImGuiIO& io = ImGui::GetIO();
    // A press takes the point to the mouse; with Shift it moves from where it is.
    if (ImGui::IsItemActivated() && !io.KeyShift) {
        value = plane.value(io.MousePos);
        return true;
    }
    if (io.MouseDelta.x == 0 && io.MouseDelta.y == 0) return false;
    const double way = (io.KeyShift ? fine : 1) / plane.unit();
    value += Value(static_cast<double>(io.MouseDelta.x), static_cast<double>(io.MouseDelta.y)) * way;
    return true;
}

bool pad(const ComplexRow& row, Value& value, ImVec2 size) {
    float& kept = *ImGui::GetStateStorage()->GetFloatRef(ImGui::GetID("##reach"), 0);
    ImGui::InvisibleButton("##pad", size);
    const bool active = ImGui::IsItemActive(), hovered = ImGui::IsItemHovered();
    // While it is dragged, the plane stays as it is.
    if (!active || kept == 0) kept = static_cast<float>(steady_reach(static_cast<double>(kept), value));
    const Plane plane{ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), static_cast<double>(kept)};
    record_place(std::string(row.key) + ".pad");
    const bool changed = drag(row, plane, value);
    draw_plane(plane, value, hovered || active);
    if (!active && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled))
        tooltip_text(row.refusal.empty() ? fmt::format("{}\nDrag the point; with Shift ten times finer. "
                                                       "Double-click: the default, {} {} {} i.",
                                                       row.help, number_text(row.standard.real()),
                                                       row.standard.imag() < 0 ? "−" : "+",
                                                       number_text(std::abs(row.standard.imag())))
                                         : row.refusal);
    return changed;
}

}  // namespace

double angle_degrees(Value value) {
    return std::arg(value) * 180 / std::numbers::pi;
}

Value from_polar_degrees(double modulus, double degrees) {
    const double quarter = std::remainder(degrees, 360) / 90;
    // Quarter turns exactly: −i/π has no real part.
    if (quarter == 0) return {modulus, 0};
    if (quarter == 1) return {0, modulus};
    if (quarter == -1) return {0, -modulus};
    if (std::abs(quarter) == 2) return {-modulus, 0};
    return std::polar(modulus, degrees * std::numbers::pi / 180);
}

double steady_reach(double shown, Value value) {
    const double largest = std::max(std::abs(value.real()), std::abs(value.imag()));
    if (!std::isfinite(largest)) return std::max(shown, least_reach);
    if (shown >= least_reach && largest <= 0.95 * shown && (largest >= 0.1 * shown || shown == least_reach))
        return shown;
    return std::max(least_reach, step_125(std::max(1.3 * largest, least_reach)));
}

bool complex_row(const ComplexRow& row, Value& value) {
    static constexpr std::array<std::string_view, 2> forms{"re, im", "|z|, arg"};
    ImGui::PushID(row.key.data(), row.key.data() + row.key.size());
    const bool enabled = row.refusal.empty();
    const Value before = value;
    const float left = ImGui::GetCursorPosX(), gap = px(8);
    const float column = label_width() - left - gap;
    const ImVec2 origin = ImGui::GetCursorPos();
    row_label(row.label, enabled);
    ImGui::BeginDisabled(!enabled);
    bool changed = false;
    if (detail::restore_arrow(value == row.standard)) {
        value = row.standard;
        changed = true;
    }
    ImGui::SetCursorPos({origin.x, origin.y + ImGui::GetFrameHeightWithSpacing()});
    ImGui::BeginChild(
        "##fields", {column, 3 * ImGui::GetFrameHeight() + 2 * ImGui::GetStyle().ItemSpacing.y}, false,
        ImGuiWindowFlags_NavFlattened | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    bool& polar = *ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID("##polar"), false);
    int form = polar ? 1 : 0;
    segmented((std::string(row.key) + ".form").c_str(), form, forms, ImGui::GetContentRegionAvail().x);
    tooltip(enabled ? "Shown as real and imaginary part, or as modulus and angle." : row.refusal);
    polar = form == 1;
    changed |= fields(row, value, polar);
    ImGui::EndChild();
    ImGui::SetCursorPos({label_width(), origin.y});
    const float height = 4 * ImGui::GetFrameHeight() + 3 * ImGui::GetStyle().ItemSpacing.y;
    changed |= pad(row, value, {ImGui::GetContentRegionAvail().x, height});
    ImGui::EndDisabled();
    ImGui::PopID();
    value = clamped(value, row.limit);
    return changed && value != before;
}

}  // namespace droplet
