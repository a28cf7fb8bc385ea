#include <cmath>
#include <limits>

#include "model/formula.h"

namespace droplet {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// How large a value is where |z| is: factor · |z|^degree. A factor that is no number: depends on c or k; a
/// degree that is none: not told.
struct Size {
    double degree = unknown, factor = unknown;
};

Size bounded() {
    return {0, unknown};
}
Size product(Size a, Size b) {
    return {a.degree + b.degree, a.factor * b.factor};
}
Size power(Size a, double exponent) {
    return {a.degree * exponent, std::pow(a.factor, exponent)};
}
Size sum(Size a, Size b) {
    if (a.degree > b.degree) return a;
    if (b.degree > a.degree) return b;
    return a.degree == 0 && b.degree == 0 ? bounded() : Size{};  // equal ones may cancel
}
/// Of what is not larger than a, but maybe smaller; of a function that has poles no more.
Size part(Size a) {
    return a.degree == 0 ? bounded() : Size{};
}

/// A program's values by their registers, in the order of its instructions.
class Growth {
 public:
    explicit Growth(const FormulaProgram& program) : program_(program) {
        registers_[FormulaProgram::z] = {1, 1};
        registers_[FormulaProgram::c] = registers_[FormulaProgram::k] = bounded();
    }

    Size result() {
        for (int i = 0; i < program_.count; ++i) {
            const FormulaInstruction& step = program_.instructions[i];
            registers_[step.target] = of(step);
        }
        return registers_[program_.result];
    }

 private:
    Size operand(int index) const {
        if (index < FormulaProgram::registers) return registers_[index];
        const FormulaConstant& value = program_.constants[index - FormulaProgram::registers];
        return {0, std::hypot(value.re, value.im)};
    }
    double exponent(int index) const {
        return index < FormulaProgram::registers ? unknown
                                                 : program_.constants[index - FormulaProgram::registers].re;
    }

    Size of(const FormulaInstruction& step) const {
        const Size a = operand(step.a), b = operand(step.b), c = operand(step.c);
        switch (step.op) {
            case FormulaOp::copy:
            case FormulaOp::negate:
            case FormulaOp::conj:
            case FormulaOp::fold:
            case FormulaOp::abs_real:
            case FormulaOp::abs:
                return a;
            case FormulaOp::add:
            case FormulaOp::subtract:
                return sum(a, b);
            case FormulaOp::multiply:
            case FormulaOp::scale:
                return product(a, b);
            case FormulaOp::multiply_add:
            case FormulaOp::scale_add:
                return sum(product(a, b), c);
            case FormulaOp::divide:
                return product(a, power(b, -1));
            case FormulaOp::square:
                return power(a, 2);
            case FormulaOp::square_add:
                return sum(power(a, 2), c);
            case FormulaOp::power:
                return power(a, step.whole);
            case FormulaOp::power_add:
                return sum(power(a, step.whole), c);
            case FormulaOp::sqrt:
                return power(a, 0.5);
            case FormulaOp::power_real:
                return power(a, exponent(step.b));
            case FormulaOp::join:
            case FormulaOp::power_any:
                return part(product(a, b));
            case FormulaOp::arg:
                return bounded();
            default:
                return part(a);
        }
    }

    const FormulaProgram& program_;
    Size registers_[FormulaProgram::registers];
};

}  // namespace

FormulaGrowth growth_of(const FormulaProgram& program) {
    const Size size = Growth(program).result();
    const bool whole = size.degree >= 2 && size.degree <= 1000 && size.degree == std::round(size.degree);
    if (!whole || !(size.factor > 0) || !std::isfinite(size.factor)) return {};
    return {static_cast<int>(size.degree), size.factor};
}

}  // namespace droplet
