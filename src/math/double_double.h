// Numbers as unevaluated sums of two, |low| <= ulp(high) / 2: twice the digits (T. J. Dekker, "A
// floating-point technique for extending the available precision", 1971; D. E. Knuth, TAOCP 2, 4.2.2), and
// complex numbers of them, fused: products are summed with all their errors, and normalized once (as in Y.
// Hida, X. S. Li, D. H. Bailey, "Library for double-double and quad-double arithmetic", 2007). Relative to
// the modulus of the terms every operation is right to some 2^-103. R is a double, or a batch of them;
// besides + - * and fma it has
//     rounding_of_product(a, b, p) = a·b − p without error, where p is a·b, rounded,
//     reciprocal_or_zero(m) and zero_unless_finite(x, m) of math/fractal.h, and a constructor from a number.
// Nothing here may be compiled with contraction or reordering.
#if defined(DROPLET_MATH_DOUBLE_DOUBLE_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_MATH_DOUBLE_DOUBLE_H
#undef DROPLET_MATH_DOUBLE_DOUBLE_H
#else
#define DROPLET_MATH_DOUBLE_DOUBLE_H
#endif

#include "math/fractal.h"
#include "math/host_device.h"
#include "math/namespace.h"

DROPLET_MATH_BEGIN

template <class R>
struct DoubleDouble {
    R high, low;
};

template <class R>
DROPLET_FORMULA DoubleDouble<R> double_double(const R& a) {
    return {a, a - a};
}

/// a + b without error (Knuth's two-sum).
template <class R>
DROPLET_FORMULA DoubleDouble<R> two_sum(const R& a, const R& b) {
    const R sum = a + b, shifted = sum - a;
    return {sum, (a - (sum - shifted)) + (b - shifted)};
}
/// Likewise, where |a| >= |b| or a is 0 (Dekker's).
template <class R>
DROPLET_FORMULA DoubleDouble<R> quick_two_sum(const R& a, const R& b) {
    const R sum = a + b;
    return {sum, b - (sum - a)};
}
template <class R>
DROPLET_FORMULA DoubleDouble<R> two_product(const R& a, const R& b) {
    const R product = a * b;
    return {product, rounding_of_product(a, b, product)};
}

template <class R>
DROPLET_FORMULA DoubleDouble<R> operator-(const DoubleDouble<R>& a) {
    return {-a.high, -a.low};
}
template <class R>
DROPLET_FORMULA DoubleDouble<R> operator+(const DoubleDouble<R>& a, const DoubleDouble<R>& b) {
    const DoubleDouble<R> high = two_sum(a.high, b.high), low = two_sum(a.low, b.low);
    const DoubleDouble<R> sum = quick_two_sum(high.high, high.low + low.high);
    return quick_two_sum(sum.high, sum.low + low.low);
}
template <class R>
DROPLET_FORMULA DoubleDouble<R> operator-(const DoubleDouble<R>& a, const DoubleDouble<R>& b) {
    return a + -b;
}
template <class R>
DROPLET_FORMULA DoubleDouble<R> operator*(const DoubleDouble<R>& a, const DoubleDouble<R>& b) {
    const R product = a.high * b.high;
    const R low = fma(a.high, b.low, fma(a.low, b.high, rounding_of_product(a.high, b.high, product)));
    return quick_two_sum(product, low);
}
template <class R>
DROPLET_FORMULA DoubleDouble<R> operator*(const DoubleDouble<R>& a, const R& b) {
    const R product = a.high * b;
    return quick_two_sum(product, fma(a.low, b, rounding_of_product(a.high, b, product)));
}
template <class R>
DROPLET_FORMULA DoubleDouble<R> fma(const DoubleDouble<R>& a, const DoubleDouble<R>& b,
                                    const DoubleDouble<R>& c) {
    return a * b + c;
}
/// x; 0 where m is infinite or no number.
template <class R>
DROPLET_FORMULA DoubleDouble<R> zero_unless_finite(const DoubleDouble<R>& x, const DoubleDouble<R>& m) {
    return {zero_unless_finite(x.high, m.high), zero_unless_finite(x.low, m.high)};
}
/// 1/m by one step of Newton's method from 1/m.high; 0 where m is infinite or no number.
template <class R>
DROPLET_FORMULA DoubleDouble<R> reciprocal_or_zero(const DoubleDouble<R>& m) {
    const R q = reciprocal_or_zero(m.high);
    const R product = q * m.high;
    // 1 − q·m: the product is near 1, so that their difference has no error.
    const R rest = (R(1.0) - product) - fma(q, m.low, rounding_of_product(q, m.high, product));
    return zero_unless_finite(quick_two_sum(q, q * rest), m);
}

/// a·b + c·d.
template <class R>
DROPLET_FORMULA DoubleDouble<R> sum_of_products(const DoubleDouble<R>& a, const DoubleDouble<R>& b,
                                                const DoubleDouble<R>& c, const DoubleDouble<R>& d) {
    const R first = a.high * b.high, second = c.high * d.high;
    const DoubleDouble<R> sum = two_sum(first, second);
    R low = fma(a.high, b.low, fma(a.low, b.high, rounding_of_product(a.high, b.high, first)));
    low = low + fma(c.high, d.low, fma(c.low, d.high, rounding_of_product(c.high, d.high, second)));
    return quick_two_sum(sum.high, sum.low + low);
}

// The formulas of math/fractal.h, fused.

template <class R>
DROPLET_FORMULA DoubleDouble<R> norm(const Complex<DoubleDouble<R>>& z) {
    const R re = z.re.high * z.re.high, im = z.im.high * z.im.high;
    const DoubleDouble<R> sum = two_sum(re, im);
    R low = fma(z.re.high + z.re.high, z.re.low, rounding_of_product(z.re.high, z.re.high, re));
    low = low + fma(z.im.high + z.im.high, z.im.low, rounding_of_product(z.im.high, z.im.high, im));
    return quick_two_sum(sum.high, sum.low + low);
}
template <class R>
DROPLET_FORMULA Complex<DoubleDouble<R>> square(const Complex<DoubleDouble<R>>& a) {
    const R re = a.re.high * a.re.high, im = a.im.high * a.im.high;
    const R twice = a.re.high + a.re.high, twice_im = a.im.high + a.im.high;
    const DoubleDouble<R> sum = two_sum(re, -im);
    R low = fma(twice, a.re.low, rounding_of_product(a.re.high, a.re.high, re));
    low = low - fma(twice_im, a.im.low, rounding_of_product(a.im.high, a.im.high, im));
    const R cross = twice * a.im.high;
    const R cross_low =
        fma(twice, a.im.low, fma(a.re.low, twice_im, rounding_of_product(twice, a.im.high, cross)));
    return {quick_two_sum(sum.high, sum.low + low), quick_two_sum(cross, cross_low)};
}
template <class R>
DROPLET_FORMULA Complex<DoubleDouble<R>> multiply(const Complex<DoubleDouble<R>>& a,
                                                  const Complex<DoubleDouble<R>>& b) {
    return {sum_of_products(a.re, b.re, -a.im, b.im), sum_of_products(a.re, b.im, a.im, b.re)};
}
template <class R>
DROPLET_FORMULA Complex<DoubleDouble<R>> multiply_add(const Complex<DoubleDouble<R>>& a,
                                                      const Complex<DoubleDouble<R>>& b,
                                                      const Complex<DoubleDouble<R>>& c) {
    const Complex<DoubleDouble<R>> product = multiply(a, b);
    return {product.re + c.re, product.im + c.im};
}
template <class R>
DROPLET_FORMULA Complex<DoubleDouble<R>> square_add(const Complex<DoubleDouble<R>>& a,
                                                    const Complex<DoubleDouble<R>>& c) {
    const Complex<DoubleDouble<R>> product = square(a);
    return {product.re + c.re, product.im + c.im};
}

DROPLET_MATH_END

#endif
