// Palettes in and out of JSON: `{"cyclic": true, "inside": "#ffffff", "stops": [{"position": 0, "color":
// "#123456"}, …]}`. A colour is "#rrggbb", or [r, g, b] of shares from 0 to 1, sRGB.
#pragma once
#include <string>

#include "model/json_fields.h"
#include "model/palette.h"

namespace droplet {

/// What a palette's object looks like, for messages.
inline constexpr std::string_view palette_form =
    "{\"cyclic\": …, \"inside\": …, \"stops\": [{\"position\": …, \"color\": …}, …]}";

/// The object, indented by `indent` columns but for its first line, without a line feed at the end; a stop a
/// line. Reads back as the same bits: a colour of whole 255ths is written as "#rrggbb".
std::string palette_text(const Palette& palette, int indent = 0);
/// The same as a file of its own, with its kind and version.
std::string palette_file_text(const Palette& palette);

/// `object` is a JSON object. `prefix` and the place make the subject of errors: "p.json: " and
/// "stops[2].color". `cyclic` and `inside` may be missing. Throws Error (Fault::usage, naming the place) for
/// unknown keys, for less than 1 or more than Palette::most_stops stops, positions outside 0 to 1 or before
/// the one before, and for what is no colour.
Palette palette_from_json(const Json& object, const std::string& prefix);
/// A file of its own: the same, with "droplet": "palette" and a version. Throws Error (Fault::job) where it
/// is another kind.
Palette palette_from_file(const Json& object, const std::string& name);

}  // namespace droplet
