#pragma once
#include <array>
#include <vector>

#include "model/fractal_scene.h"
#include "model/image.h"

namespace droplet {

/// Colours values of the fractal by its palette (math/fractal_color.h).
class FractalColors {
 public:
    explicit FractalColors(const FractalScene& scene);

    /// Row y of the picture, from each sample's values: a pixel's colour is the average of those that it has,
    /// and what it was where it has none, which says a value that is no number.
    void color_row(const std::vector<Image>& samples, int y, Image& picture) const;

    // What the kernel reads:
    Coloring coloring;
    float iterations, density, offset;
    bool cyclic;
    Rgb inside;
    /// The palette's entries, channel by channel.
    std::array<std::array<float, PaletteTable::size>, 3> table;
};

}  // namespace droplet
