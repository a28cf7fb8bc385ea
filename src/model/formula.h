#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/error.h"
#include "model/fractal_params.h"

namespace droplet {

/// What one instruction of a formula does. All values are complex; a, b and c are operands. Where the operand
/// is real, "of re" looks at nothing else of it. math/formula.h has the arithmetic.
enum class FormulaOp : std::uint8_t {
    copy,  ///< a
    add,
    subtract,
    multiply,
    multiply_add,  ///< a · b + c
    scale,         ///< a · re b
    scale_add,     ///< a · re b + c
    divide,
    negate,
    square,
    square_add,  ///< a² + c
    power,       ///< a^whole, a whole exponent but 0; negative: (1/a)^|whole|
    power_add,   ///< a^whole + c
    conj,
    re,
    im,
    join,      ///< re a + i re b
    fold,      ///< |re a| + i |im a|
    abs_real,  ///< |re a|
    abs,       ///< |a|, real
    sqrt,
    arg,
    power_real,  ///< a^(re b) by the principal logarithm
    power_any,   ///< a^b by the principal logarithm
    exp,
    log,
    sin,
    cos,
    tan,
    sinh,
    cosh,
    tanh,
};

struct FormulaInstruction {
    FormulaOp op{};
    std::uint8_t target = 0;  ///< a register, none of the first three
    std::uint8_t a = 0, b = 0, c = 0;
    std::int32_t whole = 0;
    bool operator==(const FormulaInstruction&) const = default;
};

struct FormulaConstant {
    double re = 0, im = 0;
    bool operator==(const FormulaConstant&) const = default;
};

/// A recurrence as bytecode, a plain value that a GPU takes as it is: register 0 holds z, 1 c, 2 k (how many
/// iterations came before, real). The instructions run in order, and `result` is the register of the next z.
/// An operand below `registers` is a register, any other the constant of index operand − registers.
struct FormulaProgram {
    static constexpr int most_instructions = 64, most_constants = 32, registers = 16;
    static constexpr int z = 0, c = 1, k = 2, first_free = 3;

    FormulaInstruction instructions[most_instructions]{};
    FormulaConstant constants[most_constants]{};
    int count = 0, constant_count = 0;
    int result = 0;
    bool uses_k = false;

    bool empty() const { return count == 0; }
    bool operator==(const FormulaProgram&) const = default;
};

/// A formula that is none: `begin` to `end` are the bytes that are wrong.
class FormulaError : public Error {
 public:
    FormulaError(std::size_t from, std::size_t to, const std::string& problem)
        : Error(Fault::usage, "formula", problem), begin(from), end(to) {}
    std::size_t begin, end;
};

inline constexpr std::size_t longest_formula = 1000;  ///< bytes
inline constexpr int deepest_formula = 64;            ///< parentheses, functions and exponents in each other

/// Reads a recurrence, "-i/(pi*z^7) + c": z, c, k, numbers, i, pi (π), e, + − * / ^, parentheses, |z|, and
/// conj, abs, re, im, arg, exp, log, sqrt, sin, cos, tan, sinh, cosh, tanh. Powers bind strongest and from
/// the right, then the sign, then * and /. The * may be left out (2z, 3(z + 1), π z⁷), but not behind a '/'
/// or an exponent, where it could be read in two ways. "z =", "z <-" may stand in front.
///
/// Throws FormulaError for anything else, and for what is too long, nested too deeply or needs too many
/// instructions, saying where, and what was expected.
FormulaProgram compile_formula(std::string_view text);

/// The recurrence λ / z^n + c with a real n, in the same form.
FormulaProgram real_power_program(double coefficient_re, double coefficient_im, double exponent);

/// The finest that a formula can be calculated with: double_double, but float64 with functions of which there
/// are no more digits (arg, powers that are not whole, exp, log, sin …).
Precision finest_precision(const FormulaProgram& program);

/// Whether it has a complex derivative: it uses none of conj, abs, re, im, arg. Colouring `distance` needs
/// it.
bool is_holomorphic(const FormulaProgram& program);

/// How a formula grows far out: |f(z)| is nearly coefficient · |z|^degree, degree >= 2, so that what is far
/// out never comes back, as with a polynomial: the escape can be smoothed by that. Degree 0: not told.
struct FormulaGrowth {
    int degree = 0;
    double coefficient = 0;
};
FormulaGrowth growth_of(const FormulaProgram& program);

/// Names that a formula may use, for completion and for messages: variables and constants, then functions.
inline constexpr std::string_view formula_values[] = {"z", "c", "k", "i", "pi", "e"};
struct FormulaFunction {
    std::string_view name;
    FormulaOp op;
    std::string_view meaning;
};
inline constexpr FormulaFunction formula_functions[] = {
    {"conj", FormulaOp::conj, "re - i im: the mirror image below the real axis"},
    {"abs", FormulaOp::abs, "the distance from 0"},
    {"re", FormulaOp::re, "the real part"},
    {"im", FormulaOp::im, "the imaginary part"},
    {"arg", FormulaOp::arg, "the angle, from -pi to pi"},
    {"exp", FormulaOp::exp, "e to the power of it"},
    {"log", FormulaOp::log, "the natural logarithm, cut along the negative real axis"},
    {"sqrt", FormulaOp::sqrt, "the square root, cut along the negative real axis"},
    {"sin", FormulaOp::sin, "the sine"},
    {"cos", FormulaOp::cos, "the cosine"},
    {"tan", FormulaOp::tan, "the tangent"},
    {"sinh", FormulaOp::sinh, "the hyperbolic sine"},
    {"cosh", FormulaOp::cosh, "the hyperbolic cosine"},
    {"tanh", FormulaOp::tanh, "the hyperbolic tangent"},
};

}  // namespace droplet
