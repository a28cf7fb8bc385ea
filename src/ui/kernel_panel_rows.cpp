#include "ui/kernel_panel_rows.h"

#include <imgui.h>

#include "ui/param_widgets.h"
#include "ui/widgets.h"

namespace droplet {

bool panel_button(const char* key, const char* label, float width, const char* help,
                  const std::string& why_not) {
    ImGui::BeginDisabled(!why_not.empty());
    const bool pressed = ImGui::Button(label, {width, 0});
    ImGui::EndDisabled();
    record_place(key);
    tooltip(why_not.empty() ? std::string_view(help) : why_not);
    return pressed;
}

bool kernel_rows_of(ConvolutionParams& params, Messages& messages, const RowNeeded& needed) {
    bool changed = false;
    for_each_field<ConvolutionParams>([&](const auto& field) {
        const bool wanted = (field.key == "kernel-size" && needed(kernel_uses_size)) ||
                            (field.key == "kernel-sigma" && needed(kernel_uses_sigma)) ||
                            (field.key == "kernel-angle" && needed(kernel_uses_angle)) ||
                            (field.key == "kernel-amount" && needed(kernel_uses_amount));
        if (wanted) changed |= param_row(params, field, messages);
    });
    return changed;
}

}  // namespace droplet
