// What the colourings of the fractal keep of one orbit while it is iterated: the rules of the CPU's
// (compute/cpu/fractal_colorings-inl.h), for a thread's own orbit. L is a float or a double. A coloring has
//     needs_slope: it takes the derivative, too, and that of z0 by begin(dz);
//     take(z, |z|², k): the k-th iterate, from 1 on; take(z, |z|², dz, k) where it needs the slope;
//     done(): nothing that follows changes a value;
//     extra: iterates that it may ask for past the last, through follow(), until followed();
//     value().
#pragma once
#include "cuda/fractal_rule.h"

namespace droplet::cuda {

template <class L>
struct CountColoring {
    static constexpr bool needs_slope = false;
    static constexpr int extra = 0;

    template <class R>
    DROPLET_HD void take(const PointRule<R>& rule, const Complex<L>&, L norm, int) {
        if (norm < rule.radius_squared) ++inside;
    }
    DROPLET_HD bool done() const { return false; }
    template <class R>
    DROPLET_HD float value(const PointRule<R>&) const {
        return static_cast<float>(inside);
    }

    int inside = 0;
};

/// The smooth escape of orbits that come back.
template <class L>
struct EscapeColoring {
    static constexpr bool needs_slope = false;
    static constexpr int extra = 0;

    template <class R>
    DROPLET_HD void take(const PointRule<R>& rule, const Complex<L>&, L norm, int) {
        inside = inside && norm < rule.radius_squared;  // others of this thread may go on
        if (!inside) return;
        product = product * math::share_inside(norm, rule.radius_squared, rule.share_scale);
        sum = sum + product;
    }
    DROPLET_HD bool done() const { return !inside; }
    template <class R>
    DROPLET_HD float value(const PointRule<R>& rule) const {
        if (inside) return static_cast<float>(rule.iterations);
        return static_cast<float>(math::min(sum, static_cast<L>(math::below_all(rule.iterations))));
    }

    L product = 1, sum = 0;
    bool inside = true;
};

/// Where the orbit of a polynomial gets far out: for the smooth escape and the distance.
struct FarOut {
    bool inside = true;  ///< not yet beyond R
    bool within = true;  ///< not yet far out

    /// Whether it is far out for the first time.
    template <class R>
    DROPLET_HD bool arrives(const PointRule<R>& rule, Leading<R> norm) {
        const bool arrived = within && !(norm < rule.far_squared);
        within = within && !arrived;
        return arrived;
    }
    template <class R>
    DROPLET_HD void leave(const PointRule<R>& rule, Leading<R> norm) {
        inside = inside && norm < rule.radius_squared;
    }
    DROPLET_HD bool is_between() const { return within && !inside; }
};

/// The smooth escape of polynomials.
template <class L>
struct FarEscapeColoring {
    static constexpr bool needs_slope = false;
    static constexpr int extra = math::extra_iterations;

    template <class R>
    DROPLET_HD void follow(const PointRule<R>& rule, const Complex<L>&, L norm, int k) {
        if (!orbit.arrives(rule, norm)) return;
        last = k;
        far_norm = norm;
    }
    template <class R>
    DROPLET_HD void take(const PointRule<R>& rule, const Complex<L>& z, L norm, int k) {
        orbit.leave(rule, norm);
        follow(rule, z, norm, k);
    }
    DROPLET_HD bool done() const { return !orbit.within; }
    DROPLET_HD bool followed() const { return !orbit.is_between(); }
    template <class R>
    DROPLET_HD float value(const PointRule<R>& rule) const {
        if (orbit.inside) return static_cast<float>(rule.iterations);
        if (last == 0) return math::below_all(rule.iterations);  // left, and turned back
        return math::escape_of_one_that_left(math::renormalized_escape(rule.limits, last, far_norm),
                                             rule.iterations);
    }

    FarOut orbit;
    int last = 0;
    L far_norm = 0;
};

template <class L>
struct TrapColoring {
    static constexpr bool needs_slope = false;
    static constexpr int extra = 0;

    template <class R>
    DROPLET_HD void take(const PointRule<R>& rule, const Complex<L>& z, L, int) {
        const Complex<L> away{z.re - rule.trap_re, z.im - rule.trap_im};
        L distance;
        if (rule.trap == OrbitTrap::point)
            distance = math::norm(away);
        else if (rule.trap == OrbitTrap::cross)
            distance = math::min(size_of(away.re), size_of(away.im));
        else
            distance = size_of(root(math::norm(away)) - rule.trap_size);
        if (distance < nearest) nearest = distance;
    }
    DROPLET_HD bool done() const { return false; }
    template <class R>
    DROPLET_HD float value(const PointRule<R>& rule) const {
        return static_cast<float>(rule.trap == OrbitTrap::point ? root(nearest) : nearest);
    }

    DROPLET_HD static float root(float x) { return ::sqrtf(x); }
    DROPLET_HD static double root(double x) { return ::sqrt(x); }
    DROPLET_HD static float size_of(float x) { return ::fabsf(x); }
    DROPLET_HD static double size_of(double x) { return ::fabs(x); }

    L nearest = static_cast<L>(1e36);
};

template <class L>
struct AngleColoring {
    static constexpr bool needs_slope = false;
    static constexpr int extra = 0;

    template <class R>
    DROPLET_HD void take(const PointRule<R>& rule, const Complex<L>& z, L norm, int) {
        const bool near = norm < static_cast<L>(math::angle_limit_squared);
        if (near) last = z;
        gone = rule.limits.polynomial && !near;
    }
    DROPLET_HD bool done() const { return gone; }
    template <class R>
    DROPLET_HD float value(const PointRule<R>&) const {
        return math::angle_in_turns(last.re, last.im);
    }

    Complex<L> last{0, 0};
    bool gone = false;
};

/// The distance from where a polynomial's orbit is far out.
template <class L>
struct FarDistanceColoring {
    static constexpr bool needs_slope = true;
    static constexpr int extra = math::extra_iterations;

    DROPLET_HD void begin(const Complex<L>&) {}
    template <class R>
    DROPLET_HD void follow(const PointRule<R>& rule, const Complex<L>&, L norm, const Complex<L>& dz, int) {
        if (!orbit.arrives(rule, norm)) return;
        far_norm = norm;
        far_slope = math::norm(dz);
    }
    template <class R>
    DROPLET_HD void take(const PointRule<R>& rule, const Complex<L>& z, L norm, const Complex<L>& dz, int k) {
        orbit.leave(rule, norm);
        follow(rule, z, norm, dz, k);
    }
    DROPLET_HD bool done() const { return !orbit.within; }
    DROPLET_HD bool followed() const { return !orbit.is_between(); }
    template <class R>
    DROPLET_HD float value(const PointRule<R>& rule) const {
        if (orbit.inside) return -1;
        if (far_norm == 0) return 0;
        return static_cast<float>(math::polynomial_distance(rule.limits, far_norm, far_slope));
    }

    FarOut orbit;
    L far_norm = 0, far_slope = 0;
};

/// The distance from where an orbit leaves R for the first time; `Pole`: that of λ / zⁿ + c.
template <class L, bool Pole>
struct DistanceColoring {
    static constexpr bool needs_slope = true;
    static constexpr int extra = 0;

    DROPLET_HD void begin(const Complex<L>& dz) { slope = math::norm(dz); }
    template <class R>
    DROPLET_HD void take(const PointRule<R>& rule, const Complex<L>&, L norm, const Complex<L>& dz, int) {
        const L before = slope;
        slope = math::norm(dz);
        inside = norm < rule.radius_squared;
        if (inside) return;
        first_norm = norm;
        if (!(norm < static_cast<L>(HUGE_VAL))) slope = before;
    }
    DROPLET_HD bool done() const { return !inside; }
    template <class R>
    DROPLET_HD float value(const PointRule<R>& rule) const {
        if (inside) return -1;
        return static_cast<float>(Pole ? math::pole_distance(rule.limits, first_norm, slope)
                                       : math::general_distance(rule.limits, first_norm, slope));
    }

    L first_norm = 0, slope = 0;
    bool inside = true;
};

}  // namespace droplet::cuda
