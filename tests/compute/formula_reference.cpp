#include "compute/formula_reference.h"

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace droplet::test {
namespace {

using Value = std::function<LongComplex(const FormulaPoint&)>;

int any_of(std::mt19937& random, int count) {
    return static_cast<int>(random() % static_cast<unsigned>(count));
}

LongComplex checked(LongComplex value, const FormulaPoint& at) {
    const long double modulus = std::abs(value);
    at.tame = at.tame && modulus > 1e-3L && modulus < 1e3L;
    return value;
}

void keep_off_cut(LongComplex value, const FormulaPoint& at) {
    at.tame = at.tame && (value.real() > 0 || std::abs(value.imag()) > 1e-4L * std::abs(value.real()));
}

RandomFormula leaf(std::mt19937& random) {
    using std::numbers::e_v;
    using std::numbers::pi_v;
    switch (any_of(random, 9)) {
        case 0:
            return {"c", [](const FormulaPoint& p) { return p.c; }};
        case 1:
            return {"k", [](const FormulaPoint& p) { return LongComplex(p.k); }};
        case 2:
            return {"i", [](const FormulaPoint&) { return LongComplex(0, 1); }};
        case 3:
            return {"pi", [](const FormulaPoint&) { return LongComplex(pi_v<long double>); }};
        case 4:
            return {"e", [](const FormulaPoint&) { return LongComplex(e_v<long double>); }};
        case 5: {
            const int quarters = 1 + any_of(random, 12);
            std::string text = std::to_string(quarters / 4) + (quarters % 4 == 0   ? ""
                                                               : quarters % 4 == 1 ? ".25"
                                                               : quarters % 4 == 2 ? ".5"
                                                                                   : ".75");
            return {std::move(text), [=](const FormulaPoint&) { return LongComplex(quarters / 4.0L); }};
        }
        default:
            return {"z", [](const FormulaPoint& p) { return p.z; }};
    }
}

struct Function {
    const char* name;
    LongComplex (*value)(const LongComplex&);
    bool has_cut, holomorphic;
};
const std::array functions{
    Function{"conj", [](const LongComplex& v) { return std::conj(v); }, false, false},
    Function{"abs", [](const LongComplex& v) { return LongComplex(std::abs(v)); }, false, false},
    Function{"re", [](const LongComplex& v) { return LongComplex(v.real()); }, false, false},
    Function{"im", [](const LongComplex& v) { return LongComplex(v.imag()); }, false, false},
    Function{"arg", [](const LongComplex& v) { return LongComplex(std::arg(v)); }, true, false},
    Function{"exp", [](const LongComplex& v) { return std::exp(v); }, false, true},
    Function{"log", [](const LongComplex& v) { return std::log(v); }, true, true},
    Function{"sqrt", [](const LongComplex& v) { return std::sqrt(v); }, true, true},
    Function{"sin", [](const LongComplex& v) { return std::sin(v); }, false, true},
    Function{"cos", [](const LongComplex& v) { return std::cos(v); }, false, true},
    Function{"tan", [](const LongComplex& v) { return std::tan(v); }, false, true},
    Function{"sinh", [](const LongComplex& v) { return std::sinh(v); }, false, true},
    Function{"cosh", [](const LongComplex& v) { return std::cosh(v); }, false, true},
    Function{"tanh", [](const LongComplex& v) { return std::tanh(v); }, false, true},
};

RandomFormula function_of(std::mt19937& random, RandomFormula a) {
    const Function& f = functions[static_cast<std::size_t>(any_of(random, functions.size()))];
    return {f.name + ("(" + a.text + ")"),
            [&f, a = a.value](const FormulaPoint& p) {
                const LongComplex v = a(p);
                if (f.has_cut) keep_off_cut(v, p);
                return checked(f.value(v), p);
            },
            a.holomorphic && f.holomorphic};
}

LongComplex power(LongComplex base, int exponent) {
    LongComplex result = 1;
    for (int i = 0; i < std::abs(exponent); ++i) result *= base;
    return exponent < 0 ? 1.0L / result : result;
}

RandomFormula power_of(std::mt19937& random, RandomFormula a) {
    constexpr std::array wholes{-5, -3, -2, -1, 1, 2, 3, 4, 7};
    constexpr std::array<std::pair<const char*, double>, 3> reals{
        {{"0.5", 0.5}, {"1.5", 1.5}, {"-.75", -0.75}}};
    if (any_of(random, 3) > 0) {
        const int n = wholes[static_cast<std::size_t>(any_of(random, wholes.size()))];
        return {"(" + a.text + ")^" + std::to_string(n),
                [n, a = a.value](const FormulaPoint& p) { return checked(power(a(p), n), p); },
                a.holomorphic};
    }
    const auto& real = reals[static_cast<std::size_t>(any_of(random, reals.size()))];
    return {"(" + a.text + ")^" + real.first,
            [n = real.second, a = a.value](const FormulaPoint& p) {
                const LongComplex v = a(p);
                keep_off_cut(v, p);
                return checked(std::exp(static_cast<long double>(n) * std::log(v)), p);
            },
            a.holomorphic};
}

RandomFormula pair_of(std::mt19937& random, RandomFormula a, RandomFormula b) {
    const bool holomorphic = a.holomorphic && b.holomorphic;
    const auto both = [&](const char* sign, auto f) {
        return RandomFormula{
            "(" + a.text + ")" + sign + "(" + b.text + ")",
            [f, x = a.value, y = b.value](const FormulaPoint& p) { return checked(f(x(p), y(p), p), p); },
            holomorphic};
    };
    using C = const LongComplex&;
    using P = const FormulaPoint&;
    switch (any_of(random, 9)) {
        case 0:
        case 1:
            return both("+", [](C x, C y, P) { return x + y; });
        case 2:
        case 3:
            return both("-", [](C x, C y, P) { return x - y; });
        case 4:
        case 5:
            return both("*", [](C x, C y, P) { return x * y; });
        case 6:
        case 7:
            return both("/", [](C x, C y, P) { return x / y; });
        default:
            return both("^", [](C x, C y, P p) {
                keep_off_cut(x, p);
                return std::exp(y * std::log(x));
            });
    }
}

}  // namespace

RandomFormula random_formula(std::mt19937& random, int depth) {
    if (depth == 0 || any_of(random, 8) == 0) return leaf(random);
    const int kind = any_of(random, 8);
    RandomFormula a = random_formula(random, depth - 1);
    if (kind < 2) return function_of(random, std::move(a));
    if (kind == 2) return power_of(random, std::move(a));
    if (kind == 3)
        return {"-(" + a.text + ")", [f = a.value](const FormulaPoint& p) { return -f(p); }, a.holomorphic};
    return pair_of(random, std::move(a), random_formula(random, depth - 1));
}

}  // namespace droplet::test
