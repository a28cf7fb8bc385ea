// The orbit of a point, as it is drawn and listed.
#pragma once
#include <optional>
#include <vector>

#include "model/formula.h"
#include "ui/fractal_plane.h"

namespace droplet {

/// An iterate, to the digits of a double: the point at infinity is one of no number.
struct OrbitPoint {
    double re = 0, im = 0;
    double modulus = 0;
    bool inside = true;  ///< |z| < R

    bool is_finite() const { return modulus - modulus == 0; }
};

struct Orbit {
    /// Those that are kept: z0, and the first iterates. All are counted.
    static constexpr int most_points = 2001;

    std::vector<OrbitPoint> points;
    int iterations = 0;
    int count = 0;              ///< of z1 … zN those with |z| < R, as the coloring count has it
    std::optional<int> leaves;  ///< the first k >= 1 with |z| >= R
    OrbitPoint last;            ///< zN
};

/// That of one pixel, whose value in the picture is `pixel`: c, or of a Julia set z0. In double, or in
/// double-double where the picture's precision is that; a picture in float32 may differ from it where a point
/// nearly leaves. `program` is empty where the recurrence is λ / zⁿ + c with a whole n.
Orbit orbit_of(const FractalParams& params, const FormulaProgram& program, const PlanePoint& pixel,
               Precision precision);

}  // namespace droplet
