#include "ui/picture_area.h"

#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {

namespace {

/// Whether the drag that goes on moves the picture: which button began it, and how, is kept while it lasts.
bool drag_pans(bool painting) {
    static bool pans = false;
    if (ImGui::IsItemActivated())
        pans = !painting || ImGui::IsMouseClicked(ImGuiMouseButton_Middle) || ImGui::GetIO().KeyCtrl;
    return pans && ImGui::IsItemActive();
}

PictureMouse mouse_over(const ViewTransform& view, ImVec2 min, float density) {
    const ImVec2 at = ImGui::GetIO().MousePos;
    return {.position = at,
            .x = view.image_x(static_cast<double>((at.x - min.x) * density)),
            .y = view.image_y(static_cast<double>((at.y - min.y) * density)),
            .over = ImGui::IsItemHovered()};
}

}  // namespace

PictureMouse picture_input(ViewTransform& view, ImVec2 min, ImVec2 max, float density, bool painting) {
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
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle |
                               (painting ? ImGuiButtonFlags_MouseButtonRight : 0));
    record_place("picture");
    const ImGuiIO& io = ImGui::GetIO();
    const bool pans = drag_pans(painting);
    if (pans && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
        view.pan(static_cast<double>(io.MouseDelta.x * density),
                 static_cast<double>(io.MouseDelta.y * density));
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    }
    PictureMouse mouse = mouse_over(view, min, density);
    if (mouse.over && io.MouseWheel != 0)
        view.zoom_at(static_cast<double>((mouse.position.x - min.x) * density),
                     static_cast<double>((mouse.position.y - min.y) * density),
                     std::pow(zoom_per_notch, static_cast<double>(io.MouseWheel)));
    mouse.held = painting && !pans && ImGui::IsItemActive();
    mouse.pressed = mouse.held && ImGui::IsItemActivated();
    mouse.right_pressed = mouse.pressed && ImGui::IsMouseClicked(ImGuiMouseButton_Right);
    ImGui::End();
    ImGui::PopStyleVar(2);
    return mouse;
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
