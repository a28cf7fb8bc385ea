#include "ui/message_bar.h"

#include <fmt/format.h>

#include <algorithm>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

bool card(const Messages::Message& message, float width) {
    const bool is_error = message.kind == Messages::Kind::error;
    const ImVec4 colour = is_error ? palette().error : palette().accent;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float icon_room = px(34), button_room = px(34), padding = px(9);
    const std::string text =
        message.count > 1 ? fmt::format("{}  (×{})", message.text, message.count) : message.text;
    const float wrap = width - icon_room - button_room;
    const ImVec2 extent = ImGui::CalcTextSize(text.c_str(), nullptr, false, wrap);
    const float height = extent.y + 2 * padding;
    list.AddRectFilled(origin, {origin.x + width, origin.y + height}, packed(palette().popup), px(7));
    list.AddRectFilled(origin, {origin.x + px(4), origin.y + height}, packed(colour), px(7),
                       ImDrawFlags_RoundCornersLeft);
    list.AddRect(origin, {origin.x + width, origin.y + height}, packed(palette().border), px(7));
    draw_icon(list, is_error ? Icon::warning : Icon::info, {origin.x + px(20), origin.y + height / 2}, px(15),
              packed(colour));
    list.AddText(ImGui::GetFont(), ImGui::GetFontSize(), {origin.x + icon_room, origin.y + padding},
                 packed(palette().text), text.c_str(), nullptr, wrap);
    ImGui::SetCursorScreenPos({origin.x + width - button_room, origin.y});
    const bool dismissed = ImGui::InvisibleButton("dismiss", {button_room, height});
    const ImVec2 middle{origin.x + width - button_room / 2, origin.y + height / 2};
    draw_icon(list, Icon::close, middle, px(11),
              packed(ImGui::IsItemHovered() ? palette().text : palette().muted));
    record_place("dismiss");
    tooltip("Dismiss.");
    ImGui::SetCursorScreenPos({origin.x, origin.y + height + px(6)});
    return dismissed;
}

}  // namespace

void message_bar(Messages& messages, ImVec2 min, ImVec2 max) {
    if (messages.shown().empty()) return;
    const float width = std::min(max.x - min.x - px(32), px(620));
    ImGui::SetNextWindowPos({(min.x + max.x) / 2, min.y + px(12)}, ImGuiCond_Always, {0.5f, 0});
    ImGui::SetNextWindowSize({width, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin("##messages", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing |
                     ImGuiWindowFlags_NoNav);
    std::optional<std::size_t> dismissed;
    for (std::size_t i = 0; i < messages.shown().size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        if (card(messages.shown()[i], width)) dismissed = i;
        ImGui::PopID();
    }
    if (dismissed) messages.dismiss(*dismissed);
    ImGui::End();
    ImGui::PopStyleVar(2);
}

}  // namespace droplet
