// libFuzzer target: whatever the bytes are, compile_formula() returns a program that keeps to its limits and
// runs, also with its derivative, or throws a FormulaError of one short line that marks a part of the text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "math/formula.h"
#include "model/formula.h"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void check(const droplet::FormulaProgram& program) {
    using droplet::FormulaProgram;
    require(program.count >= 1 && program.count <= FormulaProgram::most_instructions);
    require(program.constant_count >= 0 && program.constant_count <= FormulaProgram::most_constants);
    require(program.result >= FormulaProgram::first_free && program.result < FormulaProgram::registers);
    for (int i = 0; i < program.count; ++i) {
        const droplet::FormulaInstruction& step = program.instructions[i];
        require(step.target >= FormulaProgram::first_free && step.target < FormulaProgram::registers);
        for (const int operand : {step.a, step.b, step.c})
            require(operand < FormulaProgram::registers + program.constant_count);
    }
    require(program.instructions[program.count - 1].target == program.result);
}

void run(const droplet::FormulaProgram& program) {
    using namespace droplet::math;
    FormulaRegisters<double> values(program);
    FormulaJets<float> slopes(program);
    const Complex<double> c{0.3, -1.2};
    Complex<double> z = c;
    Jet<float> jet{{0.3f, -1.2f}, {1, 0}};
    for (int k = 0; k < 3; ++k) {
        z = next_of_formula(program, values, z, c, k);
        jet = next_of_formula(program, slopes, jet, Jet<float>{{0.3f, -1.2f}, {1, 0}}, k);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    try {
        const droplet::FormulaProgram program = droplet::compile_formula(text);
        check(program);
        run(program);
    } catch (const droplet::FormulaError& error) {
        const std::string line = error.what();
        require(line.size() < 400 && line.find('\n') == line.npos);
        require(error.begin <= error.end && error.end <= size);
    }
    return 0;
}
