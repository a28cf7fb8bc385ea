#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "model/palette.h"

namespace droplet {

/// A colour of six hexadecimal digits, with or without a # before them; none for anything else.
std::optional<Rgb> color_of_hex(std::string_view text);
/// "#rrggbb", rounded.
std::string hex_of(const Rgb& color);
/// Of 255, rounded.
int byte_of(float share);

}  // namespace droplet
