#pragma once
#include <vector>

namespace droplet {

/// The slope of a curve through three points at the middle one, from the slopes of its two sides and their
/// lengths: a weighted harmonic mean, 0 at an extremum, so that nothing overshoots (F. N. Fritsch,
/// J. Butland, "A method for constructing local monotone piecewise cubic interpolants", 1984).
double monotone_slope(double length_before, double slope_before, double length_after, double slope_after);

/// The cubic that goes from 0 to `rise` over `length` with these slopes at its ends, at a share of the way.
double hermite(double share, double length, double rise, double slope_begin, double slope_end);

/// The monotone curve through (times[i], values[i]) at a time; beyond the ends it stays as there. Times
/// ascend; both are of the same length, not empty.
double smooth_between(const std::vector<double>& times, const std::vector<double>& values, double time);

}  // namespace droplet
