#include "model/fractal_flight.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "model/fractal_animation.h"
#include "model/fractal_glide.h"

namespace droplet {
namespace {

/// What a flight takes a view to be: pixels across. A flight does not depend on the window.
constexpr double across = 1000;
/// ρ of FractalGlide's metric.
constexpr double rho = 1.4142135623730951;

using Direction = std::array<double, 3>;

FractalGlide way(const FlightKeyframe& from, const FlightKeyframe& to) {
    return {from.place, to.place, across, FractalGlide::Way::flight};
}

/// From a to b, which are near each other, as it looks: across, down, and into the picture.
Direction direction(const FractalPlace& a, const FractalPlace& b) {
    const double width = a.scale * across;
    return {rho * (b.x - a.x).high / width, rho * (b.y - a.y).high / width,
            std::log(b.scale / a.scale) / rho};
}

double length(const Direction& d) {
    return std::hypot(d[0], d[1], d[2]);
}

/// The speed at the keyframe between two ways.
double speed_at(const FlightKeyframe& before, const FlightKeyframe& here, const FlightKeyframe& after) {
    constexpr double near = 1e-3;
    const FractalGlide in = way(before, here), out = way(here, after);
    const double t_in = here.seconds - before.seconds, t_out = after.seconds - here.seconds;
    const double mean = monotone_slope(t_in, in.length() / t_in, t_out, out.length() / t_out);
    if (mean == 0) return 0;
    const Direction a = direction(in.at(1 - near), here.place), b = direction(here.place, out.at(near));
    const double lengths = length(a) * length(b);
    if (lengths == 0) return 0;
    const double cosine = std::max(0.0, (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / lengths);
    return mean * cosine * cosine;
}

}  // namespace

double monotone_slope(double length_before, double slope_before, double length_after, double slope_after) {
    if (slope_before * slope_after <= 0) return 0;
    const double a = 2 * length_after + length_before, b = length_after + 2 * length_before;
    return (a + b) / (a / slope_before + b / slope_after);
}

double hermite(double share, double length, double rise, double slope_begin, double slope_end) {
    const double rest = 1 - share;
    return rise * share * share * (3 - 2 * share) + length * slope_begin * share * rest * rest -
           length * slope_end * share * share * rest;
}

double smooth_between(const std::vector<double>& times, const std::vector<double>& values, double time) {
    if (time <= times.front()) return values.front();
    if (time >= times.back()) return values.back();
    const auto i =
        static_cast<std::size_t>(std::upper_bound(times.begin(), times.end(), time) - times.begin()) - 1;
    const auto slope = [&](std::size_t k) { return (values[k + 1] - values[k]) / (times[k + 1] - times[k]); };
    const auto slope_at = [&](std::size_t k) {
        if (k == 0) return slope(0);
        if (k + 1 == times.size()) return slope(k - 1);
        return monotone_slope(times[k] - times[k - 1], slope(k - 1), times[k + 1] - times[k], slope(k));
    };
    const double span = times[i + 1] - times[i];
    return values[i] +
           hermite((time - times[i]) / span, span, values[i + 1] - values[i], slope_at(i), slope_at(i + 1));
}

FractalPlace flight_place(const std::vector<FlightKeyframe>& keyframes, double seconds) {
    if (seconds <= keyframes.front().seconds) return keyframes.front().place;
    if (seconds >= keyframes.back().seconds) return keyframes.back().place;
    const auto next = std::upper_bound(keyframes.begin(), keyframes.end(), seconds,
                                       [](double time, const FlightKeyframe& k) { return time < k.seconds; });
    const auto i = static_cast<std::size_t>(next - keyframes.begin()) - 1;
    const FlightKeyframe &from = keyframes[i], &to = keyframes[i + 1];
    const FractalGlide glide = way(from, to);
    if (glide.length() == 0) return from.place;
    const double span = to.seconds - from.seconds, speed = glide.length() / span;
    const double begin = i > 0 ? speed_at(keyframes[i - 1], from, to) : speed;
    const double end = i + 2 < keyframes.size() ? speed_at(from, to, keyframes[i + 2]) : speed;
    return glide.at(hermite((seconds - from.seconds) / span, span, glide.length(), begin, end) /
                    glide.length());
}

}  // namespace droplet
