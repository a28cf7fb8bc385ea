// Constants of the approximations that the float and the SIMD primitives share.
#pragma once
#include <cstdint>

namespace droplet {

/// A minimax polynomial of 2^x, exact at 0: 1 + x(c1 + x(c2 + x(c3 + x(c4 + x·c5)))). Evaluated in float32
/// with fused multiply-adds its relative error is at most 2e-7 (tests/math and tests/compute measure it).
struct Exp2Polynomial {
    float c1, c2, c3, c4, c5;
};

/// On [-1/2, 1/2]: x less its nearest whole number, which is exact.
inline constexpr Exp2Polynomial exp2_around_whole{0.693147f, 0.24022242f, 0.055507336f, 0.009671513f,
                                                  0.0013264727f};
/// On [0, 1]: x less the whole number below it, which AVX-512 has as one instruction (it rounds down, where
/// the difference from a small x is not exact) beside one that multiplies by 2^whole.
inline constexpr Exp2Polynomial exp2_above_whole{0.6931513f, 0.24016444f, 0.055799913f, 0.00901703f,
                                                 0.0018671302f};

/// 1/sqrt(x): the float's bits, halved and subtracted from this, estimate it within 3.5 %; each Newton step
/// squares the error. Unlike the processors' own estimates it has the same bits everywhere.
inline constexpr std::int32_t rsqrt_magic = 0x5f3759df;
inline constexpr int rsqrt_iterations = 3;

}  // namespace droplet
