// Algebra of convolutions through Backend: sums, chains, flips and shifts are what the definition says.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "compute/backend_convolution.h"
#include "compute/cpu/convolve.h"
#include "model/random.h"

using namespace droplet;
using namespace droplet::test;

namespace {

/// The share of the range (convolution_range) that rounding may make.
constexpr double tolerance = 1e-5;

struct Dice {
    SplitMix64 random;
    int between(int low, int high) {
        return low + static_cast<int>(random.next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool flip() { return between(0, 1) == 1; }
};

Image grey_of(const Image& image) {
    Image grey(image.size(), 1);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            grey.plane(0).row(y)[x] = 0.299f * image.plane(0).row(y)[x] + 0.587f * image.plane(1).row(y)[x] +
                                      0.114f * image.plane(2).row(y)[x];
    return grey;
}

double largest_difference(const Image& a, const Image& b) {
    REQUIRE(a.size() == b.size());
    double largest = 0;
    for (int c = 0; c < std::min(a.channels(), b.channels()); ++c)
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                largest = std::max(largest, std::abs(static_cast<double>(a.plane(c).row(y)[x]) -
                                                     static_cast<double>(b.plane(c).row(y)[x])));
    return largest;
}

/// A ∗ B, all of it.
Kernel product(const Kernel& a, const Kernel& b) {
    Kernel result(a.width + b.width - 1, a.height + b.height - 1);
    for (int y = 0; y < a.height; ++y)
        for (int x = 0; x < a.width; ++x)
            for (int i = 0; i < b.height; ++i)
                for (int j = 0; j < b.width; ++j) result.at(y + i, x + j) += a.at(y, x) * b.at(i, j);
    return result;
}

Kernel sum(float a, const Kernel& first, float b, const Kernel& second) {
    Kernel result = first;
    for (std::size_t i = 0; i < result.weights.size(); ++i)
        result.weights[i] = a * first.weights[i] + b * second.weights[i];
    return result;
}

void check_against_definition(Dice& dice, ConvolutionParams params) {
    Kernel kernel = random_kernel(dice.between(1, 31), dice.between(1, 31),
                                  static_cast<std::uint32_t>(dice.between(1, 1 << 20)));
    Size size{dice.between(1, 40), dice.between(1, 40)};
    if (params.mode == ConvolutionMode::valid)
        size = {kernel.width + dice.between(0, 20), kernel.height + dice.between(0, 20)};
    params.border_value = 0.25f;
    params.gain = 0.5f;
    params.offset = -0.125f;
    params.absolute = dice.flip();
    const Image image = make_picture(size, dice.flip() ? 3 : 1, 7);
    const bool grey = params.channels == ConvolutionChannels::grey && image.channels() == 3;
    const Image input = grey ? grey_of(image) : image.clone();
    CAPTURE(size.width);
    CAPTURE(size.height);
    CAPTURE(kernel.width);
    CAPTURE(kernel.height);
    CAPTURE(image.channels());
    const Result result = convolved(image, kernel, params);
    const Reference expected = reference_convolution(input, kernel, params);
    REQUIRE(result.image.size() == expected.size);
    REQUIRE(result.image.channels() == input.channels());
    CHECK(expected.largest_difference(result.image) <=
          tolerance * convolution_range(input, kernel, params) + 1e-7);
}

}  // namespace

TEST_CASE(
    "Convolutions: random kernels, sizes, modes, borders, flips and channels agree with the definition") {
    Dice dice{{2024}};
    for (const ConvolutionMode mode : all_modes)
        for (const Border border : all_borders)
            for (const bool flip : {false, true})
                for (const auto channels : {ConvolutionChannels::each, ConvolutionChannels::grey})
                    for (int i = 0; i < 3; ++i) {
                        CAPTURE(std::string(enum_name(mode)));
                        CAPTURE(std::string(enum_name(border)));
                        CAPTURE(flip);
                        ConvolutionParams params = with(mode, border, flip);
                        params.channels = channels;
                        check_against_definition(dice, params);
                    }
}

TEST_CASE("Convolutions: the identity kernel of any size gives the picture back, bit by bit") {
    for (const int side : {1, 3, 5, 9, 31})
        for (const Border border : all_borders)
            for (const bool flip : {false, true}) {
                CAPTURE(side);
                CAPTURE(std::string(enum_name(border)));
                const Image image = make_picture({37, 23}, 3, 5);
                const Kernel identity = delta({side, side}, side / 2, side / 2);
                CHECK(same_bits(convolved(image, identity, with(ConvolutionMode::same, border, flip)).image,
                                image));
            }
}

TEST_CASE("Convolutions: they are linear in the picture and in the kernel") {
    const Kernel k = random_kernel(7, 4, 3), l = random_kernel(7, 4, 4);
    const Image f = make_picture({33, 21}, 3, 1), g = make_picture({33, 21}, 3, 2);
    Image mixed(f.size(), 3);
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < f.height(); ++y)
            for (int x = 0; x < f.width(); ++x)
                mixed.plane(c).row(y)[x] = 0.5f * f.plane(c).row(y)[x] - 2 * g.plane(c).row(y)[x];
    for (const ConvolutionMode mode : all_modes)
        for (const Border border : all_borders) {
            const ConvolutionParams params = with(mode, border);
            const Image kf = convolved(f, k, params).image, kg = convolved(g, k, params).image;
            const Image lf = convolved(f, l, params).image;
            const Image of_mixed = convolved(mixed, k, params).image;
            const Image by_mixed = convolved(f, sum(0.5f, k, -2, l), params).image;
            double picture = 0, kernel = 0;
            for (int c = 0; c < 3; ++c)
                for (int y = 0; y < kf.height(); ++y)
                    for (int x = 0; x < kf.width(); ++x) {
                        const double base = 0.5 * static_cast<double>(kf.plane(c).row(y)[x]);
                        picture = std::max(picture,
                                           std::abs(base - 2.0 * static_cast<double>(kg.plane(c).row(y)[x]) -
                                                    static_cast<double>(of_mixed.plane(c).row(y)[x])));
                        kernel = std::max(kernel,
                                          std::abs(base - 2.0 * static_cast<double>(lf.plane(c).row(y)[x]) -
                                                   static_cast<double>(by_mixed.plane(c).row(y)[x])));
                    }
            CHECK(picture < 5e-5);
            CHECK(kernel < 5e-5);
        }
}

TEST_CASE("Convolutions: in mode full, A ∗ (B ∗ I) is (A ∗ B) ∗ I, and A ⋆ (B ⋆ I) is (A ∗ B) ⋆ I") {
    struct Pair {
        Kernel a, b;
    };
    const Pair pairs[] = {{random_kernel(3, 5, 8), random_kernel(4, 2, 9)},
                          {random_kernel(1, 7, 2), random_kernel(6, 1, 3)},
                          {random_kernel(15, 11, 4), random_kernel(9, 13, 5)}};
    for (const Pair& pair : pairs)
        for (const bool flip : {true, false}) {
            const Image image = make_picture({29, 18}, 3, 6);
            const ConvolutionParams params = with(ConvolutionMode::full, Border::constant, flip);
            const Result b = convolved(image, pair.b, params);
            const Result chained = convolved(b.image, pair.a, params);
            const Kernel ab = product(pair.a, pair.b);
            const Result at_once = convolved(image, ab, params);
            const double range = convolution_range(b.image, pair.a, params);
            CHECK(largest_difference(chained.image, at_once.image) <= 2 * tolerance * range);
        }
}

TEST_CASE(
    "Convolutions: flipping kernel and flag changes nothing; a kernel that half a turn leaves alone "
    "has no flip") {
    const Image image = make_picture({31, 20}, 3, 4);
    for (const Size size : {Size{3, 3}, Size{5, 7}, Size{4, 6}, Size{2, 1}})
        for (const ConvolutionMode mode : all_modes) {
            // Of even sides the anchor turns with the kernel, which in mode same is another place.
            if (mode == ConvolutionMode::same && size.width % 2 == 0) continue;
            CAPTURE(size.width);
            CAPTURE(std::string(enum_name(mode)));
            const Kernel kernel = random_kernel(size.width, size.height, 11);
            CHECK(flipped(flipped(kernel)) == kernel);
            CHECK(same_bits(convolved(image, kernel, with(mode)).image,
                            convolved(image, flipped(kernel), with(mode, Border::reflect_101, true)).image));
            CHECK(largest_difference(convolved(image, kernel, with(mode)).image,
                                     convolved(image, flipped(kernel), with(mode)).image) > 0.05);
        }
    for (const KernelName name : {KernelName::box, KernelName::gaussian_5x5, KernelName::laplace}) {
        ConvolutionParams params;
        params.kernel = name;
        const Kernel kernel = kernel_of(params, {});
        CHECK(same_bits(
            convolved(image, kernel, with(ConvolutionMode::same)).image,
            convolved(image, kernel, with(ConvolutionMode::same, Border::reflect_101, true)).image));
    }
}

TEST_CASE("Convolutions: direct, separable, box, low rank and fft give the same sums") {
    const Image image = make_picture({61, 47}, 3, 3);
    ConvolutionParams box;
    box.kernel_size = 9;
    ConvolutionParams gaussian;
    gaussian.kernel = KernelName::gaussian;
    gaussian.kernel_size = 11;
    gaussian.kernel_sigma = 2;
    for (const Kernel& kernel : {kernel_of(box, {}), kernel_of(gaussian, {}), random_kernel(8, 13, 6)})
        for (const ConvolutionMode mode : all_modes)
            for (const Border border : all_borders) {
                const ConvolutionParams params = with(mode, border, true);
                const Correlation correlation = correlation_of(kernel, params, image.size());
                const Reference expected = reference_convolution(image, kernel, params);
                Workers workers(2);
                for (std::size_t i = 0; i < EnumNames<ConvolutionMethod>::names.size(); ++i) {
                    CAPTURE(std::string(EnumNames<ConvolutionMethod>::names[i]));
                    CAPTURE(kernel.width);
                    CAPTURE(std::string(enum_name(mode)));
                    CAPTURE(std::string(enum_name(border)));
                    Image out(correlation.size, 3);
                    Convolver().run(image, out, correlation, params, workers,
                                    static_cast<ConvolutionMethod>(i));
                    CHECK(expected.largest_difference(out) <=
                          tolerance * convolution_range(image, kernel, params));
                }
            }
}

TEST_CASE("Convolutions: a kernel of a single 1 moves the picture, flipped the other way, bit by bit") {
    const Image image = make_picture({19, 14}, 3, 2);
    const Size side{7, 5};
    for (int i = 0; i < side.height; ++i)
        for (int j = 0; j < side.width; ++j)
            for (const bool flip : {false, true}) {
                const int down = flip ? side.height / 2 - i : i - side.height / 2;
                const int right = flip ? side.width / 2 - j : j - side.width / 2;
                const Image moved =
                    convolved(image, delta(side, i, j), with(ConvolutionMode::same, Border::constant, flip))
                        .image;
                bool as_expected = true;
                for (int c = 0; c < 3; ++c)
                    for (int y = 0; y < image.height(); ++y)
                        for (int x = 0; x < image.width(); ++x) {
                            const int from_y = y + down, from_x = x + right;
                            const bool inside = from_y >= 0 && from_y < image.height() && from_x >= 0 &&
                                                from_x < image.width();
                            const float expected = inside ? image.plane(c).row(from_y)[from_x] : 0.0f;
                            as_expected = as_expected && moved.plane(c).row(y)[x] == expected;
                        }
                CHECK(as_expected);
            }
}
