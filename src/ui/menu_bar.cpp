#include "ui/menu_bar.h"

#include <imgui.h>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr std::array<const char*, 8> menus{"File",    "Edit", "Run",     "Learn",
                                           "Fractal", "View", "Capture", "Help"};

void menu_item(const Action& action) {
    if (action.separator_before) ImGui::Separator();
    const std::string chord = action.chords.empty() ? std::string() : chord_text(action.chords.front());
    const std::string name = action.shown_name();
    if (ImGui::MenuItem(name.c_str(), chord.c_str(), action.on(), action.usable())) action.callback();
    if (!action.usable()) tooltip(action.shown_reason());
}

std::optional<std::filesystem::path> recent_menu(const std::vector<std::filesystem::path>& files) {
    std::optional<std::filesystem::path> chosen;
    if (!ImGui::BeginMenu("Open recent", !files.empty())) return chosen;
    for (std::size_t i = 0; i < files.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        const std::string name = elided(files[i].filename().string(), px(320));
        if (ImGui::MenuItem(name.c_str())) chosen = files[i];
        tooltip(files[i].string());
        ImGui::PopID();
    }
    ImGui::EndMenu();
    return chosen;
}

}  // namespace

std::optional<std::filesystem::path> menu_bar(const ActionList& actions,
                                              const std::vector<std::filesystem::path>& recent_files) {
    std::optional<std::filesystem::path> chosen;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    const bool shown = ImGui::BeginMainMenuBar();
    ImGui::PopStyleVar();
    if (!shown) return chosen;
    const ImVec2 origin = ImGui::GetWindowPos();
    const float bottom = origin.y + ImGui::GetWindowHeight();
    ImGui::GetWindowDrawList()->AddLine(
        {origin.x, bottom - 1}, {origin.x + ImGui::GetWindowWidth(), bottom - 1}, packed(palette().border));
    for (const char* menu : menus) {
        if (!ImGui::BeginMenu(menu)) continue;
        for (const Action& action : actions.all()) {
            if (action.menu != menu) continue;
            menu_item(action);
            if (action.id == "open") chosen = recent_menu(recent_files);
        }
        ImGui::EndMenu();
    }
    ImGui::EndMainMenuBar();
    return chosen;
}

}  // namespace droplet
