#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "model/formula.h"
#include "model/formula_examples.h"

using namespace droplet;

namespace {

struct Refusal {
    std::size_t begin = 0, end = 0;
    std::string message;
};

Refusal refusal(std::string_view text) {
    try {
        compile_formula(text);
    } catch (const FormulaError& error) {
        return {error.begin, error.end, error.what()};
    }
    return {1, 0, "none"};
}

std::vector<FormulaOp> operations(std::string_view text) {
    const FormulaProgram program = compile_formula(text);
    std::vector<FormulaOp> ops;
    for (int i = 0; i < program.count; ++i) ops.push_back(program.instructions[i].op);
    return ops;
}

bool same(std::string_view a, std::string_view b) {
    return compile_formula(a) == compile_formula(b);
}

std::string repeated(std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
}

}  // namespace

TEST_CASE("powers bind strongest and from the right, then the sign, then products, then sums") {
    CHECK(same("-z^2", "-(z^2)"));
    CHECK(same("z^2^3", "z^8"));
    CHECK(same("c-z-k", "(c-z)-k"));
    CHECK(same("c/z/k", "(c/z)/k"));
    CHECK(same("c+z*k", "c+(z*k)"));
    CHECK(same("-z*c", "(-z)*c"));
    CHECK(same("z^-2", "1/z^2"));
    CHECK(same("z*-c", "-(z*c)"));
    CHECK(same("+z+c", "z+c"));
    CHECK(same("2--3*z", "2+3*z"));
    CHECK_FALSE(same("z-c", "c-z"));
    CHECK_FALSE(same("z^3", "3^z"));
}

TEST_CASE("the * may be left out where that has one meaning") {
    CHECK(same("2z", "2*z"));
    CHECK(same("2z^2", "2*(z^2)"));
    CHECK(same("3(z+1)", "3*(z+1)"));
    CHECK(same("(z+1)(z-1)", "(z+1)*(z-1)"));
    CHECK(same("c(1-z)", "c*(1-z)"));
    CHECK(same("2 pi z", "2*pi*z"));
    CHECK(same("2sin(z)", "2*sin(z)"));
    CHECK(same("2e^z", "2*exp(z)"));
    CHECK(same("2e3*z", "2000*z"));
    CHECK(same("z^(2)c", "(z^2)*c"));
}

TEST_CASE("characters of mathematics are read as what they mean") {
    CHECK(same("−i/(π z⁷) + c", "-i/(pi*z^7) + c"));
    CHECK(same("z⁻²·c×2", "z^-2*c*2"));
    CHECK(same("z²÷c", "z^2/c"));
    CHECK(same("z¹⁰", "z^10"));
    CHECK(same("z^2²", "z^4"));
    CHECK(same("|z|", "abs(z)"));
    CHECK(same("||z|-1|*c", "abs(abs(z)-1)*c"));
}

TEST_CASE("a formula may say what it is assigned to") {
    CHECK(same("z = z^2 + c", "z^2 + c"));
    CHECK(same("z <- z^2 + c", "z^2 + c"));
    CHECK(same(" z\t← z^2 + c\n", "z^2 + c"));
    CHECK(same("z=c", "c"));
    CHECK(refusal("c = z").begin == 2);
    CHECK(refusal("z = c = z").begin == 6);
    CHECK(refusal("z = ").begin == 2);
}

TEST_CASE("numbers are read in every usual form") {
    CHECK(same("0.5*z", ".5*z"));
    CHECK(same("1e-3*z", "0.001*z"));
    CHECK(same("1.5E+2*z", "150*z"));
    CHECK(same("3.*z", "3*z"));
    const FormulaProgram program = compile_formula("0.1*z");
    CHECK(program.constants[0].re == 0.1);
}

TEST_CASE("a mistake is marked where it is, with what was expected") {
    struct Case {
        const char* text;
        std::size_t begin, end;
        const char* part;
    };
    const Case cases[] = {
        {"", 0, 0, "empty; expected a recurrence"},
        {"   ", 0, 3, "empty"},
        {"z +", 2, 3, "nothing after '+'; expected a number, z, c, k"},
        {"z + c *", 6, 7, "nothing after '*'"},
        {"-", 0, 1, "nothing after '-'"},
        {"z^", 1, 2, "nothing after '^'"},
        {"(", 0, 1, "nothing after '('"},
        {"z + (c - 1", 4, 5, "this '(' is not closed; expected ')'"},
        {"sin(z + c", 3, 4, "this '(' is not closed"},
        {"2*|z + c", 2, 3, "this '|' is not closed; expected '|'"},
        {"((z)", 0, 1, "this '(' is not closed"},
        {"z + c)", 5, 6, "this ')' closes nothing"},
        {"z|", 1, 2, "this '|' closes nothing"},
        {"(z|)", 2, 3, "this '|' closes nothing"},
        {"z + * c", 4, 5, "'*' has no value before it; expected a number"},
        {"()", 1, 2, "')' has no value before it"},
        {"sin()", 4, 5, "')' has no value before it"},
        {"²", 0, 2, "has no value before it"},
        {"z + foo(c)", 4, 7, "unknown name 'foo'"},
        {"snh(z)", 0, 3, "unknown name 'snh'; nearest: sinh"},
        {"z^2 + C", 6, 7, "unknown name 'C'; nearest: c"},
        {"zc + 1", 0, 2, "unknown name 'zc'; write z*c"},
        {"2piz", 1, 4, "write pi*z"},
        {"sin z", 0, 3, "'sin' without an argument; expected sin("},
        {"exp", 0, 3, "'exp' without an argument"},
        {"z 2", 2, 3, "'2' follows a value; expected an operator before it"},
        {"(z 2)", 3, 4, "expected an operator or ')' before it"},
        {"1.2.3", 3, 5, "'.3' follows a value"},
        {"1/2z", 3, 4, "'z' can be read in two ways here; expected '*' before it"},
        {"2^3z", 3, 4, "can be read in two ways"},
        {"c/(z)(c)", 5, 6, "can be read in two ways"},
        {"z/0 + c", 2, 3, "division by 0"},
        {"z/(1 - 1)", 2, 9, "division by 0"},
        {"c + 0^-1", 4, 8, "'0^-1' is not finite"},
        {"log(0)*z", 0, 6, "'log(0)' is not finite"},
        {"10^400 + z", 0, 6, "'10^400' is not finite"},
        {"1e999", 0, 5, "'1e999' is out of range"},
        {"z # c", 2, 3, "'#' has no meaning"},
        {"z^2, c", 3, 4, "',' has no meaning"},
        {"z < c", 2, 3, "'<' has no meaning"},
        {"√z", 0, 3, "'√' has no meaning"},
        {"z⁻", 1, 4, "a raised minus alone"},
        {"z\xff", 1, 2, "byte 0xFF is no character"},
        {"z\xe2\x88", 1, 2, "byte 0xE2 is no character"},
        {"z\xed\xa0\x80", 1, 2, "byte 0xED is no character"},
        {"z\x01", 1, 2, "byte 0x01 has no meaning"},
    };
    for (const Case& c : cases) {
        const std::string text = c.text;
        CAPTURE(text);
        const Refusal r = refusal(text);
        CAPTURE(r.message);
        CHECK(r.message.find(c.part) != r.message.npos);
        CHECK(r.message.rfind("formula: ", 0) == 0);
        CHECK(r.begin == c.begin);
        CHECK(r.end == c.end);
    }
}

TEST_CASE("hostile texts get one clear line") {
    const std::string texts[] = {
        std::string(1, '\0'),
        std::string("z\0+c", 4),
        std::string(1001, 'z'),
        std::string(100000, '('),
        repeated("(", 500) + "z" + repeated(")", 499),
        repeated("sin(", 200) + "z" + repeated(")", 200),
        repeated("z^", 400) + "z",
        repeated("|", 1000),
        repeated("+-*/^", 200),
        repeated("\xff", 1000),
        repeated("9", 1000),
        repeated("a", 1000),
        repeated("²", 400),
        repeated("z\n", 500),
        "\x1b[31m",
        "z + \"'\\%n",
    };
    for (const std::string& text : texts) {
        const Refusal r = refusal(text);
        CAPTURE(text.substr(0, 20));
        CHECK(r.message.size() < 300);
        CHECK(r.message.find('\n') == r.message.npos);
        CHECK(r.message != "none");
        CHECK(r.begin <= r.end);
        CHECK(r.end <= text.size());
    }
    CHECK(refusal(std::string(1001, 'z')).message.find("too long with 1001 bytes; valid: at most 1000") !=
          std::string::npos);
    CHECK(refusal(std::string(65, '(') + "z").message.find("nested too deeply; valid: 64 levels") !=
          std::string::npos);
    CHECK(refusal(std::string(65, '(') + "z").begin == 64);
}

TEST_CASE("what is as long and as deep as may be compiles") {
    CHECK_NOTHROW(compile_formula(repeated("(", 64) + "z" + repeated(")", 64)));
    CHECK_NOTHROW(compile_formula(fmt::format("z{}", repeated("+c", 60))));
    CHECK_NOTHROW(compile_formula(fmt::format("z{}", repeated(" ", 999))));
    CHECK_NOTHROW(compile_formula(repeated("-", 999) + "z"));
}

TEST_CASE("a formula with too many operations, numbers or values at a time is refused") {
    std::string operations_needed = "z", numbers_needed = "z";
    for (int i = 0; i < 70; ++i) operations_needed += i % 2 == 0 ? "*z+c" : "*c+z";
    CHECK(refusal(operations_needed).message.find("more than 64 operations") != std::string::npos);
    for (int i = 0; i < 33; ++i) numbers_needed += fmt::format("+c^0.{}", 100 + i);
    CHECK(refusal(numbers_needed).message.find("more than 32 different numbers") != std::string::npos);
    // 15 powers of z that are all needed again in the other order.
    std::string forth, back;
    for (int i = 3; i < 18; ++i) {
        const std::string power = fmt::format("sin(z^{})", i);
        forth += power + (i < 17 ? "/" : "");
        back = power + (back.empty() ? "" : "/(") + back + (back.empty() ? "" : ")");
    }
    const Refusal r = refusal(forth + "+c^(" + back + ")");
    CHECK(r.message.find("more than 13 values at a time") != std::string::npos);
    CHECK(r.begin == 0);
}

TEST_CASE("constants fold, and equal parts are computed once") {
    CHECK(same("2*3*z", "6*z"));
    CHECK(same("z*2*3", "6*z"));
    CHECK(same("z*0 + c", "c"));
    CHECK(same("z^1", "z"));
    CHECK(same("(z^2)^3", "z^6"));
    CHECK(same("z*z + c", "z^2 + c"));
    CHECK(same("sqrt(4)*z", "2*z"));
    CHECK(same("e^(i*pi)*z", "exp(i*pi)*z"));
    CHECK(operations("sin(z^2) + c*sin(z^2)").size() == 3);
    CHECK(operations("(z+c)/(z+c)") == std::vector{FormulaOp::copy});
}

TEST_CASE("the original compiles to the operations of the built-in recurrence") {
    const FormulaProgram program = compile_formula("-i/(pi*z^7) + c");
    REQUIRE(program.count == 2);
    CHECK(program.instructions[0].op == FormulaOp::power);
    CHECK(program.instructions[0].whole == -7);
    CHECK(program.instructions[1].op == FormulaOp::multiply_add);
    CHECK(program.constants[0] == FormulaConstant{0, FractalParams().coefficient_im});
    CHECK(operations("z^2 + c") == std::vector{FormulaOp::square_add});
    CHECK(operations("c + 1/z^7") == std::vector{FormulaOp::power_add});
    CHECK(operations("(abs(re(z)) + i*abs(im(z)))^2 + c") ==
          std::vector{FormulaOp::fold, FormulaOp::square_add});
}

TEST_CASE("instructions write to free registers and read what was written") {
    for (const FormulaExample& example : formula_examples()) {
        const FormulaProgram program = compile_formula(example.text);
        std::vector<bool> written(FormulaProgram::registers, false);
        for (int i = 0; i < FormulaProgram::first_free; ++i) written[static_cast<std::size_t>(i)] = true;
        for (int i = 0; i < program.count; ++i) {
            const FormulaInstruction& step = program.instructions[i];
            for (const int operand : {step.a, step.b, step.c}) {
                const bool is_register = operand < FormulaProgram::registers;
                CHECK((is_register ? written[static_cast<std::size_t>(operand)]
                                   : operand - FormulaProgram::registers < program.constant_count));
            }
            CHECK(step.target >= FormulaProgram::first_free);
            CHECK(step.target < FormulaProgram::registers);
            written[step.target] = true;
        }
        CHECK(program.result >= FormulaProgram::first_free);
        CHECK(written[static_cast<std::size_t>(program.result)]);
    }
}

TEST_CASE("a formula knows what it can be calculated with, and whether it has a derivative") {
    CHECK(finest_precision(compile_formula("-i/(pi*z^7) + c")) == Precision::double_double);
    CHECK(finest_precision(compile_formula("conj(z)^2/abs(c) + sqrt(z)")) == Precision::double_double);
    CHECK(finest_precision(compile_formula("sin(z) + c")) == Precision::float64);
    CHECK(finest_precision(compile_formula("z^1.5 + c")) == Precision::float64);
    CHECK(finest_precision(real_power_program(1, 0, 2.5)) == Precision::float64);
    CHECK(is_holomorphic(compile_formula("c*exp(z)/z + k")));
    for (const char* text : {"conj(z)", "abs(z)*z", "re(z)+c", "i*im(z)", "arg(z)", "|re(z)|+i*|im(z)|"})
        CHECK_FALSE(is_holomorphic(compile_formula(text)));
}

TEST_CASE("the growth of a formula far out is told where c and k do not change it") {
    struct Case {
        const char* text;
        int degree;
        double coefficient;
    };
    const Case cases[] = {
        {"z^2 + c", 2, 1},
        {"conj(z)^3 - 2*z + c", 3, 1},
        {"(abs(re(z)) + i*abs(im(z)))^2 + c", 2, 1},
        {"((z^2 + c - 1)/(2*z + c - 2))^2", 2, 0.25},
        {"3i*z^4 + c*z^3 + sin(c)", 4, 3},
        {"z*sqrt(z^2 + c) + c/z", 2, 1},
        {"abs(z)*z + k", 2, 1},
        {"z^3 + c/z^3", 3, 1},
        {"c*z^2", 0, 0},
        {"z^2 - z*z*c", 0, 0},
        {"z + c", 0, 0},
        {"-i/(pi*z^7) + c", 0, 0},
        {"z^2 + sin(z)", 0, 0},
        {"z^2.5 + c", 0, 0},
        {"re(z)*z", 0, 0},
        {"abs(re(z^2)) + i*im(z^2) + c", 0, 0},
        {"z^z", 0, 0},
    };
    for (const Case& c : cases) {
        const std::string text = c.text;
        CAPTURE(text);
        const FormulaGrowth growth = growth_of(compile_formula(text));
        CHECK(growth.degree == c.degree);
        CHECK(growth.coefficient == doctest::Approx(c.coefficient));
    }
}

TEST_CASE("every example compiles, has a sentence, and settings that are valid") {
    const std::vector<FormulaExample>& examples = formula_examples();
    CHECK(examples.size() >= 12);
    for (const FormulaExample& example : examples) {
        CAPTURE(example.name);
        CHECK_FALSE(compile_formula(example.text).empty());
        CHECK(example.shows.ends_with('.'));
        CHECK(example.params.recurrence == Recurrence::formula);
        CHECK_NOTHROW(check(example.params, "example"));
        CHECK(std::ranges::count(examples, example.name, &FormulaExample::name) == 1);
    }
}
