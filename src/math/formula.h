// Running a typed recurrence (model/formula.h). R is a number type as in math/complex_functions.h; a file
// holds the registers and the constants of a program as values V, which are Complex<R>, or Jet<R> where the
// derivative is wanted:
//     V read(int operand), void write(int register, V)
// Division and negative powers go by 1/z = z̄ · (1/|z|²), which is 0 where |z|² is infinite or no number, as
// λ / zⁿ + c does (math/fractal.h), in the same order. All else is what IEEE arithmetic gives: division by 0,
// log 0 and overflow make ∞ or no number, which count as outside, and the next iterate is made of that.
#if defined(DROPLET_MATH_FORMULA_H) == defined(HWY_TARGET_TOGGLE)
#ifdef DROPLET_MATH_FORMULA_H
#undef DROPLET_MATH_FORMULA_H
#else
#define DROPLET_MATH_FORMULA_H
#endif

#include "math/complex_functions.h"
#include "math/namespace.h"
#include "model/formula.h"

DROPLET_MATH_BEGIN

template <class R>
DROPLET_FORMULA Complex<R> operator+(const Complex<R>& a, const Complex<R>& b) {
    return {a.re + b.re, a.im + b.im};
}
template <class R>
DROPLET_FORMULA Complex<R> operator-(const Complex<R>& a, const Complex<R>& b) {
    return {a.re - b.re, a.im - b.im};
}
template <class R>
DROPLET_FORMULA Complex<R> operator-(const Complex<R>& a) {
    return {-a.re, -a.im};
}
template <class R>
DROPLET_FORMULA Complex<R> scaled(const Complex<R>& a, const R& factor) {
    return {a.re * factor, a.im * factor};
}
template <class R>
DROPLET_FORMULA Complex<R> real_number(const R& x) {
    return {x, number_of<R>(0)};
}
template <class R>
DROPLET_FORMULA Complex<R> complex_number(const FormulaConstant& value) {
    return {number_of<R>(value.re), number_of<R>(value.im)};
}
template <class R>
DROPLET_FORMULA Complex<R> reciprocal_of(const Complex<R>& z) {
    return inverse(z, norm(z));
}
template <class R>
DROPLET_FORMULA Complex<R> power_of_and(const Complex<R>& z, int whole, const Complex<R>& c) {
    return whole > 0 ? whole_power_add<0>(z, c, whole) : whole_power_add<0>(reciprocal_of(z), c, -whole);
}
template <class R>
DROPLET_FORMULA Complex<R> power_of(const Complex<R>& z, int whole) {
    return whole > 0 ? whole_power<0>(z, whole) : whole_power<0>(reciprocal_of(z), -whole);
}

/// Whether the functions from `arg` on exist for R.
template <class R>
struct HasFunctions {
    static constexpr bool value = true;
};
template <class R>
struct HasFunctions<DoubleDouble<R>> {
    static constexpr bool value = false;
};

/// A function of one number; of no other operation.
template <class R>
DROPLET_FORMULA Complex<R> function_of(FormulaOp op, const Complex<R>& a) {
    Complex<R> sine = a, cosine = a;
    switch (op) {
        case FormulaOp::arg:
            return real_number(angle(a));
        case FormulaOp::exp:
            return exponential(a);
        case FormulaOp::log:
            return logarithm(a);
        case FormulaOp::sin:
            sine_cosine(a, sine, cosine);
            return sine;
        case FormulaOp::cos:
            sine_cosine(a, sine, cosine);
            return cosine;
        case FormulaOp::tan:
            return tangent(a);
        case FormulaOp::sinh:
            hyperbolic(a, sine, cosine);
            return sine;
        case FormulaOp::cosh:
            hyperbolic(a, sine, cosine);
            return cosine;
        default:
            return hyperbolic_tangent(a);
    }
}

/// The operations from conj to abs, which have no complex derivative.
template <class R>
DROPLET_FORMULA Complex<R> rearranged(FormulaOp op, const Complex<R>& a, const Complex<R>& b) {
    switch (op) {
        case FormulaOp::conj:
            return {a.re, -a.im};
        case FormulaOp::re:
            return real_number(a.re);
        case FormulaOp::im:
            return real_number(a.im);
        case FormulaOp::join:
            return {a.re, b.re};
        case FormulaOp::fold:
            return {magnitude(a.re), magnitude(a.im)};
        case FormulaOp::abs_real:
            return real_number(magnitude(a.re));
        default:
            return real_number(modulus(a));
    }
}

/// Runs `program` and returns the next z. `file` holds z, c and k. What needs functions that R has not gives
/// z again: finest_precision() keeps such programs away.
template <class R, class File>
DROPLET_FORMULA Complex<R> run_formula(const FormulaProgram& program, File& file) {
    for (int i = 0; i < program.count; ++i) {
        const FormulaInstruction& step = program.instructions[i];
        const Complex<R> a = file.read(step.a);
        Complex<R> result = a;
        switch (step.op) {
            case FormulaOp::copy:
                break;
            case FormulaOp::add:
                result = a + file.read(step.b);
                break;
            case FormulaOp::subtract:
                result = a - file.read(step.b);
                break;
            case FormulaOp::multiply:
                result = multiply(a, Complex<R>(file.read(step.b)));
                break;
            case FormulaOp::multiply_add:
                result = multiply_add(a, Complex<R>(file.read(step.b)), Complex<R>(file.read(step.c)));
                break;
            case FormulaOp::scale:
                result = scaled(a, R(file.read(step.b).re));
                break;
            case FormulaOp::scale_add: {
                const R factor = file.read(step.b).re;
                const Complex<R> c = file.read(step.c);
                result = {fma(a.re, factor, c.re), fma(a.im, factor, c.im)};
                break;
            }
            case FormulaOp::divide:
                result = multiply(a, reciprocal_of(Complex<R>(file.read(step.b))));
                break;
            case FormulaOp::negate:
                result = -a;
                break;
            case FormulaOp::square:
                result = square(a);
                break;
            case FormulaOp::square_add:
                result = square_add(a, Complex<R>(file.read(step.c)));
                break;
            case FormulaOp::power:
                result = power_of(a, step.whole);
                break;
            case FormulaOp::power_add:
                result = power_of_and(a, step.whole, Complex<R>(file.read(step.c)));
                break;
            case FormulaOp::conj:
            case FormulaOp::re:
            case FormulaOp::im:
            case FormulaOp::join:
            case FormulaOp::fold:
            case FormulaOp::abs_real:
            case FormulaOp::abs:
                result = rearranged(step.op, a, Complex<R>(file.read(step.b)));
                break;
            case FormulaOp::sqrt:
                result = square_root(a);
                break;
            case FormulaOp::power_real:
                if constexpr (HasFunctions<R>::value) result = real_power(a, R(file.read(step.b).re));
                break;
            case FormulaOp::power_any:
                if constexpr (HasFunctions<R>::value) result = any_power(a, Complex<R>(file.read(step.b)));
                break;
            default:
                if constexpr (HasFunctions<R>::value) result = function_of(step.op, a);
                break;
        }
        file.write(step.target, result);
    }
    return file.read(program.result);
}

/// A value and its derivative.
template <class R>
struct Jet {
    Complex<R> value, slope;
};

/// f(a) of a function f with its slope f' at a.
template <class R>
DROPLET_FORMULA Jet<R> chained(const Complex<R>& value, const Complex<R>& slope, const Jet<R>& a) {
    return {value, multiply(slope, a.slope)};
}

/// The derivative of z^whole, where that is neither z nor 1.
template <class R>
DROPLET_FORMULA Complex<R> slope_of_power(const Complex<R>& z, int whole) {
    return scaled(power_of(z, whole - 1), number_of<R>(whole));
}

/// The derivative of function_of(), but of arg, which has none: 0.
template <class R>
DROPLET_FORMULA Jet<R> jet_of_function(FormulaOp op, const Jet<R>& a) {
    const Complex<R> one = real_number(number_of<R>(1));
    const Complex<R> value = function_of(op, a.value);
    switch (op) {
        case FormulaOp::exp:
            return chained(value, value, a);
        case FormulaOp::log:
            return chained(value, reciprocal_of(a.value), a);
        case FormulaOp::sin:
            return chained(value, function_of(FormulaOp::cos, a.value), a);
        case FormulaOp::cos:
            return chained(value, -function_of(FormulaOp::sin, a.value), a);
        case FormulaOp::tan:
            return chained(value, one + square(value), a);
        case FormulaOp::sinh:
            return chained(value, function_of(FormulaOp::cosh, a.value), a);
        case FormulaOp::cosh:
            return chained(value, function_of(FormulaOp::sinh, a.value), a);
        case FormulaOp::tanh:
            return chained(value, one - square(value), a);
        default:
            return {value, real_number(number_of<R>(0))};
    }
}

/// run_formula() with derivatives: the file's values are Jet<R>. Of a program with a complex derivative only
/// (is_holomorphic()), where what has none is the same for all points; its derivative is 0.
template <class R, class File>
DROPLET_FORMULA Jet<R> run_formula_jet(const FormulaProgram& program, File& file) {
    for (int i = 0; i < program.count; ++i) {
        const FormulaInstruction& step = program.instructions[i];
        const Jet<R> a = file.read(step.a);
        const Jet<R> b = file.read(step.b);
        Jet<R> result = a;
        switch (step.op) {
            case FormulaOp::copy:
                break;
            case FormulaOp::add:
                result = {a.value + b.value, a.slope + b.slope};
                break;
            case FormulaOp::subtract:
                result = {a.value - b.value, a.slope - b.slope};
                break;
            case FormulaOp::multiply:
                result = {multiply(a.value, b.value),
                          multiply_add(a.value, b.slope, multiply(b.value, a.slope))};
                break;
            case FormulaOp::multiply_add: {
                const Jet<R> c = file.read(step.c);
                result = {multiply_add(a.value, b.value, c.value),
                          multiply_add(a.value, b.slope, multiply_add(b.value, a.slope, c.slope))};
                break;
            }
            case FormulaOp::scale:
                result = {scaled(a.value, b.value.re), scaled(a.slope, b.value.re)};
                break;
            case FormulaOp::scale_add: {
                const Jet<R> c = file.read(step.c);
                const R& factor = b.value.re;
                result = {{fma(a.value.re, factor, c.value.re), fma(a.value.im, factor, c.value.im)},
                          {fma(a.slope.re, factor, c.slope.re), fma(a.slope.im, factor, c.slope.im)}};
                break;
            }
            case FormulaOp::divide: {
                const Complex<R> inverse_b = reciprocal_of(b.value);
                const Complex<R> value = multiply(a.value, inverse_b);
                result = {value, multiply(a.slope - multiply(value, b.slope), inverse_b)};
                break;
            }
            case FormulaOp::negate:
                result = {-a.value, -a.slope};
                break;
            case FormulaOp::square:
                result = chained(square(a.value), a.value + a.value, a);
                break;
            case FormulaOp::square_add: {
                const Jet<R> c = file.read(step.c);
                result = {square_add(a.value, c.value), multiply_add(a.value + a.value, a.slope, c.slope)};
                break;
            }
            case FormulaOp::power:
                result = chained(power_of(a.value, step.whole), slope_of_power(a.value, step.whole), a);
                break;
            case FormulaOp::power_add: {
                const Jet<R> c = file.read(step.c);
                result = {power_of_and(a.value, step.whole, c.value),
                          multiply_add(slope_of_power(a.value, step.whole), a.slope, c.slope)};
                break;
            }
            case FormulaOp::sqrt: {
                const Complex<R> value = square_root(a.value);
                result = chained(value, reciprocal_of(value + value), a);
                break;
            }
            case FormulaOp::power_real:
                if constexpr (HasFunctions<R>::value) {
                    const R exponent = b.value.re;
                    result = chained(real_power(a.value, exponent),
                                     scaled(real_power(a.value, exponent - number_of<R>(1)), exponent), a);
                }
                break;
            case FormulaOp::power_any:
                if constexpr (HasFunctions<R>::value) {
                    const Complex<R> log = logarithm(a.value);
                    const Complex<R> value = exponential(multiply(b.value, log));
                    const Complex<R> rate = multiply(multiply(b.value, a.slope), reciprocal_of(a.value));
                    result = {value, multiply(value, multiply_add(b.slope, log, rate))};
                }
                break;
            case FormulaOp::conj:
            case FormulaOp::re:
            case FormulaOp::im:
            case FormulaOp::join:
            case FormulaOp::fold:
            case FormulaOp::abs_real:
            case FormulaOp::abs:
                result = {rearranged(step.op, a.value, b.value), real_number(number_of<R>(0))};
                break;
            default:
                if constexpr (HasFunctions<R>::value) result = jet_of_function(step.op, a);
                break;
        }
        file.write(step.target, result);
    }
    return file.read(program.result);
}

/// Registers of one point, which reads constants out of the program: for a thread of a GPU, and for drawing
/// an orbit.
template <class R>
struct FormulaRegisters {
    const FormulaProgram* program;
    Complex<R> values[FormulaProgram::registers];

    DROPLET_HD FormulaRegisters(const FormulaProgram& of) : program(&of), values{} {}
    DROPLET_HD Complex<R> read(int operand) const {
        return operand < FormulaProgram::registers
                   ? values[operand]
                   : complex_number<R>(program->constants[operand - FormulaProgram::registers]);
    }
    DROPLET_HD void write(int reg, const Complex<R>& value) { values[reg] = value; }
};

/// The z after `iterations` others: f(z, c, k = iterations).
template <class R>
DROPLET_FORMULA Complex<R> next_of_formula(const FormulaProgram& program, FormulaRegisters<R>& registers,
                                           const Complex<R>& z, const Complex<R>& c, int iterations) {
    registers.values[FormulaProgram::z] = z;
    registers.values[FormulaProgram::c] = c;
    registers.values[FormulaProgram::k] = real_number(number_of<R>(iterations));
    return run_formula<R>(program, registers);
}

/// Likewise with derivatives.
template <class R>
struct FormulaJets {
    const FormulaProgram* program;
    Jet<R> values[FormulaProgram::registers];

    DROPLET_HD FormulaJets(const FormulaProgram& of) : program(&of), values{} {}
    DROPLET_HD Jet<R> read(int operand) const {
        if (operand < FormulaProgram::registers) return values[operand];
        return {complex_number<R>(program->constants[operand - FormulaProgram::registers]),
                real_number(number_of<R>(0))};
    }
    DROPLET_HD void write(int reg, const Jet<R>& value) { values[reg] = value; }
};
template <class R>
DROPLET_FORMULA Jet<R> next_of_formula(const FormulaProgram& program, FormulaJets<R>& registers,
                                       const Jet<R>& z, const Jet<R>& c, int iterations) {
    const Complex<R> zero = real_number(number_of<R>(0));
    registers.values[FormulaProgram::z] = z;
    registers.values[FormulaProgram::c] = c;
    registers.values[FormulaProgram::k] = {real_number(number_of<R>(iterations)), zero};
    return run_formula_jet<R>(program, registers);
}

DROPLET_MATH_END

#endif
