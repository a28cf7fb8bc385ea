#pragma once
#include <imgui.h>

#include <optional>

#include "model/palette_edit.h"

namespace droplet {

/// Fills a rectangle with a palette, from left to right.
void draw_palette(ImVec2 min, ImVec2 max, const Palette& colors);

/// A palette with its stops below it: they are dragged, added by a double click, and removed by dragging them
/// off or by Delete. Keeps which one is selected, and what is being dragged.
class PaletteBar {
 public:
    /// As wide as there is room; true when `colors` changed. One drag is held throughout.
    bool draw(Palette& colors);

    int selected() const { return selected_; }
    void select(int stop) { selected_ = stop; }

 private:
    struct Layout {
        ImVec2 min, max;            ///< of the item
        float left, right, bottom;  ///< of the colours
        float x(float position) const { return left + position * (right - left); }
        float position(float x) const { return (x - left) / (right - left); }
    };

    void begin_drag(const Layout& layout, Palette& colors, bool& changed);
    void drag_on(const Layout& layout, Palette& colors, bool& changed);
    int stop_at(const Layout& layout, const Palette& colors, ImVec2 mouse) const;
    void draw_stops(const Layout& layout, const Palette& colors) const;

    int selected_ = 0;
    /// Every moment of a drag is made from what there was before it, so that passing other stops, or leaving
    /// the bar and coming back, changes nothing but the one.
    struct Drag {
        Palette before;
        int stop;
        float grip;  ///< from the stop to the mouse
    };
    std::optional<Drag> drag_;
};

}  // namespace droplet
