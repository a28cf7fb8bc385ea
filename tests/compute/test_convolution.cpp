#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "compute/convolution_reference.h"
#include "compute/cpu/convolve.h"
#include "compute/cpu/grey.h"
#include "compute/cpu/simd_target.h"
#include "math/grey.h"

using namespace droplet;
using namespace droplet::test;

namespace {

using Method = ConvolutionMethod;

struct Result {
    Image image;
    ConvolutionReport report;
};

Result convolved(const Image& image, const Kernel& kernel, const ConvolutionParams& params,
                 std::optional<Method> method = {}, int threads = 2) {
    Workers workers(threads);
    Convolver convolver;
    const Correlation correlation = correlation_of(kernel, params, image.size());
    Result result{Image(correlation.size, image.channels()), {}};
    result.report = convolver.run(image, result.image, correlation, params, workers, method);
    return result;
}

/// The largest difference from the plain sum, of the sum's range.
double error_of(const Image& image, const Kernel& kernel, const ConvolutionParams& params,
                std::optional<Method> method = {}) {
    const Result result = convolved(image, kernel, params, method);
    if (method) CHECK(result.report.method == *method);
    return reference_convolution(image, kernel, params).largest_difference(result.image) /
           convolution_range(image, kernel, params);
}

Kernel box(int width, int height, float weight) {
    Kernel kernel(width, height);
    kernel.weights.assign(kernel.weights.size(), weight);
    return kernel;
}

/// A kernel of rank `rank`.
Kernel kernel_of_rank(int width, int height, int rank) {
    Kernel kernel(width, height);
    for (int t = 0; t < rank; ++t) {
        const Kernel column = random_kernel(1, height, static_cast<std::uint32_t>(11 + t));
        const Kernel row = random_kernel(width, 1, static_cast<std::uint32_t>(31 + t));
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) kernel.at(y, x) += column.at(y, 0) * row.at(0, x);
    }
    return kernel;
}

constexpr double tolerance = 1e-6;
constexpr std::array borders{Border::constant, Border::replicate, Border::reflect, Border::reflect_101,
                             Border::wrap};
constexpr std::array modes{ConvolutionMode::same, ConvolutionMode::valid, ConvolutionMode::full};

/// Every mode, border and direction with this kernel on this picture.
double worst_error(const Image& image, const Kernel& kernel, std::optional<Method> method = {}) {
    double worst = 0;
    for (const ConvolutionMode mode : modes)
        for (const Border border : borders)
            for (const bool flip : {false, true}) {
                ConvolutionParams params;
                params.mode = mode;
                params.border = border;
                params.border_value = 0.7f;
                params.flip = flip;
                const bool fits = kernel.width <= image.width() && kernel.height <= image.height();
                if (mode == ConvolutionMode::valid && !fits) continue;
                worst = std::max(worst, error_of(image, kernel, params, method));
            }
    return worst;
}

/// Names of the instruction sets that are here; the first is what is used unless limited.
std::vector<std::string> instruction_sets() {
    std::vector<std::string> names;
    std::string name;
    for (const char letter : available_simd() + ' ') {
        if (letter != ' ') {
            name += letter;
        } else if (!name.empty()) {
            names.push_back(std::move(name));
            name.clear();
        }
    }
    return names;
}

}  // namespace

TEST_CASE("The direct method is the plain sum for kernels of every height and odd and even widths") {
    const Image image = make_picture({83, 37}, 1);
    for (int height = 1; height <= Kernel::longest_side; ++height) {
        const int width = 1 + (height * 7) % Kernel::longest_side;
        CAPTURE(width);
        CAPTURE(height);
        CHECK(worst_error(image, random_kernel(width, height), Method::direct) < tolerance);
    }
}

TEST_CASE("The direct method is the plain sum whatever the size of the picture") {
    for (const Size size : {Size{1, 1}, Size{2, 3}, Size{5, 4}, Size{17, 7}, Size{64, 6}, Size{65, 49},
                            Size{130, 97}, Size{257, 13}})
        for (const Size side : {Size{3, 3}, Size{4, 2}, Size{9, 9}, Size{31, 30}}) {
            CAPTURE(size.width);
            CAPTURE(side.width);
            const Image image = make_picture(size, size.width < 64 ? 3 : 1);
            CHECK(worst_error(image, random_kernel(side.width, side.height), Method::direct) < tolerance);
        }
}

TEST_CASE("Two passes are the plain sum for separable kernels") {
    for (const Size size : {Size{1, 1}, Size{7, 5}, Size{83, 37}, Size{130, 49}})
        for (const Size side : {Size{3, 3}, Size{5, 5}, Size{2, 8}, Size{13, 1}, Size{1, 6}, Size{30, 31}}) {
            CAPTURE(size.width);
            CAPTURE(side.width);
            const Image image = make_picture(size, 1);
            CHECK(worst_error(image, kernel_of_rank(side.width, side.height, 1), Method::separable) <
                  tolerance);
        }
}

TEST_CASE("Sums of separable terms are the plain sum, for kernels of every rank") {
    const Image image = make_picture({71, 33}, 1);
    for (const int rank : {1, 2, 3, 5}) {
        CAPTURE(rank);
        CHECK(worst_error(image, kernel_of_rank(9, 7, rank), Method::low_rank) < tolerance);
    }
    CHECK(worst_error(image, random_kernel(31, 31), Method::low_rank) < 4 * tolerance);
}

TEST_CASE("Whatever method is the fastest, the result is the plain sum, for kernels of every size") {
    for (const Size size : {Size{1, 1}, Size{40, 9}, Size{150, 101}})
        for (int side = 1; side <= Kernel::longest_side; side += 3) {
            const int other = 1 + (side * 13) % Kernel::longest_side;
            CAPTURE(size.width);
            CAPTURE(side);
            const Image image = make_picture(size, 1);
            ConvolutionParams params;
            params.mode = side % 2 ? ConvolutionMode::same : ConvolutionMode::full;
            params.flip = side % 4 == 0;
            params.border = borders[static_cast<std::size_t>(side) % borders.size()];
            CHECK(error_of(image, random_kernel(side, side), params) < tolerance);
            CHECK(error_of(image, random_kernel(side, other), params) < tolerance);
            CHECK(error_of(image, kernel_of_rank(other, side, 2), params) < tolerance);
        }
}

TEST_CASE("Running sums are the plain sum for boxes of every size") {
    for (const Size size : {Size{1, 1}, Size{6, 9}, Size{83, 37}, Size{200, 131}})
        for (int side = 2; side <= Kernel::longest_side; ++side) {
            const int other = 1 + (side * 11) % Kernel::longest_side;
            CAPTURE(size.width);
            CAPTURE(side);
            const Image image = make_picture(size, 1);
            ConvolutionParams params;
            params.mode = side % 2 ? ConvolutionMode::same : ConvolutionMode::full;
            params.border = borders[static_cast<std::size_t>(side) % borders.size()];
            params.border_value = 0.3f;
            CHECK(error_of(image, box(side, side, 1.0f / static_cast<float>(side * side)), params,
                           Method::box) < tolerance);
            CHECK(error_of(image, box(side, other, -0.75f), params, Method::box) < tolerance);
        }
}

TEST_CASE("Every instruction set computes the plain sum with every method") {
    const Image image = make_picture({93, 29}, 1);
    for (const std::string& simd : instruction_sets()) {
        CAPTURE(simd);
        REQUIRE(limit_simd(simd));
        for (const int side : {3, 4, 5, 6, 9})
            CHECK(worst_error(image, random_kernel(side, side), Method::direct) < tolerance);
        CHECK(worst_error(image, kernel_of_rank(5, 5, 1), Method::separable) < tolerance);
        CHECK(worst_error(image, kernel_of_rank(9, 9, 3), Method::low_rank) < tolerance);
        for (const int side : {3, 9, 31})
            CHECK(worst_error(image, box(side, side, 0.5f), Method::box) < tolerance);
    }
    limit_simd("");
}

TEST_CASE("Gain, offset, absolute value and threshold come after the sum with every method") {
    const Image image = make_picture({75, 29}, 3);
    ConvolutionParams params;
    params.gain = -1.5f;
    params.offset = 0.25f;
    CHECK(error_of(image, random_kernel(5, 5), params, Method::direct) < tolerance);
    params.absolute = true;
    CHECK(error_of(image, random_kernel(5, 5), params, Method::direct) < tolerance);
    CHECK(error_of(image, kernel_of_rank(5, 5, 1), params, Method::separable) < tolerance);
    CHECK(error_of(image, kernel_of_rank(5, 5, 2), params, Method::low_rank) < tolerance);
    CHECK(error_of(image, box(5, 5, 0.04f), params, Method::box) < tolerance);

    // A threshold that no sum is near to: the result is exactly top or 0.
    const Image steps = [] {
        Image image_of_steps({75, 29}, 1);
        for (int y = 0; y < 29; ++y)
            for (int x = 0; x < 75; ++x)
                image_of_steps.plane(0).row(y)[x] = (x / 10 + y / 7) % 2 ? 1.0f : 0.0f;
        return image_of_steps;
    }();
    params = {};
    params.thresholding = true;
    params.threshold = 0.53f;
    params.top = 3;
    for (const Method method : {Method::direct, Method::separable, Method::low_rank, Method::box}) {
        const Image result = convolved(steps, box(5, 5, 0.04f), params, method).image;
        CHECK(reference_convolution(steps, box(5, 5, 0.04f), params).largest_difference(result) == 0);
    }
}

TEST_CASE("A convolution has the same bits on 1, 2, 3 and 7 threads and with the method that it reported") {
    const Image image = make_picture({301, 211}, 3);
    for (const Kernel& kernel : {random_kernel(3, 3), random_kernel(12, 9), kernel_of_rank(7, 7, 1),
                                 kernel_of_rank(20, 20, 2), box(9, 9, 0.1f), random_kernel(31, 31)}) {
        CAPTURE(kernel.width);
        const Result once = convolved(image, kernel, {}, {}, 1);
        for (const int threads : {2, 3, 7}) {
            const Result again = convolved(image, kernel, {}, {}, threads);
            CHECK(again.report.method == once.report.method);
            CHECK(same_bits(again.image, once.image));
        }
        CHECK(same_bits(convolved(image, kernel, {}, once.report.method).image, once.image));
    }
}

TEST_CASE("What was computed before does not change a bit") {
    const Image image = make_picture({97, 55}, 1);
    Workers workers(2);
    Convolver convolver;
    const auto run = [&](const Kernel& kernel) {
        const Correlation correlation = correlation_of(kernel, {}, image.size());
        Image out(correlation.size, 1);
        convolver.run(image, out, correlation, {}, workers);
        return out;
    };
    const Kernel small = random_kernel(3, 3), large = kernel_of_rank(31, 31, 2);
    const Image first = run(small), second = run(large);
    CHECK(same_bits(run(small), first));
    CHECK(same_bits(run(large), second));
}

TEST_CASE("A value that is not a number stays within the kernel's reach with every method but fft") {
    Image image = make_picture({90, 70}, 1);
    const int at_x = 40, at_y = 33;
    for (const float value :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        image.plane(0).row(at_y)[at_x] = value;
        for (const Method method : {Method::direct, Method::separable, Method::low_rank, Method::box})
            for (const int side : {3, 8, 31}) {
                CAPTURE(side);
                const Result result = convolved(image, box(side, side, 0.01f), {}, method);
                REQUIRE(result.report.method == method);
                int wrong = 0;
                for (int y = 0; y < 70; ++y)
                    for (int x = 0; x < 90; ++x) {
                        // Reflected values are within reach beyond the border too, further off than these.
                        const bool beyond = y + side > 70 + 70 - 1 - at_y || x + side > 90 + 90 - 1 - at_x ||
                                            y < side - at_y || x < side - at_x;
                        if (beyond) continue;
                        const bool reaches = at_y >= y - side / 2 && at_y < y - side / 2 + side &&
                                             at_x >= x - side / 2 && at_x < x - side / 2 + side;
                        wrong += std::isfinite(result.image.plane(0).row(y)[x]) == reaches;
                    }
                CHECK(wrong == 0);
            }
    }
}

TEST_CASE("Box sums carry no error along: far down a tall picture they are as exact as at its top") {
    const Image image = make_picture({48, 4321}, 1);
    ConvolutionParams params;
    const Kernel kernel = box(31, 31, 1.0f / 961);
    const Result result = convolved(image, kernel, params, Method::box);
    const double error = reference_convolution(image, kernel, params).largest_difference(result.image);
    CHECK(error < tolerance);
}

TEST_CASE("Grey has the bits of its formula with every instruction set; one channel is its own grey") {
    const Image image = make_picture({131, 67}, 3), single = make_picture({131, 67}, 1);
    Image expected({131, 67}, 1);
    for (int y = 0; y < 67; ++y)
        for (int x = 0; x < 131; ++x)
            expected.plane(0).row(y)[x] =
                math::grey(image.plane(0).row(y)[x], image.plane(1).row(y)[x], image.plane(2).row(y)[x]);
    Workers workers(2);
    for (const std::string& simd : instruction_sets()) {
        CAPTURE(simd);
        REQUIRE(limit_simd(simd));
        Image grey({131, 67}, 1);
        make_grey(image, grey, workers);
        CHECK(same_bits(grey, expected));
        make_grey(single, grey, workers);
        CHECK(same_bits(grey, single));
    }
    limit_simd("");
}

TEST_CASE("Zeros around a kernel change nothing but that they are left out") {
    const Image image = make_picture({60, 40}, 1);
    Kernel wide(31, 30);
    const Kernel inner = random_kernel(3, 2);
    for (int y = 0; y < 2; ++y)
        for (int x = 0; x < 3; ++x) wide.at(25 + y, 2 + x) = inner.at(y, x);
    CHECK(worst_error(image, wide) < tolerance);
    CHECK(convolved(image, wide, {}).report.operations == 2 * 6);
    CHECK(worst_error(image, Kernel(1, 1)) != worst_error(image, wide));

    const Image nothing = convolved(image, Kernel(5, 5), {}).image;
    CHECK(reference_convolution(image, Kernel(5, 5), {}).largest_difference(nothing) == 0);
}

TEST_CASE("The report says rank and method; a method that cannot do the kernel is taken as direct") {
    const Image image = make_picture({64, 64}, 1);
    CHECK(convolved(image, random_kernel(9, 7), {}).report.rank == 7);
    CHECK(convolved(image, kernel_of_rank(31, 31, 2), {}).report.rank == 2);
    CHECK(convolved(image, kernel_of_rank(31, 31, 2), {}).report.method == Method::low_rank);
    CHECK(convolved(image, kernel_of_rank(9, 9, 1), {}).report.method == Method::separable);
    CHECK(convolved(image, box(15, 15, 0.1f), {}).report.method == Method::box);
    const double small = convolved(image, box(9, 9, 0.1f), {}).report.operations;
    CHECK(convolved(image, box(31, 31, 0.1f), {}).report.operations < 2 * small);
    CHECK(convolved(image, random_kernel(3, 3), {}).report.method == Method::direct);
    CHECK(convolved(image, random_kernel(3, 3), {}).report.operations == 18);
    CHECK(convolved(image, random_kernel(31, 31), {}).report.method == Method::fft);
    CHECK(convolved(image, random_kernel(31, 31), {}).report.operations < 31 * 31);
    CHECK(convolved(image, random_kernel(3, 3), {}, Method::box).report.method == Method::direct);
    CHECK(convolved(image, random_kernel(3, 3), {}, Method::separable).report.method == Method::direct);
    CHECK(convolved(image, Kernel(5, 5), {}).report.rank == 0);
}
