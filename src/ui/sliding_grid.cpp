#include "ui/sliding_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ui/heat_colours.h"
#include "ui/operator_panel_logic.h"
#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

/// Smaller ones show their colour only.
constexpr float least_side_with_number = 17;

void draw_number(ImDrawList& list, ImVec2 min, ImVec2 max, const CellLook& look) {
    ImFont* const font = fonts().tiny;
    const std::string text = look.known ? short_weight_text(look.number) : ".";
    const float natural = font->CalcTextSizeA(drawn_size(font), 1e9f, 0, text.c_str()).x;
    const float size = drawn_size(font) * std::min(1.0f, (max.x - min.x) / natural);
    const ImVec2 extent = font->CalcTextSizeA(size, 1e9f, 0, text.c_str());
    list.AddText(font, size,
                 {std::round((min.x + max.x - extent.x) / 2), std::round((min.y + max.y - extent.y) / 2)},
                 ink_on(look.colour), text.c_str());
}

}  // namespace

std::optional<CellPlace> number_grid(const NumberGrid& grid, const std::function<CellLook(CellPlace)>& look,
                                     std::optional<CellPlace> lit) {
    const CellRange& range = grid.range;
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const ImVec2 extent{grid.side * static_cast<float>(range.columns),
                        grid.side * static_cast<float>(range.rows)};
    ImGui::InvisibleButton(grid.key.c_str(), extent);
    record_place(grid.key);
    std::optional<CellPlace> hovered;
    if (ImGui::IsItemHovered()) {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        const int row = static_cast<int>((mouse.y - origin.y) / grid.side);
        const int column = static_cast<int>((mouse.x - origin.x) / grid.side);
        hovered = {range.first_row + std::clamp(row, 0, range.rows - 1),
                   range.first_column + std::clamp(column, 0, range.columns - 1)};
    }
    const bool numbers = grid.side >= px(least_side_with_number);
    // Cells of a few pixels have no room for gaps.
    const float gap = grid.side >= px(8) ? 1 : 0, rounding = grid.side >= px(14) ? px(2) : 0;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto corner = [&](CellPlace cell) {
        return ImVec2{origin.x + grid.side * static_cast<float>(cell.column - range.first_column),
                      origin.y + grid.side * static_cast<float>(cell.row - range.first_row)};
    };
    for (int i = 0; i < range.rows; ++i)
        for (int j = 0; j < range.columns; ++j) {
            const CellPlace cell{range.first_row + i, range.first_column + j};
            const CellLook shown = look(cell);
            const ImVec2 min = corner(cell);
            const ImVec2 max{min.x + grid.side - gap, min.y + grid.side - gap};
            // Where there is no room for a frame, its colour is mixed in.
            const bool framed = shown.frame && grid.side >= px(8);
            list.AddRectFilled(
                min, max,
                packed(shown.frame && !framed ? blended(shown.colour, *shown.frame, 0.5f) : shown.colour),
                rounding);
            if (framed) {
                const float width = std::max(1.0f, std::min(grid.side / 9, px(2.5f)));
                list.AddRect({min.x + width / 2, min.y + width / 2}, {max.x - width / 2, max.y - width / 2},
                             packed(*shown.frame), rounding, 0, width);
            } else if (numbers) {
                list.AddRect(min, max, packed(palette().border), rounding);
            }
            if (numbers) draw_number(list, {min.x + 1, min.y}, {max.x - 1, max.y}, shown);
        }
    list.AddRect({origin.x - 1, origin.y - 1}, {origin.x + extent.x - gap + 1, origin.y + extent.y - gap + 1},
                 packed(palette().border));
    const auto frame = [&](CellPlace cell, const ImVec4& colour, float width) {
        if (!range.has(cell)) return;
        const ImVec2 min = corner(cell);
        list.AddRect({min.x - 1, min.y - 1}, {min.x + grid.side - gap + 1, min.y + grid.side - gap + 1},
                     packed(colour), rounding, 0, width);
    };
    frame(grid.anchor, palette().accent, px(1.5f));
    if (lit) frame(*lit, palette().text, px(2));
    return hovered;
}

ImVec4 source_colour(CellSource source) {
    switch (source) {
        case CellSource::inside:
            return palette().border;
        case CellSource::constant:
            return by_theme({0.78f, 0.50f, 1.0f, 1}, {0.52f, 0.20f, 0.80f, 1});
        case CellSource::across_x:
            return by_theme({0.20f, 0.82f, 0.66f, 1}, {0.0f, 0.52f, 0.40f, 1});
        case CellSource::across_y:
            return by_theme({0.98f, 0.78f, 0.22f, 1}, {0.70f, 0.48f, 0.0f, 1});
        case CellSource::across_both:
            return by_theme({1.0f, 0.47f, 0.52f, 1}, {0.78f, 0.16f, 0.24f, 1});
    }
    return palette().border;
}

std::string steady_number(float value) {
    if (!std::isfinite(value)) return std::isnan(value) ? "not a number" : value < 0 ? "−∞" : "∞";
    const float size = std::fabs(value);
    const std::string text = size < 1e4f ? fmt::format("{:.5f}", size) : fmt::format("{:.5g}", size);
    return value < 0 ? "−" + text : text;
}

}  // namespace droplet
