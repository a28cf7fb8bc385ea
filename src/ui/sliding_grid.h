#pragma once
#include <imgui.h>

#include <functional>
#include <optional>
#include <string>

#include "ui/sliding_sum.h"

namespace droplet {

/// A cell of the window, by its row and column.
struct CellPlace {
    int row = 0, column = 0;
    bool operator==(const CellPlace&) const = default;
};

/// How a cell looks.
struct CellLook {
    ImVec4 colour;
    float number = 0;
    bool known = true;              ///< else a point stands for the number
    std::optional<ImVec4> frame{};  ///< where its value comes from, of a cell beyond the border
};

/// The part of the window that a grid shows.
struct CellRange {
    int first_row = 0, first_column = 0, rows = 0, columns = 0;
    bool has(CellPlace cell) const {
        return cell.row >= first_row && cell.row < first_row + rows && cell.column >= first_column &&
               cell.column < first_column + columns;
    }
};

/// A grid of cells of one size, with numbers where they can be read.
struct NumberGrid {
    std::string key;  ///< of its place
    CellRange range;
    float side = 0;      ///< of a cell
    CellPlace anchor{};  ///< marked in its corner
};

/// Draws it at the cursor, as one item of ImGui; the cell below the mouse. `lit` is drawn highlighted.
std::optional<CellPlace> number_grid(const NumberGrid& grid, const std::function<CellLook(CellPlace)>& look,
                                     std::optional<CellPlace> lit);

/// The colour that says where a value beyond the border comes from.
ImVec4 source_colour(CellSource source);

/// Of a number that changes: always as many digits behind the point.
std::string steady_number(float value);

}  // namespace droplet
