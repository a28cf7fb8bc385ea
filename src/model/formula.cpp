#include "model/formula.h"

#include <algorithm>
#include <span>

#include "model/formula_graph.h"
#include "model/formula_reader.h"

namespace droplet {
namespace {

std::span<const FormulaInstruction> instructions(const FormulaProgram& program) {
    return {program.instructions, static_cast<std::size_t>(program.count)};
}

}  // namespace

FormulaProgram compile_formula(std::string_view text) {
    FormulaGraph graph;
    const int root = FormulaReader(text, graph).read();
    return formula_code(graph, root, text.size());
}

FormulaProgram real_power_program(double coefficient_re, double coefficient_im, double exponent) {
    constexpr std::uint8_t z = FormulaProgram::z, c = FormulaProgram::c, t = FormulaProgram::first_free,
                           lambda = FormulaProgram::registers, power = lambda + 1;
    FormulaProgram program;
    program.constants[0] = {coefficient_re, coefficient_im};
    program.constants[1] = {-exponent, 0};
    program.constant_count = 2;
    program.instructions[0] = {.op = FormulaOp::power_real, .target = t, .a = z, .b = power};
    program.instructions[1] = {.op = FormulaOp::multiply_add, .target = t, .a = t, .b = lambda, .c = c};
    program.count = 2;
    program.result = t;
    return program;
}

Precision finest_precision(const FormulaProgram& program) {
    const bool exact = std::ranges::all_of(instructions(program),
                                           [](const FormulaInstruction& i) { return i.op < FormulaOp::arg; });
    return exact ? Precision::double_double : Precision::float64;
}

/// join and abs_real are of real numbers, which without these are made of k alone.
bool is_holomorphic(const FormulaProgram& program) {
    return std::ranges::none_of(instructions(program), [](const FormulaInstruction& i) {
        switch (i.op) {
            case FormulaOp::conj:
            case FormulaOp::re:
            case FormulaOp::im:
            case FormulaOp::fold:
            case FormulaOp::abs:
            case FormulaOp::arg:
                return true;
            default:
                return false;
        }
    });
}

}  // namespace droplet
