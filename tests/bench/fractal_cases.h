#pragma once
#include <string>
#include <vector>

#include "model/fractal_scene.h"

namespace droplet::bench {

/// A picture of the fractal that figures are given for.
struct FractalCase {
    std::string name;  ///< "1024x1024/count/n:7/iterations:20/float32"
    FractalScene scene;

    /// Million iterations of a point, were none to end early.
    double million_iterations() const;
};

/// The recurrence of the original in every precision and coloring, typed, and a polynomial's.
std::vector<FractalCase> fractal_cases();

}  // namespace droplet::bench
