#include "ui/pixel_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

int floor_to(int value, int step) {
    const int rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

float pixel_side(const PictureContext& context) {
    return static_cast<float>(context.view.zoom()) / context.density;
}

NumberFont measured(const ImFont* font) {
    const float scale = ImGui::GetIO().FontGlobalScale;
    return {font->GetCharAdvance('0') * scale, font->GetCharAdvance('.') * scale,
            font->GetCharAdvance(0x2212) * scale, drawn_size(font)};
}

/// On the dark plate below the numbers, whatever the theme.
ImU32 ink(int channel, int channels) {
    static constexpr ImU32 colours[] = {IM_COL32(255, 150, 130, 255), IM_COL32(130, 235, 170, 255),
                                        IM_COL32(150, 195, 255, 255)};
    return channels == 1 ? IM_COL32(245, 247, 250, 255) : colours[channel];
}

PixelRect common(const PixelRect& a, const PixelRect& b) {
    const PixelRect both{std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1),
                         std::min(a.y1, b.y1)};
    return both.width() > 0 && both.height() > 0 ? both : PixelRect{};
}

/// The one that holds most of the pixels; null where none holds any.
const RegionReading* best_reading(const Readings& readings, Content content, const PixelRect& pixels) {
    const RegionReading* best = nullptr;
    std::int64_t most = 0;
    for (const RegionReading& reading : readings.regions) {
        if (reading.request.content != content) continue;
        const PixelRect both = common(reading.region, pixels);
        const auto area = std::int64_t{both.width()} * both.height();
        if (area <= most) continue;
        best = &reading;
        most = area;
    }
    return best;
}

struct Pen {
    ImDrawList& list;
    const ImFont* font;
    float line = 0, width = 0;
    int decimals = 0;
    NumberFormat numbers;
};

void write_pixel(const Pen& pen, const RegionReading& reading, int x, int y, ImVec2 middle) {
    const int channels = reading.values.channels();
    const float height = pen.line * static_cast<float>(channels);
    const float top = std::round(middle.y - height / 2);
    const float right = std::round(middle.x + pen.width / 2);
    pen.list.AddRectFilled({right - pen.width - px(2), top - px(1)}, {right + px(2), top + height + px(1)},
                           IM_COL32(10, 13, 18, 170), px(3));
    for (int c = 0; c < channels; ++c) {
        const std::string text = value_text(reading.value(c, x, y), pen.numbers, pen.decimals);
        const float extent = pen.font->CalcTextSizeA(pen.line, 1e9f, 0, text.c_str()).x;
        pen.list.AddText(pen.font, pen.line,
                         {std::round(right - extent), top + pen.line * static_cast<float>(c)},
                         ink(c, channels), text.c_str());
    }
}

void write_pane(const PictureContext& context, const Pane& pane, NumberFormat numbers) {
    const PixelRect visible = visible_pixels(pane, context.view, context.density);
    const RegionReading* const reading = best_reading(*context.status.readings, pane.content, visible);
    if (!reading) return;
    const PixelRect region = common(reading->region, visible);
    const std::array<const ImFont*, 2> faces{fonts().small, fonts().tiny};
    const auto layout =
        fitting_layout(pixel_side(context), reading->values.channels(), range_of(*reading, region), numbers,
                       {measured(faces[0]), measured(faces[1])});
    if (!layout) return;
    const ImFont* font = faces[static_cast<std::size_t>(layout->font)];
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    const Pen pen{list, font, drawn_size(font), layout->width, layout->decimals, numbers};
    list.PushClipRect(pane.min, pane.max);
    for (int y = region.y0; y < region.y1; ++y)
        for (int x = region.x0; x < region.x1; ++x)
            write_pixel(pen, *reading, x, y,
                        context.screen(pane, x + pane.shape.origin_x + 0.5, y + pane.shape.origin_y + 0.5));
    list.PopClipRect();
}

void draw_pane_grid(const PictureContext& context, const Pane& pane) {
    const PixelRect visible = visible_pixels(pane, context.view, context.density);
    if (visible == PixelRect{}) return;
    const double x0 = visible.x0 + pane.shape.origin_x, y0 = visible.y0 + pane.shape.origin_y;
    const ImVec2 min = context.screen(pane, x0, y0);
    const ImVec2 max = context.screen(pane, x0 + visible.width(), y0 + visible.height());
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    list.PushClipRect(pane.min, pane.max);
    // A dark line and a light one beside it: one of the two is seen on every picture.
    const ImU32 dark = IM_COL32(0, 0, 0, 90), light = IM_COL32(255, 255, 255, 60);
    for (int i = 0; i <= visible.width(); ++i) {
        const float x = std::round(context.screen(pane, x0 + i, y0).x);
        list.AddRectFilled({x - 1, min.y}, {x, max.y}, dark);
        list.AddRectFilled({x, min.y}, {x + 1, max.y}, light);
    }
    for (int i = 0; i <= visible.height(); ++i) {
        const float y = std::round(context.screen(pane, x0, y0 + i).y);
        list.AddRectFilled({min.x, y - 1}, {max.x, y}, dark);
        list.AddRectFilled({min.x, y}, {max.x, y + 1}, light);
    }
    list.PopClipRect();
}

}  // namespace

PixelRect visible_pixels(const Pane& pane, const ViewTransform& view, float density) {
    const auto first = [](double v, int length) {
        return static_cast<int>(std::clamp(std::floor(v), 0.0, static_cast<double>(length)));
    };
    const auto last = [](double v, int length) {
        return static_cast<int>(std::clamp(std::ceil(v), 0.0, static_cast<double>(length)));
    };
    const PictureShape& shape = pane.shape;
    const PixelRect rect{first(source_x(pane, view, density, pane.min.x) - shape.origin_x, shape.size.width),
                         first(source_y(pane, view, density, pane.min.y) - shape.origin_y, shape.size.height),
                         last(source_x(pane, view, density, pane.max.x) - shape.origin_x, shape.size.width),
                         last(source_y(pane, view, density, pane.max.y) - shape.origin_y, shape.size.height)};
    return rect.width() > 0 && rect.height() > 0 ? rect : PixelRect{};
}

PixelRect read_around(const PixelRect& pixels) {
    constexpr int tile = 8;
    return {floor_to(pixels.x0, tile) - tile, floor_to(pixels.y0, tile) - tile,
            floor_to(pixels.x1 + tile - 1, tile) + tile, floor_to(pixels.y1 + tile - 1, tile) + tile};
}

std::string value_text(float value, NumberFormat numbers, int decimals) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
    const double shown = static_cast<double>(value) * (numbers == NumberFormat::bytes ? 255.0 : 1.0);
    const std::string digits = fmt::format("{:.{}f}", std::fabs(shown), decimals);
    // What rounds to 0 has no sign.
    const bool negative = shown < 0 && digits.find_first_of("123456789") != std::string::npos;
    return (negative ? "−" : "") + digits;
}

ValueRange range_of(const RegionReading& reading, const PixelRect& region) {
    ValueRange range;
    bool any = false;
    for (int c = 0; c < reading.values.channels(); ++c)
        for (int y = region.y0; y < region.y1; ++y)
            for (int x = region.x0; x < region.x1; ++x) {
                const float value = reading.value(c, x, y);
                if (!std::isfinite(value)) continue;
                range = any ? ValueRange{std::min(range.low, value), std::max(range.high, value)}
                            : ValueRange{value, value};
                any = true;
            }
    return range;
}

std::optional<ValueLayout> fitting_layout(float side, int channels, const ValueRange& range,
                                          NumberFormat numbers, const std::array<NumberFont, 2>& fonts) {
    const bool bytes = numbers == NumberFormat::bytes;
    const int most = bytes ? 1 : 3, least = bytes ? 0 : 2;
    const float largest = std::max(std::fabs(range.low), std::fabs(range.high));
    for (int decimals = most; decimals >= least; --decimals) {
        // At least as wide as the usual numbers, so that the layout does not change with every pixel.
        const std::string text = value_text(largest, numbers, decimals);
        const auto whole = static_cast<int>(
            text.find_first_of('.') == std::string::npos ? text.size() : text.find_first_of('.'));
        const int digits = std::max(whole, bytes ? 3 : 1) + decimals;
        for (int font = 0; font < 2; ++font) {
            const NumberFont& f = fonts[static_cast<std::size_t>(font)];
            const float width = static_cast<float>(digits) * f.digit + (decimals > 0 ? f.point : 0) +
                                (range.low < 0 ? f.minus : 0);
            constexpr float margin = 4;
            if (width + margin <= side && f.line * static_cast<float>(channels) + margin / 2 <= side)
                return ValueLayout{font, decimals, width};
        }
    }
    return std::nullopt;
}

void request_values(const PictureContext& context, ReadingRequest& reading) {
    if (pixel_side(context) < px(least_value_side)) return;
    for (const Pane& pane : context.panes) {
        const PixelRect visible = visible_pixels(pane, context.view, context.density);
        if (visible != PixelRect{}) reading.regions.push_back({pane.content, read_around(visible)});
    }
}

void draw_pixel_grid(const PictureContext& context) {
    if (pixel_side(context) < px(least_grid_side)) return;
    for (const Pane& pane : context.panes) draw_pane_grid(context, pane);
}

void draw_pixel_values(const PictureContext& context, NumberFormat numbers) {
    if (pixel_side(context) < px(least_value_side)) return;
    for (const Pane& pane : context.panes) write_pane(context, pane, numbers);
}

}  // namespace droplet
