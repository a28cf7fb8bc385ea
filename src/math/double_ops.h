// The primitives of the formulas on a single double, and those that only fractals need on a float.
#pragma once
#include <cmath>

#include "math/host_device.h"

namespace droplet::math {

DROPLET_HD inline double fma(double a, double b, double c) {
    return ::fma(a, b, c);
}
/// 1/m; 0 where m is infinite or no number.
DROPLET_HD inline double reciprocal_or_zero(double m) {
    return m < HUGE_VAL ? 1.0 / m : 0.0;
}
DROPLET_HD inline float reciprocal_or_zero(float m) {
    return m < HUGE_VALF ? 1.0f / m : 0.0f;
}

}  // namespace droplet::math
