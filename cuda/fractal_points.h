// A thread's points of the fractal: the recurrences, and iterating them. Everything is written for the host,
// too, where tests play it.
//
// What an iteration of λ / z⁷ + c costs for the counts, in the unit where λ is 1:
//                                float                          double
//     |z|²                       2                              2
//     1/|z|², 0 of ∞             rcp, compare, select           rcp, 5 (Newton's steps), compare
//     1/z, 0 of ∞                2, 2 selects                   2, compare, 4 selects
//     (1/z)⁷ + c                 16                             16
//     |z|² < R², count           compare, add                   compare, add
// In float that is 20 operations of the arithmetic pipeline and 7 of others, of which a scheduler issues one
// a clock: where the pipeline takes one a clock, 27 clocks for 32 points (the code for sm_90 has 29.5 with
// moves and the loop); where it takes one in two (capabilities 7.5 and 8.0), 40. The special function unit
// is busy for 8 of them. In double comparisons are of the arithmetic pipeline, too: 28 operations. An orbit
// is one chain of operations; what hides their latency are the warps: 32 registers a thread in float, 40 in
// double.
#pragma once
#include "cuda/diffuse_tile.h"
#include "cuda/fractal_colorings.h"
#include "cuda/fractal_rule.h"
#include "cuda/fractal_walk.h"

namespace droplet::cuda {

/// The arithmetic of an iteration as counted above, in operations of the pipeline, and in all that is issued.
inline constexpr int count_arithmetic = 20, count_issued = 27, count_arithmetic_double = 28;

/// Orbits that a thread iterates in turns.
template <class R, int P>
struct OrbitBundle {
    Complex<R> c[P], z[P];
    R norm[P];
};

/// λ / zⁿ + c, or λ zⁿ + c; N > 0 is a degree known when compiled. `Unit`: λ is 1.
template <class R, int N, bool Pole, bool IsUnit>
struct PowerRecurrence {
    using L = Leading<R>;
    static constexpr int points = 1;

    DROPLET_HD explicit PowerRecurrence(const PointRule<R>& of) : rule(of) {}

    DROPLET_HD void advance(OrbitBundle<R, 1>& orbits, int) const {
        orbits.z[0] = next(orbits.z[0], orbits.norm[0], orbits.c[0]);
        orbits.norm[0] = math::norm(orbits.z[0]);
    }
    /// Also the derivatives by the pixel, where dc is that of c.
    DROPLET_HD void advance(OrbitBundle<R, 1>& orbits, Complex<L> (&dz)[1], const Complex<L>& dc,
                            int k) const {
        dz[0] = derivative(leading(orbits.z[0]), leading(orbits.norm[0]), dz[0], dc);
        advance(orbits, k);
    }

 private:
    DROPLET_HD Complex<R> next(const Complex<R>& z, const R& norm, const Complex<R>& c) const {
        if constexpr (Pole && IsUnit)
            return math::next_of_unit_pole<N>(z, norm, c, rule.degree);
        else if constexpr (Pole)
            return math::next_of_pole<N>(z, norm, rule.lambda, c, rule.degree);
        else if constexpr (IsUnit)
            return math::next_of_unit_polynomial<N>(z, c, rule.degree);
        else
            return math::next_of_polynomial<N>(z, rule.lambda, c, rule.degree);
    }
    DROPLET_HD Complex<L> derivative(const Complex<L>& z, L norm, const Complex<L>& dz,
                                     const Complex<L>& dc) const {
        if constexpr (Pole)
            return math::derivative_of_pole<N>(z, norm, dz, leading(rule.lambda), dc, rule.degree);
        else
            return math::derivative_of_polynomial<N>(z, dz, leading(rule.lambda), dc, rule.degree);
    }

    const PointRule<R>& rule;
};

DROPLET_HD inline Complex<float> real_power(const Complex<float>& c, float exponent) {
    const float modulus = ::powf(::hypotf(c.re, c.im), exponent), angle = exponent * ::atan2f(c.im, c.re);
    return {modulus * ::cosf(angle), modulus * ::sinf(angle)};
}
DROPLET_HD inline Complex<double> real_power(const Complex<double>& c, double exponent) {
    const double modulus = ::pow(::hypot(c.re, c.im), exponent), angle = exponent * ::atan2(c.im, c.re);
    return {modulus * ::cos(angle), modulus * ::sin(angle)};
}

/// c^m with a real m. Pairs take it, where they can, from the center's power on, by the series of (1 + w)^m
/// in the small w = c/center − 1: so neighbours differ as they should, however near they are.
template <class R>
DROPLET_HD Complex<R> real_power_start(const PointRule<R>& rule, const Complex<R>& c) {
    if constexpr (!std::is_same_v<R, DoubleDouble>) {
        return real_power(c, rule.real_start_power);
    } else {
        if (!rule.is_narrow) {
            const Complex<double> power = real_power(leading(c), rule.real_start_power);
            return {{power.re, 0}, {power.im, 0}};
        }
        const Complex<double> away{leading(c.re - rule.across.center), leading(c.im - rule.down.center)};
        const Complex<double> w = math::multiply(away, rule.center_inverse);
        Complex<double> sum{0, 0};
        constexpr int terms = 7;
        for (int i = terms; i >= 1; --i) {
            const double factor = (rule.real_start_power - (i - 1)) / i;
            sum = math::multiply(w, Complex<double>{(sum.re + 1) * factor, sum.im * factor});
        }
        const Complex<double> rest = math::multiply(rule.center_power, sum);
        return {math::two_sum(rule.center_power.re, rest.re), math::two_sum(rule.center_power.im, rest.im)};
    }
}

/// a · cᵐ.
template <class R>
DROPLET_HD Complex<R> power_start(const PointRule<R>& rule, const Complex<R>& c) {
    Complex<R> power{real_of<R>(1.0), real_of<R>(0.0)};
    if (!rule.whole_start) {
        power = real_power_start(rule, c);
    } else if (rule.start_power > 0) {
        power = math::whole_power<0>(c, rule.start_power);
    } else if (rule.start_power < 0) {
        power = math::whole_power<0>(math::inverse(c, math::norm(c)), -rule.start_power);
    }
    return {power.re * rule.start_factor, power.im * rule.start_factor};
}

/// dz0 by the pixel: a m c^(m−1) = m z0 / c.
template <class R>
DROPLET_HD Complex<Leading<R>> start_slope(const PointRule<R>& rule, const Complex<Leading<R>>& pixel,
                                           const Complex<Leading<R>>& z) {
    if (rule.julia) return {rule.pixel, 0};
    if (rule.constant_start) return {0, 0};
    if (rule.real_start_power == 1) return {rule.pixel * rule.start_factor, 0};
    const Leading<R> norm = math::norm(pixel), factor = rule.pixel * rule.real_start_power;
    if (norm == 0) return {0, 0};
    const auto ratio = math::multiply(z, math::inverse(pixel, norm));
    return {ratio.re * factor, ratio.im * factor};
}

/// The values of P points of the part.
template <class Coloring, class R, class Recurrence, int P>
DROPLET_HD void iterate_points(const PointRule<R>& rule, const Recurrence& recurrence,
                               const PointPlace (&pixels)[P], float (&values)[P]) {
    using L = Leading<R>;
    OrbitBundle<R, P> orbits;
    Complex<L> dz[P];
    static_cast<void>(dz);
    const Complex<L> dc{rule.julia ? L(0) : rule.pixel, 0};
    Coloring colorings[P] = {};
    DROPLET_UNROLL
    for (int p = 0; p < P; ++p) {
        const Complex<R> pixel = rule.place_of(pixels[p]);
        orbits.c[p] = rule.julia ? rule.fixed : pixel;
        orbits.z[p] = rule.julia ? pixel : rule.constant_start ? rule.fixed : power_start(rule, pixel);
        if constexpr (Coloring::needs_slope) {
            dz[p] = start_slope(rule, leading(pixel), leading(orbits.z[p]));
            colorings[p].begin(dz[p]);
        }
        if (rule.has_unit) {
            orbits.c[p] = math::multiply(orbits.c[p], rule.factor);
            orbits.z[p] = math::multiply(orbits.z[p], rule.factor);
        }
        orbits.norm[p] = math::norm(orbits.z[p]);
    }
    const auto advance = [&](int k) {
        if constexpr (Coloring::needs_slope)
            recurrence.advance(orbits, dz, dc, k);
        else
            recurrence.advance(orbits, k);
    };
    bool done = false;
    for (int k = 1; k <= rule.iterations && !done; ++k) {
        advance(k);
        done = true;
        DROPLET_UNROLL
        for (int p = 0; p < P; ++p) {
            if constexpr (Coloring::needs_slope)
                colorings[p].take(rule, leading(orbits.z[p]), leading(orbits.norm[p]), dz[p], k);
            else
                colorings[p].take(rule, leading(orbits.z[p]), leading(orbits.norm[p]), k);
            done = done && colorings[p].done();
        }
    }
    if constexpr (Coloring::extra > 0) {
        for (int k = rule.iterations + 1; k <= rule.iterations + Coloring::extra; ++k) {
            bool followed = true;
            DROPLET_UNROLL
            for (int p = 0; p < P; ++p) followed = followed && colorings[p].followed();
            if (followed) break;
            advance(k);
            DROPLET_UNROLL
            for (int p = 0; p < P; ++p) {
                if constexpr (Coloring::needs_slope)
                    colorings[p].follow(rule, leading(orbits.z[p]), leading(orbits.norm[p]), dz[p], k);
                else
                    colorings[p].follow(rule, leading(orbits.z[p]), leading(orbits.norm[p]), k);
            }
        }
    }
    DROPLET_UNROLL
    for (int p = 0; p < P; ++p) values[p] = colorings[p].value(rule);
}

/// The points of a lane of a tile, written to the field's plane of this sample.
template <class Coloring, class R, class Recurrence>
DROPLET_HD void iterate_lane(const FractalJob& job, const PointRule<R>& rule, const Recurrence& recurrence,
                             std::int64_t tile, int lane) {
    constexpr int P = Recurrence::points;
    const FractalChunk& chunk = job.chunk;
    PointPlace pixels[P];
    float values[P];
    bool inside[P];
    DROPLET_UNROLL
    for (int p = 0; p < P; ++p) {
        const PointPlace at = chunk.grid.of_lane(tile, lane, p, P);
        inside[p] = chunk.grid.contains(at);
        pixels[p] = chunk.grid.pixel(at);
    }
    if (!inside[0]) return;  // the others of this lane lie below it
    iterate_points<Coloring>(rule, recurrence, pixels, values);
    DROPLET_UNROLL
    for (int p = 0; p < P; ++p)
        if (inside[p])
            for_each_pixel_of_block(pixels[p], chunk.pass.block, job.values.size, [&](int x, int y) {
                if (job.is_open(x, y) || (x == pixels[p].x && y == pixels[p].y))
                    job.values.row(chunk.pass.sample, y)[x] = values[p];
            });
}

}  // namespace droplet::cuda
