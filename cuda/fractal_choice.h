// Which coloring and which recurrence a scene takes: `run` is called with their classes.
#pragma once
#include "cuda/fractal_formula.h"

namespace droplet::cuda {

/// run.template operator()<Coloring, Recurrence>() of λ / zⁿ + c.
template <class R, int N, bool Pole, class Run>
void choose_power_coloring(Coloring coloring, const PointRule<R>& rule, const Run& run) {
    using L = Leading<R>;
    using Plain = PowerRecurrence<R, N, Pole, false>;
    const auto moduli = [&]<class Chosen>() {
        if constexpr (!std::is_same_v<R, DoubleDouble>)
            if (rule.has_unit) return run.template operator()<Chosen, PowerRecurrence<R, N, Pole, true>>();
        run.template operator()<Chosen, Plain>();
    };
    switch (coloring) {
        case Coloring::count:
            return moduli.template operator()<CountColoring<L>>();
        case Coloring::escape:
            if constexpr (!Pole)
                if (rule.limits.renormalizes) return moduli.template operator()<FarEscapeColoring<L>>();
            return moduli.template operator()<EscapeColoring<L>>();
        case Coloring::trap:
            return run.template operator()<TrapColoring<L>, Plain>();
        case Coloring::angle:
            return run.template operator()<AngleColoring<L>, Plain>();
        case Coloring::distance:
            if constexpr (!Pole)
                if (rule.limits.renormalizes) return run.template operator()<FarDistanceColoring<L>, Plain>();
            return run.template operator()<DistanceColoring<L, Pole>, Plain>();
    }
}

template <class R, class Run>
void choose_power(const FractalScene& scene, const PointRule<R>& rule, const Run& run) {
    const auto n = static_cast<int>(scene.params.exponent);
    const Coloring coloring = scene.params.coloring;
    // Of pairs the arithmetic takes so long that a degree known when compiled saves nothing.
    if constexpr (!std::is_same_v<R, DoubleDouble>) {
        if (n == 7) return choose_power_coloring<R, 7, true>(coloring, rule, run);
        if (n == -2) return choose_power_coloring<R, 2, false>(coloring, rule, run);
    }
    n > 0 ? choose_power_coloring<R, 0, true>(coloring, rule, run)
          : choose_power_coloring<R, 0, false>(coloring, rule, run);
}

/// run.template operator()<Coloring, Recurrence>() of a typed one.
template <class R, class Run>
void choose_typed(Coloring coloring, const Run& run) {
    using L = Leading<R>;
    using Several = TypedRecurrence<R, typed_points<R>(Coloring::count)>;
    switch (coloring) {
        case Coloring::count:
            return run.template operator()<CountColoring<L>, Several>();
        case Coloring::escape:
            return run.template operator()<EscapeColoring<L>, Several>();
        case Coloring::trap:
            return run.template operator()<TrapColoring<L>, Several>();
        case Coloring::angle:
            return run.template operator()<AngleColoring<L>, Several>();
        case Coloring::distance:
            return run.template operator()<DistanceColoring<L, false>, TypedRecurrence<R, 1>>();
    }
}

}  // namespace droplet::cuda
