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
    if (whole > 0) return whole_power_add<0>(z, c, whole);
    return whole_power_add<0>(reciprocal_of(z), c, -whole);
}
template <class R>
DROPLET_FORMULA Complex<R> power_of(const Complex<R>& z, int whole) {
    if (whole == 0) return real_number(number_of<R>(1));
    if (whole > 0) return whole_power<0>(z, whole);
    return whole_power<0>(reciprocal_of(z), -whole);
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

template <class R>
DROPLET_FORMULA Complex<R> sine_of(const Complex<R>& a) {
    Complex<R> sine = a, cosine = a;
    sine_cosine(a, sine, cosine);
    return sine;
}
template <class R>
DROPLET_FORMULA Complex<R> cosine_of(const Complex<R>& a) {
    Complex<R> sine = a, cosine = a;
    sine_cosine(a, sine, cosine);
    return cosine;
}
template <class R>
DROPLET_FORMULA Complex<R> hyperbolic_sine_of(const Complex<R>& a) {
    Complex<R> sine = a, cosine = a;
    hyperbolic(a, sine, cosine);
    return sine;
}
template <class R>
DROPLET_FORMULA Complex<R> hyperbolic_cosine_of(const Complex<R>& a) {
    Complex<R> sine = a, cosine = a;
    hyperbolic(a, sine, cosine);
    return cosine;
}

/// An operation that only numbers with functions have. (Of others it gives a: finest_precision() keeps such
/// programs away from them.)
template <FormulaOp op, class R>
DROPLET_FORMULA Complex<R> function_of(const Complex<R>& a, const Complex<R>& b) {
    if constexpr (!HasFunctions<R>::value)
        return a;
    else if constexpr (op == FormulaOp::arg)
        return real_number(angle(a));
    else if constexpr (op == FormulaOp::power_real)
        return real_power(a, b.re);
    else if constexpr (op == FormulaOp::power_any)
        return any_power(a, b);
    else if constexpr (op == FormulaOp::exp)
        return exponential(a);
    else if constexpr (op == FormulaOp::log)
        return logarithm(a);
    else if constexpr (op == FormulaOp::sin)
        return sine_of(a);
    else if constexpr (op == FormulaOp::cos)
        return cosine_of(a);
    else if constexpr (op == FormulaOp::tan)
        return tangent(a);
    else if constexpr (op == FormulaOp::sinh)
        return hyperbolic_sine_of(a);
    else if constexpr (op == FormulaOp::cosh)
        return hyperbolic_cosine_of(a);
    else
        return hyperbolic_tangent(a);
}

/// What an instruction makes of its operands.
template <FormulaOp op, class R>
DROPLET_FORMULA Complex<R> result_of(const FormulaInstruction& step, const Complex<R>& a, const Complex<R>& b,
                                     const Complex<R>& c) {
    if constexpr (op == FormulaOp::copy)
        return a;
    else if constexpr (op == FormulaOp::add)
        return a + b;
    else if constexpr (op == FormulaOp::subtract)
        return a - b;
    else if constexpr (op == FormulaOp::multiply)
        return multiply(a, b);
    else if constexpr (op == FormulaOp::multiply_add)
        return multiply_add(a, b, c);
    else if constexpr (op == FormulaOp::scale)
        return scaled(a, b.re);
    else if constexpr (op == FormulaOp::scale_add)
        return {fma(a.re, b.re, c.re), fma(a.im, b.re, c.im)};
    else if constexpr (op == FormulaOp::divide)
        return multiply(a, reciprocal_of(b));
    else if constexpr (op == FormulaOp::negate)
        return -a;
    else if constexpr (op == FormulaOp::square)
        return square(a);
    else if constexpr (op == FormulaOp::square_add)
        return square_add(a, c);
    else if constexpr (op == FormulaOp::power)
        return power_of(a, step.whole);
    else if constexpr (op == FormulaOp::power_add)
        return power_of_and(a, step.whole, c);
    else if constexpr (op == FormulaOp::conj)
        return {a.re, -a.im};
    else if constexpr (op == FormulaOp::re)
        return real_number(a.re);
    else if constexpr (op == FormulaOp::im)
        return real_number(a.im);
    else if constexpr (op == FormulaOp::join)
        return {a.re, b.re};
    else if constexpr (op == FormulaOp::fold)
        return {magnitude(a.re), magnitude(a.im)};
    else if constexpr (op == FormulaOp::abs_real)
        return real_number(magnitude(a.re));
    else if constexpr (op == FormulaOp::abs)
        return real_number(modulus(a));
    else if constexpr (op == FormulaOp::sqrt)
        return square_root(a);
    else
        return function_of<op>(a, b);
}

/// A value and its derivative.
template <class R>
struct Jet {
    Complex<R> value, slope;
};

/// The derivative of an operation with one operand at a, where it has `value`.
template <FormulaOp op, class R>
DROPLET_FORMULA Complex<R> rate_of(const FormulaInstruction& step, const Complex<R>& a, const Complex<R>& b,
                                   const Complex<R>& value) {
    const Complex<R> one = real_number(number_of<R>(1));
    if constexpr (op == FormulaOp::square || op == FormulaOp::square_add) {
        return a + a;
    } else if constexpr (op == FormulaOp::power || op == FormulaOp::power_add) {
        return scaled(power_of(a, step.whole - 1), number_of<R>(step.whole));
    } else if constexpr (op == FormulaOp::sqrt) {
        return reciprocal_of(value + value);
    } else if constexpr (op == FormulaOp::power_real) {
        const Complex<R> less{b.re - number_of<R>(1), b.im};
        return scaled(function_of<FormulaOp::power_real>(a, less), b.re);
    } else if constexpr (op == FormulaOp::exp) {
        return value;
    } else if constexpr (op == FormulaOp::log) {
        return reciprocal_of(a);
    } else if constexpr (op == FormulaOp::sin) {
        return function_of<FormulaOp::cos>(a, b);
    } else if constexpr (op == FormulaOp::cos) {
        return -function_of<FormulaOp::sin>(a, b);
    } else if constexpr (op == FormulaOp::tan) {
        return one + square(value);
    } else if constexpr (op == FormulaOp::sinh) {
        return function_of<FormulaOp::cosh>(a, b);
    } else if constexpr (op == FormulaOp::cosh) {
        return function_of<FormulaOp::sinh>(a, b);
    } else {
        static_assert(op == FormulaOp::tanh);
        return one - square(value);
    }
}

/// Likewise with derivatives. In a program with a complex derivative (is_holomorphic()) the operands of what
/// has none, conj to abs and arg, are the same for all points: the derivative is 0.
template <FormulaOp op, class R>
DROPLET_FORMULA Jet<R> result_of(const FormulaInstruction& step, const Jet<R>& a, const Jet<R>& b,
                                 const Jet<R>& c) {
    const Complex<R> value = result_of<op>(step, a.value, b.value, c.value);
    if constexpr (op == FormulaOp::copy) {
        return a;
    } else if constexpr (op == FormulaOp::add) {
        return {value, a.slope + b.slope};
    } else if constexpr (op == FormulaOp::subtract) {
        return {value, a.slope - b.slope};
    } else if constexpr (op == FormulaOp::multiply) {
        return {value, multiply_add(a.value, b.slope, multiply(b.value, a.slope))};
    } else if constexpr (op == FormulaOp::multiply_add) {
        return {value, multiply_add(a.value, b.slope, multiply_add(b.value, a.slope, c.slope))};
    } else if constexpr (op == FormulaOp::scale) {
        return {value, scaled(a.slope, b.value.re)};
    } else if constexpr (op == FormulaOp::scale_add) {
        return {value, scaled(a.slope, b.value.re) + c.slope};
    } else if constexpr (op == FormulaOp::divide) {
        return {value, multiply(a.slope - multiply(value, b.slope), reciprocal_of(b.value))};
    } else if constexpr (op == FormulaOp::negate) {
        return {value, -a.slope};
    } else if constexpr (op == FormulaOp::square_add || op == FormulaOp::power_add) {
        return {value, multiply_add(rate_of<op>(step, a.value, b.value, value), a.slope, c.slope)};
    } else if constexpr (op == FormulaOp::power_any) {
        const Complex<R> rate = multiply(multiply(b.value, a.slope), reciprocal_of(a.value));
        const Complex<R> log = function_of<FormulaOp::log>(a.value, b.value);
        return {value, multiply(value, multiply_add(b.slope, log, rate))};
    } else if constexpr ((op >= FormulaOp::conj && op <= FormulaOp::abs) || op == FormulaOp::arg) {
        return {value, real_number(number_of<R>(0))};
    } else {
        return {value, multiply(rate_of<op>(step, a.value, b.value, value), a.slope)};
    }
}

/// One instruction. (A file of several values that go through it in turn has its own.)
template <FormulaOp op, class File>
DROPLET_FORMULA void run_step(const FormulaInstruction& step, File& file) {
    file.write(step.target, result_of<op>(step, file.read(step.a), file.read(step.b), file.read(step.c)));
}

/// Runs a program; `file` holds z, c and k.
template <class File>
DROPLET_FORMULA void run_steps(const FormulaProgram& program, File& file) {
#define DROPLET_STEP(op)                     \
    case FormulaOp::op:                      \
        run_step<FormulaOp::op>(step, file); \
        break;
    for (int i = 0; i < program.count; ++i) {
        const FormulaInstruction& step = program.instructions[i];
        switch (step.op) {
            DROPLET_STEP(copy)
            DROPLET_STEP(add)
            DROPLET_STEP(subtract)
            DROPLET_STEP(multiply)
            DROPLET_STEP(multiply_add)
            DROPLET_STEP(scale)
            DROPLET_STEP(scale_add)
            DROPLET_STEP(divide)
            DROPLET_STEP(negate)
            DROPLET_STEP(square)
            DROPLET_STEP(square_add)
            DROPLET_STEP(power)
            DROPLET_STEP(power_add)
            DROPLET_STEP(conj)
            DROPLET_STEP(re)
            DROPLET_STEP(im)
            DROPLET_STEP(join)
            DROPLET_STEP(fold)
            DROPLET_STEP(abs_real)
            DROPLET_STEP(abs)
            DROPLET_STEP(sqrt)
            DROPLET_STEP(arg)
            DROPLET_STEP(power_real)
            DROPLET_STEP(power_any)
            DROPLET_STEP(exp)
            DROPLET_STEP(log)
            DROPLET_STEP(sin)
            DROPLET_STEP(cos)
            DROPLET_STEP(tan)
            DROPLET_STEP(sinh)
            DROPLET_STEP(cosh)
            DROPLET_STEP(tanh)
        }
    }
#undef DROPLET_STEP
}

/// Runs a program on Complex<R> and returns the next z.
template <class R, class File>
DROPLET_FORMULA Complex<R> run_formula(const FormulaProgram& program, File& file) {
    run_steps(program, file);
    return file.read(program.result);
}
/// Runs a program on Jet<R>.
template <class R, class File>
DROPLET_FORMULA Jet<R> run_formula_jet(const FormulaProgram& program, File& file) {
    run_steps(program, file);
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
