#include "model/fractal_glide.h"

#include <cmath>

namespace droplet {
namespace {

/// ρ of the paper: how much zooming a way across is worth. ρ² = 2.
constexpr double rho = 1.4142135623730951, rho_squared = 2;
/// Ends nearer to each other than this share of a view have the same middle.
constexpr double no_distance = 1e-6;

/// r at the end where the view is `here` wide, of a way of `distance` to where it is `there` wide.
double r_at(double here, double there, double distance) {
    const double across = rho_squared * distance;
    const double b = ((there - here) * (there + here) + across * across) / (2 * here * across);
    return -std::asinh(b);
}

/// How far from that end, and how wide the view, after `s` of the way.
double gone(double here, double r, double s) {
    return here / rho_squared * std::sinh(rho * s) / std::cosh(rho * s + r);
}
double width(double here, double r, double s) {
    return here * std::cosh(r) / std::cosh(rho * s + r);
}

Precise moved(const Precise& from, double way) {
    return from + Precise(way);
}

}  // namespace

FractalGlide::FractalGlide(const FractalPlace& from, const FractalPlace& to, double across, Way way)
    : from_(from),
      to_(to),
      dx_((to.x - from.x).high),
      dy_((to.y - from.y).high),
      distance_(std::hypot(dx_, dy_)),
      width_from_(from.scale * across),
      width_to_(to.scale * across),
      way_(way) {
    if (distance_ < no_distance * std::fmin(width_from_, width_to_)) way_ = Way::straight;
    if (way_ == Way::straight) {
        length_ = std::fabs(std::log(width_to_ / width_from_)) / rho +
                  rho * distance_ / std::fmax(width_from_, width_to_);
        return;
    }
    r_from_ = r_at(width_from_, width_to_, distance_);
    r_to_ = r_at(width_to_, width_from_, distance_);
    length_ = -(r_from_ + r_to_) / rho;
}

FractalPlace FractalGlide::at(double share) const {
    if (share <= 0) return from_;
    if (share >= 1) return to_;
    return way_ == Way::straight ? straight(share) : flown(share);
}

FractalPlace FractalGlide::straight(double share) const {
    FractalPlace place;
    place.scale = from_.scale * std::pow(to_.scale / from_.scale, share);
    // A point that keeps its place lets the middle go as the scale does.
    const double left =
        from_.scale == to_.scale ? 1 - share : (place.scale - to_.scale) / (from_.scale - to_.scale);
    place.x = moved(to_.x, -dx_ * left);
    place.y = moved(to_.y, -dy_ * left);
    return place;
}

FractalPlace FractalGlide::flown(double share) const {
    const double s = share * length_;
    const double from_start = gone(width_from_, r_from_, s), from_end = gone(width_to_, r_to_, length_ - s);
    FractalPlace place;
    if (from_start < from_end) {
        place.x = moved(from_.x, dx_ * (from_start / distance_));
        place.y = moved(from_.y, dy_ * (from_start / distance_));
        place.scale = from_.scale * (width(width_from_, r_from_, s) / width_from_);
    } else {
        place.x = moved(to_.x, -dx_ * (from_end / distance_));
        place.y = moved(to_.y, -dy_ * (from_end / distance_));
        place.scale = to_.scale * (width(width_to_, r_to_, length_ - s) / width_to_);
    }
    return place;
}

}  // namespace droplet
