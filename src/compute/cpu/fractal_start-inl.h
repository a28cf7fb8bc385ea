// Where the orbits of a span of points begin: c, z0 and their derivatives by the pixel, once per instruction
// set. They are made in double, or in double-double, whatever the orbits are iterated in.
#if defined(DROPLET_CPU_FRACTAL_START_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_CPU_FRACTAL_START_INL_H
#undef DROPLET_CPU_FRACTAL_START_INL_H
#else
#define DROPLET_CPU_FRACTAL_START_INL_H
#endif

#include <cmath>

#include "compute/cpu/fractal_points.h"
#include "compute/cpu/number_batch-inl.h"
#include "hwy/highway.h"
#include "math/double_double.h"
#include "math/fractal.h"

HWY_BEFORE_NAMESPACE();
namespace droplet {
namespace HWY_NAMESPACE {

/// What a number type is made of, and the vectors that make a start of it.
template <class R>
struct NumberParts {
    using Plain = R;
    static constexpr bool two = false;
    using Start = Numbers<double, 1>;
};
template <class R>
struct NumberParts<DoubleDouble<R>> {
    using Plain = R;
    static constexpr bool two = true;
    using Start = DoubleDouble<Numbers<double, 1>>;
};

template <class T, int M>
HWY_INLINE const Numbers<T, M>& high_part(const Numbers<T, M>& a) {
    return a;
}
template <class R>
HWY_INLINE const R& high_part(const DoubleDouble<R>& a) {
    return a.high;
}
template <class R>
HWY_INLINE auto high_part(const Complex<R>& a) {
    return Complex<typename NumberParts<R>::Plain>{high_part(a.re), high_part(a.im)};
}

/// Every lane the same.
template <class R>
struct Constant {
    static HWY_INLINE R of(const Precise& value) { return R(static_cast<typename R::Scalar>(value.high)); }
};
template <class R>
struct Constant<DoubleDouble<R>> {
    static HWY_INLINE DoubleDouble<R> of(const Precise& value) { return {R(value.high), R(value.low)}; }
};
template <class R>
HWY_INLINE Complex<R> constant(const Precise& re, const Precise& im) {
    return {Constant<R>::of(re), Constant<R>::of(im)};
}

/// A real number for each point of a span, in memory.
template <class R>
struct PointNumbers {
    using Scalar = typename NumberParts<R>::Plain::Scalar;
    alignas(64) Scalar high[PointSpan::most];

    HWY_INLINE R load(int at) const { return load_numbers<Scalar, R::vectors>(high + at); }
    HWY_INLINE void keep(const Numbers<double, 1>& a, int at) {
        if constexpr (sizeof(Scalar) == sizeof(float)) {
            store_floats(a, high + at);
        } else {
            store_numbers(a, high + at);
        }
    }
};
template <class R>
struct PointNumbers<DoubleDouble<R>> {
    alignas(64) double high[PointSpan::most];
    alignas(64) double low[PointSpan::most];

    HWY_INLINE DoubleDouble<R> load(int at) const {
        return {load_numbers<double, R::vectors>(high + at), load_numbers<double, R::vectors>(low + at)};
    }
    HWY_INLINE void keep(const DoubleDouble<Numbers<double, 1>>& a, int at) {
        store_numbers(a.high, high + at);
        store_numbers(a.low, low + at);
    }
};

template <class R>
struct PointComplex {
    PointNumbers<R> re, im;

    HWY_INLINE Complex<R> load(int at) const { return {re.load(at), im.load(at)}; }
    template <class S>
    HWY_INLINE void keep(const Complex<S>& a, int at) {
        re.keep(a.re, at);
        im.keep(a.im, at);
    }
};

/// Of all points of a span.
template <class R>
struct PointStarts {
    PointComplex<R> c, z;
    /// dz0/dt, where t is the pixel; dc/dt is slope_of_c().
    PointComplex<typename NumberParts<R>::Plain> slope;
};

/// center + offset · scale.
HWY_INLINE Numbers<double, 1> coordinate(const Numbers<double, 1>& offset, const Precise& center,
                                         double scale, Numbers<double, 1>*) {
    return Numbers<double, 1>(center.high) + offset * Numbers<double, 1>(scale);
}
HWY_INLINE DoubleDouble<Numbers<double, 1>> coordinate(const Numbers<double, 1>& offset,
                                                       const Precise& center, double scale,
                                                       DoubleDouble<Numbers<double, 1>>*) {
    using R = Numbers<double, 1>;
    return two_product(offset, R(scale)) + DoubleDouble<R>{R(center.high), R(center.low)};
}

/// Makes the starts of points, in S: Numbers<double, 1> or double-doubles of them.
template <class S>
class Starter {
    using Vectors = Numbers<double, 1>;

 public:
    explicit Starter(const PointScene& scene) : scene_(scene), params_(scene.params) {}

    template <class R>
    HWY_INLINE void make(const PointSpan& span, bool with_slope, PointStarts<R>& starts) const {
        for (int i = 0; i < span.count; i += Vectors::lanes) {
            const Complex<S> pixel = pixel_at(span, i);
            const Complex<S> z = start_of(pixel);
            starts.c.keep(in_unit(params_.julia ? constant<S>(params_.julia_re, params_.julia_im) : pixel),
                          i);
            starts.z.keep(in_unit(z), i);
            if (with_slope) starts.slope.keep(slope_of(high_part(pixel), high_part(z)), i);
        }
    }

 private:
    HWY_INLINE Complex<S> pixel_at(const PointSpan& span, int i) const {
        S* const kind = nullptr;
        return {coordinate(load_numbers<double, 1>(span.x + i), params_.center_x, params_.scale, kind),
                coordinate(load_numbers<double, 1>(span.y + i), params_.center_y, params_.scale, kind)};
    }

    HWY_INLINE Complex<S> start_of(const Complex<S>& pixel) const {
        if (params_.julia) return pixel;
        if (params_.start == FractalStart::constant) return constant<S>(params_.start_re, params_.start_im);
        const Complex<S> power = power_of(pixel);
        if (params_.start_factor == 1) return power;
        const S factor = Constant<S>::of(params_.start_factor);
        return {power.re * factor, power.im * factor};
    }

    HWY_INLINE Complex<S> power_of(const Complex<S>& pixel) const {
        const float m = params_.start_power;
        const int whole = static_cast<int>(m);
        if (m != static_cast<float>(whole)) return real_power(pixel);
        if (whole > 0) return whole_power<0>(pixel, whole);
        if (whole == 0) return constant<S>(1.0, 0.0);
        return whole_power<0>(inverse(pixel, norm(pixel)), -whole);
    }

    HWY_INLINE Complex<S> in_unit(const Complex<S>& z) const {
        if (!scene_.has_unit) return z;
        const double square = scene_.unit_re * scene_.unit_re + scene_.unit_im * scene_.unit_im;
        return multiply(z, constant<S>(scene_.unit_re / square, -scene_.unit_im / square));
    }

    /// a m c^(m−1) = m z0 / c, times the scale.
    HWY_INLINE Complex<Vectors> slope_of(const Complex<Vectors>& pixel, const Complex<Vectors>& z) const {
        const Complex<Vectors> none = constant<Vectors>(0.0, 0.0);
        if (params_.julia) return constant<Vectors>(params_.scale, 0.0);
        if (params_.start == FractalStart::constant) return none;
        const Vectors factor(params_.scale * static_cast<double>(params_.start_power));
        if (params_.start_power == 1) return constant<Vectors>(params_.scale * params_.start_factor, 0.0);
        const Vectors modulus = norm(pixel);
        const Complex<Vectors> ratio = multiply(z, inverse(pixel, modulus));
        const auto at_zero = modulus == Vectors(0.0);
        return {select(at_zero, none.re, ratio.re * factor), select(at_zero, none.im, ratio.im * factor)};
    }

    HWY_INLINE Complex<Vectors> real_power(const Complex<Vectors>& c) const {
        HWY_ALIGN double re[Vectors::lanes], im[Vectors::lanes];
        store_numbers(c.re, re);
        store_numbers(c.im, im);
        for (int i = 0; i < Vectors::lanes; ++i) polar_power(re[i], im[i]);
        return {load_numbers<double, 1>(re), load_numbers<double, 1>(im)};
    }
    /// From a double's power of the center on, by the series of (1 + w)^m in the small w = c/center − 1: so
    /// neighbours differ as they should, however near they are. Where pictures are so wide that w is not
    /// small, a double's digits are enough.
    HWY_INLINE Complex<DoubleDouble<Vectors>> real_power(const Complex<DoubleDouble<Vectors>>& c) const {
        const double x = params_.center_x.high, y = params_.center_y.high, square = x * x + y * y;
        const double reach = params_.scale * (scene_.size.width + scene_.size.height);
        if (!(reach * reach < 1e-6 * square)) {
            const Complex<Vectors> power = real_power(high_part(c));
            return {double_double(power.re), double_double(power.im)};
        }
        using Wide = DoubleDouble<Vectors>;
        const Complex<Wide> center = constant<Wide>(params_.center_x, params_.center_y);
        const Complex<Vectors> away = high_part(Complex<Wide>{c.re - center.re, c.im - center.im});
        const Complex<Vectors> w = multiply(away, constant<Vectors>(x / square, -y / square));
        Complex<Vectors> sum = constant<Vectors>(0.0, 0.0);
        constexpr int terms = 7;
        for (int i = terms; i >= 1; --i) {
            const Vectors factor((static_cast<double>(params_.start_power) - (i - 1)) / i);
            sum = multiply(w, {(sum.re + Vectors(1.0)) * factor, sum.im * factor});
        }
        double re = x, im = y;
        polar_power(re, im);
        const Complex<Vectors> power = constant<Vectors>(re, im), rest = multiply(power, sum);
        return {two_sum(power.re, rest.re), two_sum(power.im, rest.im)};
    }
    void polar_power(double& re, double& im) const {
        const auto m = static_cast<double>(params_.start_power);
        const double modulus = std::pow(std::hypot(re, im), m), angle = m * std::atan2(im, re);
        re = modulus * std::cos(angle);
        im = modulus * std::sin(angle);
    }

    const PointScene& scene_;
    const FractalParams& params_;
};

inline double slope_of_c(const FractalParams& params) {
    return params.julia ? 0 : params.scale;
}

/// Not inlined: every coloring of every recurrence needs it.
template <class R>
HWY_NOINLINE void make_starts(const PointScene& scene, const PointSpan& span, bool with_slope,
                              PointStarts<R>& starts) {
    Starter<typename NumberParts<R>::Start>(scene).make(span, with_slope, starts);
}

}  // namespace HWY_NAMESPACE
}  // namespace droplet
HWY_AFTER_NAMESPACE();

#endif
