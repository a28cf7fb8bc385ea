#include "ui/convolution_panel_flip.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/convolution_panel_logic.h"
#include "ui/heat_colours.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

bool flip_switch(bool& flip) {
    static constexpr std::array<std::string_view, 2> names{"Correlation (as drawn)", "Convolution (flipped)"},
        short_names{"Correlation", "Convolution"};
    const float room = ImGui::GetContentRegionAvail().x;
    float needed = 0;
    for (const std::string_view name : names)
        needed += ImGui::CalcTextSize(name.data(), name.data() + name.size()).x + px(16);
    int index = flip ? 1 : 0;
    const bool changed = segmented("flip", index, needed <= room ? names : short_names, room);
    record_place("flip");
    tooltip("Correlation takes the kernel as drawn; convolution flips it left-right and up-down first.");
    flip = index == 1;
    return changed;
}

/// The kernel as a picture in a square; the one that is applied in a frame.
void kernel_picture(const Kernel& kernel, ImVec2 min, float side, bool applied) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(min, {min.x + side, min.y + side}, packed(palette().bar), px(4));
    if (!kernel.empty()) {
        float largest = 0;
        for (const float weight : kernel.weights) largest = std::max(largest, std::fabs(weight));
        const float inset = px(5);
        const float cell = (side - 2 * inset) / static_cast<float>(std::max(kernel.width, kernel.height));
        const ImVec2 corner{min.x + (side - cell * static_cast<float>(kernel.width)) / 2,
                            min.y + (side - cell * static_cast<float>(kernel.height)) / 2};
        const float gap = cell >= px(6) ? 1 : 0;
        for (int y = 0; y < kernel.height; ++y)
            for (int x = 0; x < kernel.width; ++x) {
                const ImVec2 at{corner.x + cell * static_cast<float>(x),
                                corner.y + cell * static_cast<float>(y)};
                const float share = largest > 0 ? kernel.at(y, x) / largest : 0.0f;
                list.AddRectFilled(at, {at.x + cell - gap, at.y + cell - gap}, packed(signed_colour(share)));
            }
    }
    if (!applied) list.AddRectFilled(min, {min.x + side, min.y + side}, packed(palette().panel, 0.6f), px(4));
    list.AddRect(min, {min.x + side, min.y + side}, packed(applied ? palette().accent : palette().border),
                 px(4), 0, applied ? px(2) : 1.0f);
}

/// An arrow from the kernel as drawn to the flipped one.
void turn_arrow(ImVec2 middle, float length, const ImVec4& colour) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float half = length / 2, head = px(5);
    const ImVec2 tip{middle.x + half, middle.y};
    list.AddLine({middle.x - half, middle.y}, {tip.x - head, tip.y}, packed(colour), px(1.5f));
    list.AddTriangleFilled({tip.x - head, tip.y - head}, tip, {tip.x - head, tip.y + head}, packed(colour));
}

void draw_pictures(const Kernel& kernel, bool flip) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x, side = px(84), words = px(18);
    ImGui::Dummy({room, side + words});
    record_place("flip.pictures");
    tooltip("The kernel as drawn and after half a turn; the framed one is multiplied with the picture.");
    const float left = origin.x + room / 4 - side / 2, right = origin.x + room * 3 / 4 - side / 2;
    kernel_picture(kernel, {std::round(left), origin.y}, side, !flip);
    kernel_picture(flipped(kernel), {std::round(right), origin.y}, side, flip);
    const ImVec2 middle{origin.x + room / 2, origin.y + side / 2};
    turn_arrow({middle.x, middle.y + px(8)}, right - left - side - px(28),
               flip ? palette().accent : palette().muted);
    small_text({middle.x, middle.y - px(6)}, {0.5f, 0.5f}, "half a turn",
               flip ? palette().text : palette().muted);
    const float y = origin.y + side + words / 2 + px(1);
    small_text({left + side / 2, y}, {0.5f, 0.5f}, "as drawn", flip ? palette().muted : palette().text);
    small_text({right + side / 2, y}, {0.5f, 0.5f}, "flipped", flip ? palette().text : palette().muted);
}

}  // namespace

bool flip_panel(ConvolutionParams& params, Kernel& custom) {
    bool changed = flip_switch(params.flip);
    const Kernel kernel = kernel_of(params, custom);
    draw_pictures(kernel, params.flip);
    const float room = ImGui::GetContentRegionAvail().x, line = px(18);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    small_text({at.x + room / 2, at.y + line / 2}, {0.5f, 0.5f}, flip_sentence(kernel),
               flip_difference(kernel) > 0 ? palette().text : palette().muted);
    ImGui::Dummy({room, line});
    const float half = std::floor((room - ImGui::GetStyle().ItemSpacing.x) / 2);
    if (ImGui::Button("F: matters", {half, 0})) {
        params.kernel = KernelName::custom;
        custom = letter_kernel();
        changed = true;
    }
    record_place("flip.matters");
    tooltip(
        "Takes the letter F as custom kernel: a bright point shows whether it is flipped. Undo brings the "
        "other one back.");
    ImGui::SameLine();
    if (ImGui::Button("Gaussian: does not", {ImGui::GetContentRegionAvail().x, 0})) {
        params.kernel = KernelName::gaussian_5x5;
        changed = true;
    }
    record_place("flip.indifferent");
    tooltip("Takes gaussian-5x5, which is the same after half a turn.");
    return changed;
}

}  // namespace droplet
