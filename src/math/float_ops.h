// The primitives of the formulas on a single float: the scalar reference on the host, and a GPU thread.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>

#include "math/approximation.h"
#include "math/host_device.h"

namespace droplet::math {

template <class F>
DROPLET_HD inline F broadcast(float value) {
    return F(value);
}

DROPLET_HD inline float fma(float a, float b, float c) {
    return ::fmaf(a, b, c);
}
DROPLET_HD inline float min(float a, float b) {
#if defined(__CUDA_ARCH__)
    return ::fminf(a, b);
#else
    return b < a ? b : a;
#endif
}
DROPLET_HD inline float max(float a, float b) {
#if defined(__CUDA_ARCH__)
    return ::fmaxf(a, b);
#else
    return a < b ? b : a;
#endif
}

DROPLET_HD inline float absolute(float x) {
    return ::fabsf(x);
}
DROPLET_HD inline float square_root(float x) {
    return ::sqrtf(x);
}
/// y · sign(x), sign(0) = 0.
DROPLET_HD inline float times_sign(float y, float x) {
    return x > 0 ? y : x < 0 ? -y : 0.0f;
}
/// x where a and b are equal, else 0.
DROPLET_HD inline float zero_unless_equal(float x, float a, float b) {
    return a == b ? x : 0.0f;
}

/// 1/x for x >= 2^-126, infinity included; on a GPU rcp.approx (1 ulp, below 2^-126 it is 0; PTX ISA, rcp).
DROPLET_HD inline float reciprocal(float x) {
#if defined(__CUDA_ARCH__)
    float result;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
    return result;
#else
    return 1.0f / x;
#endif
}

/// 1/sqrt(x) for x in [1, 2^126]: relative error at most 2e-7 on the host (the same bits as a SIMD lane of an
/// instruction set with fused multiply-add); on a GPU rsqrt.approx (relative error 2^-22.9; PTX ISA, rsqrt).
DROPLET_HD inline float reciprocal_sqrt(float x) {
#if defined(__CUDA_ARCH__)
    float result;
    asm("rsqrt.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
    return result;
#else
    std::int32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    bits = rsqrt_magic - (bits >> 1);
    float y;
    std::memcpy(&y, &bits, sizeof y);
    const float half = x * 0.5f;
    for (int i = 0; i < rsqrt_iterations; ++i) y = y * fma(-half, y * y, 1.5f);
    return y;
#endif
}

DROPLET_HD inline float exp2_polynomial(const Exp2Polynomial& c, float x) {
    float p = fma(c.c5, x, c.c4);
    p = fma(p, x, c.c3);
    p = fma(p, x, c.c2);
    p = fma(p, x, c.c1);
    return fma(p, x, 1.0f);
}

/// 2^x for x <= 0, minus infinity included; below 2^-126 it may be 0 or 2^-126. On the host relative error at
/// most 1.5e-7 and the same bits as a SIMD lane of an instruction set with fused multiply-add; on a GPU
/// ex2.approx (2 ulp; CUDA programming guide, intrinsic functions).
DROPLET_HD inline float exp2_nonpositive(float x) {
#if defined(__CUDA_ARCH__)
    float result;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
    return result;
#else
    const float bounded = max(x, -126.0f);
    const float whole = ::rintf(bounded);
    float p = exp2_polynomial(exp2_around_whole, bounded - whole);
    std::int32_t bits;
    std::memcpy(&bits, &p, sizeof bits);
    bits += static_cast<std::int32_t>(whole) * (1 << 23);
    std::memcpy(&p, &bits, sizeof p);
    return p;
#endif
}

}  // namespace droplet::math
