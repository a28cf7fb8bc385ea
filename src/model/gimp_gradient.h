#pragma once
#include <string>

#include "model/palette.h"
#include "model/text_lines.h"

namespace droplet {

/// The lines of a .ggr file from its first, as parse_palette() (model/palette_text.h) says.
Palette parse_gimp_gradient(TextLines lines, const std::string& name);

}  // namespace droplet
