// Which kernel convolves with a kernel: the one with the least of the counts below. Nothing is timed when it
// runs: unlike on a CPU, how the counts turn into time depends on the device far more than on the picture.
//   direct   the sum as it stands, by the group shape that wastes least; all kernels up to 9x9 that are not
//            separable, and larger ones of high rank
//   terms    separable kernels from about 7x7 on, and sums of few separable ones
// There is no Fourier transform: 31x31 of full rank is 1024 multiply-adds a value, 25 G values/s on an H100,
// and a transform in tiles of a size worth having would pass over the memory five times.
#pragma once
#include <algorithm>
#include <array>
#include <vector>

#include "compute/convolution_report.h"
#include "cuda/convolve_tile.h"
#include "math/kernel_factors.h"
#include "model/kernel.h"

namespace droplet::cuda {

/// A group's rows and columns, and the rows of results of a thread.
struct DirectShape {
    int rows, columns, lane_rows;
};
/// Those that kernels exist for. Only groups of whole 16 bytes may stand beside each other.
inline constexpr std::array<DirectShape, 5> direct_shapes{
    {{3, 3, 8}, {5, 5, 8}, {7, 7, 4}, {3, 9, 8}, {4, 4, 8}}};
/// Weights of a column at a time that kernels of terms exist for.
inline constexpr std::array<int, 2> terms_column_groups{4, 8};

/// A kernel cut into groups, and the weights as a block reads them.
struct ConvolvePlan {
    ConvolutionMethod method = ConvolutionMethod::direct;
    int rank = 0;
    bool as_terms = false;
    std::size_t shape = 0;  ///< of direct_shapes, or of terms_column_groups
    int down = 1, across = 1, terms = 1;
    std::vector<float> weights;
};

/// Terms whose singular value is no more than this of the largest are left out.
inline constexpr double rank_tolerance = 1e-6;

/// Instructions that a thread could issue in the time of a group of rows x columns weights for `results` x 4
/// results: its multiply-adds, or its reads of shared memory where these take longer.
constexpr double group_time(int rows, int columns, int results) {
    const int products = rows * columns * results * lane_columns;
    const int reads = (results + rows - 1) * window_columns(columns) / 4;
    const int weight_reads = group_weights(rows, columns) / 4;  // the same for all lanes: one cycle
    return std::max<double>(products + reads + weight_reads, 16.0 * reads + 4.0 * weight_reads);
}

constexpr int groups(int length, int step) {
    return (length + step - 1) / step;
}

/// Such instructions for each result.
constexpr double direct_cost(Size kernel, const DirectShape& shape) {
    return groups(kernel.height, shape.rows) * groups(kernel.width, shape.columns) *
           group_time(shape.rows, shape.columns, shape.lane_rows) / (shape.lane_rows * lane_columns);
}
constexpr bool fits(Size kernel, const DirectShape& shape) {
    return shape.columns % 4 == 0 || kernel.width <= shape.columns;
}

constexpr double terms_cost(Size kernel, int terms, int column_group) {
    const int down = groups(kernel.height, column_group), across = groups(kernel.width, terms_row_group);
    const double overlap = (terms_rows + down * column_group - 1.0) / terms_rows;
    const double rows = across * group_time(1, terms_row_group, 1) / lane_columns * overlap,
                 columns =
                     down * group_time(column_group, 1, terms_lane_rows) / (terms_lane_rows * lane_columns);
    constexpr double barriers = 4;
    return terms * (rows + columns + barriers);
}

/// Groups of a kernel in the order in which a block goes through them, each row by row, padded with 0.
inline std::vector<float> grouped_weights(const Kernel& kernel, const DirectShape& shape) {
    std::vector<float> weights;
    for (int y = 0; y < kernel.height; y += shape.rows)
        for (int x = 0; x < kernel.width; x += shape.columns) {
            std::vector<float> group(static_cast<std::size_t>(group_weights(shape.rows, shape.columns)));
            for (int i = 0; i < std::min(shape.rows, kernel.height - y); ++i)
                for (int j = 0; j < std::min(shape.columns, kernel.width - x); ++j)
                    group[static_cast<std::size_t>(i * shape.columns + j)] = kernel.at(y + i, x + j);
            weights.insert(weights.end(), group.begin(), group.end());
        }
    return weights;
}

/// A sum of column · rowᵀ; a row of one weight is taken into its column.
struct SeparableSum {
    Size kernel;
    std::vector<math::SeparableTerm> terms;
};

inline ConvolvePlan plan_terms(const SeparableSum& sum, std::size_t shape) {
    const int group = terms_column_groups[shape];
    ConvolvePlan plan;
    plan.as_terms = true;
    plan.shape = shape;
    plan.terms = plan.rank = static_cast<int>(sum.terms.size());
    plan.method = plan.terms == 1 ? ConvolutionMethod::separable : ConvolutionMethod::low_rank;
    plan.down = groups(sum.kernel.height, group);
    plan.across = sum.kernel.width == 1 ? 0 : groups(sum.kernel.width, terms_row_group);
    const auto append = [&](const std::vector<double>& from, int padded, double factor) {
        std::transform(from.begin(), from.end(), std::back_inserter(plan.weights),
                       [factor](double weight) { return static_cast<float>(weight * factor); });
        plan.weights.insert(plan.weights.end(), static_cast<std::size_t>(padded) - from.size(), 0.0f);
    };
    for (const math::SeparableTerm& term : sum.terms) {
        if (plan.across > 0) append(term.row, plan.across * terms_row_group, 1);
        append(term.column, rounded_up(plan.down * group, 4), plan.across > 0 ? 1 : term.row[0]);
    }
    return plan;
}

/// The group of a column that costs least.
inline std::size_t best_terms_shape(Size kernel) {
    return terms_cost(kernel, 1, terms_column_groups[0]) <= terms_cost(kernel, 1, terms_column_groups[1]) ? 0
                                                                                                          : 1;
}

inline ConvolvePlan plan_direct(const Kernel& kernel, std::size_t shape, int rank) {
    ConvolvePlan plan;
    plan.rank = rank;
    plan.shape = shape;
    plan.down = groups(kernel.height, direct_shapes[shape].rows);
    plan.across = groups(kernel.width, direct_shapes[shape].columns);
    plan.weights = grouped_weights(kernel, direct_shapes[shape]);
    return plan;
}

/// The direct shape that fits and costs least.
inline std::size_t best_direct_shape(Size kernel) {
    const auto cost = [kernel](const DirectShape& shape) {
        return fits(kernel, shape) ? direct_cost(kernel, shape) : 1e9;
    };
    return static_cast<std::size_t>(
        std::min_element(direct_shapes.begin(), direct_shapes.end(),
                         [&](const DirectShape& a, const DirectShape& b) { return cost(a) < cost(b); }) -
        direct_shapes.begin());
}

/// A kernel that is not empty.
inline ConvolvePlan plan_convolution(const Kernel& kernel) {
    math::KernelFactors factors = math::factors_of(kernel);
    const int rank = factors.rank(rank_tolerance);
    const std::size_t direct = best_direct_shape(kernel.size()), terms = best_terms_shape(kernel.size());
    if (rank == 0 || direct_cost(kernel.size(), direct_shapes[direct]) <=
                         terms_cost(kernel.size(), rank, terms_column_groups[terms]))
        return plan_direct(kernel, direct, rank);
    factors.terms.resize(static_cast<std::size_t>(rank));
    return plan_terms({kernel.size(), std::move(factors.terms)}, terms);
}

/// Multiplications and additions for each value of the result, padding aside.
inline double operations_of(const ConvolvePlan& plan, Size kernel) {
    return plan.as_terms ? 2.0 * plan.terms * (kernel.height + kernel.width)
                         : 2.0 * kernel.height * kernel.width;
}

}  // namespace droplet::cuda
