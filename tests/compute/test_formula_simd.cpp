#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "compute/cpu/formula_points.h"
#include "compute/cpu/simd_target.h"
#include "math/formula.h"

using namespace droplet;

namespace {

using math::Complex;

/// Runs f() with each instruction set.
template <class F>
void on_every_simd(F&& f) {
    std::istringstream names(available_simd());
    for (std::string name; names >> name;) {
        REQUIRE(limit_simd(name));
        f(name);
    }
    limit_simd("");
}

template <class T>
RunFormulaSpan<T> kernel() {
    if constexpr (sizeof(T) == sizeof(float)) {
        return formula_kernels_float32().span;
    } else {
        return formula_kernels_float64().span;
    }
}

template <class T>
struct Points {
    std::vector<T> z_re, z_im, c_re, c_im, next_re, next_im;

    void add(double x, double y, double u = 0.75, double v = -0.5) {
        z_re.push_back(static_cast<T>(x));
        z_im.push_back(static_cast<T>(y));
        c_re.push_back(static_cast<T>(u));
        c_im.push_back(static_cast<T>(v));
    }
    void run(const FormulaProgram& program, int iterations) {
        next_re.assign(z_re.size(), 0);
        next_im.assign(z_re.size(), 0);
        kernel<T>()(program, iterations,
                    {static_cast<int>(z_re.size()), z_re.data(), z_im.data(), c_re.data(), c_im.data(),
                     next_re.data(), next_im.data()});
    }
};

/// Points all over the plane within 1e-2 to 20 from 0, off the axes, and more of them than a block.
template <class T>
Points<T> plane() {
    Points<T> points;
    for (int i = 0; i < 611; ++i) {
        const double modulus = 0.01 * std::pow(2000.0, i / 610.0), angle = 0.1 + 2.399963229728653 * i;
        points.add(modulus * std::cos(angle), modulus * std::sin(angle), std::cos(0.7 * i),
                   std::sin(0.7 * i) + 0.01);
    }
    return points;
}

/// The largest error of a formula against the scalar one in double, relative to the value, or to 1 where
/// that is smaller.
template <class T>
double largest_error(const FormulaProgram& program, Points<T>& points, int iterations) {
    points.run(program, iterations);
    double largest = 0;
    for (std::size_t i = 0; i < points.z_re.size(); ++i) {
        math::FormulaRegisters<double> registers(program);
        const Complex<double> wanted =
            math::next_of_formula<double>(program, registers, {points.z_re[i], points.z_im[i]},
                                          {points.c_re[i], points.c_im[i]}, iterations);
        const double modulus = std::hypot(wanted.re, wanted.im);
        if (!(modulus < std::numeric_limits<T>::max() / 4)) continue;  // T may not have it
        const double error = std::hypot(static_cast<double>(points.next_re[i]) - wanted.re,
                                        static_cast<double>(points.next_im[i]) - wanted.im);
        const double relative = error / std::max(1.0, modulus);
        if (!(relative <= largest)) largest = relative;
    }
    return largest;
}

struct Bound {
    const char* text;
    double units;  ///< largest error in units of the number type's last place
};
/// Every operation. Powers and functions have the rounding of their arguments, too: that of exp(z) is
/// |z| ulp, that of z^7 seven times that of z.
constexpr Bound bounds[] = {
    {"z", 0},          {"z + c", 2},    {"z - c", 2},           {"z*c", 4},
    {"c*z + k", 4},    {"z*re(c)", 2},  {"z*re(c) + c", 4},     {"z/c", 8},
    {"-z", 0},         {"z^2", 4},      {"z^2 + c", 4},         {"z^3", 8},
    {"z^-1 - c", 8},   {"z^5 + c", 16}, {"c + z^-3", 16},       {"conj(z)", 0},
    {"re(z)", 0},      {"im(z)", 0},    {"re(z) + i*im(c)", 0}, {"abs(re(z)) + i*abs(im(z))", 0},
    {"abs(re(z))", 0}, {"abs(z)", 4},   {"sqrt(z)", 4},         {"arg(z)", 4},
    {"z^1.5", 64},     {"z^-0.3", 64},  {"z^c", 128},           {"exp(z)", 32},
    {"log(z)", 4},     {"sin(z)", 16},  {"cos(z)", 16},         {"tan(z)", 64},
    {"sinh(z)", 32},   {"cosh(z)", 32}, {"tanh(z)", 64},
};

}  // namespace

TEST_CASE("every operation on every instruction set is the scalar one within its bound") {
    on_every_simd([](const std::string& simd) {
        CAPTURE(simd);
        for (const Bound& bound : bounds) {
            const std::string text = bound.text;
            CAPTURE(text);
            const FormulaProgram program = compile_formula(text);
            auto floats = plane<float>();
            auto doubles = plane<double>();
            CHECK(largest_error(program, floats, 3) <=
                  bound.units * static_cast<double>(std::numeric_limits<float>::epsilon()));
            CHECK(largest_error(program, doubles, 3) <= bound.units * std::numeric_limits<double>::epsilon());
        }
    });
}

TEST_CASE("vectors with fused multiply-add give the bits of the scalar formula where it has no functions") {
    on_every_simd([](const std::string& simd) {
        if (simd != "AVX-512" && simd != "AVX2") return;
        CAPTURE(simd);
        for (const char* text : {"-i/(pi*z^7) + c", "z^2 + c", "z - (z^3 - 1)/(3*z^2)", "c*z*(1 - z)",
                                 "(abs(re(z)) + i*abs(im(z)))^2 + c", "sqrt(z)*abs(c) + k/(z + c)"}) {
            const std::string formula = text;
            CAPTURE(formula);
            const FormulaProgram program = compile_formula(text);
            auto points = plane<double>();
            points.run(program, 5);
            for (std::size_t i = 0; i < points.z_re.size(); ++i) {
                math::FormulaRegisters<double> registers(program);
                const Complex<double> wanted =
                    math::next_of_formula<double>(program, registers, {points.z_re[i], points.z_im[i]},
                                                  {points.c_re[i], points.c_im[i]}, 5);
                CHECK(points.next_re[i] == wanted.re);
                CHECK(points.next_im[i] == wanted.im);
            }
        }
    });
}

TEST_CASE("what is not finite is so on every instruction set, and far angles are right") {
    const double infinite = std::numeric_limits<double>::infinity(), none = std::nan("");
    on_every_simd([&](const std::string& simd) {
        CAPTURE(simd);
        const auto value = [](const char* text, double x, double y) {
            Points<double> points;
            points.add(x, y);
            points.run(compile_formula(text), 0);
            return std::complex<double>(points.next_re[0], points.next_im[0]);
        };
        const auto float_value = [](const char* text, double x, double y) {
            Points<float> points;
            points.add(x, y);
            points.run(compile_formula(text), 0);
            return std::complex<float>(points.next_re[0], points.next_im[0]);
        };
        for (const char* text : {"exp(z)", "sin(z)", "cos(z)", "tan(z)", "sinh(z)", "cosh(z)", "tanh(z)",
                                 "log(z)", "sqrt(z)", "abs(z)", "arg(z)", "z^1.5", "z^c"}) {
            const std::string formula = text;
            CAPTURE(formula);
            CHECK_FALSE(std::isfinite(std::norm(value(text, none, none))));
            CHECK_FALSE(std::isfinite(std::norm(float_value(text, none, none))));
        }
        CHECK(value("1/z", infinite, 0) == 0.0);
        CHECK(value("z^-1.5", none, infinite) == 0.0);
        CHECK(std::isinf(value("log(z)", 0, 0).real()));
        CHECK(std::isinf(value("exp(z)", 710, 0).real()));
        CHECK(std::isinf(float_value("exp(z)", 89, 0).real()));
        CHECK(value("exp(z)", -1e4, 1) == 0.0);
        CHECK(value("exp(z)", -infinite, 1) == 0.0);
        CHECK(value("sqrt(z)", 0, 0) == 0.0);
        CHECK(value("z^1.5", 0, 0) == 0.0);
        CHECK(value("arg(z)", 0, 0) == 0.0);
        CHECK(std::abs(value("tan(z)", 1, 500) - std::complex<double>(0, 1)) < 1e-15);
        for (const double angle : {3e4, 1e5, -7e7, 1e12}) {
            CHECK(value("sin(z)", angle, 0).real() == doctest::Approx(std::sin(angle)).epsilon(1e-13));
            CHECK(value("cos(z)", angle, 0).real() == doctest::Approx(std::cos(angle)).epsilon(1e-13));
            const auto rounded = static_cast<float>(angle);
            CHECK(float_value("sin(z)", angle, 0).real() == doctest::Approx(std::sin(rounded)).epsilon(1e-5));
        }
    });
}
