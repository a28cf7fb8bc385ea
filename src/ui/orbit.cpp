#include "ui/orbit.h"

#include <cmath>

#include "math/double_double.h"
#include "math/formula.h"
#include "math/fractal.h"

namespace droplet {
namespace {

using math::Complex;
using Double = double;
using Pair = math::DoubleDouble<double>;

Double high_part(Double a) {
    return a;
}
Double high_part(const Pair& a) {
    return a.high;
}

template <class R>
R number(const Precise& value) {
    if constexpr (std::same_as<R, Double>)
        return value.high;
    else
        return {value.high, value.low};
}
template <class R>
Complex<R> number(const Precise& re, const Precise& im) {
    return {number<R>(re), number<R>(im)};
}

/// The registers of one point.
template <class R>
struct Registers {
    const FormulaProgram& program;
    Complex<R> values[FormulaProgram::registers]{};

    Complex<R> read(int operand) const {
        return operand < FormulaProgram::registers
                   ? values[operand]
                   : math::complex_number<R>(program.constants[operand - FormulaProgram::registers]);
    }
    void write(int at, const Complex<R>& value) { values[at] = value; }
};

template <class R>
Complex<R> power_of(const Complex<R>& c, float m) {
    const int whole = static_cast<int>(m);
    if (m != static_cast<float>(whole)) {
        const auto power = static_cast<double>(m);
        const double re = high_part(c.re), im = high_part(c.im);
        const double modulus = std::pow(std::hypot(re, im), power), angle = power * std::atan2(im, re);
        return number<R>(modulus * std::cos(angle), modulus * std::sin(angle));
    }
    if (whole == 0) return number<R>(1.0, 0.0);
    return whole > 0 ? math::whole_power<0>(c, whole)
                     : math::whole_power<0>(math::inverse(c, math::norm(c)), -whole);
}

template <class R>
class Iteration {
 public:
    Iteration(const FractalParams& params, const FormulaProgram& program, const PlanePoint& pixel)
        : params_(params),
          program_(program),
          lambda_(number<R>(params.coefficient_re, params.coefficient_im)),
          exponent_(static_cast<int>(params.exponent)) {
        const Complex<R> point = number<R>(pixel.re, pixel.im);
        c_ = params.julia ? number<R>(params.julia_re, params.julia_im) : point;
        z_ = start(point);
    }

    Orbit run() {
        Orbit orbit;
        orbit.iterations = params_.iterations;
        orbit.points.push_back(place());
        for (int k = 1; k <= params_.iterations; ++k) {
            z_ = next(k);
            const OrbitPoint point = place();
            orbit.count += point.inside;
            if (!point.inside && !orbit.leaves) orbit.leaves = k;
            if (k < Orbit::most_points) orbit.points.push_back(point);
            orbit.last = point;
        }
        return orbit;
    }

 private:
    Complex<R> start(const Complex<R>& point) const {
        if (params_.julia) return point;
        if (params_.start == FractalStart::constant) return number<R>(params_.start_re, params_.start_im);
        const Complex<R> power = power_of(point, params_.start_power);
        const R factor = number<R>(params_.start_factor);
        return {power.re * factor, power.im * factor};
    }

    Complex<R> next(int k) const {
        if (!program_.empty()) {
            Registers<R> file{program_};
            file.values[FormulaProgram::z] = z_;
            file.values[FormulaProgram::c] = c_;
            file.values[FormulaProgram::k] = number<R>(static_cast<double>(k - 1), 0.0);
            return math::run_formula<R>(program_, file);
        }
        return exponent_ > 0 ? math::next_of_pole<0>(z_, math::norm(z_), lambda_, c_, exponent_)
                             : math::next_of_polynomial<0>(z_, lambda_, c_, -exponent_);
    }

    OrbitPoint place() const {
        const double norm = high_part(math::norm(z_));
        const double re = high_part(z_.re), im = high_part(z_.im);
        return {re, im, std::hypot(re, im), norm < params_.radius * params_.radius};
    }

    const FractalParams& params_;
    const FormulaProgram& program_;
    Complex<R> lambda_, c_, z_;
    int exponent_;
};

}  // namespace

Orbit orbit_of(const FractalParams& params, const FormulaProgram& program, const PlanePoint& pixel,
               Precision precision) {
    if (precision == Precision::double_double) return Iteration<Pair>(params, program, pixel).run();
    return Iteration<Double>(params, program, pixel).run();
}

}  // namespace droplet
