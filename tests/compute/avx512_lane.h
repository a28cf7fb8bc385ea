// A number type for the formulas that computes, in plain C++, what one lane of AVX-512 does.
#pragma once
#include <algorithm>
#include <cmath>
#include <limits>

#include "math/float_ops.h"

namespace droplet::test {

struct Avx512Lane {
    float v;
    explicit Avx512Lane(float value = 0) : v(value) {}
};

inline Avx512Lane operator+(Avx512Lane a, Avx512Lane b) {
    return Avx512Lane(a.v + b.v);
}
inline Avx512Lane operator-(Avx512Lane a, Avx512Lane b) {
    return Avx512Lane(a.v - b.v);
}
inline Avx512Lane operator*(Avx512Lane a, Avx512Lane b) {
    return Avx512Lane(a.v * b.v);
}
inline Avx512Lane fma(Avx512Lane a, Avx512Lane b, Avx512Lane c) {
    return Avx512Lane(math::fma(a.v, b.v, c.v));
}
inline Avx512Lane min(Avx512Lane a, Avx512Lane b) {
    return Avx512Lane(math::min(a.v, b.v));
}
inline Avx512Lane max(Avx512Lane a, Avx512Lane b) {
    return Avx512Lane(math::max(a.v, b.v));
}
inline Avx512Lane reciprocal(Avx512Lane x) {
    return Avx512Lane(math::reciprocal(x.v));
}
inline Avx512Lane reciprocal_sqrt(Avx512Lane x) {
    return Avx512Lane(math::reciprocal_sqrt(x.v));
}

/// VREDUCEPS and VSCALEFPS, rounding down (Intel SDM, volume 2).
inline Avx512Lane exp2_nonpositive(Avx512Lane x) {
    if (std::isinf(x.v)) return Avx512Lane(0.0f);
    const float below = -std::floor(x.v);
    float rest = x.v + below;
    // What the sum lost (Knuth's two-sum): when it was rounded up, the one below is the sum rounded down.
    const float part = rest - x.v;
    const float lost = (x.v - (rest - part)) + (below - part);
    if (lost < 0) rest = std::nextafter(rest, -std::numeric_limits<float>::infinity());
    // Below this all is 0, and the power may be no int.
    const float power = std::max(-below, -1000.0f);
    const float result = std::ldexp(math::exp2_polynomial(exp2_above_whole, rest), static_cast<int>(power));
    return Avx512Lane(result < std::numeric_limits<float>::min() ? 0.0f : result);
}

}  // namespace droplet::test
