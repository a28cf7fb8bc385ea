#pragma once
#include <string>
#include <vector>

#include "cli/text_raster.h"
#include "model/image.h"

namespace droplet {

/// What changes from column to column, or from row to row. An axis that stands has one value and no title.
struct SheetAxis {
    std::string title;
    std::vector<std::string> values;
};

/// What a contact sheet says.
struct SheetText {
    std::string title, subtitle, mark;  ///< the mark stands at the right, small
    SheetAxis columns, rows;
};

/// Pictures side by side on a dark ground, with their parameters above and beside them.
class ContactSheet {
 public:
    /// `cell` is the largest picture. Letters grow with the sheet.
    ContactSheet(SheetText text, Size cell);

    /// Of the whole sheet.
    Size size() const { return size_; }
    /// Makes the picture, with empty cells; takes 12 bytes a pixel.
    void begin();
    /// Puts a picture of at most the cell's size in the middle of its cell, values clamped to [0, 1], grey as
    /// colours, what is transparent on the ground.
    void put(int column, int row, const Image& picture);

    const Image& picture() const { return picture_; }

 private:
    Size cell_place(int column, int row) const;
    void lay_out();
    void fill(int x, int y, Size size, const TextColour& colour);
    void draw_titles();
    void draw_labels();

    SheetText text_;
    Size cell_, size_, grid_;  // the grid: of all cells with the gaps between them
    int margin_ = 0, gap_ = 0;
    int left_ = 0, top_ = 0;  // of the first cell
    TextStyle title_, subtitle_, axis_, column_, row_;
    Image picture_;
};

}  // namespace droplet
