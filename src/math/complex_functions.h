// The functions of a typed recurrence, of complex numbers. R is a float, a double, a batch of one of them,
// or, for modulus() and square_root() only, a pair of doubles; its primitives are those of
// math/function_ops.h. Where a value is out of R's range the result is what IEEE arithmetic makes of it:
// infinite, or no number.
#if defined(DROPLET_MATH_COMPLEX_FUNCTIONS_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_MATH_COMPLEX_FUNCTIONS_H
#undef DROPLET_MATH_COMPLEX_FUNCTIONS_H
#else
#define DROPLET_MATH_COMPLEX_FUNCTIONS_H
#endif

#include "math/double_double.h"
#include "math/fractal.h"
#include "math/namespace.h"
#if !defined(HWY_NAMESPACE)
#include "math/function_ops.h"
#endif

DROPLET_MATH_BEGIN

template <class R>
struct FromDouble<DoubleDouble<R>> {
    static DROPLET_FORMULA DoubleDouble<R> value(double x) {
        return {FromDouble<R>::value(x), FromDouble<R>::value(0)};
    }
};
template <class R>
DROPLET_FORMULA R number_of(double x) {
    return FromDouble<R>::value(x);
}

// Pairs of doubles.

template <class R, class Mask>
DROPLET_FORMULA DoubleDouble<R> choose(const Mask& first, const DoubleDouble<R>& a,
                                       const DoubleDouble<R>& b) {
    return {choose(first, a.high, b.high), choose(first, a.low, b.low)};
}
template <class R>
DROPLET_FORMULA DoubleDouble<R> magnitude(const DoubleDouble<R>& x) {
    return choose(x.high < number_of<R>(0), -x, x);
}
template <class R>
DROPLET_FORMULA auto is_negative(const R& x) {
    return x < number_of<R>(0);
}
template <class R>
DROPLET_FORMULA auto is_negative(const DoubleDouble<R>& x) {
    return x.high < number_of<R>(0);
}
/// One step of Newton's method from the root of the high part.
template <class R>
DROPLET_FORMULA DoubleDouble<R> root(const DoubleDouble<R>& x) {
    const R start = root(x.high);
    const DoubleDouble<R> rest = x - two_product(start, start);
    const R step = rest.high * reciprocal_or_zero(start + start);
    return quick_two_sum(start, choose(number_of<R>(0) < start, step, number_of<R>(0)));
}
template <class R>
DROPLET_FORMULA R half(const R& x) {
    return x * number_of<R>(0.5);
}
template <class R>
DROPLET_FORMULA DoubleDouble<R> half(const DoubleDouble<R>& x) {
    return {half(x.high), half(x.low)};
}

/// The larger of |re| and |im|, and what the smaller is of it; 0 of 0.
template <class R>
struct Sides {
    R larger, ratio;
};
template <class R>
DROPLET_FORMULA Sides<R> sides(const Complex<R>& z) {
    const R x = magnitude(z.re), y = magnitude(z.im), zero = number_of<R>(0);
    const auto steep = x < y;
    // What is no number stays that.
    const R larger = choose(steep, y, x), smaller = choose(steep, x, y);
    return {larger, choose(larger == zero, zero, smaller / larger)};
}

/// |z|, also where |z|² is out of range.
template <class R>
DROPLET_FORMULA R modulus(const Complex<R>& z) {
    const Sides<R> s = sides(z);
    return s.larger * root(fma(s.ratio, s.ratio, number_of<R>(1)));
}
template <class R>
DROPLET_FORMULA DoubleDouble<R> modulus(const Complex<DoubleDouble<R>>& z) {
    return root(norm(z));
}

/// The angle of z, in [−π, π]; that of 0 is 0.
template <class R>
DROPLET_FORMULA R angle(const Complex<R>& z) {
    const R acute = arctangent(sides(z).ratio);
    const R upper =
        choose(magnitude(z.re) < magnitude(z.im), number_of<R>(1.5707963267948966) - acute, acute);
    const R turned = choose(is_negative(z.re), number_of<R>(3.141592653589793) - upper, upper);
    return signed_as(turned, z.im);
}

/// The root with a real part >= 0.
template <class R>
DROPLET_FORMULA Complex<R> square_root(const Complex<R>& z) {
    const R zero = number_of<R>(0);
    const R t = root(half(modulus(z) + magnitude(z.re)));
    const R other = half(magnitude(z.im) * reciprocal_or_zero(t));
    const R rest = choose(is_negative(-t), other, t);  // 0, and not 0/0; no number stays that
    const auto left = is_negative(z.re), below = is_negative(z.im);
    const R im = choose(left, t, rest);
    return {choose(left, rest, t), choose(below, zero - im, im)};
}

template <class R>
DROPLET_FORMULA Complex<R> polar(const R& modulus, const R& angle) {
    R sine, cosine;
    sine_cosine(angle, sine, cosine);
    return {modulus * cosine, modulus * sine};
}

template <class R>
DROPLET_FORMULA Complex<R> exponential(const Complex<R>& z) {
    return polar(exponential(z.re), z.im);
}
template <class R>
DROPLET_FORMULA Complex<R> logarithm(const Complex<R>& z) {
    const Sides<R> s = sides(z);
    return {logarithm(s.larger) + half(logarithm_of_one_and(s.ratio * s.ratio)), angle(z)};
}

/// z^exponent by the principal logarithm. As on the Riemann sphere, negative powers of ∞, and of what is no
/// number, are 0.
template <class R>
DROPLET_FORMULA Complex<R> real_power(const Complex<R>& z, const R& exponent) {
    const Complex<R> log = logarithm(z);
    const Complex<R> power = polar(exponential(exponent * log.re), exponent * log.im);
    const R infinite = number_of<R>(HUGE_VAL), zero = number_of<R>(0);
    const auto re_kept = magnitude(z.re) < infinite, im_kept = magnitude(z.im) < infinite;
    const auto sinks = is_negative(exponent);
    const R re = choose(sinks, choose(re_kept, choose(im_kept, power.re, zero), zero), power.re);
    const R im = choose(sinks, choose(re_kept, choose(im_kept, power.im, zero), zero), power.im);
    return {re, im};
}
template <class R>
DROPLET_FORMULA Complex<R> any_power(const Complex<R>& z, const Complex<R>& exponent) {
    return exponential(multiply(exponent, logarithm(z)));
}

/// sinh x and cosh x, small x without cancellation.
template <class R>
DROPLET_FORMULA void hyperbolic(const R& x, R& sine, R& cosine) {
    const R one = number_of<R>(1), most = number_of<R>(1e18);
    const R less_one = exponential_less_one(magnitude(x));
    const R q = reciprocal_or_zero(less_one + one);
    // Where e^x is infinite, ∞ · 0 shall not come up.
    const R bounded = choose(most < less_one, most, less_one);
    sine = signed_as(half(fma(bounded, q, less_one)), x);
    cosine = half((less_one + one) + q);
}

/// sin z and cos z of z = x + iy: sin x cosh y + i cos x sinh y, cos x cosh y − i sin x sinh y.
template <class R>
DROPLET_FORMULA void sine_cosine(const Complex<R>& z, Complex<R>& sine, Complex<R>& cosine) {
    R s, c, sh, ch;
    sine_cosine(z.re, s, c);
    hyperbolic(z.im, sh, ch);
    sine = {s * ch, c * sh};
    cosine = {c * ch, -(s * sh)};
}
/// sinh z = −i sin iz and cosh z = cos iz.
template <class R>
DROPLET_FORMULA void hyperbolic(const Complex<R>& z, Complex<R>& sine, Complex<R>& cosine) {
    R s, c, sh, ch;
    sine_cosine(z.im, s, c);
    hyperbolic(z.re, sh, ch);
    sine = {sh * c, ch * s};
    cosine = {ch * c, sh * s};
}
/// (sin x cos x + i sinh y cosh y) / (cos² x + sinh² y), which is as good near the poles; beyond |y| = 20 it
/// is ±i within rounding, where sinh² y may overflow.
template <class R>
DROPLET_FORMULA Complex<R> tangent(const Complex<R>& z) {
    R s, c, sh, ch;
    const R far = number_of<R>(20);
    sine_cosine(z.re, s, c);
    hyperbolic(choose(far < magnitude(z.im), signed_as(far, z.im), z.im), sh, ch);
    const R denominator = fma(c, c, sh * sh);
    return {s * c / denominator, sh * ch / denominator};
}
template <class R>
DROPLET_FORMULA Complex<R> hyperbolic_tangent(const Complex<R>& z) {
    const Complex<R> t = tangent(Complex<R>{-z.im, z.re});
    return {t.im, -t.re};
}

DROPLET_MATH_END

#endif
