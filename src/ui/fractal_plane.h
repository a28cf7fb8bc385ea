#pragma once
#include <cmath>

#include "model/fractal_params.h"
#include "model/image.h"

namespace droplet {

/// A point of the complex plane, as precisely as the deepest zooms need it.
struct PlanePoint {
    Precise re, im;
    bool operator==(const PlanePoint&) const = default;
};

/// Between the pixels of a picture of the fractal and the plane. Pixels are real numbers: (0.5, 0.5) is the
/// middle of the first.
struct FractalPlane {
    FractalPlace place;
    Size size;

    PlanePoint at(double x, double y) const {
        return {place.x + Precise(place.scale) * (x - size.width / 2.0),
                place.y + Precise(place.scale) * (y - size.height / 2.0)};
    }
    /// The middle of the pixel that (x, y) lies in.
    PlanePoint pixel_at(double x, double y) const { return at(std::floor(x) + 0.5, std::floor(y) + 0.5); }
    double x_of(const Precise& re) const { return (re - place.x).high / place.scale + size.width / 2.0; }
    double y_of(const Precise& im) const { return (im - place.y).high / place.scale + size.height / 2.0; }
};

}  // namespace droplet
