#include "ui/status_bar.h"

#include <fmt/format.h>
#include <imgui.h>

#include <array>
#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// "1 234 567", grouped by thin gaps.
std::string grouped(std::int64_t value) {
    std::string digits = std::to_string(value);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), "\u00a0");
    return digits;
}

std::string rate_text(double rate) {
    return rate >= 100 ? grouped(static_cast<std::int64_t>(std::lround(rate))) : fmt::format("{:.1f}", rate);
}

struct Cell {
    std::string text;
    const char* widest;  ///< decides its place, whatever the text
    const char* tooltip;
};

void draw_cells(const std::array<Cell, 5>& cells, float right, float middle) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float padding = px(11);
    for (auto cell = cells.rbegin(); cell != cells.rend(); ++cell) {
        const float left = right - ImGui::CalcTextSize(cell->widest).x - 2 * padding;
        const ImVec2 size = ImGui::CalcTextSize(cell->text.c_str());
        list.AddText({std::round(right - padding - size.x), std::round(middle - size.y / 2)},
                     packed(palette().text), cell->text.c_str());
        list.AddLine({left, middle - px(7)}, {left, middle + px(7)}, packed(palette().border));
        if (ImGui::IsMouseHoveringRect({left, middle - px(12)}, {right, middle + px(12)}) &&
            ImGui::IsWindowHovered())
            tooltip_text(cell->tooltip);
        right = left;
    }
    ImGui::SetCursorScreenPos({right, ImGui::GetCursorScreenPos().y});
}

/// The pixel below the mouse, where the window is wide enough for it beside the rest.
void draw_pixel(const std::string& pixel, float middle) {
    if (ImGui::GetIO().DisplaySize.x < px(1180)) return;
    const float right = ImGui::GetCursorScreenPos().x;
    const float left = right - ImGui::CalcTextSize("x 00000  y 00000  000.0 000.0 000.0").x - px(22);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddText({left + px(11), std::round(middle - ImGui::GetFontSize() / 2)}, packed(palette().text),
                 pixel.c_str());
    list.AddLine({left, middle - px(7)}, {left, middle + px(7)}, packed(palette().border));
    if (ImGui::IsMouseHoveringRect({left, middle - px(12)}, {right, middle + px(12)}) &&
        ImGui::IsWindowHovered())
        tooltip_text("The pixel below the mouse, and its values times 255.");
    ImGui::SetCursorScreenPos({left, ImGui::GetCursorScreenPos().y});
}

void draw_backend(const SessionStatus& status, float left, float right, float middle) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float x = left + px(14);
    const bool known = !status.backend.name.empty();
    const std::string name = !known ? "starting…" : status.backend.name == "cuda" ? "CUDA" : "CPU";
    const std::string& why = status.backend.notice.empty() ? status.notice : status.backend.notice;
    list.AddCircleFilled({x + px(3), middle}, px(3.5f),
                         packed(status.backend.notice.empty() ? palette().accent : palette().warning), 16);
    const float text_x = x + px(14), height = ImGui::GetTextLineHeight();
    list.AddText(fonts().bold, drawn_size(fonts().small), {text_x, std::round(middle - height / 2)},
                 packed(palette().text), name.c_str());
    const float name_width =
        fonts().bold->CalcTextSizeA(drawn_size(fonts().small), 1e9f, 0, name.c_str()).x + px(8);
    const float room = right - text_x - name_width - px(14);
    std::string more =
        why.empty() ? status.backend.device : fmt::format("{} ({})", status.backend.device, why);
    if (ImGui::CalcTextSize(more.c_str()).x > room)
        more = elided(status.backend.device, room);  // the tooltip says why
    if (room > px(24))
        list.AddText({text_x + name_width, std::round(middle - height / 2)}, packed(palette().muted),
                     more.c_str());
    if (known && ImGui::IsMouseHoveringRect({left, middle - px(12)}, {right, middle + px(12)}) &&
        ImGui::IsWindowHovered())
        tooltip_text(why.empty() ? fmt::format("Computing on {}: {}.", name, status.backend.device)
                                 : fmt::format("Computing on {}: {}.\n{}", name, status.backend.device, why));
}

}  // namespace

void status_bar(const StatusBarContent& content, float height) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({0, screen.y - height});
    ImGui::SetNextWindowSize({screen.x, height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, palette().bar);
    ImGui::Begin("##status", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImGui::PushFont(fonts().small);
    ImGui::GetWindowDrawList()->AddLine({0, screen.y - height}, {screen.x, screen.y - height},
                                        packed(palette().border));
    const SessionStatus& s = content.session;
    const bool speeds = content.running && s.steps_per_s > 0;
    const std::array<Cell, 5> cells{{
        {s.size.area() == 0 ? "—" : fmt::format("{} × {}", s.size.width, s.size.height), "00000 × 00000",
         "Size of the picture in pixels."},
        {fmt::format("step {}", grouped(s.step)), "step 0 000 000", "Steps since the source."},
        {speeds ? rate_text(s.steps_per_s) + " steps/s" : "— steps/s", "00 000 steps/s",
         "Steps in the last second."},
        {speeds ? fmt::format("{:.0f} frames/s", content.frames_per_s) : "— frames/s", "000 frames/s",
         "Frames of the window in the last second."},
        {s.ms_per_step > 0 ? fmt::format("{:.2f} ms/step", s.ms_per_step) : "— ms/step", "0000.00 ms/step",
         "Computing time of a step."},
    }};
    const float middle = screen.y - height / 2;
    draw_cells(cells, screen.x - px(4), middle);
    draw_pixel(content.pixel, middle);
    draw_backend(s, 0, ImGui::GetCursorScreenPos().x, middle);
    ImGui::PopFont();
    ImGui::End();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(2);
}

}  // namespace droplet
