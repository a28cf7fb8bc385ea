#pragma once
#include <string>
#include <string_view>

namespace droplet {

/// Name of the instruction set in use: "AVX-512", "AVX2", "SSE4", "SSSE3", "NEON" or "generic".
const char* simd_name();

/// Names of the instruction sets that this program has code for and this processor can run, best first.
std::string available_simd();

/// Restricts this process to the named instruction set ("" lifts that), for tests and benchmarks. Returns
/// false when this processor or build lacks it. Not for use while a backend computes.
bool limit_simd(std::string_view name);

}  // namespace droplet
