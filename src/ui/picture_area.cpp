#include "ui/picture_area.h"

#include <algorithm>
#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {

namespace {

/// What the drag that goes on is for: which button began it, and how, is kept while it lasts.
DragUse use_of_drag(DragUse wanted) {
    static DragUse use = DragUse::pan;
    const bool panned = ImGui::IsMouseClicked(ImGuiMouseButton_Middle) || ImGui::GetIO().KeyCtrl;
    if (ImGui::IsItemActivated()) use = panned ? DragUse::pan : wanted;
    return use;
}

PictureMouse mouse_over(const ViewTransform& view, std::span<const Pane> panes, float density) {
    PictureMouse mouse;
    mouse.position = ImGui::GetIO().MousePos;
    // A drag that leaves its pane goes on in it.
    static int begun_in = 0;
    const bool dragging = ImGui::IsItemActive() && !ImGui::IsItemActivated();
    for (int i = 0; i < static_cast<int>(panes.size()); ++i)
        if (panes[static_cast<std::size_t>(i)].contains(mouse.position)) mouse.pane = i;
    if (dragging) mouse.pane = std::min(begun_in, static_cast<int>(panes.size()) - 1);
    begun_in = std::max(0, mouse.pane);
    const Pane& pane = panes[static_cast<std::size_t>(begun_in)];
    mouse.x = source_x(pane, view, density, mouse.position.x);
    mouse.y = source_y(pane, view, density, mouse.position.y);
    mouse.over = ImGui::IsItemHovered();
    return mouse;
}

/// Whether the left button went down and up again in one place.
bool clicked_in_place() {
    const float most = ImGui::GetIO().MouseDragThreshold;
    const ImVec2 way = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0.0f);
    static bool still = false;
    if (ImGui::IsItemActivated()) still = ImGui::IsMouseClicked(ImGuiMouseButton_Left);
    if (ImGui::IsItemActive() && way.x * way.x + way.y * way.y > most * most) still = false;
    return ImGui::IsItemDeactivated() && still && ImGui::IsMouseReleased(ImGuiMouseButton_Left);
}

}  // namespace

PictureMouse picture_input(ViewTransform& view, std::span<const Pane> panes, float density, DragUse use,
                           bool navigates) {
    const ImVec2 min = panes.front().min, max = panes.back().max;
    const ImVec2 pane_size{panes.front().max.x - min.x, panes.front().max.y - min.y};
    view.set_viewport({static_cast<int>(std::lround(pane_size.x * density)),
                       static_cast<int>(std::lround(pane_size.y * density))});
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
                               (use == DragUse::paint ? ImGuiButtonFlags_MouseButtonRight : 0));
    record_place("picture");
    const ImGuiIO& io = ImGui::GetIO();
    const DragUse drag = use_of_drag(use);
    const bool active = ImGui::IsItemActive();
    const bool pans = active && drag == DragUse::pan && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0);
    if (pans) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    if (pans && !navigates)
        view.pan(static_cast<double>(io.MouseDelta.x * density),
                 static_cast<double>(io.MouseDelta.y * density));
    PictureMouse mouse = mouse_over(view, panes, density);
    if (navigates) {
        const float scale = density / static_cast<float>(view.zoom());
        if (pans) mouse.pan_x = io.MouseDelta.x * scale;
        if (pans) mouse.pan_y = io.MouseDelta.y * scale;
        mouse.pan_begun = ImGui::IsItemActivated();
        if (mouse.over) mouse.wheel = io.MouseWheel;
        mouse.double_clicked =
            mouse.over && drag == DragUse::pan && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    } else if (mouse.over && io.MouseWheel != 0) {
        const ImVec2 corner = panes[static_cast<std::size_t>(std::max(0, mouse.pane))].min;
        view.zoom_at(static_cast<double>((mouse.position.x - corner.x) * density),
                     static_cast<double>((mouse.position.y - corner.y) * density),
                     std::pow(zoom_per_notch, static_cast<double>(io.MouseWheel)));
    }
    mouse.held = active && use == DragUse::paint && drag == DragUse::paint;
    mouse.pressed = mouse.held && ImGui::IsItemActivated();
    mouse.tool_held = active && drag == DragUse::tool;
    mouse.tool_pressed = mouse.tool_held && ImGui::IsItemActivated();
    mouse.wipe_held = active && drag == DragUse::wipe;
    mouse.box_held = active && drag == DragUse::box;
    mouse.box_pressed = mouse.box_held && ImGui::IsItemActivated();
    mouse.box_released = ImGui::IsItemDeactivated() && drag == DragUse::box;
    mouse.right_pressed = mouse.pressed && ImGui::IsMouseClicked(ImGuiMouseButton_Right);
    mouse.clicked = clicked_in_place() && use != DragUse::paint && drag == DragUse::pan;
    ImGui::End();
    ImGui::PopStyleVar(2);
    return mouse;
}

gl::Placement picture_placement(const ViewTransform& view, const Pane& pane, Size framebuffer,
                                float density) {
    const auto pixel = [density](float length) { return static_cast<int>(std::lround(length * density)); };
    const int x = pixel(pane.min.x), y = pixel(pane.min.y);
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

gl::Placement moved_by(const FractalOverlay& overlay, gl::Placement placement) {
    placement.x = (placement.x - overlay.x) / overlay.scale;
    placement.y = (placement.y - overlay.y) / overlay.scale;
    placement.zoom *= overlay.scale;
    placement.blends = overlay.scale != 1;
    return placement;
}

}  // namespace droplet
