#include "ui/status_bar.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "model/formula.h"
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
    std::string tooltip;
};

void draw_cells(const std::vector<Cell>& cells, float right, float middle) {
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

/// A red dot and the time; true when it was clicked.
bool draw_recording(const std::string& time, float middle) {
    const float right = ImGui::GetCursorScreenPos().x, dot = px(5);
    const float left = right - ImGui::CalcTextSize("0:00:00").x - 2 * dot - px(30);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ImGui::SetCursorScreenPos({left, middle - px(13)});
    const bool clicked = ImGui::InvisibleButton("##recording", {right - left, px(26)});
    record_place("recording");
    if (ImGui::IsItemHovered())
        list.AddRectFilled({left + px(3), middle - px(11)}, {right - px(3), middle + px(11)},
                           packed(palette().hovered), px(4));
    list.AddCircleFilled({left + px(11) + dot, middle}, dot, packed(palette().error), 24);
    list.AddText({left + px(19) + 2 * dot, std::round(middle - ImGui::GetFontSize() / 2)},
                 packed(palette().text), time.c_str());
    tooltip("A film is being recorded; a click stops it.");
    ImGui::SetCursorScreenPos({left, ImGui::GetCursorScreenPos().y});
    return clicked;
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

Cell size_cell(const SessionStatus& s) {
    return {s.size.area() == 0 ? "—" : fmt::format("{} × {}", s.size.width, s.size.height), "00000 × 00000",
            "Size of the picture in pixels."};
}

/// As fine as its functions are; nothing is asked of a formula that is none.
Precision finest_of(const FractalParams& params, std::string_view formula) {
    if (params.recurrence != Recurrence::formula)
        return params.exponent == std::round(params.exponent) ? Precision::double_double : Precision::float64;
    try {
        return finest_precision(compile_formula(formula));
    } catch (const FormulaError&) {
        return Precision::double_double;
    }
}

Cell precision_cell(const StatusBarContent& content) {
    const FractalStatus& fractal = content.session.fractal;
    const bool known = fractal.active && fractal.progress.block > 0;
    return {known ? std::string(enum_name(fractal.progress.precision)) : "—", "double-double",
            precision_reason(*content.fractal, content.formula, fractal.size)};
}

/// Of a process that goes in steps.
std::vector<Cell> step_cells(const StatusBarContent& content) {
    const SessionStatus& s = content.session;
    const bool speeds = content.running && s.steps_per_s > 0;
    std::vector<Cell> cells;
    if (content.fractal && ImGui::GetIO().DisplaySize.x >= px(1400)) cells.push_back(precision_cell(content));
    cells.push_back(size_cell(s));
    cells.push_back({fmt::format("step {}", grouped(s.step)), "step 0 000 000", "Steps since the source."});
    cells.push_back({speeds ? rate_text(s.steps_per_s) + " steps/s" : "— steps/s", "00 000 steps/s",
                     "Steps in the last second."});
    cells.push_back({speeds ? fmt::format("{:.0f} frames/s", content.frames_per_s) : "— frames/s",
                     "000 frames/s", "Frames of the window in the last second."});
    cells.push_back({s.ms_per_step > 0 ? fmt::format("{:.2f} ms/step", s.ms_per_step) : "— ms/step",
                     "0000.00 ms/step", "Computing time of a step."});
    return cells;
}

/// Of a fractal that nothing is done to.
std::vector<Cell> fractal_cells(const StatusBarContent& content) {
    const SessionStatus& s = content.session;
    const FractalProgress& progress = s.fractal.progress;
    const std::string words = progress_text(progress, content.fractal->samples);
    return {precision_cell(content),
            size_cell(s),
            {fmt::format("{:.2e} / pixel", content.fractal->scale), "0.00e-00 / pixel",
             "How much of the plane a pixel spans."},
            {progress.complete ? words : fmt::format("{}, {:.0f} %", words, 100 * progress.share),
             "sample 16 of 16, 100 %",
             "How far the picture has come: it is made on ever finer grids, then in "
             "further samples."},
            {progress.complete ? "— frames/s" : fmt::format("{:.0f} frames/s", content.frames_per_s),
             "000 frames/s", "Frames of the window in the last second."}};
}

}  // namespace

std::string precision_reason(const FractalParams& params, std::string_view formula, Size size) {
    const int longer_side = std::max(size.width, size.height);
    if (chosen_precision(params, longer_side) == Precision::double_double &&
        finest_of(params, formula) == Precision::float64)
        return fmt::format("Calculated with float64: there are no more digits of {}.",
                           params.recurrence == Recurrence::formula ? "the formula's functions"
                                                                    : "a power that is not whole");
    if (params.precision != Precision::automatic)
        return fmt::format("Calculated with {}, as chosen.", enum_name(params.precision));
    switch (precision_needed(params, longer_side)) {
        case Precision::float64:
            return "Calculated with float64: the rounding of float32 would show at this zoom.";
        case Precision::double_double:
            return "Calculated with pairs of float64, 32 digits: the rounding of float64 would show at this "
                   "zoom.";
        default:
            return "Calculated with float32: its rounding is below 1/64 of a pixel at this zoom.";
    }
}

std::string progress_text(const FractalProgress& progress, int samples) {
    if (progress.complete) return "complete";
    if (progress.block != 1) return progress.block == 0 ? "begins" : fmt::format("grid 1/{}", progress.block);
    return fmt::format("sample {} of {}", std::min(progress.samples + 1, samples), samples);
}

bool status_bar(const StatusBarContent& content, float height) {
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
    const bool explored = content.fractal && !content.steps;
    const std::vector<Cell> cells = explored ? fractal_cells(content) : step_cells(content);
    const float middle = screen.y - height / 2;
    draw_cells(cells, screen.x - px(4), middle);
    draw_pixel(content.pixel, middle);
    const bool stops = !content.recording.empty() && draw_recording(content.recording, middle);
    draw_backend(content.session, 0, ImGui::GetCursorScreenPos().x, middle);
    ImGui::PopFont();
    ImGui::End();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(2);
    return stops;
}

}  // namespace droplet
