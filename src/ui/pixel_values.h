// The values of a picture, written on its pixels where they are large enough, and the pixels' borders.
#pragma once
#include <imgui.h>

#include <array>
#include <optional>
#include <string>

#include "session/readings.h"
#include "ui/look_params.h"
#include "ui/picture_context.h"

namespace droplet {

/// The pixels of a pane's picture, in its own coordinates, that the pane shows at least in part; empty where
/// it shows none.
PixelRect visible_pixels(const Pane& pane, const ViewTransform& view, float density);
/// The tiles of 8x8 pixels that hold `pixels` and a tile more around them, so that what is read does not
/// change with every move of the view. Not clipped to a picture.
PixelRect read_around(const PixelRect& pixels);

/// "118.0", "−12.4", "0.46", "∞", "nan": a value times 255 or as it is.
std::string value_text(float value, NumberFormat numbers, int decimals);

/// What the numbers of a view have in common.
struct ValueRange {
    float low = 0, high = 0;
};
/// Of the finite values in `region`, which lies inside the reading; {0, 0} where there are none.
ValueRange range_of(const RegionReading& reading, const PixelRect& region);

/// Widths and height of a font's characters, in ImGui's units.
struct NumberFont {
    float digit = 0, point = 0, minus = 0, line = 0;
};
/// Which of two fonts (0: the larger) and how many decimals every number of a view has, so that a column of
/// `channels` of them fits on a pixel.
struct ValueLayout {
    int font = 0, decimals = 0;
    float width = 0;  ///< of the widest number
    bool operator==(const ValueLayout&) const = default;
};
/// `side` is a pixel's, in ImGui's units. None where nothing that tells neighbours apart fits. Digits come
/// before size: the smaller font with a decimal rather than the larger without.
std::optional<ValueLayout> fitting_layout(float side, int channels, const ValueRange& range,
                                          NumberFormat numbers, const std::array<NumberFont, 2>& fonts);

/// Below this side of a pixel, in units of the design, no number can be read; below that the grid would hide
/// the picture.
inline constexpr float least_value_side = 18, least_grid_side = 8;

/// Adds the visible pixels of every pane, where their values are written.
void request_values(const PictureContext& context, ReadingRequest& reading);
/// Below the window's panels.
void draw_pixel_grid(const PictureContext& context);
void draw_pixel_values(const PictureContext& context, NumberFormat numbers);

}  // namespace droplet
