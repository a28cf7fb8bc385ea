// Running a typed recurrence on many points at once.
#pragma once
#include "compute/cpu/fractal_points.h"
#include "model/formula.h"

namespace droplet {

/// Real and imaginary parts of `count` numbers each. z and next may be the same.
template <class T>
struct FormulaSpan {
    int count = 0;
    const T *z_re = nullptr, *z_im = nullptr, *c_re = nullptr, *c_im = nullptr;
    T *next_re = nullptr, *next_im = nullptr;
};

/// next = f(z, c, k = iterations) for each point (math/formula.h).
template <class T>
using RunFormulaSpan = void (*)(const FormulaProgram& program, int iterations, const FormulaSpan<T>& span);

/// A typed recurrence in one precision, by the best instructions of this processor.
template <class T>
struct FormulaKernels {
    IteratePoints points;
    RunFormulaSpan<T> span;
};
FormulaKernels<float> formula_kernels_float32();
FormulaKernels<double> formula_kernels_float64();
IteratePoints formula_points_double_double();

}  // namespace droplet
