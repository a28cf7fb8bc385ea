#include "ui/sliding_overlay.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

struct Box {
    ImVec2 min, max;
};

/// A line on a picture of any colour.
constexpr ImU32 shade = IM_COL32(0, 0, 0, 150);

class Painter {
 public:
    explicit Painter(const SlidingOverlay& overlay) : o_(overlay), list_(*ImGui::GetBackgroundDrawList()) {}

    void draw() {
        for (const Pane& pane : o_.context.panes) {
            list_.PushClipRect(pane.min, pane.max, true);
            if (is_result(pane) && o_.walk.begun()) draw_cover(pane);
            draw_outlines(pane);
            if (is_input(pane) || alone()) draw_window(pane);
            if (is_result(pane) && o_.sum) draw_output(pane);
            list_.PopClipRect();
        }
        if (o_.context.panes.empty()) return;
        draw_link();
        list_.PushClipRect(o_.context.panes.front().min, o_.context.panes.back().max, true);
        draw_legend();
        list_.PopClipRect();
    }

 private:
    bool is_result(const Pane& pane) const { return pane.content == Content::result; }
    bool is_input(const Pane& pane) const {
        return pane.content == Content::current || pane.content == Content::original;
    }
    bool alone() const { return o_.context.panes.size() == 1; }
    const Pane* first(bool (Painter::*role)(const Pane&) const) const {
        for (const Pane& pane : o_.context.panes)
            if ((this->*role)(pane)) return &pane;
        return nullptr;
    }

    Box box(const Pane& pane, double x, double y, double width, double height) const {
        return {o_.context.screen(pane, x, y), o_.context.screen(pane, x + width, y + height)};
    }
    Box pixel(const Pane& pane, int x, int y) const { return box(pane, x, y, 1, 1); }

    void outline(const Box& at, const ImVec4& colour, float width, float grow = 0) const {
        const ImVec2 min{at.min.x - grow, at.min.y - grow}, max{at.max.x + grow, at.max.y + grow};
        list_.AddRect(min, max, shade, 0, 0, width + px(2));
        list_.AddRect(min, max, packed(colour), 0, 0, width);
    }
    void line(ImVec2 from, ImVec2 to, const ImVec4& colour, float width) const {
        list_.AddLine(from, to, shade, width + px(1.5f));
        list_.AddLine(from, to, packed(colour), width);
    }

    /// What the walk has not come to: the rest of its row, and the rows below.
    void draw_cover(const Pane& pane) const {
        const Size size = o_.scene.correlation.size;
        const Spot corner = o_.scene.spot_of(0, 0);
        const int row = o_.walk.y(), column = o_.walk.x();
        const auto cover = [&](int x, int y, int width, int height) {
            if (width <= 0 || height <= 0) return;
            const Box at = box(pane, corner.x + x, corner.y + y, width, height);
            list_.AddRectFilled(at.min, at.max, packed(palette().canvas));
        };
        cover(column + 1, row, size.width - column - 1, 1);
        cover(0, row + 1, size.width, size.height - row - 1);
    }

    /// The chosen mode's last: far out they lie on each other.
    void draw_outlines(const Pane& pane) const {
        for (const bool chosen : {false, true})
            for (const ModeOutline& mode : o_.scene.outlines)
                if (mode.possible() && chosen == (mode.mode == o_.context.preset.convolution.mode))
                    outline(box(pane, mode.x, mode.y, mode.width, mode.height), mode_colour(mode.mode),
                            chosen ? px(2) : px(1));
    }

    void draw_window(const Pane& pane) const {
        if (!o_.sum) {
            outline(pixel(pane, o_.spot.x, o_.spot.y), palette().error, px(1.5f), px(1));
            return;
        }
        const SlidingSum& sum = *o_.sum;
        const WindowCell& first = sum.cells.front();
        const Box window = box(pane, first.x, first.y, sum.width, sum.height);
        const float side = (window.max.x - window.min.x) / static_cast<float>(sum.width);
        for (const WindowCell& cell : sum.cells)
            if (cell.source != CellSource::inside) {
                const Box at = pixel(pane, cell.x, cell.y);
                list_.AddRectFilled(at.min, at.max, packed(source_colour(cell.source), 0.45f));
            }
        if (side >= px(6)) draw_cell_lines(window, sum);
        outline(window, palette().accent, px(2), px(1));
        // Far out, the window is a dot: a ring says where.
        if (window.max.x - window.min.x < px(14)) {
            const ImVec2 middle{(window.min.x + window.max.x) / 2, (window.min.y + window.max.y) / 2};
            list_.AddCircle(middle, px(12), shade, 0, px(3.5f));
            list_.AddCircle(middle, px(12), packed(palette().accent), 0, px(1.5f));
        }
        const WindowCell& anchor = sum.at(sum.anchor_y, sum.anchor_x);
        if (side >= px(6)) outline(pixel(pane, anchor.x, anchor.y), palette().text, px(1.5f));
        if (o_.lit) draw_lit(pane, sum.at(o_.lit->row, o_.lit->column));
    }

    void draw_cell_lines(const Box& window, const SlidingSum& sum) const {
        const ImU32 colour = packed(palette().accent, 0.45f);
        const auto along = [](float from, float to, int i, int count) {
            return std::round(from + (to - from) * static_cast<float>(i) / static_cast<float>(count));
        };
        for (int i = 1; i < sum.width; ++i) {
            const float x = along(window.min.x, window.max.x, i, sum.width);
            list_.AddLine({x, window.min.y}, {x, window.max.y}, colour);
        }
        for (int i = 1; i < sum.height; ++i) {
            const float y = along(window.min.y, window.max.y, i, sum.height);
            list_.AddLine({window.min.x, y}, {window.max.x, y}, colour);
        }
    }

    /// The cell that is pointed at, and where its value comes from.
    void draw_lit(const Pane& pane, const WindowCell& cell) const {
        const Box at = pixel(pane, cell.x, cell.y);
        outline(at, {1, 1, 1, 1}, px(2));
        if (cell.source == CellSource::inside || cell.source == CellSource::constant) return;
        const Box from = pixel(pane, cell.source_x, cell.source_y);
        const ImVec4 colour = source_colour(cell.source);
        line(middle(from), middle(at), colour, px(1.5f));
        outline(from, colour, px(2));
    }

    void draw_output(const Pane& pane) const {
        const Box at = pixel(pane, o_.spot.x, o_.spot.y);
        if (alone() && at.max.x - at.min.x >= px(6)) return;  // the anchor's frame is there
        outline(at, palette().accent, px(2), px(1));
        if (!alone() && at.max.x - at.min.x < px(6)) {
            list_.AddCircle(middle(at), px(8), shade, 0, px(3.5f));
            list_.AddCircle(middle(at), px(8), packed(palette().accent), 0, px(1.5f));
        }
    }

    static ImVec2 middle(const Box& at) {
        return {std::round((at.min.x + at.max.x) / 2), std::round((at.min.y + at.max.y) / 2)};
    }

    void draw_link() const {
        const Pane* const input = first(&Painter::is_input);
        const Pane* const result = first(&Painter::is_result);
        if (!input || !result || !o_.sum) return;
        const ImVec2 from = middle(pixel(*input, o_.spot.x, o_.spot.y));
        const ImVec2 to = middle(pixel(*result, o_.spot.x, o_.spot.y));
        if (!input->contains(from) || !result->contains(to)) return;
        line(from, to, palette().accent, px(1.5f));
        list_.AddCircleFilled(from, px(2.5f), packed(palette().accent));
        list_.AddCircleFilled(to, px(2.5f), packed(palette().accent));
    }

    /// The sizes of the three results, in the colours of their outlines.
    void draw_legend() const {
        const ImFont* const font = fonts().small;
        const float height = px(22), swatch = px(9), inset = px(8);
        std::array<std::string, 3> words;
        float width = inset;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const ModeOutline& mode = o_.scene.outlines[i];
            words[i] = fmt::format("{} {}", enum_name(mode.mode), size_text(mode));
            width += swatch + px(6) + small_extent(words[i]).x + px(12);
        }
        // At the bottom, for panes have their names at the top.
        const ImVec2 min{o_.context.panes.front().min.x + px(8),
                         o_.context.panes.back().max.y - height - px(8)};
        list_.AddRectFilled(min, {min.x + width - px(4), min.y + height}, packed(palette().popup, 0.92f),
                            px(4));
        float x = min.x + inset;
        const float y = min.y + height / 2;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const ModeOutline& mode = o_.scene.outlines[i];
            const bool chosen = mode.mode == o_.context.preset.convolution.mode;
            list_.AddRect({x, y - swatch / 2}, {x + swatch, y + swatch / 2}, packed(mode_colour(mode.mode)),
                          0, 0, chosen ? px(2.5f) : px(1));
            x += swatch + px(6);
            list_.AddText(font, drawn_size(font), {std::round(x), std::round(y - drawn_size(font) / 2)},
                          packed(chosen ? palette().text : palette().muted), words[i].c_str());
            x += small_extent(words[i]).x + px(12);
        }
    }

    const SlidingOverlay& o_;
    ImDrawList& list_;
};

}  // namespace

void draw_sliding_overlay(const SlidingOverlay& overlay) {
    Painter(overlay).draw();
}

ImVec4 mode_colour(ConvolutionMode mode) {
    switch (mode) {
        case ConvolutionMode::full:
            return by_theme({0.98f, 0.62f, 0.25f, 1}, {0.80f, 0.38f, 0.0f, 1});
        case ConvolutionMode::same:
            return by_theme({0.90f, 0.92f, 0.95f, 1}, {0.25f, 0.29f, 0.34f, 1});
        case ConvolutionMode::valid:
            return by_theme({0.45f, 0.85f, 0.45f, 1}, {0.10f, 0.52f, 0.16f, 1});
    }
    return palette().text;
}

std::string size_text(const ModeOutline& outline) {
    return outline.possible() ? fmt::format("{} × {}", outline.width, outline.height) : "none";
}

}  // namespace droplet
