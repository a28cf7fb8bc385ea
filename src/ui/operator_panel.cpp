#include "ui/operator_panel.h"

#include <imgui.h>

#include <cmath>
#include <random>

#include "ui/learning_panel.h"
#include "ui/operator_grid.h"
#include "ui/operator_panel_stability.h"
#include "ui/param_widgets.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// What the panel keeps from frame to frame; there is one window.
struct PanelState {
    OperatorGrid grid;
    StabilityView stability;
    WeightMemory memory;
};

PanelState& panel_state() {
    static PanelState state;
    return state;
}

bool button(const char* key, const char* label, float width, const char* help,
            const char* why_not = nullptr) {
    ImGui::BeginDisabled(why_not != nullptr);
    const bool pressed = ImGui::Button(label, {width, 0});
    ImGui::EndDisabled();
    record_place(key);
    tooltip(why_not ? why_not : help);
    return pressed;
}

/// Another seed, small enough to be noted down.
int new_seed() {
    static std::minstd_rand numbers{std::random_device{}()};
    return std::uniform_int_distribution(1, 9999)(numbers);
}

void draw_buttons(const LearningState& state, LearningParams& params, OperatorPanelResult& result) {
    const float gap = ImGui::GetStyle().ItemSpacing.x, room = ImGui::GetContentRegionAvail().x;
    const float third = std::floor((room - 2 * gap) / 3);
    if (button("operator.restart", "Restart", third, "Back to the start operator; the picture goes on."))
        result.edits.push_back(RestartOperator{});
    ImGui::SameLine();
    if (icon_button("##dice", Icon::dice, "Random", {third, ImGui::GetFrameHeight()})) {
        params.start = StartOperator::random;
        params.seed = new_seed();
    }
    record_place("operator.random");
    tooltip("Starts from a random operator with a new seed.");
    ImGui::SameLine();
    if (button("operator.unpin", "Unpin all", ImGui::GetContentRegionAvail().x,
               "Lets every weight be learned again.", state.pinned.any() ? nullptr : "No weight is pinned."))
        for (int i = 0; i < state.current.count(); ++i)
            if (state.pinned[static_cast<std::size_t>(i)]) result.edits.push_back(SetPin{i, false});
    const float half = std::floor((room - gap) / 2);
    result.load = button("operator.open", "Open…", half, "Reads an operator file and starts from it.");
    ImGui::SameLine();
    result.save = button("operator.save", "Save…", ImGui::GetContentRegionAvail().x,
                         "Writes the weights as they are now to an operator file.");
}

}  // namespace

OperatorPanelResult operator_panel(const LearningState& state, LearningParams& params, Messages& messages) {
    OperatorPanelResult result;
    if (!begin_section("Operator")) return result;
    if (state.current.channels == 0) {
        ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
        ImGui::TextWrapped("The operator appears with a picture.");
        ImGui::PopStyleColor();
        ImGui::Dummy({0, px(4)});
        return result;
    }
    PanelState& panel = panel_state();
    panel.memory.add(ImGui::GetTime(), state.current);
    ImGui::PushID("operator");
    panel.grid.draw(state, params, panel.memory, messages, result.edits);
    panel.stability.draw_rates(state, params);
    draw_buttons(state, params, result);
    ImGui::PopID();
    ImGui::Dummy({0, px(4)});
    return result;
}

void operator_limits_panel(const LearningState& state, LearningParams& params, Messages& messages) {
    if (!begin_section("Start and limits")) return;
    ImGui::PushID("operator");
    param_rows(params, {"start", "seed", "symmetry", "zero-sum", "freeze"}, messages,
               [&params](std::string_view key) { return learning_refusal(params, key); });
    if (state.current.channels != 0) panel_state().stability.draw_spectrum(state, params);
    ImGui::PopID();
    ImGui::Dummy({0, px(4)});
}

}  // namespace droplet
