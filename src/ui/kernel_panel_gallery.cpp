#include "ui/kernel_panel_gallery.h"

#include <fmt/format.h>
#include <imgui.h>

#include <array>
#include <cmath>

#include "ui/kernel_grid.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// One line of the list; true when it was chosen.
bool entry_line(const KernelEntry& entry, const Kernel& kernel, bool chosen) {
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = px(24), picture = px(20);
    const bool usable = entry.why_not.empty();
    ImGui::BeginDisabled(!usable);
    const bool picked = ImGui::Selectable("##entry", chosen, 0, {width, height});
    ImGui::EndDisabled();
    if (!usable) tooltip(entry.why_not);
    const float middle = min.y + height / 2, left = min.x + picture + px(10);
    draw_kernel_picture({std::round(min.x), std::round(middle - picture / 2)}, picture, kernel);
    const float size = drawn_size(fonts().text);
    ImGui::GetWindowDrawList()->AddText(fonts().text, size, {left, std::round(middle - size / 2)},
                                        packed(usable ? palette().text : palette().disabled),
                                        entry.name.c_str());
    small_text({left + px(106), middle}, {0, 0.5f}, entry.help, palette().muted);
    return picked && !chosen;
}

}  // namespace

std::string kernel_help(KernelName name) {
    constexpr std::array<const char*, EnumNames<KernelName>::names.size()> help{
        "leaves the picture as it is",     "the mean: blur",
        "2 · identity − box 3×3",          "identity − box 3×3",
        "binomials 1 4 6 4 1: blur",       "a bell of width σ: blur",
        "8 in the middle, −1 around",      "sum of second differences",
        "change to the right, smoothed",   "change downwards, smoothed",
        "as sobel-x, truer to angles",     "as sobel-y, truer to angles",
        "difference of columns",           "difference of rows",
        "relief along the diagonal",       "a line at an angle",
        "adds what a Gaussian takes away", "your own",
    };
    return help[static_cast<std::size_t>(name)];
}

bool kernel_gallery(const char* key, int& index, std::span<const KernelEntry> entries,
                    const std::function<Kernel(int)>& kernel, const char* help) {
    bool changed = false;
    ImGui::PushID(key);
    ImGui::SetNextWindowSizeConstraints({px(350), 0}, {px(350), ImGui::GetIO().DisplaySize.y});
    const bool open = ImGui::BeginCombo("##gallery", entries[static_cast<std::size_t>(index)].name.c_str(),
                                        ImGuiComboFlags_HeightLargest);
    record_place(key);
    if (open) {
        for (int i = 0; i < static_cast<int>(entries.size()); ++i) {
            const KernelEntry& entry = entries[static_cast<std::size_t>(i)];
            const bool chosen = i == index;
            ImGui::PushID(i);
            if (entry_line(entry, kernel(i), chosen)) {
                index = i;
                changed = true;
            }
            ImGui::PopID();
            record_place(fmt::format("{}.{}", key, entry.name));
            if (chosen && ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
        }
        ImGui::EndCombo();
    } else {
        tooltip(help);
    }
    ImGui::PopID();
    return changed;
}

}  // namespace droplet
