#include "model/formula.h"

namespace droplet {

FormulaProgram compile_formula(std::string_view text) {
    throw FormulaError(0, text.size(), "formulas are not read yet; valid: recurrence power");
}

FormulaProgram real_power_program(double coefficient_re, double coefficient_im, double exponent) {
    FormulaProgram program;
    program.constants[0] = {coefficient_re, coefficient_im};
    program.constants[1] = {-exponent, 0};
    program.constant_count = 2;
    program.instructions[0] = {FormulaOp::power_real, 3, 0, 1, 0};
    program.instructions[1] = {FormulaOp::constant, 4, 0, 0, 0};
    program.instructions[2] = {FormulaOp::multiply, 3, 3, 4, 0};
    program.instructions[3] = {FormulaOp::add, 3, 3, 1, 0};
    program.count = 4;
    program.result = 3;
    return program;
}

}  // namespace droplet
