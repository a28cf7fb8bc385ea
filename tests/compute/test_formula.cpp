#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <random>
#include <vector>

#include "compute/formula_reference.h"
#include "math/formula.h"

using namespace droplet;
using namespace droplet::test;

namespace {

using math::Complex;
using math::DoubleDouble;
using math::Jet;

template <class R>
Complex<R> next(const FormulaProgram& program, Complex<R> z, Complex<R> c, int k = 0) {
    math::FormulaRegisters<R> registers(program);
    return math::next_of_formula(program, registers, z, c, k);
}

std::complex<double> next(const char* text, std::complex<double> z, std::complex<double> c = 0) {
    const Complex<double> w = next<double>(compile_formula(text), {z.real(), z.imag()}, {c.real(), c.imag()});
    return {w.re, w.im};
}

std::complex<double> random_point(std::mt19937& random) {
    std::uniform_real_distribution<double> side(-2, 2);
    const double re = side(random);
    return {re, side(random)};
}

bool same_bits(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

}  // namespace

TEST_CASE("random formulas give what walking their trees in long double gives") {
    std::mt19937 random(5);
    int compared = 0;
    double worst = 0;
    for (int i = 0; i < 4000; ++i) {
        const RandomFormula formula = random_formula(random, 1 + i % 5);
        CAPTURE(formula.text);
        FormulaProgram program;
        try {
            program = compile_formula(formula.text);
        } catch (const FormulaError&) {  // 1/(k − k), 7^7^7: what is not finite is refused
            continue;
        }
        for (int j = 0; j < 5; ++j) {
            const std::complex<double> z = random_point(random), c = random_point(random);
            const FormulaPoint at{LongComplex(z.real(), z.imag()), LongComplex(c.real(), c.imag()), j + 1};
            const LongComplex wanted = formula.value(at);
            if (!at.tame) continue;
            const Complex<double> got =
                next<double>(program, {z.real(), z.imag()}, {c.real(), c.imag()}, j + 1);
            const auto error = static_cast<double>(std::abs(LongComplex(got.re, got.im) - wanted));
            CHECK(error < 1e-9);
            worst = std::max(worst, error);
            ++compared;
        }
    }
    CHECK(compared > 5000);
    CHECK(worst > 0);
}

TEST_CASE("derivatives of random formulas are those of differences") {
    std::mt19937 random(6);
    int compared = 0;
    for (int i = 0; i < 3000; ++i) {
        const RandomFormula formula = random_formula(random, 1 + i % 4);
        if (!formula.holomorphic) continue;
        CAPTURE(formula.text);
        FormulaProgram program;
        try {
            program = compile_formula(formula.text);
        } catch (const FormulaError&) {
            continue;
        }
        CHECK(is_holomorphic(program));
        const std::complex<double> z = random_point(random), c = random_point(random);
        const std::complex<double> dz(0.6, 0.3), dc(-0.2, 0.7);
        const auto at = [&](long double t) {
            const LongComplex moved_z = LongComplex(z.real(), z.imag()) + t * LongComplex(0.6, 0.3),
                              moved_c = LongComplex(c.real(), c.imag()) + t * LongComplex(-0.2, 0.7);
            return FormulaPoint{moved_z, moved_c, 2};
        };
        constexpr long double h = 1e-5L;
        const FormulaPoint before = at(-h), after = at(h);
        const LongComplex wanted = (formula.value(after) - formula.value(before)) / (2 * h);
        if (!before.tame || !after.tame || std::abs(wanted) > 100) continue;
        math::FormulaJets<double> registers(program);
        const Jet<double> got = math::next_of_formula(
            program, registers, Jet<double>{{z.real(), z.imag()}, {dz.real(), dz.imag()}},
            Jet<double>{{c.real(), c.imag()}, {dc.real(), dc.imag()}}, 2);
        const Complex<double> value = next<double>(program, {z.real(), z.imag()}, {c.real(), c.imag()}, 2);
        CHECK(got.value.re == doctest::Approx(value.re).epsilon(1e-12));
        CHECK(got.value.im == doctest::Approx(value.im).epsilon(1e-12));
        CHECK(std::abs(LongComplex(got.slope.re, got.slope.im) - wanted) < 1e-4L * (1 + std::abs(wanted)));
        ++compared;
    }
    CHECK(compared > 500);
}

TEST_CASE("the original typed gives the bits of the built-in recurrence, orbit by orbit") {
    const FormulaProgram typed = compile_formula("-i/(pi*z^7) + c");
    const FractalParams standard;
    std::mt19937 random(7);
    for (int i = 0; i < 200; ++i) {
        const std::complex<double> start = random_point(random);
        const Complex<double> c{start.real(), start.imag()};
        const Complex<double> lambda{standard.coefficient_re, standard.coefficient_im};
        Complex<double> z = c, w = c;
        for (int k = 0; k < 60; ++k) {
            z = next<double>(typed, z, c, k);
            w = math::next_of_pole<7>(w, math::norm(w), lambda, c, 7);
            CHECK(same_bits(z.re, w.re));
            CHECK(same_bits(z.im, w.im));
        }
    }
}

TEST_CASE("typed powers give the bits of the built-in ones for every n") {
    std::mt19937 random(8);
    for (int n = -12; n <= 12; ++n) {
        if (n == 0) continue;
        CAPTURE(n);
        const FormulaProgram typed = compile_formula("(0.25 + 0.5i)/z^(" + std::to_string(n) + ") + c");
        const Complex<double> lambda{0.25, 0.5};
        for (int i = 0; i < 20; ++i) {
            const std::complex<double> start = random_point(random);
            const Complex<double> c{start.real(), start.imag()};
            Complex<double> z = c, w = c;
            for (int k = 0; k < 8; ++k) {
                z = next<double>(typed, z, c, k);
                w = n > 0 ? math::next_of_pole<0>(w, math::norm(w), lambda, c, n)
                          : math::next_of_polynomial<0>(w, lambda, c, -n);
                CHECK(same_bits(z.re, w.re));
                CHECK(same_bits(z.im, w.im));
            }
        }
    }
}

TEST_CASE("a real exponent is the principal power") {
    std::mt19937 random(9);
    for (const double n : {2.5, -1.5, 0.3, 7.0, -2.0, -11.9}) {
        CAPTURE(n);
        const FormulaProgram program = real_power_program(0.3, -0.7, n);
        for (int i = 0; i < 50; ++i) {
            const std::complex<double> z = random_point(random), c = random_point(random);
            const std::complex<double> wanted = std::complex<double>(0.3, -0.7) * std::pow(z, -n) + c;
            const Complex<double> got = next<double>(program, {z.real(), z.imag()}, {c.real(), c.imag()});
            CHECK(std::abs(std::complex<double>(got.re, got.im) - wanted) < 1e-12 * (1 + std::abs(wanted)));
        }
    }
    const Complex<double> above = next<double>(compile_formula("z^0.25"), {-1, 1e-12}, {0, 0});
    const Complex<double> below = next<double>(compile_formula("z^0.25"), {-1, -1e-12}, {0, 0});
    CHECK(above.im == doctest::Approx(std::sqrt(0.5)));
    CHECK(below.im == doctest::Approx(-std::sqrt(0.5)));
}

TEST_CASE("double-doubles of a typed formula are those of the built-in recurrence") {
    using R = DoubleDouble<double>;
    const FormulaProgram typed = compile_formula("-i/(pi*z^7) + c");
    const FractalParams standard;
    const Complex<R> lambda{{standard.coefficient_re, 0}, {standard.coefficient_im, 0}};
    std::mt19937 random(10);
    for (int i = 0; i < 50; ++i) {
        const std::complex<double> start = random_point(random);
        const Complex<R> c{{start.real(), 1e-18}, {start.imag(), -3e-18}};
        Complex<R> z = c, w = c;
        for (int k = 0; k < 20; ++k) {
            z = next<R>(typed, z, c, k);
            w = math::next_of_pole<7>(w, math::norm(w), lambda, c, 7);
            CHECK(same_bits(z.re.high, w.re.high));
            CHECK(same_bits(z.re.low, w.re.low));
            CHECK(same_bits(z.im.low, w.im.low));
        }
    }
}

TEST_CASE("double-double roots and moduli have twice the digits of a double") {
    using R = DoubleDouble<double>;
    const auto residue = [](const char* text, Complex<R> z, Complex<R> c) {
        const Complex<R> rest = next<R>(compile_formula(text), z, c);
        return std::hypot(rest.re.high, rest.im.high);
    };
    std::mt19937 random(11);
    for (int i = 0; i < 100; ++i) {
        const std::complex<double> a = random_point(random), b = random_point(random);
        const Complex<R> z{{a.real(), a.real() * 3e-17}, {a.imag(), a.imag() * -2e-17}};
        const Complex<R> c{{b.real(), b.real() * 3e-17}, {b.imag(), b.imag() * -2e-17}};
        CHECK(residue("sqrt(z)^2 - z", z, c) < 1e-29);
        CHECK(residue("abs(z)^2 - re(z)^2 - im(z)^2", z, c) < 1e-29);
        CHECK(residue("z/c*c - z", z, c) < 1e-28 * (1 + 1 / std::norm(b)));
        CHECK(residue("conj(z)*z - abs(z)^2", z, c) < 1e-29);
        CHECK(residue("(re(z) + i*im(z)) - z", z, c) == 0);
        CHECK(residue("(z + c)^3 - z^3 - 3*z^2*c - 3*z*c^2 - c^3", z, c) < 1e-26);
    }
    CHECK(residue("sqrt(z)", {{0, 0}, {0, 0}}, {{0, 0}, {0, 0}}) == 0);
    CHECK(residue("abs(z)", {{0, 0}, {0, 0}}, {{0, 0}, {0, 0}}) == 0);
}

TEST_CASE("what is not finite goes on as IEEE arithmetic has it, and 1/∞ is 0") {
    const double infinite = std::numeric_limits<double>::infinity(), none = std::nan("");
    CHECK(next("1/z + c", {infinite, 0}, 2.0) == std::complex<double>(2, 0));
    CHECK(next("1/z^3 + c", {none, none}, 2.0) == std::complex<double>(2, 0));
    CHECK(next("z^-1.5 + c", {none, infinite}, 2.0) == std::complex<double>(2, 0));
    const char* unbounded[] = {"1/z", "z^-2", "log(z)", "z^-0.5", "c/z", "z^c", "log(z)/z"};
    for (const char* text : unbounded) {
        CAPTURE(text);
        const std::complex<double> w = next(text, 0, {0.5, -1});
        CHECK_FALSE(std::norm(w) < infinite);
    }
    for (const char* text : {"exp(z)", "sinh(z)", "cosh(z)", "z^7", "z*z*z", "sin(i*z)", "cos(i*z)"}) {
        CAPTURE(text);
        CHECK_FALSE(std::norm(next(text, {800, 0.1})) < infinite * (text[0] == 'z' ? 0 : 1));
    }
    for (const char* text :
         {"z^2 + c", "sin(z)", "tan(z)", "sqrt(z)", "abs(z)", "arg(z)", "log(z)", "exp(z)"}) {
        CAPTURE(text);
        CHECK_FALSE(std::isfinite(std::norm(next(text, {none, none}))));
    }
    CHECK(next("tan(z)", {0.3, 1000}) == std::complex<double>(next("tan(z)", {0.3, 20}).real(), 1));
    CHECK(next("tanh(z)", {-1000, 0.3}).real() == -1);
    CHECK(next("sqrt(z)", 0) == 0.0);
    CHECK(next("abs(z)", 0) == 0.0);
    CHECK(next("arg(z)", 0) == 0.0);
    CHECK(next("z^1.5", 0) == 0.0);
    CHECK(next("abs(z)", {3e200, 4e200}).real() == doctest::Approx(5e200));
    CHECK(next("sqrt(z)", {1e300, 1e-300}).real() == doctest::Approx(1e150));
    CHECK(next("sqrt(z)", {-4, 0}) == std::complex<double>(0, 2));
}
