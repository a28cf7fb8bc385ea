#include "ui/process_panel.h"

#include <imgui.h>

#include <algorithm>

#include "ui/canny_panel.h"
#include "ui/convolution_panel.h"
#include "ui/diffusion_panel.h"
#include "ui/learning_panel.h"
#include "ui/pace_panel.h"
#include "ui/steer_panel.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// In the order of their number keys, not of the enumeration.
constexpr std::array<Process, 5> shown_processes{Process::diffuse, Process::learn, Process::convolve,
                                                 Process::edges, Process::none};
constexpr std::array<std::string_view, 5> shown_names{"diffuse", "learn", "convolve", "edges", "none"};
static_assert(shown_processes.size() == EnumNames<Process>::names.size());

bool process_choice(Process& process) {
    int index = static_cast<int>(std::find(shown_processes.begin(), shown_processes.end(), process) -
                                 shown_processes.begin());
    if (!segmented("process", index, shown_names, ImGui::GetContentRegionAvail().x)) return false;
    process = shown_processes[static_cast<std::size_t>(index)];
    return true;
}

bool backend_choice(BackendSelection& backend) {
    std::array<SegmentState, EnumNames<BackendChoice>::names.size()> states;
    std::array<std::string, states.size()> reasons;
    for (std::size_t i = 0; i < states.size(); ++i) {
        reasons[i] = "Cannot be used here: " + backend.refusals[i] + ".";
        states[i] = {backend.refusals[i].empty(), reasons[i]};
    }
    int index = static_cast<int>(backend.choice);
    row_label("Compute on");
    if (!segmented("backend", index, EnumNames<BackendChoice>::names, ImGui::GetContentRegionAvail().x,
                   states))
        return false;
    backend.choice = static_cast<BackendChoice>(index);
    return true;
}

}  // namespace

ProcessPanelResult process_panel(ExperimentSettings& settings, const SessionStatus& status,
                                 BackendSelection& backend, CompareParams& compare, float& kick,
                                 const ActionList& actions, Messages& messages) {
    ProcessPanelResult result;
    if (!begin_section("Process")) return result;
    const Process process = settings.preset.process;
    const bool lab = process == Process::convolve || process == Process::edges;
    action_button(actions.at(lab ? "lesson" : "presets"), ImGui::GetContentRegionAvail().x);
    result.settings_changed |= process_choice(settings.preset.process);
    ImGui::Dummy({0, px(1)});
    switch (settings.preset.process) {
        case Process::diffuse:
            result.settings_changed |= diffusion_panel(settings.preset.diffusion, messages);
            break;
        case Process::learn:
            steer_panel(actions, kick);
            result.settings_changed |= learning_panel(settings.preset.learning, messages);
            break;
        case Process::convolve:
            result.settings_changed |= convolution_panel(settings.preset, status, messages);
            break;
        case Process::edges:
            result.settings_changed |= canny_panel(settings.preset, status, compare, messages);
            break;
        case Process::none:
            ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
            ImGui::TextWrapped("The picture stays as it is.");
            ImGui::PopStyleColor();
            break;
    }
    ImGui::Dummy({0, px(1)});
    if (stepping_process(settings.preset) != Process::none)
        result.settings_changed |= pace_panel(settings.pace, messages);
    result.backend_changed = backend_choice(backend);
    ImGui::Dummy({0, px(4)});
    return result;
}

}  // namespace droplet
