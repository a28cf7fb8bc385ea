#pragma once
#include "model/fractal_params.h"

namespace droplet {

/// The way from one place of the fractal to another. Its ends are exact, and all between is exact to a small
/// part of a pixel, however deep the ends lie: each point is calculated from the end that is nearer.
class FractalGlide {
 public:
    /// flight: out, across and in, so that the eye can follow (J. J. van Wijk, W. A. A. Nuij, "Smooth and
    /// efficient zooming and panning", 2003). straight: one point of the plane keeps its place on the screen,
    /// or, where both ends have the same scale, straight across.
    enum class Way { flight, straight };

    /// `across` is the width of the view in pixels, at least 1.
    FractalGlide(const FractalPlace& from, const FractalPlace& to, double across, Way way);

    /// The place at a share of the way in [0, 1].
    FractalPlace at(double share) const;
    /// How far it seems, the same for all ways: a factor e of the scale is 1/√2.
    double length() const { return length_; }

 private:
    FractalPlace straight(double share) const;
    FractalPlace flown(double share) const;

    FractalPlace from_, to_;
    double dx_, dy_;                // from one end to the other, and
    double distance_;               // how far that is, in units
    double width_from_, width_to_;  // of the view, in units
    double r_from_ = 0, r_to_ = 0;  // r of the paper at the ends, each as if the way began there
    double length_ = 0;
    Way way_;
};

}  // namespace droplet
