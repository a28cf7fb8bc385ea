#include "model/formula_graph.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace droplet {
namespace {

using Number = FormulaGraph::Number;

/// Beyond this an exponent is taken as a real number.
constexpr double largest_whole = 1e6;

/// Without negative zeros, so that what comes to the same value has the same bits.
Number plain(Number v) {
    return {v.real() + 0.0, v.imag() + 0.0};
}

/// Divided part by part where it can be: −i/π is exactly −1/π times i.
Number quotient(Number a, Number b) {
    if (b.imag() == 0) return {a.real() / b.real(), a.imag() / b.real()};
    return a / b;
}

Number whole_power_of(Number base, std::int32_t exponent) {
    Number result = 1;
    for (auto bits = static_cast<std::uint32_t>(std::abs(exponent)); bits > 0; bits /= 2, base *= base)
        if (bits % 2 == 1) result *= base;
    return exponent < 0 ? quotient(1, result) : result;
}

Number function_of(FormulaOp function, Number v) {
    switch (function) {
        case FormulaOp::conj:
            return std::conj(v);
        case FormulaOp::re:
            return v.real();
        case FormulaOp::im:
            return v.imag();
        case FormulaOp::abs:
            return std::abs(v);
        case FormulaOp::arg:
            return std::arg(v);
        case FormulaOp::sqrt:
            return std::sqrt(v);
        case FormulaOp::exp:
            return std::exp(v);
        case FormulaOp::log:
            return std::log(v);
        case FormulaOp::sin:
            return std::sin(v);
        case FormulaOp::cos:
            return std::cos(v);
        case FormulaOp::tan:
            return std::tan(v);
        case FormulaOp::sinh:
            return std::sinh(v);
        case FormulaOp::cosh:
            return std::cosh(v);
        default:
            return std::tanh(v);
    }
}

/// Functions that are real for a real argument.
bool keeps_real(FormulaOp function) {
    switch (function) {
        case FormulaOp::exp:
        case FormulaOp::sin:
        case FormulaOp::cos:
        case FormulaOp::tan:
        case FormulaOp::sinh:
        case FormulaOp::cosh:
        case FormulaOp::tanh:
            return true;
        default:
            return false;
    }
}

bool is_real_valued(FormulaOp function) {
    return function == FormulaOp::re || function == FormulaOp::im || function == FormulaOp::abs ||
           function == FormulaOp::arg;
}

}  // namespace

int FormulaGraph::node(Node node) {
    const auto found = std::find(nodes_.begin(), nodes_.end(), node);
    if (found != nodes_.end()) return static_cast<int>(found - nodes_.begin());
    nodes_.push_back(node);
    return size() - 1;
}

int FormulaGraph::operation(FormulaOp op, int a, int b, std::int32_t whole, bool real) {
    return node(
        {.kind = Kind::operation, .op = op, .a = a, .b = b, .whole = whole, .value = {}, .real = real});
}

bool FormulaGraph::is(int node, FormulaOp op) const {
    return (*this)[node].kind == Kind::operation && (*this)[node].op == op;
}

int FormulaGraph::input(int reg) {
    return node({.kind = Kind::input, .a = reg, .value = {}, .real = reg == FormulaProgram::k});
}

int FormulaGraph::constant(Number value) {
    value = plain(value);
    // A value that is no number equals nothing; the reader refuses it anyway.
    return node({.kind = Kind::constant, .value = value, .real = value.imag() == 0});
}

FormulaGraph::Product FormulaGraph::product(int a) const {
    if (is(a, FormulaOp::negate)) return {(*this)[a].a, -1};
    const bool is_product = is(a, FormulaOp::multiply) || is(a, FormulaOp::scale);
    if (is_product && is_constant((*this)[a].b)) return {(*this)[a].a, value((*this)[a].b)};
    return {a, 1};
}

int FormulaGraph::times(int a, Number factor) {
    if (is_constant(a)) return constant(value(a) * factor);
    const Product inner = product(a);
    const Number all = plain(inner.factor == Number(1) ? factor
                             : factor == Number(1)     ? inner.factor
                                                       : inner.factor * factor);
    if (all == Number(1)) return inner.x;
    if (all == Number(0)) return constant(0);
    if (all == Number(-1)) return operation(FormulaOp::negate, inner.x, -1, 0, real(inner.x));
    const bool is_real = all.imag() == 0;
    return operation(is_real ? FormulaOp::scale : FormulaOp::multiply, inner.x, constant(all), 0,
                     is_real && real(inner.x));
}

int FormulaGraph::negate(int a) {
    if (is(a, FormulaOp::subtract)) return subtract((*this)[a].b, (*this)[a].a);
    return times(a, -1);
}

int FormulaGraph::join(int a, int b) {
    const bool folds = is(a, FormulaOp::abs_real) && is(b, FormulaOp::abs_real) &&
                       is((*this)[a].a, FormulaOp::re) && is((*this)[b].a, FormulaOp::im) &&
                       (*this)[(*this)[a].a].a == (*this)[(*this)[b].a].a;
    if (folds) return operation(FormulaOp::fold, (*this)[(*this)[a].a].a);
    return operation(FormulaOp::join, a, b);
}

int FormulaGraph::add(int a, int b) {
    if (is_constant(a) && is_constant(b)) return constant(value(a) + value(b));
    if (is_constant(a)) std::swap(a, b);
    if (is_constant(b) && value(b) == Number(0)) return a;
    for (int turn = 0; turn < 2; ++turn, std::swap(a, b)) {
        const Product p = product(b);
        if (real(a) && real(p.x) && p.factor.real() == 0) return join(a, times(p.x, p.factor.imag()));
        if (is(b, FormulaOp::negate)) return subtract(a, (*this)[b].a);
    }
    return operation(FormulaOp::add, a, b, 0, real(a) && real(b));
}

int FormulaGraph::subtract(int a, int b) {
    if (a == b) return constant(0);
    if (is_constant(b)) return add(a, constant(-value(b)));
    if (is_constant(a) && value(a) == Number(0)) return negate(b);
    // With the sign in the constant it can be one multiply-add.
    if (const Product p = product(b); p.factor != Number(1)) return add(a, times(b, -1));
    return operation(FormulaOp::subtract, a, b, 0, real(a) && real(b));
}

int FormulaGraph::multiply(int a, int b) {
    if (is_constant(a)) return times(b, value(a));
    if (is_constant(b)) return times(a, value(b));
    const Product p = product(a), q = product(b);
    if (p.factor != Number(1) || q.factor != Number(1)) return times(multiply(p.x, q.x), p.factor * q.factor);
    if (a == b) return whole_power(a, 2);
    if (real(a)) std::swap(a, b);
    if (real(b)) return operation(FormulaOp::scale, a, b, 0, real(a));
    return operation(FormulaOp::multiply, std::min(a, b), std::max(a, b));
}

int FormulaGraph::reciprocal(int a) {
    const Node n = (*this)[a];
    if (is(a, FormulaOp::square)) return whole_power(n.a, -2);
    if (is(a, FormulaOp::power)) return whole_power(n.a, -n.whole);
    if (is(a, FormulaOp::power_real)) return operation(FormulaOp::power_real, n.a, constant(-value(n.b)));
    return whole_power(a, -1);
}

int FormulaGraph::divide(int a, int b) {
    const Product p = is_constant(a) ? Product{constant(1), value(a)} : product(a);
    const Product q = is_constant(b) ? Product{constant(1), value(b)} : product(b);
    const Number factor = quotient(p.factor, q.factor);
    if (is_constant(q.x)) return times(p.x, factor);
    if (p.x == q.x) return constant(factor);
    const bool is_power = is(q.x, FormulaOp::square) || is(q.x, FormulaOp::power);
    if (is_constant(p.x)) return times(reciprocal(q.x), factor);
    if (is_power) return times(multiply(p.x, reciprocal(q.x)), factor);
    return times(operation(FormulaOp::divide, p.x, q.x, 0, real(p.x) && real(q.x)), factor);
}

int FormulaGraph::whole_power(int a, std::int32_t exponent) {
    if (exponent == 0) return constant(1);
    if (exponent == 1) return a;
    if (is_constant(a)) return constant(whole_power_of(value(a), exponent));
    const Node n = (*this)[a];
    const std::int32_t inner = is(a, FormulaOp::square) ? 2 : is(a, FormulaOp::power) ? n.whole : 1;
    if (inner != 1 && std::abs(static_cast<double>(inner) * exponent) <= largest_whole)
        return whole_power(n.a, inner * exponent);
    if (exponent == 2) return operation(FormulaOp::square, a, -1, 0, n.real);
    return operation(FormulaOp::power, a, -1, exponent, n.real);
}

int FormulaGraph::power(int a, int b) {
    if (is_constant(b)) {
        const Number exponent = value(b);
        const double whole = std::round(exponent.real());
        if (exponent == Number(whole) && std::abs(whole) <= largest_whole)
            return whole_power(a, static_cast<std::int32_t>(whole));
        if (is_constant(a)) return constant(std::pow(value(a), exponent));
        if (exponent == Number(0.5)) return call(FormulaOp::sqrt, a);
        return operation(exponent.imag() == 0 ? FormulaOp::power_real : FormulaOp::power_any, a, b);
    }
    if (is_constant(a) && value(a) == Number(std::numbers::e)) return call(FormulaOp::exp, b);
    return operation(FormulaOp::power_any, a, b);
}

int FormulaGraph::call(FormulaOp function, int a) {
    if (is_constant(a)) return constant(function_of(function, value(a)));
    if (real(a)) {
        if (function == FormulaOp::re || function == FormulaOp::conj) return a;
        if (function == FormulaOp::im) return constant(0);
        if (function == FormulaOp::abs) return operation(FormulaOp::abs_real, a, -1, 0, true);
    }
    return operation(function, a, -1, 0, is_real_valued(function) || (real(a) && keeps_real(function)));
}

}  // namespace droplet
