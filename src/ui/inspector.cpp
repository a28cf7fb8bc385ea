#include "ui/inspector.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/pixel_values.h"
#include "ui/plot.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

int floor_of(double value) {
    return static_cast<int>(std::floor(std::clamp(value, -1e9, 1e9)));
}

bool has_pixel(const PictureShape& shape, int x, int y) {
    return x >= shape.origin_x && y >= shape.origin_y && x < shape.origin_x + shape.size.width &&
           y < shape.origin_y + shape.size.height;
}

/// Numbers that keep their place: of what is too long for it, fewer digits.
std::string bytes_text(float value) {
    return std::fabs(value) < 40 || !std::isfinite(value) ? value_text(value, NumberFormat::bytes, 1)
                                                          : fmt::format("{:.2g}", value * 255);
}
std::string floats_text(float value) {
    return std::fabs(value) < 100 || !std::isfinite(value) ? value_text(value, NumberFormat::floats, 5)
                                                           : fmt::format("{:.3g}", value);
}

ImU32 swatch_colour(const Inspector::Row& row) {
    const auto part = [&](int c) {
        const float value = row.values[static_cast<std::size_t>(row.channels == 1 ? 0 : c)];
        return std::isfinite(value) ? std::clamp(value, 0.0f, 1.0f) : 0.0f;
    };
    return packed({part(0), part(1), part(2), 1});
}

/// Where a row's parts stand, from the left of the panel.
struct Columns {
    float swatch, first, width;
    float right(int column) const { return first + width * static_cast<float>(column + 1); }
};

void draw_row(const Inspector::Row& row, bool pointed_at, ImVec2 at, const Columns& columns, float line,
              bool two_lines) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    small_text(at, {0, 0}, content_name(row.content), pointed_at ? palette().text : palette().muted);
    const ImVec2 low{at.x + columns.swatch, at.y + px(1)}, high{low.x + px(13), low.y + px(13)};
    if (row.channels == 0) {
        list.AddRect(low, high, packed(palette().disabled), px(2));
        return small_text({at.x + columns.right(0), at.y}, {1, 0}, "—", palette().disabled);
    }
    list.AddRectFilled(low, high, swatch_colour(row), px(2));
    list.AddRect(low, high, packed(palette().border), px(2));
    for (int c = 0; c < row.channels; ++c) {
        const float value = row.values[static_cast<std::size_t>(c)];
        small_text({at.x + columns.right(c), at.y}, {1, 0}, bytes_text(value),
                   channel_colour(c, row.channels));
        // Of grey, what would be the second line has room beside it.
        const ImVec2 below{at.x + columns.right(two_lines ? c : 1), two_lines ? at.y + line : at.y};
        small_text(below, {1, 0}, floats_text(value), palette().muted);
    }
}

void outline(ImDrawList& list, ImVec2 min, ImVec2 max) {
    list.AddRect({min.x - 1, min.y - 1}, {max.x + 1, max.y + 1}, IM_COL32(0, 0, 0, 200), 0, 0, 1.0f);
    list.AddRect(min, max, IM_COL32(255, 255, 255, 240), 0, 0, 1.0f);
}

}  // namespace

const char* content_name(Content content) {
    static constexpr std::array<const char*, content_count> names{"current",  "original", "result", "blur",
                                                                  "gradient", "thin",     "edges"};
    return names[static_cast<std::size_t>(content)];
}

std::vector<Content> inspected_contents(const Preset& preset) {
    std::vector<Content> contents;
    if (preset.process == Process::edges)
        contents = {Content::edges, Content::thin, Content::gradient, Content::blur};
    const bool of_result = preset.process == Process::edges && preset.canny.input == CannyInput::convolved;
    if (of_result || shown_content(preset) == Content::result) contents.push_back(Content::result);
    contents.push_back(Content::current);
    contents.push_back(Content::original);
    return contents;
}

PixelRect inspected_tile(int x, int y) {
    constexpr int tile = 32;
    const auto first = [](int v) { return v - ((v % tile) + tile) % tile; };
    return {first(x), first(y), first(x) + tile, first(y) + tile};
}

void Inspector::follow(const PictureContext& context) {
    if (held_) return;
    place_.reset();
    const Pane* const pane = context.pane();
    if (!pane) return;
    const Place place{floor_of(context.mouse.x), floor_of(context.mouse.y), pane->content};
    // Beside a valid result there is still the picture that it was made of.
    if (has_pixel(pane->shape, place.x, place.y) ||
        has_pixel(context.status.shape(Content::current), place.x, place.y))
        place_ = place;
}

void Inspector::hold() {
    held_ = !held_ && place_;
}

void Inspector::request(const PictureContext& context, ReadingRequest& reading) const {
    if (!place_) return;
    for (const Content content : inspected_contents(context.preset)) {
        const PictureShape& shape = context.status.shape(content);
        if (has_pixel(shape, place_->x, place_->y))
            reading.regions.push_back(
                {content, inspected_tile(place_->x - shape.origin_x, place_->y - shape.origin_y)});
    }
}

Inspector::Row Inspector::row(const PictureContext& context, Content content) const {
    Row row{.content = content};
    if (!place_) return row;
    const PictureShape& shape = context.status.shape(content);
    row.x = place_->x - shape.origin_x;
    row.y = place_->y - shape.origin_y;
    row.inside = has_pixel(shape, place_->x, place_->y);
    const RegionReading* const reading = context.status.readings->find(content, row.x, row.y);
    if (!row.inside || !reading) return row;
    row.channels = reading->values.channels();
    for (int c = 0; c < row.channels; ++c)
        row.values[static_cast<std::size_t>(c)] = reading->value(c, row.x, row.y);
    return row;
}

std::vector<Inspector::Row> Inspector::rows(const PictureContext& context) const {
    std::vector<Row> rows;
    for (const Content content : inspected_contents(context.preset)) rows.push_back(row(context, content));
    return rows;
}

std::string Inspector::line(const PictureContext& context) const {
    if (!place_) return "";
    const Row pointed = row(context, place_->content);
    std::string text = fmt::format("x {}  y {} ", place_->x, place_->y);
    for (int c = 0; c < pointed.channels; ++c)
        text += fmt::format(" {}", bytes_text(pointed.values[static_cast<std::size_t>(c)]));
    return text;
}

void Inspector::draw_overlay(const PictureContext& context) const {
    const float side = static_cast<float>(context.view.zoom()) / context.density;
    if (!place_ || (!held_ && side < px(least_grid_side))) return;
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    for (const Pane& pane : context.panes) {
        list.PushClipRect(pane.min, pane.max);
        ImVec2 min = context.screen(pane, place_->x, place_->y);
        ImVec2 max = context.screen(pane, place_->x + 1, place_->y + 1);
        if (side < px(least_grid_side)) {
            // A frame around a pixel that is too small for one.
            const ImVec2 middle{(min.x + max.x) / 2, (min.y + max.y) / 2};
            min = {middle.x - px(5), middle.y - px(5)};
            max = {middle.x + px(5), middle.y + px(5)};
        }
        outline(list, {std::round(min.x), std::round(min.y)}, {std::round(max.x), std::round(max.y)});
        list.PopClipRect();
    }
}

void Inspector::draw_panel(const PictureContext& context) const {
    const float line = px(17), width = ImGui::GetContentRegionAvail().x, gap = px(3);
    const auto shown = rows(context);
    const auto lines_of = [&](const Row& row) {
        return context.status.shape(row.content).channels == 3 ? 2 : 1;
    };
    float height = line + gap;
    for (const Row& row : shown) height += line * static_cast<float>(lines_of(row)) + gap;
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImGui::Dummy({width, height});
    record_place("inspector");
    tooltip(
        "The pixel below the mouse: values times 255, and below as they are computed. I holds it while you "
        "look elsewhere.");
    const float first = px(82);
    const Columns columns{px(62), first, (width - first) / 3};
    std::string where = "Point at the picture.", own;
    if (place_) {
        where = fmt::format("x {}   y {}{}", place_->x, place_->y, held_ ? "   held" : "");
        const PictureShape& shape = context.status.shape(place_->content);
        if (shape.origin_x != 0 || shape.origin_y != 0)
            own = has_pixel(shape, place_->x, place_->y)
                      ? fmt::format("in the {}: {}, {}", content_name(place_->content),
                                    place_->x - shape.origin_x, place_->y - shape.origin_y)
                      : fmt::format("outside the {}", content_name(place_->content));
    }
    small_text(origin, {0, 0}, where, place_ ? palette().text : palette().disabled);
    small_text({origin.x + width, origin.y}, {1, 0}, own, palette().muted);
    ImVec2 at{origin.x, origin.y + line + gap};
    for (const Row& row : shown) {
        const bool pointed_at = place_ && place_->content == row.content;
        draw_row(row, pointed_at, at, columns, line, lines_of(row) == 2);
        at.y += line * static_cast<float>(lines_of(row)) + gap;
    }
}

}  // namespace droplet
