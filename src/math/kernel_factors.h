// A kernel as a sum of separable ones: k = Σ σ_r · column_r · row_rᵀ, its singular value decomposition.
#pragma once
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "model/kernel.h"

namespace droplet::math {

/// column · rowᵀ: `column` has the kernel's height, `row` its width; the singular value is in both, its root
/// in each.
struct SeparableTerm {
    double singular_value = 0;
    std::vector<double> column, row;
};

/// Terms in the order of falling singular values, as many as the shorter side.
struct KernelFactors {
    std::vector<SeparableTerm> terms;

    /// Terms whose singular value is more than `tolerance` of the largest: 1 is a separable kernel, 0 one
    /// that is 0 throughout.
    int rank(double tolerance = 1e-6) const {
        const double least = terms.empty() ? 0 : tolerance * terms.front().singular_value;
        return static_cast<int>(std::count_if(terms.begin(), terms.end(), [least](const SeparableTerm& term) {
            return term.singular_value > least;
        }));
    }
};

/// By one-sided Jacobi rotations (Hestenes, J. SIAM 1958) in double.
inline KernelFactors factors_of(const Kernel& kernel) {
    // Columns of the matrix are rotated until they are orthogonal; fewer columns than rows are faster.
    const bool transposed = kernel.width > kernel.height;
    const auto rows = static_cast<std::size_t>(transposed ? kernel.width : kernel.height);
    const auto columns = static_cast<std::size_t>(transposed ? kernel.height : kernel.width);
    using Vector = std::vector<double>;
    std::vector<Vector> u(columns, Vector(rows)), v(columns, Vector(columns));
    for (std::size_t j = 0; j < columns; ++j) {
        v[j][j] = 1;
        for (std::size_t i = 0; i < rows; ++i)
            u[j][i] = static_cast<double>(kernel.weights[transposed ? j * rows + i : i * columns + j]);
    }
    const auto dot = [](const Vector& a, const Vector& b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    };
    const auto rotate = [](Vector& a, Vector& b, double cosine, double sine) {
        for (std::size_t i = 0; i < a.size(); ++i) {
            const double x = a[i], y = b[i];
            a[i] = cosine * x - sine * y;
            b[i] = sine * x + cosine * y;
        }
    };
    constexpr int most_sweeps = 60;
    bool rotated = true;
    for (int sweep = 0; sweep < most_sweeps && rotated; ++sweep) {
        rotated = false;
        for (std::size_t p = 0; p + 1 < columns; ++p)
            for (std::size_t q = p + 1; q < columns; ++q) {
                const double pp = dot(u[p], u[p]), qq = dot(u[q], u[q]), pq = dot(u[p], u[q]);
                if (!(std::abs(pq) > 1e-15 * std::sqrt(pp * qq)) || pp * qq == 0) continue;
                rotated = true;
                const double zeta = (qq - pp) / (2 * pq);
                const double tangent = std::copysign(1.0, zeta) / (std::abs(zeta) + std::hypot(1.0, zeta));
                const double cosine = 1 / std::hypot(1.0, tangent);
                rotate(u[p], u[q], cosine, cosine * tangent);
                rotate(v[p], v[q], cosine, cosine * tangent);
            }
    }
    KernelFactors factors;
    for (std::size_t j = 0; j < columns; ++j) {
        SeparableTerm term;
        term.singular_value = std::sqrt(dot(u[j], u[j]));
        const double root = std::sqrt(term.singular_value);
        for (double& value : u[j]) value *= root > 0 ? 1 / root : 0;
        for (double& value : v[j]) value *= root;
        term.column = transposed ? v[j] : u[j];
        term.row = transposed ? u[j] : v[j];
        factors.terms.push_back(std::move(term));
    }
    std::stable_sort(
        factors.terms.begin(), factors.terms.end(),
        [](const SeparableTerm& a, const SeparableTerm& b) { return a.singular_value > b.singular_value; });
    return factors;
}

}  // namespace droplet::math
