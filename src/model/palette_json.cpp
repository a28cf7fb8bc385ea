#include "model/palette_json.h"

#include <algorithm>
#include <vector>

#include "model/color_text.h"

namespace droplet {
namespace {

constexpr int version_written = 1;

std::string color_text(const Rgb& color) {
    if (color_of_hex(hex_of(color)) == color) return fmt::format("\"{}\"", hex_of(color));
    return fmt::format("[{}, {}, {}]", color.r, color.g, color.b);
}

void check_keys(const Json& object, const std::string& prefix, const std::vector<std::string_view>& known) {
    for (const auto& item : object.items())
        if (std::ranges::find(known, item.key()) == known.end())
            throw detail::unknown_key(prefix, item.key(), known);
}

const Json& value_at(const Json& object, const char* key, const std::string& prefix, const char* valid) {
    const auto found = object.find(key);
    if (found == object.end())
        throw Error(Fault::usage, prefix + key, fmt::format("missing; valid: {}", valid));
    return *found;
}

float share_of(const Json& value, const std::string& subject) {
    const double share = value.is_number() ? value.get<double>() : -1;
    if (!(share >= 0 && share <= 1))
        throw Error(Fault::usage, subject,
                    fmt::format("{} is not valid; valid: a number from 0 to 1", detail::excerpt(value)));
    return static_cast<float>(share);
}

constexpr const char* color_form = "\"#rrggbb\" or [r, g, b] of numbers from 0 to 1";

Rgb color_from_json(const Json& value, const std::string& subject) {
    if (value.is_array() && value.size() == 3)
        return {share_of(value[0], subject + "[0]"), share_of(value[1], subject + "[1]"),
                share_of(value[2], subject + "[2]")};
    const auto color = value.is_string() && value.get_ref<const std::string&>().starts_with('#')
                           ? color_of_hex(value.get_ref<const std::string&>())
                           : std::nullopt;
    if (!color)
        throw Error(Fault::usage, subject,
                    fmt::format("{} is not valid; valid: {}", detail::excerpt(value), color_form));
    return *color;
}

PaletteStop stop_from_json(const Json& value, const std::string& subject) {
    const Json& object = detail::checked_object(value, subject, R"({"position": 0.5, "color": "#rrggbb"})");
    const std::string prefix = subject + ".";
    check_keys(object, prefix, {"position", "color"});
    const Json& position = value_at(object, "position", prefix, "a number from 0 to 1");
    return {share_of(position, prefix + "position"),
            color_from_json(value_at(object, "color", prefix, color_form), prefix + "color")};
}

Palette read(const Json& object, const std::string& prefix) {
    Palette palette;
    if (const auto cyclic = object.find("cyclic"); cyclic != object.end()) {
        if (!cyclic->is_boolean())
            throw Error(Fault::usage, prefix + "cyclic",
                        fmt::format("{} is not valid; valid: true or false", detail::excerpt(*cyclic)));
        palette.cyclic = cyclic->get<bool>();
    }
    if (const auto inside = object.find("inside"); inside != object.end())
        palette.inside = color_from_json(*inside, prefix + "inside");
    const std::string valid =
        fmt::format(R"(a list of 1 to {} of {{"position": …, "color": …}})", Palette::most_stops);
    const Json& stops = value_at(object, "stops", prefix, valid.c_str());
    if (!stops.is_array() || stops.empty() || stops.size() > Palette::most_stops)
        throw Error(
            Fault::usage, prefix + "stops",
            fmt::format("{} is not valid; valid: {}",
                        stops.is_array() ? fmt::format("a list of {}", stops.size()) : detail::excerpt(stops),
                        valid));
    for (std::size_t i = 0; i < stops.size(); ++i) {
        const std::string subject = fmt::format("{}stops[{}]", prefix, i);
        const PaletteStop stop = stop_from_json(stops[i], subject);
        if (i > 0 && stop.position < palette.stops.back().position)
            throw Error(Fault::usage, subject + ".position",
                        fmt::format("{} is not valid; valid: {} to 1, not before the one before",
                                    stop.position, palette.stops.back().position));
        palette.stops.push_back(stop);
    }
    return palette;
}

}  // namespace

std::string palette_text(const Palette& palette, int indent) {
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    std::string stops;
    for (const PaletteStop& stop : palette.stops)
        stops += fmt::format("{}\n{}        {{\"position\": {}, \"color\": {}}}", stops.empty() ? "" : ",",
                             margin, stop.position, color_text(stop.color));
    return fmt::format(
        "{{\n{0}    \"cyclic\": {1},\n{0}    \"inside\": {2},\n{0}    \"stops\": [{3}\n{0}    ]\n{0}}}",
        margin, palette.cyclic, color_text(palette.inside), stops);
}

std::string palette_file_text(const Palette& palette) {
    return fmt::format("{{\n    \"droplet\": \"palette\",\n    \"version\": {},{}\n", version_written,
                       palette_text(palette).substr(1));
}

Palette palette_from_json(const Json& object, const std::string& prefix) {
    check_keys(object, prefix, {"cyclic", "inside", "stops"});
    return read(object, prefix);
}

Palette palette_from_file(const Json& object, const std::string& name) {
    const auto kind = object.find("droplet");
    if (kind == object.end() || *kind != "palette")
        throw Error(Fault::job, name, "not a palette; valid: a JSON object with \"droplet\": \"palette\"");
    if (const auto version = object.find("version");
        version != object.end() &&
        (!version->is_number_integer() || *version < 1 || *version > version_written))
        throw Error(Fault::job, name,
                    fmt::format("version {} of a palette; valid: 1 to {}", detail::excerpt(*version),
                                version_written));
    check_keys(object, name + ": ", {"droplet", "version", "cyclic", "inside", "stops"});
    return read(object, name + ": ");
}

}  // namespace droplet
