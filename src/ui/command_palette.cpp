#include "ui/command_palette.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

}  // namespace

bool matches_letters(std::string_view name, std::string_view query) {
    std::size_t at = 0;
    for (const char c : name)
        if (at < query.size() && lower(c) == lower(query[at])) ++at;
    return at == query.size();
}

void CommandPalette::open() {
    open_ = appearing_ = true;
    query_.clear();
    chosen_ = 0;
}

void CommandPalette::draw(const ActionList& actions) {
    if (!open_) return;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const float width = std::min(px(520), screen.x - px(48));
    ImGui::SetNextWindowPos({screen.x / 2, px(72)}, ImGuiCond_Always, {0.5f, 0});
    ImGui::SetNextWindowSize({width, 0});
    if (appearing_) ImGui::SetNextWindowFocus();
    ImGui::PushStyleColor(ImGuiCol_WindowBg, palette().popup);
    ImGui::Begin("##palette", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoNav);
    if (!appearing_ && !ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows)) close();
    draw_list(actions);
    ImGui::End();
    ImGui::PopStyleColor();
}

void CommandPalette::draw_list(const ActionList& actions) {
    if (appearing_) ImGui::SetKeyboardFocusHere();
    appearing_ = false;
    ImGui::SetNextItemWidth(-1);
    const bool entered =
        ImGui::InputTextWithHint("##query", "Find a command", &query_, ImGuiInputTextFlags_EnterReturnsTrue);
    if (ImGui::IsItemEdited()) chosen_ = 0;
    std::vector<const Action*> found;
    for (const Action& action : actions.all())
        if (action.id != "palette" && matches_letters(action.shown_name(), query_)) found.push_back(&action);
    const int last = static_cast<int>(found.size()) - 1;
    const int chosen_before = chosen_;
    if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_DownArrow))) chosen_ = std::min(chosen_ + 1, last);
    if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_UpArrow))) chosen_ = std::max(chosen_ - 1, 0);
    if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape))) close();
    const Action* run =
        entered && chosen_ <= last && last >= 0 ? found[static_cast<std::size_t>(chosen_)] : nullptr;

    const float row_height = px(28);
    const bool moved = chosen_ != chosen_before;
    ImGui::PushStyleColor(ImGuiCol_Header, palette().active);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, {0, 0.5f});
    ImGui::BeginChild("##found", {0, row_height * static_cast<float>(std::clamp(last + 1, 1, 9))}, false);
    for (int i = 0; i <= last; ++i) {
        const Action& action = *found[static_cast<std::size_t>(i)];
        const std::string keys = action.chords_text(),
                          label = fmt::format("  {}##{}", action.shown_name(), action.id);
        if (ImGui::Selectable(label.c_str(), i == chosen_,
                              action.usable() ? 0 : ImGuiSelectableFlags_Disabled, {0, row_height}))
            run = &action;
        tooltip(action.shown_tooltip());
        if (i == chosen_ && moved) ImGui::SetScrollHereY();
        const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
        const ImVec2 size = ImGui::CalcTextSize(keys.c_str());
        ImGui::GetWindowDrawList()->AddText(
            {max.x - size.x - px(10), std::round((min.y + max.y - size.y) / 2)}, packed(palette().muted),
            keys.c_str());
    }
    if (found.empty()) ImGui::TextDisabled("No command of that name.");
    ImGui::EndChild();
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor();
    if (run && run->usable()) {
        close();
        run->callback();
    }
}

}  // namespace droplet
