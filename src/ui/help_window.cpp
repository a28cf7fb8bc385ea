#include "ui/help_window.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>

#include "model/version.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr std::array<std::pair<const char*, const char*>, 10> mouse_help{{
    {"Wheel", "Zoom at the cursor"},
    {"Drag", "Move the picture; with the brush, paint (right button: the opposite)"},
    {"Middle drag, Ctrl-drag", "Move the picture, with the brush too"},
    {"Drag on the timeline", "Go back in the run; it goes on as a branch"},
    {"Drop a file", "Open a picture or a preset; a capture of Droplet is made again"},
    {"Ctrl-click a slider", "Type a number"},
    {"Double-click a slider", "Its default"},
    {"Arrows, Space", "Move in the panel, change a control"},
    {"Enter", "Type into the chosen slider"},
    {"Esc", "Leave the panel's controls"},
}};

void row(const std::string& keys, const std::string& what) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::PushStyleColor(ImGuiCol_Text, palette().accent);
    ImGui::TextUnformatted(keys.c_str());
    ImGui::PopStyleColor();
    ImGui::TableNextColumn();
    ImGui::TextWrapped("%s", what.c_str());
}

bool begin_keys(const char* id) {
    if (!ImGui::BeginTable(id, 2)) return false;
    ImGui::TableSetupColumn("keys", ImGuiTableColumnFlags_WidthFixed, px(172));
    ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthStretch);
    return true;
}

}  // namespace

void help_window(bool& open, const ActionList& actions, ImVec2 min, ImVec2 max) {
    if (!open) return;
    const ImVec2 room{max.x - min.x, max.y - min.y};
    ImGui::SetNextWindowPos({(min.x + max.x) / 2, (min.y + max.y) / 2}, ImGuiCond_Appearing, {0.5f, 0.5f});
    ImGui::SetNextWindowSize({std::min(px(600), room.x - px(32)), std::min(px(640), room.y - px(48))},
                             ImGuiCond_Appearing);
    const bool visible =
        ImGui::Begin("Help", &open, ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings);
    if (visible) {
        ImGui::TextWrapped(
            "A picture diffuses under Perona-Malik: I ← I + rate · Σ g(|∇I|) ∇I. Differences below K are "
            "smoothed away, edges above K stay. With the process learn, one 3×3 operator takes the "
            "gradient's "
            "place and is itself learned by gradient descent while the picture moves. With convolve and "
            "edges "
            "it is a lab for kernels; the convolution lesson (Help) leads through it. Change anything while "
            "it "
            "runs.");
        subheading("Keys");
        if (begin_keys("keys")) {
            for (const Action& action : actions.all())
                if (!action.chords.empty()) row(action.chords_text(), action.tooltip);
            ImGui::EndTable();
        }
        subheading("Mouse and controls");
        if (begin_keys("mouse")) {
            for (const auto& [keys, what] : mouse_help) row(keys, what);
            ImGui::EndTable();
        }
        subheading((std::string("Droplet ") + version).c_str());
    }
    ImGui::End();
    if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape))) open = false;
}

}  // namespace droplet
