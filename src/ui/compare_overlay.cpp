#include "ui/compare_overlay.h"

#include <algorithm>
#include <cmath>

#include "ui/display_view.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

// On any picture, whatever the theme.
constexpr ImU32 plate_colour = IM_COL32(16, 18, 22, 190), word_colour = IM_COL32(245, 246, 248, 255),
                edge_colour = IM_COL32(0, 0, 0, 150);

void small_words(ImDrawList& list, ImVec2 at, const std::string& words) {
    list.AddText(fonts().small, drawn_size(fonts().small), {std::round(at.x), std::round(at.y)}, word_colour,
                 words.c_str());
}

ImU32 packed_rgb(const Rgb8& colour) {
    return IM_COL32(colour.r, colour.g, colour.b, 255);
}

float handle_radius() {
    return px(13);
}

void draw_ticks(ImDrawList& list, ImVec2 min, ImVec2 max, const Display& display) {
    const double low = static_cast<double>(display.low), high = static_cast<double>(display.high);
    const float widest = std::max(small_extent(bar_text(low)).x, small_extent(bar_text(high)).x);
    // Words at an end reach into the bar, those of a tick half of them on either side.
    const float room = (1.5f * widest + px(4)) / (max.x - min.x);
    for (const double tick : bar_ticks(low, high, static_cast<double>(room))) {
        const float share = static_cast<float>((tick - low) / (high - low));
        const float x = std::round(min.x + (max.x - min.x) * share);
        list.AddLine({x, max.y}, {x, max.y + px(3)}, word_colour);
        const std::string words = bar_text(tick);
        const float width = small_extent(words).x;
        // The numbers of the ends stay within the plate.
        small_words(list, {std::clamp(x - width / 2, min.x - px(4), max.x + px(4) - width), max.y + px(3)},
                    words);
    }
}

}  // namespace

void text_on_plate(ImDrawList& list, ImVec2 position, ImVec2 anchor, const std::string& words, float room) {
    const float pad = px(7);
    std::string shown = words;
    while (!shown.empty() && small_extent(shown).x + 2 * pad > room) {
        shown = shown.substr(0, shown.find_last_of(' ') == std::string::npos ? 0 : shown.find_last_of(' '));
    }
    if (shown.empty()) return;
    const ImVec2 extent = small_extent(shown);
    const ImVec2 size{extent.x + 2 * pad, extent.y + px(6)};
    const ImVec2 min{std::round(position.x - size.x * anchor.x), std::round(position.y - size.y * anchor.y)};
    list.AddRectFilled(min, {min.x + size.x, min.y + size.y}, plate_colour, px(4));
    small_words(list, {min.x + pad, min.y + px(3)}, shown);
}

void draw_colour_bar(ImDrawList& list, const Pane& pane, const Display& display, bool at_left) {
    const float margin = px(8), pad = px(10), height = px(8), across = pane.max.x - pane.min.x;
    const float width = std::round(std::clamp(across / 2, px(110), px(200)) - 2 * pad);
    if (across < width + 2 * (margin + pad)) return;
    const float words = drawn_size(fonts().small) + px(8);
    const float left = at_left ? pane.min.x + margin : pane.max.x - margin - width - 2 * pad;
    const ImVec2 max{std::round(left + pad + width), std::round(pane.max.y - margin - words)};
    const ImVec2 min{max.x - width, max.y - height};
    list.AddRectFilled({min.x - pad, min.y - px(6)}, {max.x + pad, max.y + words}, plate_colour, px(4));
    constexpr int pieces = 64;
    for (int i = 0; i < pieces; ++i) {
        const float from = static_cast<float>(i) / pieces, to = static_cast<float>(i + 1) / pieces;
        const ImU32 a = packed_rgb(colour_at(display, from)), b = packed_rgb(colour_at(display, to));
        list.AddRectFilledMultiColor({min.x + width * from, min.y}, {min.x + width * to, max.y}, a, b, b, a);
    }
    draw_ticks(list, min, max, display);
}

float wipe_x(const Pane& pane, float wipe) {
    return std::round(pane.min.x + (pane.max.x - pane.min.x) * wipe);
}

bool takes_wipe(const Pane& pane, float wipe, ImVec2 mouse, bool by_handle) {
    const float x = wipe_x(pane, wipe), y = (pane.min.y + pane.max.y) / 2;
    const float radius = handle_radius() + px(2);
    const bool on_handle = std::hypot(mouse.x - x, mouse.y - y) <= radius;
    const bool on_line = std::fabs(mouse.x - x) <= px(5) && mouse.y >= pane.min.y && mouse.y < pane.max.y;
    return on_handle || (on_line && !by_handle);
}

void draw_wipe(ImDrawList& list, const Pane& pane, float wipe, bool taken) {
    const float x = wipe_x(pane, wipe), y = std::round((pane.min.y + pane.max.y) / 2);
    const float radius = handle_radius();
    const ImU32 colour = taken ? packed(palette().accent) : word_colour;
    list.PushClipRect(pane.min, pane.max, true);
    list.AddRectFilled({x - px(2), pane.min.y}, {x + px(2), pane.max.y}, edge_colour);
    list.AddRectFilled({x - px(1), pane.min.y}, {x + px(1), pane.max.y}, colour);
    list.AddCircleFilled({x, y}, radius + px(1), edge_colour);
    list.AddCircleFilled({x, y}, radius, plate_colour);
    list.AddCircle({x, y}, radius, colour, 0, px(2));
    for (const float side : {-1.0f, 1.0f}) {
        const float tip = x + side * px(9), back = x + side * px(4);
        list.AddTriangleFilled({tip, y}, {back, y - px(4)}, {back, y + px(4)}, word_colour);
    }
    list.PopClipRect();
}

}  // namespace droplet
