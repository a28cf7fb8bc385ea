#include "ui/canny_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include "ui/canny_histogram.h"
#include "ui/param_widgets.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

std::string refusal_of(std::string_view key, const CompareParams& compare) {
    if (key == "stage" && compare.stages && compare.mode == CompareMode::off)
        return "All four stages are shown.";
    if (key == "stages" && compare.mode != CompareMode::off)
        return "While pictures are compared (C), the stage below is shown alone.";
    return {};
}

/// One line below the thresholds, there whatever it says, so that nothing moves.
void threshold_note(const CannyParams& params) {
    ImGui::PushFont(fonts().small);
    const bool crossed = params.low > params.high;
    ImGui::PushStyleColor(ImGuiCol_Text, crossed ? palette().warning : palette().muted);
    ImGui::TextUnformatted(crossed ? "Low is above high: only what is above low is an edge."
                                   : "Above high: edges; above low: where they touch one.");
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void input_note(const Preset& preset) {
    const ConvolutionParams& convolution = preset.convolution;
    const bool convolved = preset.canny.input == CannyInput::convolved;
    const std::string words = convolved
                                  ? fmt::format("Kernel {}, {}, border {}", enum_name(convolution.kernel),
                                                enum_name(convolution.mode), enum_name(convolution.border))
                                  : "In the grey of the picture";
    ImGui::PushFont(fonts().small);
    ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
    ImGui::SetCursorPosX(label_width());
    ImGui::TextUnformatted(words.c_str());
    ImGui::PopStyleColor();
    ImGui::PopFont();
    tooltip("The process convolve (3) sets the kernel that edges in the convolved picture are found after.");
}

}  // namespace

bool canny_panel(Preset& preset, const SessionStatus& status, CompareParams& compare, Messages& messages) {
    CannyParams& canny = preset.canny;
    bool changed = false;
    const auto row = [&]<class P>(P& params, std::string_view key) {
        for_each_field<P>([&](const auto& field) {
            if (field.key == key)
                changed |= param_row(params, field, messages,
                                     [&](std::string_view k) { return refusal_of(k, compare); });
        });
    };
    row(canny, "sigma");
    row(canny, "low");
    row(canny, "high");
    changed |= canny_histogram(canny, *status.readings);
    threshold_note(canny);
    row(compare, "stages");
    row(canny, "stage");
    row(canny, "input");
    input_note(preset);
    row(canny, "feed");
    return changed;
}

}  // namespace droplet
