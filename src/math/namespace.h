// The formulas of this folder are written once and compiled for several executors. Included as they are, they
// live in droplet::math and run on a float: the scalar reference on the host, a thread on a GPU. Included
// from a Highway kernel (after <hwy/highway.h>), once per instruction set, they live in that set's own
// namespace and with its code generation attributes, so that code for AVX-512 and for the baseline never
// merges at link time.
//
// A header of formulas is guarded by Highway's toggle, has its text between DROPLET_MATH_BEGIN and
// DROPLET_MATH_END, and uses these primitives on its number type F, found by argument or in the same
// namespace:
//     + - *, fma(a, b, c) = a·b + c rounded once, min, max, reciprocal(x), reciprocal_sqrt(x),
//     square_root(x), absolute(x), times_sign(y, x), zero_unless_equal(x, a, b), exp2_nonpositive(x) = 2^x
//     for x <= 0, broadcast<F>(float)
#undef DROPLET_MATH_BEGIN
#undef DROPLET_MATH_END
#if defined(HWY_NAMESPACE)
#define DROPLET_MATH_BEGIN  \
    HWY_BEFORE_NAMESPACE(); \
    namespace droplet {     \
    namespace HWY_NAMESPACE {
#define DROPLET_MATH_END \
    }                    \
    }                    \
    HWY_AFTER_NAMESPACE();
#define DROPLET_FORMULA HWY_INLINE
#else
#define DROPLET_MATH_BEGIN \
    namespace droplet {    \
    namespace math {
#define DROPLET_MATH_END \
    }                    \
    }
#define DROPLET_FORMULA DROPLET_HD inline
#endif
