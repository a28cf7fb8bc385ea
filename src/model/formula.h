#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/error.h"

namespace droplet {

/// What one instruction of a formula does; all values are complex, a and b are registers.
enum class FormulaOp : std::uint8_t {
    constant,  ///< constants[a]
    add,
    subtract,
    multiply,
    divide,
    negate,
    power,       ///< a^whole, a whole exponent but 0; negative: (1/a)^|whole|
    power_real,  ///< a^constants[b].re by the principal logarithm
    power_any,   ///< a^b by the principal logarithm
    square,
    reciprocal,
    conj,
    abs,  ///< |a|, real
    re,
    im,
    arg,
    exp,
    log,
    sqrt,
    sin,
    cos,
    tan,
    sinh,
    cosh,
    tanh,
};

struct FormulaInstruction {
    FormulaOp op{};
    std::uint8_t target = 0, a = 0, b = 0;
    std::int32_t whole = 0;
    bool operator==(const FormulaInstruction&) const = default;
};

struct FormulaConstant {
    double re = 0, im = 0;
    bool operator==(const FormulaConstant&) const = default;
};

/// A recurrence as bytecode, a plain value that a GPU takes as it is: register 0 holds z, 1 c, 2 k (the
/// iteration's number, real); the instructions run in order, and `result` is the next z.
struct FormulaProgram {
    static constexpr int most_instructions = 64, most_constants = 32, registers = 16;

    std::array<FormulaInstruction, most_instructions> instructions{};
    std::array<FormulaConstant, most_constants> constants{};
    int count = 0, constant_count = 0;
    int result = 0;

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

/// Reads a recurrence in z, c, k, numbers, i, pi, e, + − * / ^, parentheses, and the functions of FormulaOp
/// by their names. Throws FormulaError for anything else, and for what is too long or nested too deeply,
/// saying where, and what was expected.
FormulaProgram compile_formula(std::string_view text);

/// The recurrence λ / z^n + c with a real n, in the same form: what a whole n is not needed for.
FormulaProgram real_power_program(double coefficient_re, double coefficient_im, double exponent);

}  // namespace droplet
