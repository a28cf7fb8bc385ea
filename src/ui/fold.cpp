#include "ui/fold.h"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {

bool begin_fold(const char* title, const std::string& summary) {
    ImGuiStorage& storage = *ImGui::GetStateStorage();
    const ImGuiID id = ImGui::GetID(title);
    bool open = storage.GetBool(id, false);
    ImGui::PushID(title);
    if (ImGui::InvisibleButton("##fold", {ImGui::GetContentRegionAvail().x, px(24)}))
        storage.SetBool(id, open = !open);
    ImGui::PopID();
    record_place(fmt::format("fold.{}", title));
    const bool hovered = ImGui::IsItemHovered();
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    ImGui::RenderNavHighlight({min, max}, ImGui::GetItemID());
    const float middle = std::round((min.y + max.y) / 2);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_icon(list, open ? Icon::unfolded : Icon::folded, {min.x + px(5), middle}, px(9),
              packed(hovered ? palette().text : palette().muted));
    list.AddText({min.x + px(17), std::round(middle - ImGui::GetFontSize() / 2)},
                 packed(hovered ? palette().text : palette().muted), title);
    if (open) return true;
    ImFont* const font = fonts().small;
    const ImVec2 extent = font->CalcTextSizeA(drawn_size(font), 1e9f, 0, summary.c_str());
    list.AddText(font, drawn_size(font), {max.x - extent.x, std::round(middle - extent.y / 2)},
                 packed(palette().muted), summary.c_str());
    return false;
}

}  // namespace droplet
