#include "model/kernel_text.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "model/convolution_params.h"
#include "model/error.h"
#include "model/kernel_json.h"
#include "model/operator_json.h"

using namespace droplet;

namespace {

Kernel kernel_2x2(float a, float b, float c, float d) {
    Kernel kernel(2, 2);
    kernel.weights = {a, b, c, d};
    return kernel;
}

std::string refusal(const std::string& text) {
    try {
        static_cast<void>(parse_kernel(text, "k.txt"));
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

constexpr const char* valid = "; valid: numbers from -1000000 to 1000000 like -0.5, or fractions like 1/9";

}  // namespace

TEST_CASE("Rows of numbers are read however they are set apart and bracketed") {
    const Kernel expected = kernel_2x2(1, -0.5f, 3e-2f, 1.0f / 9);
    for (const char* text :
         {"1 -0.5\n3e-2 1/9", "1,-.5\n3E-2,1/9\n", "1\t-0.5\r\n0.03\t1 / 9\r\n", "1 -.5; .03 1/9;",
          "[[1, -0.5], [0.03, 1/9]]", "[[ 1.   -0.5 ]\n [ 0.03  1/9]]\n", "[1 -0.5; 0.03 1/9]",
          "k = [1, -0.5; 0.03, 1/9];", "[1 -0.5\n 0.03 1/9]",
          "\n# a kernel\n+1 -0.5 # the first row\n\n3e-2 2/18",
          "array([[1., -0.5],\n       [0.03, 1/9]], dtype=float32)", "np.array([[1, -.5], [.03, 1/9]])",
          "((1, -0.5), (0.03, 1/9))", "{{1, -0.5}, {0.03, 1/9}};", "1, -0.5,\n0.03, 1/9,\n",
          "\ufeff1 \u2212.5\n.03 1/9", "[1, -0.5]\n[0.03, 1/9]"}) {
        CAPTURE(text);
        CHECK(refusal(text) == "");
        CHECK(parse_kernel(text, "k") == expected);
    }
}

TEST_CASE("A row of brackets within brackets may take several lines, as NumPy breaks them") {
    const Kernel kernel = parse_kernel("[[1 2\n  3]\n [4 5\n  6]]", "k");
    CHECK(kernel.size() == Size{3, 2});
    CHECK(kernel.at(1, 0) == 4);
}

TEST_CASE("Kernels and operators are read from JSON; an operator gives the mean of its diagonal slices") {
    const Kernel kernel = kernel_2x2(1, 2, 3, 1.0f / 3);
    CHECK(parse_kernel(kernel_text(kernel), "k") == kernel);
    CHECK(parse_kernel("{\"weights\": [[1, 2]]}", "k").size() == Size{2, 1});
    Operator op{.channels = 3};
    for (int c = 0; c < 3; ++c)
        op.weights[static_cast<std::size_t>((c * 3 + c) * Operator::taps + 5)] = static_cast<float>(c);
    op.weights[Operator::taps + 1] = 100;  // green in red: not on the diagonal
    Kernel expected(3, 3);
    expected.at(1, 2) = 1;
    CHECK(parse_kernel(operator_text(op), "w") == expected);
}

TEST_CASE("What is no kernel is told in one line, with its place and what is valid") {
    CHECK(refusal("") == std::string("k.txt: holds no numbers") + valid);
    CHECK(refusal(" \n# nothing\n[]") == std::string("k.txt: holds no numbers") + valid);
    CHECK(refusal("1 2 3\n4 5 6\n7 8") == "k.txt: line 3 has 2 numbers; valid: 3, as line 1");
    CHECK(refusal("1 2 3; 4") == "k.txt: row 2 has 1 number; valid: 3, as row 1");
    CHECK(refusal("1 2\n3 abc") == std::string("k.txt: line 2, column 3: 'abc' is not a number") + valid);
    CHECK(refusal("1 2\n3 nan") == std::string("k.txt: line 2, column 3: 'nan' is not a number") + valid);
    CHECK(refusal("-inf") == std::string("k.txt: line 1, column 1: '-inf' is not finite") + valid);
    CHECK(refusal("1 1/0") == std::string("k.txt: line 1, column 3: '1/0' divides by zero") + valid);
    CHECK(refusal("1 1/2/3") == std::string("k.txt: line 1, column 3: '1/2/3' is not a number") + valid);
    CHECK(refusal("1 2/") == std::string("k.txt: line 1, column 3: '2/' is not a number") + valid);
    CHECK(refusal("2e6") == std::string("k.txt: line 1, column 1: '2e6' is out of range") + valid);
    CHECK(refusal("1e999") == std::string("k.txt: line 1, column 1: '1e999' is out of range") + valid);
    CHECK(refusal("1 0x10") == std::string("k.txt: line 1, column 3: '0x10' is not a number") + valid);
    CHECK(refusal("1,,2") ==
          std::string("k.txt: line 1, column 3: a number is missing before the comma") + valid);
    CHECK(refusal("1;;2") == "k.txt: line 1, column 3: a ';' ends no row here; valid: 1 2; 3 4");
    CHECK(refusal("[[1, 2], [3, 4]") ==
          "k.txt: line 1, column 10: the bracket is not closed; valid: [[1, 2], [3, 4]]");
    CHECK(refusal("[1, 2)") == "k.txt: line 1, column 6: the ')' closes no bracket; valid: [[1, 2], [3, 4]]");
    CHECK(refusal("[[[1]]]") == "k.txt: line 1, column 3: a bracket too many; valid: [[1, 2], [3, 4]]");
    CHECK(refusal("{\"weights\": [[1, 2], [3]]}") ==
          "k.txt: weights[1]: has 1 numbers; valid: 2, as the row above");
    CHECK(refusal("{\"weights\": [[1, 2], ") ==
          "k.txt: not JSON (wrong at byte 22); valid: rows of numbers, or {\"weights\": [[…], …]}");
}

TEST_CASE("A kernel has at most 31 rows of 31 numbers") {
    std::string row = "1";
    for (int i = 1; i < 31; ++i) row += " 1";
    std::string rows;
    for (int i = 0; i < 31; ++i) rows += row + "\n";
    CHECK(parse_kernel(rows, "k").size() == Size{31, 31});
    CHECK(refusal(row + " 1") ==
          "k.txt: line 1, column 63: the row has more than 31 numbers; valid: 1 to 31");
    CHECK(refusal(rows + row) == "k.txt: has more than 31 rows; valid: 1 to 31");
}

TEST_CASE("Hostile text is refused: binary, huge, deeply nested") {
    CHECK(refusal(std::string("1 2\n\0PNG", 8)) ==
          "k.txt: line 2, column 1: byte 0x00 is no text; valid: rows of numbers, or JSON");
    CHECK(refusal("\xff\xd8\xff\xe0 1").find("is not a number") != std::string::npos);
    CHECK(refusal(std::string(2 << 20, ' ')) ==
          "k.txt: has 2097152 bytes, more than a kernel; valid: up to 1048576");
    CHECK(refusal(std::string(500'000, '[')) ==
          "k.txt: line 1, column 3: a bracket too many; valid: [[1, 2], [3, 4]]");
    std::string deep = "{\"weights\": ";
    deep.append(100'000, '[');
    CHECK(refusal(deep) == "k.txt: nested too deeply; valid: rows of numbers, or {\"weights\": [[…], …]}");
    CHECK(refusal(std::string(1'000'000, '9'))
              .starts_with("k.txt: line 1, column 1: '999999999999999999999999…' is out"));
}

TEST_CASE("Any kernel's rows are read back bit by bit") {
    std::mt19937 random(7);
    std::uniform_real_distribution<float> any(-3, 3);
    for (const int side : {1, 2, 5, 31}) {
        Kernel kernel(side, 1 + side / 2);
        for (float& weight : kernel.weights) weight = any(random);
        kernel.weights[0] = -0.0f;
        const Kernel again = parse_kernel(kernel_rows(kernel), "k");
        REQUIRE(again == kernel);
        CHECK(std::signbit(again.weights[0]));
    }
    for (const KernelName name : {KernelName::box, KernelName::sharpen, KernelName::gaussian,
                                  KernelName::gaussian_5x5, KernelName::motion_blur, KernelName::scharr_x}) {
        ConvolutionParams params;
        params.kernel = name;
        params.kernel_size = 7;
        params.kernel_angle = 30;
        CHECK(parse_kernel(kernel_rows(kernel_of(params, {})), "k") == kernel_of(params, {}));
    }
    CHECK(kernel_rows(kernel_2x2(1.0f / 9, -2, 0.5f, 0)) == "1/9  -2\n0.5   0\n");
}

TEST_CASE("A weight is typed as a decimal or a fraction") {
    CHECK(parse_weight(" 0.25 ", "w") == 0.25f);
    CHECK(parse_weight("-3 / 16", "w") == -3.0f / 16);
    CHECK_THROWS_WITH_AS(static_cast<void>(parse_weight("1 2", "weight")),
                         (std::string("weight: '1 2' is not a number") + valid).c_str(), Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(parse_weight("", "weight")),
                         (std::string("weight: '' is not a number") + valid).c_str(), Error);
}

TEST_CASE("A fraction is told from a decimal, also after the rounding of a sum") {
    CHECK(fraction_of(1.0f / 9) == Fraction{1, 9});
    CHECK(fraction_of(2 - 1.0f / 9) == Fraction{17, 9});
    CHECK(fraction_of(-3.0f / 16) == Fraction{-3, 16});
    CHECK(fraction_of(1.0f / 961) == Fraction{1, 961});
    CHECK(fraction_of(-7) == Fraction{-7, 1});
    CHECK(fraction_of(0) == Fraction{0, 1});
    CHECK_FALSE(fraction_of(std::exp(-0.5f)).has_value());
    CHECK_FALSE(fraction_of(1e-9f).has_value());
    CHECK_FALSE(fraction_of(std::nanf("")).has_value());
}

TEST_CASE("Labels share a denominator where all weights have one") {
    using Labels = std::vector<std::string>;
    CHECK(weight_labels(kernel_2x2(1.0f / 256, 6.0f / 256, 64.0f / 256, 1)) ==
          Labels{"1/256", "6/256", "64/256", "1"});
    CHECK(weight_labels(kernel_2x2(-1.0f / 9, 17.0f / 9, 0, 0.5f)) == Labels{"−1/9", "17/9", "0", "0.5"});
    CHECK(weight_labels(kernel_2x2(-0.5f, 0.25f, 1, -4)) == Labels{"−2/4", "1/4", "1", "−4"});
    CHECK(weight_labels(kernel_2x2(0.1f, 0.37f, 0.6065307f, -0.0f)) == Labels{"0.1", "0.37", "0.607", "0"});
}
