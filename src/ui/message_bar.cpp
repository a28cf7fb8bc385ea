#include "ui/message_bar.h"

#include <fmt/format.h>

#include <algorithm>

#include "ui/show_folder.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

enum class CardUse { none, dismiss, show_file };

/// The line of a file, below the words; the whole card but for its cross is the button.
void draw_file_line(const Messages::Message& message, ImVec2 at, float width, bool hovered) {
    ImGui::PushFont(fonts().small);
    const std::string path = elided(message.file.string(), width);
    ImGui::PopFont();
    small_text(at, {0, 0}, path, hovered ? palette().accent_hovered : palette().accent);
    if (!hovered) return;
    const ImVec2 extent = small_extent(path);
    ImGui::GetWindowDrawList()->AddLine({at.x, at.y + extent.y}, {at.x + extent.x, at.y + extent.y},
                                        packed(palette().accent_hovered));
}

CardUse card(const Messages::Message& message, float width) {
    const bool is_error = message.kind == Messages::Kind::error, has_file = !message.file.empty();
    const ImVec4 colour = is_error ? palette().error : palette().accent;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float icon_room = px(34), button_room = px(34), padding = px(9);
    const std::string text =
        message.count > 1 ? fmt::format("{}  (×{})", message.text, message.count) : message.text;
    const float wrap = width - icon_room - button_room;
    const ImVec2 extent = ImGui::CalcTextSize(text.c_str(), nullptr, false, wrap);
    const float file_room = has_file ? px(18) : 0;
    const float height = extent.y + file_room + 2 * padding;
    list.AddRectFilled(origin, {origin.x + width, origin.y + height}, packed(palette().popup), px(7));
    list.AddRectFilled(origin, {origin.x + px(4), origin.y + height}, packed(colour), px(7),
                       ImDrawFlags_RoundCornersLeft);
    list.AddRect(origin, {origin.x + width, origin.y + height}, packed(palette().border), px(7));
    draw_icon(list, is_error ? Icon::warning : Icon::info, {origin.x + px(20), origin.y + height / 2}, px(15),
              packed(colour));
    list.AddText(ImGui::GetFont(), ImGui::GetFontSize(), {origin.x + icon_room, origin.y + padding},
                 packed(palette().text), text.c_str(), nullptr, wrap);
    CardUse use = CardUse::none;
    if (has_file) {
        if (ImGui::InvisibleButton("file", {width - button_room, height})) use = CardUse::show_file;
        record_place("message.file");
        const bool hovered = ImGui::IsItemHovered();
        if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        tooltip("Open the folder.");
        draw_file_line(message, {origin.x + icon_room, origin.y + padding + extent.y + px(3)}, wrap, hovered);
    }
    ImGui::SetCursorScreenPos({origin.x + width - button_room, origin.y});
    if (ImGui::InvisibleButton("dismiss", {button_room, height})) use = CardUse::dismiss;
    const ImVec2 middle{origin.x + width - button_room / 2, origin.y + height / 2};
    draw_icon(list, Icon::close, middle, px(11),
              packed(ImGui::IsItemHovered() ? palette().text : palette().muted));
    record_place("dismiss");
    tooltip("Dismiss.");
    ImGui::SetCursorScreenPos({origin.x, origin.y + height + px(6)});
    return use;
}

void show_folder(const std::filesystem::path& file, Messages& messages) {
    const std::string refusal = show_folder_of(file);
    if (refusal.empty()) return;
    ImGui::SetClipboardText(file.c_str());
    messages.error(fmt::format("folder: {}; the path is on the clipboard: {}", refusal, file.string()));
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
    std::filesystem::path shown;
    for (std::size_t i = 0; i < messages.shown().size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        const CardUse use = card(messages.shown()[i], width);
        ImGui::PopID();
        if (use == CardUse::dismiss) dismissed = i;
        if (use == CardUse::show_file) shown = messages.shown()[i].file;
    }
    if (dismissed) messages.dismiss(*dismissed);
    if (!shown.empty()) show_folder(shown, messages);
    ImGui::End();
    ImGui::PopStyleVar(2);
}

}  // namespace droplet
