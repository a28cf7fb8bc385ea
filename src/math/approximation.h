// Constants of the approximations that the float and the SIMD primitives share.
#pragma once
#include <cstdint>

namespace droplet {

/// Minimax polynomial of 2^x on [-1/2, 1/2], exact at 0: 1 + x(c1 + x(c2 + x(c3 + x(c4 + x·c5)))). Evaluated in
/// float32 with fused multiply-adds its relative error is at most 2e-7 (tests/math measures it).
namespace exp2_coefficient {
inline constexpr float c1 = 0.693147f;
inline constexpr float c2 = 0.24022242f;
inline constexpr float c3 = 0.055507336f;
inline constexpr float c4 = 0.009671513f;
inline constexpr float c5 = 0.0013264727f;
}  // namespace exp2_coefficient

/// 1/sqrt(x): the float's bits, halved and subtracted from this, estimate it within 3.5 %; each Newton step
/// squares the error. Unlike the processors' own estimates it has the same bits everywhere.
inline constexpr std::int32_t rsqrt_magic = 0x5f3759df;
inline constexpr int rsqrt_iterations = 3;

}  // namespace droplet
