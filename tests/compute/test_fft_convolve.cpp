#include <doctest/doctest.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <sstream>

#include "compute/cpu/fft_convolve.h"
#include "compute/cpu/simd_target.h"
#include "compute/reference.h"
#include "math/border.h"
#include "math/convolution.h"

using namespace droplet;
using namespace droplet::test;

namespace {

/// Weights in [−1, 1], without any symmetry.
Kernel make_kernel(int width, int height, std::uint32_t seed = 1) {
    Kernel kernel(width, height);
    for (float& weight : kernel.weights) {
        seed = seed * 1664525u + 1013904223u;
        weight = static_cast<float>(seed >> 8) / 8388608.0f - 1.0f;
    }
    return kernel;
}

struct Case {
    Image picture;
    Kernel kernel;
    ConvolutionParams params;
};

Image convolved(FftConvolver& convolver, const Case& test, int threads = 2) {
    Workers workers(threads);
    const Correlation correlation = correlation_of(test.kernel, test.params, test.picture.size());
    Image out(correlation.size, test.picture.channels());
    convolver.run(test.picture, out, correlation, test.params, workers);
    return out;
}

Image convolved(const Case& test, int threads = 2) {
    FftConvolver convolver;
    return convolved(convolver, test, threads);
}

double defined_at(const Case& test, const Correlation& correlation, int channel, int y, int x) {
    const ConstPlane in = test.picture.plane(channel);
    double sum = 0;
    for (int i = 0; i < correlation.kernel.height; ++i)
        for (int j = 0; j < correlation.kernel.width; ++j) {
            const Border border = test.params.border;
            const int from_y = math::border_index(y + i - correlation.shift_y, in.size.height, border);
            const int from_x = math::border_index(x + j - correlation.shift_x, in.size.width, border);
            const bool constant = from_y < 0 || from_x < 0;
            const float value = constant ? test.params.border_value : in.row(from_y)[from_x];
            sum += static_cast<double>(value) * static_cast<double>(correlation.kernel.at(i, j));
        }
    return sum;
}

/// The largest difference from the definition, as a part of the range that the result can have.
double error_of(const Case& test) {
    const Correlation correlation = correlation_of(test.kernel, test.params, test.picture.size());
    const Image result = convolved(test);
    double range = 0, worst = 0;
    for (const float weight : test.kernel.weights) range += std::abs(static_cast<double>(weight));
    for (int c = 0; c < result.channels(); ++c)
        for (int y = 0; y < result.height(); ++y)
            for (int x = 0; x < result.width(); ++x) {
                const double found = static_cast<double>(result.plane(c).row(y)[x]);
                const double error = std::abs(found - defined_at(test, correlation, c, y, x)) / range;
                if (!(error <= worst)) worst = error;
            }
    return worst;
}

std::vector<std::string> instruction_sets() {
    std::istringstream names(available_simd());
    return {std::istream_iterator<std::string>(names), {}};
}

}  // namespace

TEST_CASE("FFT: every mode, border and flip is the sum of its definition") {
    for (const ConvolutionMode mode : {ConvolutionMode::same, ConvolutionMode::valid, ConvolutionMode::full})
        for (const Border border :
             {Border::constant, Border::replicate, Border::reflect, Border::reflect_101, Border::wrap})
            for (const bool flip : {false, true}) {
                Case test{make_picture({77, 53}, 3), make_kernel(11, 8), {}};
                test.params.mode = mode;
                test.params.border = border;
                test.params.border_value = 0.7f;
                test.params.flip = flip;
                CAPTURE(static_cast<int>(mode));
                CAPTURE(static_cast<int>(border));
                CHECK(error_of(test) < 2e-6);
            }
}

TEST_CASE("FFT: every size of kernel and picture is the sum of its definition, by every instruction set") {
    for (const std::string& simd : instruction_sets()) {
        CAPTURE(simd);
        REQUIRE(limit_simd(simd));
        for (const Size side : {Size{1, 1}, Size{31, 31}, Size{1, 31}, Size{30, 2}, Size{17, 16}})
            for (const Size size : {Size{1, 1}, Size{5, 2}, Size{130, 99}, Size{300, 7}, Size{3, 290}}) {
                CAPTURE(side.width);
                CAPTURE(side.height);
                CAPTURE(size.width);
                CAPTURE(size.height);
                ConvolutionParams params;
                params.mode = ConvolutionMode::full;
                params.border = Border::wrap;
                CHECK(error_of({make_picture(size, 1), make_kernel(side.width, side.height), params}) < 2e-6);
            }
    }
    REQUIRE(limit_simd(""));
}

TEST_CASE("FFT: tiles of every shape take their turn, whatever the number of tiles") {
    // Wide, tall and large pictures prefer different tiles; one channel or three, an odd number of them.
    for (const Size size : {Size{1000, 20}, Size{20, 1000}, Size{513, 500}})
        for (const int channels : {1, 3})
            CHECK(error_of({make_picture(size, channels), make_kernel(9, 7), {}}) < 2e-6);
}

TEST_CASE("FFT: the result has the same bits for any number of threads") {
    const auto test = [] { return Case{make_picture({391, 277}, 3), make_kernel(15, 15), {}}; };
    const Image one = convolved(test(), 1);
    for (const int threads : {2, 3, 7}) CHECK(same_bits(one, convolved(test(), threads)));
}

TEST_CASE("FFT: the result has the same bits whatever was computed before") {
    FftConvolver used;
    const auto test = [](int side, std::uint32_t seed, Size size) {
        return Case{make_picture(size, 1), make_kernel(side, side, seed), {}};
    };
    convolved(used, test(15, 1, {391, 277}));
    for (const auto& [side, seed, size] : {std::tuple{15, 2u, Size{391, 277}},
                                           {31, 2u, Size{391, 277}},
                                           {15, 2u, Size{40, 40}},
                                           {15, 2u, Size{391, 277}}})
        CHECK(same_bits(convolved(used, test(side, seed, size)), convolved(test(side, seed, size))));
}

TEST_CASE("FFT: gain, offset, absolute value and threshold are those of the formula, to the bit") {
    Case test{make_picture({150, 90}, 3), make_kernel(13, 13), {}};
    const Image sums = convolved(test);
    test.params.gain = -0.37f;
    test.params.offset = 0.11f;
    for (const auto& [absolute, thresholding] :
         {std::pair{false, false}, {true, false}, {false, true}, {true, true}}) {
        test.params.absolute = absolute;
        test.params.thresholding = thresholding;
        test.params.threshold = 0.2f;
        test.params.top = 3.0f;
        const Image found = convolved(test);
        int different = 0;
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < 90; ++y)
                for (int x = 0; x < 150; ++x)
                    different += found.plane(c).row(y)[x] !=
                                 math::finished_value(sums.plane(c).row(y)[x], test.params);
        CHECK(different == 0);
    }
}

TEST_CASE("FFT: nothing is written beside the rows of the result") {
    Workers workers(1);
    const Image in = make_picture({83, 41}, 1);
    const Correlation correlation = correlation_of(make_kernel(7, 7), {}, in.size());
    Image out(in.size(), 1);
    for (int y = 0; y < 41; ++y) out.plane(0).row(y)[83] = 42.0f;
    FftConvolver().run(in, out, correlation, {}, workers);
    for (int y = 0; y < 41; ++y) CHECK(out.plane(0).row(y)[83] == 42.0f);
}

TEST_CASE("FFT: a value that is not finite leaves far parts of the picture alone") {
    Case clean{make_picture({1200, 60}, 1), make_kernel(9, 9), {}};
    Case spoilt{clean.picture.clone(), clean.kernel, {}};
    spoilt.picture.plane(0).row(30)[10] = std::numeric_limits<float>::quiet_NaN();
    const Image expected = convolved(clean), found = convolved(spoilt);
    CHECK(std::isnan(found.plane(0).row(30)[10]));
    int different = 0;
    for (int y = 0; y < 60; ++y)
        for (int x = 520; x < 1200; ++x) different += expected.plane(0).row(y)[x] != found.plane(0).row(y)[x];
    CHECK(different == 0);
}

TEST_CASE("FFT: the cost for each value hardly grows with the kernel") {
    const FftConvolver convolver;
    const double small = convolver.operations(make_kernel(9, 9), {1920, 1080});
    const double large = convolver.operations(make_kernel(31, 31), {1920, 1080});
    CHECK(small > 50);
    CHECK(large > small);
    CHECK(large < 2 * small);
}
