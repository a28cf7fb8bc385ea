// Letters of 5 x 7 dots for the caption of the test picture.
#pragma once
#include <string_view>

namespace droplet {

/// A line of text; the upper left corner and the size of a dot in units of the scene.
struct Lettering {
    std::string_view text;
    float x, y, dot;
};

/// 1 on a dot of the line, 0 beside it. Capitals, digits, '-', '+', '=', '.' and space; other signs are
/// blank.
float lettering_cover(const Lettering& line, float x, float y);

inline constexpr Lettering caption_lines[] = {
    {"DROPLET", 46, 552, 4},
    {"PERONA - MALIK 1990", 46, 590, 2},
    {"EDGES STAY. NOISE FLOWS AWAY.", 46, 611, 1},
};

}  // namespace droplet
