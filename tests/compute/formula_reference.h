#pragma once
#include <complex>
#include <functional>
#include <random>
#include <string>

namespace droplet::test {

using LongComplex = std::complex<long double>;

/// A point at which a formula is evaluated, and what became of it.
struct FormulaPoint {
    LongComplex z, c;
    int k = 0;
    /// False where some part is so large, small or near a cut that rounding in double could show.
    mutable bool tame = true;
};

/// A formula as a text and, independent of how that is read and run, as a tree that is walked in long double.
struct RandomFormula {
    std::string text;
    std::function<LongComplex(const FormulaPoint&)> value;
    bool holomorphic = true;
};

/// `depth` operations below each other at most.
RandomFormula random_formula(std::mt19937& random, int depth);

}  // namespace droplet::test
