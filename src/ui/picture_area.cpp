#include "ui/picture_area.h"

#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {

void picture_input(ViewTransform& view, ImVec2 min, ImVec2 max, float density) {
    constexpr double zoom_per_notch = 1.2;
    view.set_viewport({static_cast<int>(std::lround((max.x - min.x) * density)),
                       static_cast<int>(std::lround((max.y - min.y) * density))});
    ImGui::SetNextWindowPos(min);
    ImGui::SetNextWindowSize({max.x - min.x, max.y - min.y});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::Begin("##picture", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::InvisibleButton("##area", {max.x - min.x, max.y - min.y},
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
    record_place("picture");
    const ImGuiIO& io = ImGui::GetIO();
    if (ImGui::IsItemActive() && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
        view.pan(static_cast<double>(io.MouseDelta.x * density),
                 static_cast<double>(io.MouseDelta.y * density));
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    }
    if (ImGui::IsItemHovered() && io.MouseWheel != 0)
        view.zoom_at(static_cast<double>((io.MousePos.x - min.x) * density),
                     static_cast<double>((io.MousePos.y - min.y) * density),
                     std::pow(zoom_per_notch, static_cast<double>(io.MouseWheel)));
    ImGui::End();
    ImGui::PopStyleVar(2);
}

gl::Placement picture_placement(const ViewTransform& view, ImVec2 min, Size framebuffer, float density) {
    const auto pixel = [density](float length) { return static_cast<int>(std::lround(length * density)); };
    const int x = pixel(min.x), y = pixel(min.y);
    const auto triple = [](const ImVec4& c) { return std::array<float, 3>{c.x, c.y, c.z}; };
    return {.viewport = {x, y, x + view.viewport().width, y + view.viewport().height},
            .x = view.origin_x(),
            .y = view.origin_y(),
            .zoom = view.zoom(),
            .framebuffer = framebuffer,
            .checker_size = px(8) * density,
            .checker_dark = triple(palette().checker_dark),
            .checker_light = triple(palette().checker_light)};
}

}  // namespace droplet
