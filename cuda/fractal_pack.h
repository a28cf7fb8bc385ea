// Some numbers that go through a formula side by side, as a number type of math/complex_functions.h.
#pragma once
#include "cuda/diffuse_tile.h"
#include "math/double_ops.h"
#include "math/float_ops.h"
#include "math/formula.h"
#include "math/function_ops.h"

#if defined(__CUDA_ARCH__)
#define DROPLET_NO_UNROLL _Pragma("unroll 1")
#else
#define DROPLET_NO_UNROLL
#endif

namespace droplet::cuda {

using math::Complex;

/// Aligned so that it is read at once.
template <class R, int P>
struct alignas(sizeof(R) * P) Pack {
    R v[P];
};
/// What comparing packs gives.
template <int P>
struct PackMask {
    bool v[P];
};

/// The pack of f(p).
template <class R, int P, class F>
DROPLET_HD Pack<R, P> packed(const F& f) {
    Pack<R, P> result;
    DROPLET_UNROLL
    for (int p = 0; p < P; ++p) result.v[p] = f(p);
    return result;
}
template <int P, class F>
DROPLET_HD PackMask<P> packed_mask(const F& f) {
    PackMask<P> result;
    DROPLET_UNROLL
    for (int p = 0; p < P; ++p) result.v[p] = f(p);
    return result;
}

#define DROPLET_PACK_UNARY(name, expression)                    \
    template <class R, int P>                                   \
    DROPLET_HD Pack<R, P> name(const Pack<R, P>& a) {           \
        return packed<R, P>([&](int p) { return expression; }); \
    }
#define DROPLET_PACK_BINARY(name, expression)                              \
    template <class R, int P>                                              \
    DROPLET_HD Pack<R, P> name(const Pack<R, P>& a, const Pack<R, P>& b) { \
        return packed<R, P>([&](int p) { return expression; });            \
    }
DROPLET_PACK_UNARY(operator-, -a.v[p])
DROPLET_PACK_UNARY(magnitude, math::magnitude(a.v[p]))
DROPLET_PACK_UNARY(root, math::root(a.v[p]))
DROPLET_PACK_UNARY(reciprocal_or_zero, math::reciprocal_or_zero(a.v[p]))
DROPLET_PACK_BINARY(operator+, a.v[p] + b.v[p])
DROPLET_PACK_BINARY(operator-, a.v[p] - b.v[p])
DROPLET_PACK_BINARY(operator*, a.v[p] * b.v[p])
DROPLET_PACK_BINARY(operator/, a.v[p] / b.v[p])
DROPLET_PACK_BINARY(zero_unless_finite, math::zero_unless_finite(a.v[p], b.v[p]))
#undef DROPLET_PACK_UNARY
#undef DROPLET_PACK_BINARY

template <class R, int P>
DROPLET_HD Pack<R, P> fma(const Pack<R, P>& a, const Pack<R, P>& b, const Pack<R, P>& c) {
    return packed<R, P>([&](int p) { return math::fma(a.v[p], b.v[p], c.v[p]); });
}
template <class R, int P>
DROPLET_HD PackMask<P> operator<(const Pack<R, P>& a, const Pack<R, P>& b) {
    return packed_mask<P>([&](int p) { return a.v[p] < b.v[p]; });
}
template <class R, int P>
DROPLET_HD PackMask<P> operator==(const Pack<R, P>& a, const Pack<R, P>& b) {
    return packed_mask<P>([&](int p) { return a.v[p] == b.v[p]; });
}
template <class R, int P>
DROPLET_HD Pack<R, P> choose(const PackMask<P>& first, const Pack<R, P>& a, const Pack<R, P>& b) {
    return packed<R, P>([&](int p) { return first.v[p] ? a.v[p] : b.v[p]; });
}

/// Functions take so long that going through them side by side saves little, and their code is large: one
/// after the other, and one copy of the code.
template <FormulaOp op, class R>
__attribute__((noinline)) DROPLET_HD Complex<R> function_alone(Complex<R> a, Complex<R> b) {
    return math::function_of<op>(a, b);
}
template <FormulaOp op, class R, int P>
DROPLET_HD Complex<Pack<R, P>> function_of(const Complex<Pack<R, P>>& a, const Complex<Pack<R, P>>& b) {
    Complex<Pack<R, P>> result;
    DROPLET_NO_UNROLL
    for (int p = 0; p < P; ++p) {
        const Complex<R> value = function_alone<op, R>({a.re.v[p], a.im.v[p]}, {b.re.v[p], b.im.v[p]});
        result.re.v[p] = value.re;
        result.im.v[p] = value.im;
    }
    return result;
}

/// P of the same number; one is the number itself, which may also be a pair of doubles.
template <class R, int P>
struct Side {
    using Type = Pack<R, P>;
    DROPLET_HD static Type all(R x) {
        return packed<R, P>([&](int) { return x; });
    }
    DROPLET_HD static R& at(Type& pack, int p) { return pack.v[p]; }
};
template <class R>
struct Side<R, 1> {
    using Type = R;
    DROPLET_HD static Type all(const R& x) { return x; }
    DROPLET_HD static R& at(Type& number, int) { return number; }
};

}  // namespace droplet::cuda

namespace droplet::math {

template <class R, int P>
struct FromDouble<cuda::Pack<R, P>> {
    DROPLET_HD static cuda::Pack<R, P> value(double x) {
        return cuda::packed<R, P>([&](int) { return static_cast<R>(x); });
    }
};

}  // namespace droplet::math
