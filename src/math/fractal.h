// The recurrence z <- λ / zⁿ + c (docs/mathematics: after the "drop that contains the ocean"; the original
// has λ = −i/π, n = 7), on the Riemann sphere: 0 goes to ∞, and ∞ to c. R is a real number: a float, a
// double, a pair of doubles, or a batch of one of them. Besides the primitives of math/namespace.h, R has
//     reciprocal_or_zero(m) = 1/m, and 0 where m is infinite or no number,
//     zero_unless_finite(x, m) = x, and 0 where m is infinite or no number.
// With them ∞, which is what has no finite modulus, goes to c, also where float32 overflows long before
// float64 does. An iterate of a polynomial that is no number remains none.
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

/// a² + c.
template <class R>
DROPLET_FORMULA Complex<R> square_add(const Complex<R>& a, const Complex<R>& c) {
    return {fma(a.re, a.re, fma(-a.im, a.im, c.re)), fma(a.re + a.re, a.im, c.im)};
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

/// u^n + c for n >= 1, likewise.
template <int N, class R>
DROPLET_FORMULA Complex<R> whole_power_add(Complex<R> u, const Complex<R>& c, int exponent) {
    int bits = N > 0 ? N : exponent;
    while (bits % 2 == 0) {
        if (bits == 2) return square_add(u, c);
        u = square(u);
        bits /= 2;
    }
    Complex<R> result = u;
    while (bits > 1) {
        bits /= 2;
        u = square(u);
        if (bits == 1) return multiply_add(result, u, c);
        if (bits % 2 == 1) result = multiply(result, u);
    }
    return {u.re + c.re, u.im + c.im};
}

/// 1/z, with |z|²; 1/∞ is 0. (1/0 is no number, the ∞ of this arithmetic.)
template <class R>
DROPLET_FORMULA Complex<R> inverse(const Complex<R>& z, const R& norm) {
    const R q = reciprocal_or_zero(norm);
    return {zero_unless_finite(z.re * q, norm), zero_unless_finite(-(z.im * q), norm)};
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

/// Both where λ = 1.
template <int N, class R>
DROPLET_FORMULA Complex<R> next_of_unit_pole(const Complex<R>& z, const R& norm, const Complex<R>& c,
                                             int exponent) {
    return whole_power_add<N>(inverse(z, norm), c, exponent);
}
template <int N, class R>
DROPLET_FORMULA Complex<R> next_of_unit_polynomial(const Complex<R>& z, const Complex<R>& c, int exponent) {
    return whole_power_add<N>(z, c, exponent);
}

/// The derivative of next_of_pole() along a parameter t (that of the pixel), where dz and dc are those of z
/// and c: −n λ z' / z^(n+1) + c'.
template <int N, class R>
DROPLET_FORMULA Complex<R> derivative_of_pole(const Complex<R>& z, const R& norm, const Complex<R>& dz,
                                              const Complex<R>& lambda, const Complex<R>& dc, int exponent) {
    const Complex<R> u = inverse(z, norm);
    const R factor = R(static_cast<float>(-(N > 0 ? N : exponent)));
    const Complex<R> slope = multiply(multiply(whole_power<N>(u, exponent), u), lambda);
    return multiply_add({slope.re * factor, slope.im * factor}, dz, dc);
}
/// Likewise of next_of_polynomial(): n λ z^(n−1) z' + c'.
template <int N, class R>
DROPLET_FORMULA Complex<R> derivative_of_polynomial(const Complex<R>& z, const Complex<R>& dz,
                                                    const Complex<R>& lambda, const Complex<R>& dc,
                                                    int exponent) {
    const int n = N > 0 ? N : exponent;
    const R factor = R(static_cast<float>(n));
    Complex<R> slope = lambda;
    if (n > 1) slope = multiply(whole_power<(N < 2 ? 0 : N - 1)>(z, n - 1), lambda);
    return multiply_add({slope.re * factor, slope.im * factor}, dz, dc);
}

/// How much an iterate counts as one within R in the smooth escape of recurrences whose orbits come back: 1
/// as far as R/2, 0 from R on, in between linear in |z|². No number counts as outside. `scale` is 4/(3 R²).
template <class R>
DROPLET_FORMULA R share_inside(const R& norm, const R& radius_squared, const R& scale) {
    return min(max((radius_squared - norm) * scale, R(0.0f)), R(1.0f));
}

DROPLET_MATH_END

#endif
