#include "ui/kernel_panel_arithmetic.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "model/error.h"
#include "model/kernel_edit.h"
#include "model/kernel_text.h"
#include "ui/kernel_grid.h"
#include "ui/kernel_panel_gallery.h"
#include "ui/kernel_panel_rows.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

std::vector<KernelEntry> operand_entries(const Kernel& in_use, const Kernel& kept) {
    const auto size_text = [](const Kernel& kernel) {
        return fmt::format("{}×{}", kernel.width, kernel.height);
    };
    std::vector<KernelEntry> entries;
    entries.push_back({"this kernel", "the one above, " + size_text(in_use)});
    entries.push_back({"kept", kept.empty() ? "none yet" : "kept as B, " + size_text(kept),
                       kept.empty() ? "Keep one first: “Keep as B” below." : ""});
    for (int i = 0; i < static_cast<int>(KernelName::custom); ++i)
        entries.push_back({std::string(enum_name(KernelName{i})), kernel_help(KernelName{i})});
    return entries;
}

/// The kernel's name among the operands; none for the two that are not named.
std::optional<KernelName> name_of(int operand) {
    if (operand < KernelExpression::first_named) return std::nullopt;
    return KernelName{operand - KernelExpression::first_named};
}

}  // namespace

Kernel operand_kernel(int operand, const ConvolutionParams& params, const Kernel& in_use,
                      const Kernel& kept) {
    if (operand == KernelExpression::in_use) return in_use;
    if (operand == KernelExpression::kept) return kept;
    ConvolutionParams named = params;
    named.kernel = *name_of(operand);
    return kernel_of(named, {});
}

ExpressionValue value_of(const KernelExpression& expression, const Kernel& first, const Kernel& second) {
    ExpressionValue value;
    if (first.empty() || second.empty()) {
        value.why_not = "No kernel was kept yet.";
    } else if (expression.product) {
        value.why_not = why_not_convolved(first, second);
        if (value.why_not.empty()) value.kernel = convolved(first, second);
    } else {
        try {
            const auto a = static_cast<double>(parse_weight(expression.a, "a"));
            value.kernel = combined(a, first, static_cast<double>(parse_weight(expression.b, "b")), second);
        } catch (const Error& error) {
            value.why_not = error.what();
        }
    }
    if (value.why_not.empty()) value.why_not = why_not_valid(value.kernel);
    if (!value.why_not.empty()) value.kernel = {};
    return value;
}

void KernelArithmetic::draw_operand(const char* key, int& operand, std::string* factor,
                                    const ConvolutionParams& params, const Kernel& in_use) {
    const float field = px(58), dot = px(20), left = ImGui::GetCursorScreenPos().x;
    const float height = ImGui::GetFrameHeight(), y = ImGui::GetCursorScreenPos().y;
    if (factor) {
        std::array<char, 24> text{};
        factor->copy(text.data(), text.size() - 1);
        ImGui::SetNextItemWidth(field);
        ImGui::PushID(key);
        if (ImGui::InputText("##factor", text.data(), text.size())) *factor = text.data();
        ImGui::PopID();
        record_place(fmt::format("{}.factor", key));
        tooltip("What this kernel is multiplied by: a decimal, or a fraction like −1/9.");
        ImGui::SameLine(0, 0);
        small_text({left + field + dot / 2, y + height / 2}, {0.5f, 0.5f}, "·", palette().text);
    } else {
        small_text({left + field + dot - px(6), y + height / 2}, {1, 0.5f},
                   &operand == &expression_.first ? "A" : "∗  B", palette().muted);
    }
    ImGui::SetCursorScreenPos({left + field + dot, y});
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    const std::vector<KernelEntry> entries = operand_entries(in_use, kept_);
    static_cast<void>(kernel_gallery(
        key, operand, entries, [&](int i) { return operand_kernel(i, params, in_use, kept_); },
        "One of the two kernels: a named one, the one above, or the one that was kept."));
}

void KernelArithmetic::draw_operands(const ConvolutionParams& params, const Kernel& in_use) {
    constexpr std::array<std::string_view, 2> forms{"a · A + b · B", "A ∗ B"};
    int form = expression_.product ? 1 : 0;
    if (segmented("kernel.form", form, forms, ImGui::GetContentRegionAvail().x))
        expression_.product = form == 1;
    tooltip("A weighted sum of two kernels, or the kernel that does what B and then A do.");
    draw_operand("kernel.A", expression_.first, expression_.product ? nullptr : &expression_.a, params,
                 in_use);
    draw_operand("kernel.B", expression_.second, expression_.product ? nullptr : &expression_.b, params,
                 in_use);
}

bool KernelArithmetic::draw_value(const ExpressionValue& value, const Kernel& in_use) {
    const float side = px(66);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImGui::Dummy({side, side});
    record_place("kernel.preview");
    if (!value.kernel.empty() && ImGui::IsItemHovered())
        tooltip_text(value.kernel.weights.size() <= 81 ? kernel_rows(value.kernel)
                                                       : "Too large to be written here.");
    ImGui::GetWindowDrawList()->AddRect(origin, {origin.x + side, origin.y + side}, packed(palette().border));
    draw_kernel_picture({origin.x + px(3), origin.y + px(3)}, side - px(6), value.kernel);
    const float left = origin.x + side + px(10), line = drawn_size(fonts().small);
    if (value.why_not.empty())
        small_text({left, origin.y + px(2)}, {0, 0},
                   fmt::format("{}×{}, {}", value.kernel.width, value.kernel.height,
                               std::abs(kernel_sum(value.kernel)) < 1e-6
                                   ? "sum 0"
                                   : "sum " + weight_label(static_cast<float>(kernel_sum(value.kernel)), 4)),
                   palette().muted);
    else
        ImGui::GetWindowDrawList()->AddText(
            fonts().small, line, {left, origin.y}, packed(palette().warning), value.why_not.c_str(), nullptr,
            ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x - left);
    ImGui::SetCursorScreenPos({left, origin.y + side - ImGui::GetFrameHeight()});
    const float half = std::floor((ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2);
    const bool apply = panel_button("kernel.apply", "Apply", half, "Use this kernel.", value.why_not);
    ImGui::SameLine();
    if (panel_button("kernel.keep", "Keep as B", ImGui::GetContentRegionAvail().x,
                     "Keeps the kernel above, to be used here as B.",
                     in_use.empty() ? "There is no kernel." : "")) {
        kept_ = in_use;
        expression_.second = KernelExpression::kept;
    }
    ImGui::SetCursorScreenPos({origin.x, origin.y + side});
    ImGui::Dummy({0, px(4)});
    return apply;
}

std::optional<Kernel> KernelArithmetic::draw(ConvolutionParams& params, const Kernel& in_use,
                                             Messages& messages, bool& changed) {
    std::optional<Kernel> result;
    if (!begin_section("Kernel arithmetic")) return result;
    ImGui::PushID("arithmetic");
    draw_operands(params, in_use);
    // Rows that shape an operand and are not shown above already.
    const auto first = name_of(expression_.first), second = name_of(expression_.second);
    const auto needed = [&](bool (*uses)(KernelName)) {
        return !uses(params.kernel) && ((first && uses(*first)) || (second && uses(*second)));
    };
    changed |= kernel_rows_of(params, messages, needed);
    const ExpressionValue value =
        value_of(expression_, operand_kernel(expression_.first, params, in_use, kept_),
                 operand_kernel(expression_.second, params, in_use, kept_));
    if (draw_value(value, in_use)) result = value.kernel;
    ImGui::PopID();
    return result;
}

}  // namespace droplet
