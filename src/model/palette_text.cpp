#include "model/palette_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "model/color_text.h"
#include "model/gimp_gradient.h"
#include "model/palette_json.h"
#include "model/text_lines.h"

namespace droplet {
namespace {

/// The colours of lines "red green blue", which may have words behind them.
class ColorLines {
 public:
    ColorLines(TextLines& lines, const std::string& name) : name_(name) {
        while (const auto line = lines.next())
            if (!line->empty() && line->front() != '#' && line->front() != ';') add(*line, lines.number());
        if (colors_.empty())
            throw Error(Fault::usage, name_, "has no colors; valid: lines of three numbers from 0 to 255");
    }
    /// At equal distances around a cycle.
    Palette palette() const {
        Palette palette;
        for (std::size_t i = 0; i < colors_.size(); ++i)
            palette.stops.push_back({static_cast<float>(i) / static_cast<float>(colors_.size()), colors_[i]});
        return palette;
    }

 private:
    void add(std::string_view line, int number) {
        const auto words = words_of(line);
        std::array<float, 3> shares{};
        for (std::size_t i = 0; i < 3; ++i) {
            const auto value = i < words.size() ? number_of<int>(words[i]) : std::nullopt;
            if (!value || *value < 0 || *value > 255)
                throw Error(Fault::usage, name_,
                            fmt::format("line {}: {} is not valid; valid: three numbers from 0 to 255",
                                        number, shown(line)));
            shares[i] = static_cast<float>(*value) / 255;
        }
        if (colors_.size() == Palette::most_stops)
            throw Error(
                Fault::usage, name_,
                fmt::format("line {}: one color too many; valid: up to {}", number, Palette::most_stops));
        colors_.push_back({shares[0], shares[1], shares[2]});
    }

    const std::string& name_;
    std::vector<Rgb> colors_;
};

/// "Name: …" and "Columns: …", which stand before the colours of a .gpl file.
Palette parse_gimp_palette(TextLines lines, const std::string& name) {
    lines.next();
    for (TextLines ahead = lines; const auto line = ahead.next();) {
        if (!line->starts_with("Name:") && !line->starts_with("Columns:") && !line->starts_with("Channels:"))
            break;
        lines = ahead;
    }
    return ColorLines(lines, name).palette();
}

}  // namespace

Palette parse_palette(const std::string& text, const std::string& name) {
    if (text.size() > longest_palette_text)
        throw Error(Fault::usage, name,
                    fmt::format("has {} bytes, more than a palette; valid: up to {}", text.size(),
                                longest_palette_text));
    TextLines lines(text);
    if (lines.rest_begins_with("{"))
        return palette_from_file(parse_settings(text, name, "a palette as Droplet writes it"), name);
    if (lines.rest_begins_with("GIMP Gradient")) return parse_gimp_gradient(lines, name);
    if (lines.rest_begins_with("GIMP Palette")) return parse_gimp_palette(lines, name);
    return ColorLines(lines, name).palette();
}

std::string palette_map(const Palette& palette) {
    constexpr int size = 256;
    const float last = palette.cyclic ? size : size - 1;
    std::string text;
    for (int i = 0; i < size; ++i) {
        const Rgb color = color_at(palette, static_cast<float>(i) / last);
        text += fmt::format("{:3} {:3} {:3}\n", byte_of(color.r), byte_of(color.g), byte_of(color.b));
    }
    return text;
}

}  // namespace droplet
