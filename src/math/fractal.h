// The recurrence z <- λ / zⁿ + c (docs/mathematics: after the "drop that contains the ocean"; the original
// has λ = −i/π, n = 7), on the Riemann sphere: 0 goes to ∞, and ∞ to c. R is a real number: a float, a
// double, a pair of doubles, or a batch of one of them. Besides the primitives of math/namespace.h, R has
//     reciprocal_or_zero(m) = 1/m, and 0 where m is infinite or no number: so ∞ goes to c, also where
//     float32 overflows long before float64 does.
#if defined(DROPLET_MATH_FRACTAL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_MATH_FRACTAL_H
#undef DROPLET_MATH_FRACTAL_H
#else
#define DROPLET_MATH_FRACTAL_H
#endif

#include "math/host_device.h"
#include "math/namespace.h"
#if !defined(HWY_NAMESPACE)
#include "math/double_ops.h"
#include "math/float_ops.h"
#endif

DROPLET_MATH_BEGIN

template <class R>
struct Complex {
    R re, im;
};

/// |z|².
template <class R>
DROPLET_FORMULA R norm(const Complex<R>& z) {
    return fma(z.re, z.re, z.im * z.im);
}
template <class R>
DROPLET_FORMULA Complex<R> square(const Complex<R>& a) {
    return {fma(a.re, a.re, -(a.im * a.im)), (a.re + a.re) * a.im};
}
template <class R>
DROPLET_FORMULA Complex<R> multiply(const Complex<R>& a, const Complex<R>& b) {
    return {fma(a.re, b.re, -(a.im * b.im)), fma(a.re, b.im, a.im * b.re)};
}
/// a · b + c.
template <class R>
DROPLET_FORMULA Complex<R> multiply_add(const Complex<R>& a, const Complex<R>& b, const Complex<R>& c) {
    return {fma(a.re, b.re, fma(-a.im, b.im, c.re)), fma(a.re, b.im, fma(a.im, b.re, c.im))};
}

/// u^n for n >= 1 by repeated squaring; N > 0 is an n known when compiled, else `exponent` is it. The fewest
/// multiplications that there are, for n <= 14.
template <int N, class R>
DROPLET_FORMULA Complex<R> whole_power(Complex<R> u, int exponent) {
    int bits = N > 0 ? N : exponent;
    while (bits % 2 == 0) {
        u = square(u);
        bits /= 2;
    }
    Complex<R> result = u;
    while (bits > 1) {
        bits /= 2;
        u = square(u);
        if (bits % 2 == 1) result = multiply(result, u);
    }
    return result;
}

/// 1/z, with |z|².
template <class R>
DROPLET_FORMULA Complex<R> inverse(const Complex<R>& z, const R& norm) {
    const R q = reciprocal_or_zero(norm);
    return {z.re * q, -(z.im * q)};
}

/// λ / zⁿ + c for n >= 1: (1/z)ⁿ keeps the range of float32. N as in whole_power().
template <int N, class R>
DROPLET_FORMULA Complex<R> next_of_pole(const Complex<R>& z, const R& norm, const Complex<R>& lambda,
                                        const Complex<R>& c, int exponent) {
    return multiply_add(whole_power<N>(inverse(z, norm), exponent), lambda, c);
}
/// λ · zⁿ + c for n >= 1: what a negative exponent means.
template <int N, class R>
DROPLET_FORMULA Complex<R> next_of_polynomial(const Complex<R>& z, const Complex<R>& lambda,
                                              const Complex<R>& c, int exponent) {
    return multiply_add(whole_power<N>(z, exponent), lambda, c);
}

DROPLET_MATH_END

#endif
