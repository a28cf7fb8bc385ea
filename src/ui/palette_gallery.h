#pragma once
#include "model/palette.h"

namespace droplet {

/// All palettes as bars to click, their names in tooltips. `custom` may be empty. True when another was
/// chosen.
bool palette_gallery(PaletteName& name, const Palette& custom);

}  // namespace droplet
