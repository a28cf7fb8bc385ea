#pragma once
#include "model/fractal_scene.h"

namespace droplet {

/// Whether every point has the same value in both scenes: all that they may differ in is what colours are
/// made of values, and how the picture feeds a process.
bool same_values(const FractalScene& a, const FractalScene& b);

/// Whether every point would have, were both of one place.
bool same_values_elsewhere(const FractalScene& a, const FractalScene& b);

}  // namespace droplet
