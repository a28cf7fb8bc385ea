// The primitives of math/formula.h on a single float or double: on the host, and on a GPU thread.
#pragma once
#include <cmath>

#include "math/host_device.h"

namespace droplet::math {

/// A double as an R.
template <class R>
struct FromDouble {
    static DROPLET_HD R value(double x) { return static_cast<R>(x); }
};

DROPLET_HD inline float choose(bool first, float a, float b) {
    return first ? a : b;
}
DROPLET_HD inline double choose(bool first, double a, double b) {
    return first ? a : b;
}
DROPLET_HD inline float magnitude(float x) {
    return ::fabsf(x);
}
DROPLET_HD inline double magnitude(double x) {
    return ::fabs(x);
}
/// |x| with the sign of another.
DROPLET_HD inline float signed_as(float x, float sign) {
    return ::copysignf(x, sign);
}
DROPLET_HD inline double signed_as(double x, double sign) {
    return ::copysign(x, sign);
}
DROPLET_HD inline float root(float x) {
    return ::sqrtf(x);
}
DROPLET_HD inline double root(double x) {
    return ::sqrt(x);
}
DROPLET_HD inline float exponential(float x) {
    return ::expf(x);
}
DROPLET_HD inline double exponential(double x) {
    return ::exp(x);
}
/// e^x − 1.
DROPLET_HD inline float exponential_less_one(float x) {
    return ::expm1f(x);
}
DROPLET_HD inline double exponential_less_one(double x) {
    return ::expm1(x);
}
/// log x for x >= 0.
DROPLET_HD inline float logarithm(float x) {
    return ::logf(x);
}
DROPLET_HD inline double logarithm(double x) {
    return ::log(x);
}
/// log(1 + x) for x >= 0.
DROPLET_HD inline float logarithm_of_one_and(float x) {
    return ::log1pf(x);
}
DROPLET_HD inline double logarithm_of_one_and(double x) {
    return ::log1p(x);
}
/// arctan x for x in [0, 1].
DROPLET_HD inline float arctangent(float x) {
    return ::atanf(x);
}
DROPLET_HD inline double arctangent(double x) {
    return ::atan(x);
}
DROPLET_HD inline void sine_cosine(float x, float& sine, float& cosine) {
    sine = ::sinf(x);
    cosine = ::cosf(x);
}
DROPLET_HD inline void sine_cosine(double x, double& sine, double& cosine) {
    sine = ::sin(x);
    cosine = ::cos(x);
}

}  // namespace droplet::math
