// A vector of floats and its way from and to memory, once per instruction set. Include after <hwy/highway.h>.
#if defined(DROPLET_CPU_SIMD_VECTOR_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_SIMD_VECTOR_INL_H
#undef DROPLET_CPU_SIMD_VECTOR_INL_H
#else
#define DROPLET_CPU_SIMD_VECTOR_INL_H
#endif

#include "hwy/cache_control.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using Vector = hn::Vec<FloatTag>;

HWY_INLINE int lanes() {
    return static_cast<int>(hn::Lanes(FloatTag()));
}
HWY_INLINE Vector load(const float* p) {
    return hn::LoadU(FloatTag(), p);
}
HWY_INLINE void store(Vector v, float* p) {
    hn::StoreU(v, FloatTag(), p);
}

/// Loads for several uses. A compiler would rather load anew for each, as an operand in memory costs no
/// instruction; where it crosses cache lines it costs two loads every time.
HWY_INLINE Vector load_once(const float* p) {
    Vector v = load(p);
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
    asm("" : "+v"(v.raw));
#elif HWY_ARCH_ARM_A64 && HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
    asm("" : "+w"(v.raw));
#endif
    return v;
}

/// Asks for the line at p in the second-level cache. (Highway's goes to the first level, which is full.)
HWY_INLINE void prefetch(const float* p) {
#if HWY_COMPILER_GCC || HWY_COMPILER_CLANG
    __builtin_prefetch(p, 0, 2);
#else
    hwy::Prefetch(p);
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
