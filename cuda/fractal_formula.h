// A typed recurrence for a thread's points. The instructions are the same for all threads of a launch, so
// that a warp takes every branch together; what an instruction costs beside its arithmetic (reading it, the
// branch, the places of its operands) is shared by the points of a thread, which go through it side by side.
#pragma once
#include "cuda/fractal_pack.h"
#include "cuda/fractal_points.h"
#include "math/formula.h"

namespace droplet::cuda {

/// A program with its constants in the number type.
template <class R>
struct TypedRule {
    FormulaProgram program;
    Complex<R> constants[FormulaProgram::most_constants];

    explicit TypedRule(const FormulaProgram& of) : program(of), constants{} {
        for (int i = 0; i < of.constant_count; ++i) constants[i] = math::complex_number<R>(of.constants[i]);
    }
};

/// The registers of P points.
template <class R, int P>
struct TypedFile {
    using Number = typename Side<R, P>::Type;

    const TypedRule<R>& rule;
    Complex<Number> values[FormulaProgram::registers];

    DROPLET_HD explicit TypedFile(const TypedRule<R>& of) : rule(of) {}
    DROPLET_HD Complex<Number> read(int operand) const {
        if (operand < FormulaProgram::registers) return values[operand];
        const Complex<R>& constant = rule.constants[operand - FormulaProgram::registers];
        return {Side<R, P>::all(constant.re), Side<R, P>::all(constant.im)};
    }
    DROPLET_HD void write(int target, const Complex<Number>& value) { values[target] = value; }
    DROPLET_HD void set(int target, int p, const Complex<R>& value) {
        Side<R, P>::at(values[target].re, p) = value.re;
        Side<R, P>::at(values[target].im, p) = value.im;
    }
};

/// Likewise of one point, with derivatives.
template <class L>
struct TypedJets {
    using Number = Pack<L, 1>;

    const TypedRule<L>& rule;
    math::Jet<Number> values[FormulaProgram::registers];

    DROPLET_HD explicit TypedJets(const TypedRule<L>& of) : rule(of) {}
    DROPLET_HD static Complex<Number> number(const Complex<L>& z) { return {{z.re}, {z.im}}; }
    DROPLET_HD math::Jet<Number> read(int operand) const {
        if (operand < FormulaProgram::registers) return values[operand];
        return {number(rule.constants[operand - FormulaProgram::registers]), number({0, 0})};
    }
    DROPLET_HD void write(int target, const math::Jet<Number>& value) { values[target] = value; }
};

/// A typed recurrence of P points, and of one with its derivative. z, c and k are set before each iteration.
template <class R, int P>
struct TypedRecurrence {
    using L = Leading<R>;
    using Number = typename Side<R, P>::Type;
    static constexpr int points = P;

    DROPLET_HD TypedRecurrence(const TypedRule<R>& of, const TypedRule<L>& of_slopes)
        : rule(of), slope_rule(of_slopes) {}

    DROPLET_HD void advance(OrbitBundle<R, P>& orbits, int k) const {
        TypedFile<R, P> file(rule);
        const Complex<R> before{math::number_of<R>(k - 1), math::number_of<R>(0)};
        DROPLET_UNROLL
        for (int p = 0; p < P; ++p) {
            file.set(FormulaProgram::z, p, orbits.z[p]);
            file.set(FormulaProgram::c, p, orbits.c[p]);
            file.set(FormulaProgram::k, p, before);
        }
        Complex<Number> next = math::run_formula<Number>(rule.program, file);
        DROPLET_UNROLL
        for (int p = 0; p < P; ++p) {
            orbits.z[p] = {Side<R, P>::at(next.re, p), Side<R, P>::at(next.im, p)};
            orbits.norm[p] = math::norm(orbits.z[p]);
        }
    }

    DROPLET_HD void advance(OrbitBundle<R, 1>& orbits, Complex<L> (&dz)[1], const Complex<L>& dc,
                            int k) const {
        using Jets = TypedJets<L>;
        Jets file(slope_rule);
        file.values[FormulaProgram::z] = {Jets::number(leading(orbits.z[0])), Jets::number(dz[0])};
        file.values[FormulaProgram::c] = {Jets::number(leading(orbits.c[0])), Jets::number(dc)};
        file.values[FormulaProgram::k] = {Jets::number({static_cast<L>(k - 1), 0}), Jets::number({0, 0})};
        const auto next = math::run_formula_jet<typename Jets::Number>(slope_rule.program, file).slope;
        dz[0] = {next.re.v[0], next.im.v[0]};
        advance(orbits, k);
    }

    const TypedRule<R>& rule;
    const TypedRule<L>& slope_rule;
};

/// Points of a thread: as many as leave it registers enough.
template <class R>
constexpr int typed_points(Coloring coloring) {
    if (coloring == Coloring::distance || sizeof(R) > sizeof(double)) return 1;
    return sizeof(R) == sizeof(float) ? 4 : 2;
}

}  // namespace droplet::cuda
