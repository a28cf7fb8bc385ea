// The primitives of the formulas on a single double, and those that only fractals need on a float.
#pragma once
#include <cmath>

#include "math/float_ops.h"
#include "math/host_device.h"

namespace droplet::math {

DROPLET_HD inline double fma(double a, double b, double c) {
    return ::fma(a, b, c);
}
/// 1/m; 0 where m is infinite or no number.
DROPLET_HD inline double reciprocal_or_zero(double m) {
    return m < HUGE_VAL ? 1.0 / m : 0.0;
}
/// Likewise; on a GPU to 1 ulp, and infinite below 2^-126.
DROPLET_HD inline float reciprocal_or_zero(float m) {
#if defined(__CUDA_ARCH__)
    return m < HUGE_VALF ? reciprocal(m) : 0.0f;
#else
    return m < HUGE_VALF ? 1.0f / m : 0.0f;
#endif
}
/// x; 0 where m is infinite or no number.
DROPLET_HD inline double zero_unless_finite(double x, double m) {
    return m < HUGE_VAL ? x : 0.0;
}
DROPLET_HD inline float zero_unless_finite(float x, float m) {
    return m < HUGE_VALF ? x : 0.0f;
}
/// a·b − product without error, where product is a·b, rounded.
DROPLET_HD inline double rounding_of_product(double a, double b, double product) {
    return ::fma(a, b, -product);
}
/// Where either is no number: b.
DROPLET_HD inline double min(double a, double b) {
    return a < b ? a : b;
}
DROPLET_HD inline double max(double a, double b) {
    return a > b ? a : b;
}

}  // namespace droplet::math
