#pragma once
#include <vector>

#include "model/builtin_presets.h"

namespace droplet {

/// The built-in presets whose source is the fractal: the original's film, relatives to find one's way by,
/// deep places, and the fractal as what a process works on. Their scales are for pictures of preset_side
/// (fitted_to()).
std::vector<BuiltinPreset> fractal_presets();

}  // namespace droplet
