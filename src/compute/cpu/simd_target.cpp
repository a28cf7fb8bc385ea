#include "compute/cpu/simd_target.h"

#include <hwy/targets.h>

#include <array>
#include <cstdint>

namespace droplet {
namespace {

struct Target {
    std::int64_t bit;
    const char* name;
};

/// What runs on any processor; which of the two there is depends on the compiler.
constexpr std::int64_t generic_targets = HWY_EMU128 | HWY_SCALAR;

// Best first.
#if HWY_ARCH_X86
constexpr std::array targets{Target{HWY_AVX3, "AVX-512"}, Target{HWY_AVX2, "AVX2"}, Target{HWY_SSE4, "SSE4"},
                             Target{HWY_SSSE3, "SSSE3"}, Target{generic_targets, "generic"}};
#elif HWY_ARCH_ARM
constexpr std::array targets{Target{HWY_NEON, "NEON"}, Target{generic_targets, "generic"}};
#else
constexpr std::array targets{Target{generic_targets, "generic"}};
#endif

std::int64_t usable() {
    return hwy::SupportedTargets() & HWY_TARGETS;
}

}  // namespace

const char* simd_name() {
    for (const Target& target : targets)
        if (usable() & target.bit) return target.name;
    return "generic";
}

std::string available_simd() {
    std::string names;
    for (const Target& target : targets) {
        if (!(usable() & target.bit)) continue;
        if (!names.empty()) names += ' ';
        names += target.name;
    }
    return names;
}

bool limit_simd(std::string_view name) {
    hwy::SetSupportedTargetsForTest(0);
    bool found = name.empty();
    for (const Target& target : targets) {
        if (target.name != name || !(usable() & target.bit)) continue;
        hwy::SetSupportedTargetsForTest(target.bit & HWY_TARGETS);
        found = true;
    }
    hwy::GetChosenTarget().DeInit();  // looked up anew at the next call
    return found;
}

}  // namespace droplet
