// Palettes as other programs write them.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "model/palette.h"

namespace droplet {

/// Text longer than this is no palette, in bytes.
inline constexpr std::size_t longest_palette_text = std::size_t{1} << 20;

/// Reads a palette, whose kind shows in its text; `name` is the subject of errors:
///   JSON        as model/palette_json.h has it, with "droplet": "palette"
///   .ggr        a gradient of GIMP, which begins with "GIMP Gradient". Blends that are not linear, and those
///               by hue, become several stops; opacity is left out. Cyclic where it ends as it begins.
///   .gpl        a palette of GIMP, which begins with "GIMP Palette": its colours at equal distances, cyclic
///   .map        of Fractint and Ultra Fractal: lines of "red green blue", 0 to 255, with any words behind;
///               likewise
/// The inside is white where the file does not say. Throws Error (Fault::usage, naming the line or the place
/// in the JSON) for what is none of these or would have more than Palette::most_stops stops.
Palette parse_palette(const std::string& text, const std::string& name);

/// 256 lines of "red green blue", 0 to 255: entry i is the colour at i/256, of a palette that is not cyclic
/// at i/255. The inside is not in it.
std::string palette_map(const Palette& palette);
/// A gradient of GIMP by this name. The inside is not in it.
std::string palette_gradient(const Palette& palette, std::string_view name);

}  // namespace droplet
