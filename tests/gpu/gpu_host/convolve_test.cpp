#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "host_block.h"
#include "math/canny.h"

namespace droplet::cuda::test {
namespace {

const Border all_borders[] = {Border::constant, Border::replicate, Border::reflect, Border::reflect_101,
                              Border::wrap};
const Size odd_sizes[] = {{1, 1}, {257, 89}, {5, 400}, {130, 3}, {64, 64}, {128, 65}};

Kernel random_kernel(int width, int height) {
    Kernel kernel(width, height);
    HostField values = noise({width, height}, 1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            kernel.at(y, x) = values.at(0, y, x) - 0.4f + 0.01f * static_cast<float>(x * y % 7);
    return kernel;
}

/// The largest difference from the definition, in double and before it is finished, over the sum of the
/// weights' sizes: the range that values in [0, 1] can give. NaN where a value is one.
double error_of(HostField& in, int planes, HostField& out, int copies, const Correlation& correlation,
                const ConvolutionParams& params) {
    const Kernel& kernel = correlation.kernel;
    double largest = 0, range = 0;
    for (const float weight : kernel.weights) range += std::fabs(static_cast<double>(weight));
    for (int plane = 0; plane < planes * copies; ++plane)
        for (int y = 0; y < out.size.height; ++y)
            for (int x = 0; x < out.size.width; ++x) {
                double sum = 0;
                for (int i = 0; i < kernel.height; ++i)
                    for (int j = 0; j < kernel.width; ++j) {
                        const int from_y = math::border_index(y + i - correlation.shift_y, in.size.height,
                                                              params.border),
                                  from_x = math::border_index(x + j - correlation.shift_x, in.size.width,
                                                              params.border);
                        const float value = from_y < 0 || from_x < 0 ? params.border_value
                                                                     : in.at(plane / copies, from_y, from_x);
                        sum += static_cast<double>(value) * static_cast<double>(kernel.at(i, j));
                    }
                const double error = std::fabs(sum - static_cast<double>(out.at(plane, y, x))) / range;
                if (std::isnan(error) || error > largest) largest = error;
            }
    return largest;
}

void check_plan(const ConvolvePlan& plan, HostField& in, int planes, int copies,
                const Correlation& correlation, const ConvolutionParams& params, double tolerance = 1e-6) {
    HostField out(correlation.size, planes * copies);
    play(plan, in, planes, out, copies, correlation.shift_y, correlation.shift_x, params);
    CAPTURE(plan.as_terms);
    CAPTURE(plan.shape);
    CAPTURE(in.size.width);
    CAPTURE(in.size.height);
    CAPTURE(correlation.kernel.width);
    CAPTURE(correlation.kernel.height);
    CAPTURE(enum_name(params.border));
    CAPTURE(enum_name(params.mode));
    CHECK(error_of(in, planes, out, copies, correlation, params) < tolerance);
}

ConvolvePlan all_terms(const Kernel& kernel, std::size_t shape) {
    return plan_terms({kernel.size(), math::factors_of(kernel).terms}, shape);
}

ConvolutionParams params_of(ConvolutionMode mode, Border border, bool flip) {
    ConvolutionParams params;
    params.mode = mode;
    params.border = border;
    params.flip = flip;
    params.border_value = -0.7f;
    return params;
}

bool leaves_something(Size image, const Kernel& kernel, ConvolutionMode mode) {
    return mode != ConvolutionMode::valid || (kernel.width <= image.width && kernel.height <= image.height);
}

}  // namespace

TEST_CASE("every shape of the direct sum is the definition, with every border, mode and flip") {
    for (const Size size : odd_sizes) {
        HostField in = noise(size, 1);
        for (std::size_t shape = 0; shape < direct_shapes.size(); ++shape) {
            const Kernel kernel =
                random_kernel(direct_shapes[shape].columns == 4 ? 7 : direct_shapes[shape].columns - 1, 5);
            for (const ConvolutionMode mode :
                 {ConvolutionMode::same, ConvolutionMode::valid, ConvolutionMode::full})
                for (const Border border : all_borders) {
                    if (!leaves_something(size, kernel, mode)) continue;
                    const ConvolutionParams params = params_of(mode, border, border == Border::wrap);
                    const Correlation correlation = correlation_of(kernel, params, size);
                    check_plan(plan_direct(correlation.kernel, shape, 0), in, 1, 1, correlation, params);
                }
        }
    }
}

TEST_CASE("sums of separable terms are the definition, with every border, mode and flip") {
    for (const Size size : odd_sizes) {
        HostField in = noise(size, 1);
        for (std::size_t shape = 0; shape < terms_column_groups.size(); ++shape)
            for (const Size side : {Size{1, 6}, Size{6, 1}, Size{4, 9}}) {
                const Kernel kernel = random_kernel(side.width, side.height);
                for (const ConvolutionMode mode :
                     {ConvolutionMode::same, ConvolutionMode::valid, ConvolutionMode::full})
                    for (const Border border : all_borders) {
                        if (!leaves_something(size, kernel, mode)) continue;
                        const ConvolutionParams params = params_of(mode, border, border == Border::reflect);
                        const Correlation correlation = correlation_of(kernel, params, size);
                        check_plan(all_terms(correlation.kernel, shape), in, 1, 1, correlation, params, 4e-6);
                    }
            }
    }
}

TEST_CASE("tiles that end before, at and behind the border are told apart") {
    const ConvolutionParams params = params_of(ConvolutionMode::same, Border::constant, false);
    for (const int length : {127, 128, 129, 130, 131, 132, 133, 134, 255, 256, 257, 258, 259, 260, 261})
        for (const bool transposed : {false, true}) {
            const Size size = transposed ? Size{140, length} : Size{length, 140};
            HostField in = noise(size, 1);
            const auto check = [&](const Kernel& kernel, auto plan_of, std::size_t shape) {
                const Correlation correlation = correlation_of(kernel, params, size);
                check_plan(plan_of(correlation.kernel, shape), in, 1, 1, correlation, params, 4e-6);
            };
            for (std::size_t shape = 0; shape < direct_shapes.size(); ++shape) {
                const int side = direct_shapes[shape].columns == 4 ? 8 : direct_shapes[shape].columns;
                check(
                    random_kernel(side, 3),
                    [](const Kernel& k, std::size_t s) { return plan_direct(k, s, 0); }, shape);
            }
            for (std::size_t shape = 0; shape < terms_column_groups.size(); ++shape)
                check(random_kernel(2, terms_column_groups[shape]), all_terms, shape);
        }
}

TEST_CASE("kernels of every size are the definition, by the plan's choice") {
    const Size size{67, 35};
    HostField in = noise(size, 1);
    const ConvolutionParams params = params_of(ConvolutionMode::same, Border::wrap, false);
    for (int height = 1; height <= Kernel::longest_side; ++height)
        for (int width = 1; width <= Kernel::longest_side; width += height % 3 + 1) {
            const Correlation correlation = correlation_of(random_kernel(width, height), params, size);
            check_plan(plan_convolution(correlation.kernel), in, 1, 1, correlation, params, 4e-6);
        }
}

TEST_CASE("three planes are convolved each, or one goes to three") {
    const Size size{131, 70};
    const ConvolutionParams params = params_of(ConvolutionMode::same, Border::reflect_101, false);
    HostField in = noise(size, 3);
    for (const int side : {3, 5, 7, 9, 12}) {
        const Correlation correlation = correlation_of(random_kernel(side, side), params, size);
        check_plan(plan_convolution(correlation.kernel), in, 3, 1, correlation, params);
        check_plan(plan_convolution(correlation.kernel), in, 1, 3, correlation, params);
        check_plan(all_terms(correlation.kernel, 0), in, 1, 3, correlation, params, 1e-5);
    }
}

TEST_CASE("results are finished: gain, offset, absolute value, threshold") {
    const Size size{40, 40};
    ConvolutionParams params = params_of(ConvolutionMode::same, Border::replicate, false);
    HostField in = noise(size, 1), plain(size, 1), finished(size, 1);
    const Correlation correlation = correlation_of(random_kernel(3, 3), params, size);
    const ConvolvePlan plan = plan_convolution(correlation.kernel);
    const auto run = [&](HostField& out) {
        play(plan, in, 1, out, 1, correlation.shift_y, correlation.shift_x, params);
    };
    run(plain);
    params.gain = -3.0f;
    params.offset = 0.4f;
    params.absolute = true;
    for (const bool thresholding : {false, true}) {
        params.thresholding = thresholding;
        params.threshold = 0.3f;
        params.top = 0.8f;
        run(finished);
        int high = 0;
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                CHECK(finished.at(0, y, x) == math::finished_value(plain.at(0, y, x), params));
                high += finished.at(0, y, x) > 0.3f;
            }
        CHECK(high > 100);
        CHECK(high < 1500);
    }
}

TEST_CASE("small dense kernels are summed directly, separable ones from 7x7 on in two passes") {
    for (const int side : {1, 2, 3, 4, 5, 6, 7, 8, 9}) {
        const ConvolvePlan plan = plan_convolution(random_kernel(side, side));
        CAPTURE(side);
        CHECK(plan.method == ConvolutionMethod::direct);
        CHECK(fits({side, side}, direct_shapes[plan.shape]));
        if (side % 2 == 1 && side >= 3) CHECK(direct_shapes[plan.shape].columns == side);
    }
    Kernel box(31, 31);
    std::fill(box.weights.begin(), box.weights.end(), 1.0f / 961);
    CHECK(plan_convolution(box).method == ConvolutionMethod::separable);
    CHECK(plan_convolution(box).rank == 1);
    Kernel two = box;
    for (int y = 0; y < 31; ++y) two.at(y, 15) = static_cast<float>(y);
    CHECK(plan_convolution(two).method == ConvolutionMethod::low_rank);
    CHECK(plan_convolution(two).rank == 2);
    CHECK(plan_convolution(random_kernel(31, 31)).method == ConvolutionMethod::direct);
    CHECK(plan_convolution(Kernel(31, 31)).rank == 0);
}

TEST_CASE("shared memory suffices on every device, for every kernel and every blur") {
    constexpr int most_floats = (64 << 10) / 4;  // of a block, on Turing
    for (int height = 1; height <= Kernel::longest_side; ++height)
        for (int width = 1; width <= Kernel::longest_side; ++width) {
            CHECK(DirectBlock<4, 4, 8>::tile_floats(groups(height, 4), groups(width, 4)) +
                      DirectBlock<4, 4, 8>::weight_floats(groups(height, 4), groups(width, 4)) <=
                  most_floats);
            if (width <= 9)
                CHECK(DirectBlock<3, 9, 8>::tile_floats(groups(height, 3), 1) +
                          DirectBlock<3, 9, 8>::weight_floats(groups(height, 3), 1) <=
                      most_floats);
            CHECK(TermsBlock<4>::shared_floats(groups(height, 4), groups(width, 8)) <= most_floats);
            CHECK(TermsBlock<8>::shared_floats(groups(height, 8), groups(width, 8)) <= most_floats);
        }
    const int longest = 2 * math::blur_radius(10.0f) + 1;
    CHECK(longest == 61);
    CHECK(TermsBlock<8>::shared_floats(groups(longest, 8), 0) <= most_floats);
    CHECK(TermsBlock<4>::shared_floats(groups(longest, 4), 0) <= most_floats);
    CHECK(TermsBlock<4>::shared_floats(1, groups(longest, 8)) <= most_floats);
    CHECK(TermsBlock<8>::shared_floats(1, groups(longest, 8)) <= most_floats);
}

TEST_CASE("a row and a column pass apart are the blur of both, longer than any kernel") {
    const Size size{150, 97};
    HostField in = noise(size, 1), between(size, 1), out(size, 1);
    constexpr int length = 61, radius = 30;
    std::vector<double> weights;
    for (int i = -radius; i <= radius; ++i) weights.push_back(std::exp(-0.005 * i * i) / 25);
    const ConvolutionParams params = params_of(ConvolutionMode::same, Border::reflect_101, false);
    const auto plan = [](Size kernel, std::vector<double> column, std::vector<double> row) {
        return plan_terms({kernel, {{1, std::move(column), std::move(row)}}}, best_terms_shape(kernel));
    };
    play(plan({length, 1}, {1}, weights), in, 1, between, 1, 0, radius, params);
    play(plan({1, length}, weights, {1}), between, 1, out, 1, radius, 0, params);
    Correlation correlation{Kernel(length, length), radius, radius, size, 0, 0};
    for (int y = 0; y < length; ++y)
        for (int x = 0; x < length; ++x)
            correlation.kernel.at(y, x) = static_cast<float>(weights[static_cast<std::size_t>(y)] *
                                                             weights[static_cast<std::size_t>(x)]);
    CHECK(error_of(in, 1, out, 1, correlation, params) < 1e-6);
}

}  // namespace droplet::cuda::test
