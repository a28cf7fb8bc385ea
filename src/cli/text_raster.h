// Text drawn into pictures that are written, with the fonts of the window.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "model/image.h"

namespace droplet {

enum class TextWeight { medium, bold };

/// A font at a size: `pixels` from the top of its tallest letters to the bottom of its lowest ones.
struct TextStyle {
    TextWeight weight = TextWeight::medium;
    float pixels = 16;
};

/// How much of each pixel a line of text covers, 0 to 1, rows from the top. All lines of a style have one
/// height and one base line.
struct TextMask {
    Size size;
    std::vector<float> cover;

    float at(int x, int y) const {
        return cover[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
                     static_cast<std::size_t>(x)];
    }
};

/// A line of UTF-8; letters that Inter has not are DejaVu's. At least 1 x 1.
TextMask rasterized(std::string_view text, const TextStyle& style);
/// Its width without drawing it.
int text_width(std::string_view text, const TextStyle& style);
/// The same line, or its beginning and '…' where it is wider.
std::string shortened(std::string_view text, const TextStyle& style, int width);

/// A quarter turn against the clock: read from the bottom to the top.
TextMask turned(const TextMask& mask);

using TextColour = std::array<float, 3>;

/// Lays the mask over a picture of 3 channels, its upper left corner at (x, y); what is outside is left out.
void draw_text(Image& picture, const TextMask& mask, int x, int y, const TextColour& colour);

}  // namespace droplet
