#include "model/kernel_edit.h"

#include <doctest/doctest.h>

#include "math/kernel_spectrum.h"
#include "model/kernels.h"

using namespace droplet;
using droplet::test::named;
using droplet::test::rows;

TEST_CASE(
    "2 identity − box is the kernel that sharpens, and identity − box the edges of the blur, bit by bit") {
    const Kernel identity = named(KernelName::identity), box = named(KernelName::box);
    CHECK(combined(2, identity, -1, box) == named(KernelName::sharpen));
    CHECK(combined(1, identity, -1, box) == named(KernelName::blur_edges));
}

TEST_CASE("Kernels of two sizes are combined anchor on anchor, as large as the larger side of both") {
    const Kernel sum = combined(1, rows("1 2 3 4"), 10, rows("1; 2; 3"));
    CHECK(sum == rows("0 0 10 0; 1 2 23 4; 0 0 30 0"));
    for (int h = 1; h <= 6; ++h)
        for (int w = 1; w <= 6; ++w) {
            Kernel small(w, h), large(5, 4);
            small.at(h / 2, w / 2) = 1;
            const Kernel result = combined(1, small, 1, large);
            CHECK(result.at(result.height / 2, result.width / 2) == 1);
        }
}

TEST_CASE("Resizing keeps the weights around the anchor, and growing loses none") {
    const Kernel kernel = rows("1 2 3; 4 5 6; 7 8 9");
    CHECK(resized(kernel, {1, 1}) == rows("5"));
    CHECK(resized(kernel, {2, 3}) == rows("1 2; 4 5; 7 8"));
    CHECK(resized(kernel, {4, 3}) == rows("0 1 2 3; 0 4 5 6; 0 7 8 9"));
    CHECK(resized(kernel, {5, 1}) == rows("0 4 5 6 0"));
    for (int side = 3; side <= Kernel::longest_side; ++side)
        CHECK(resized(resized(kernel, {side, side}), {3, 3}) == kernel);
}

TEST_CASE("Turns and mirror images move the weights and undo themselves") {
    const Kernel kernel = rows("1 2 3; 4 5 6");
    CHECK(transposed(kernel) == rows("1 4; 2 5; 3 6"));
    CHECK(rotated(kernel) == rows("3 6; 2 5; 1 4"));
    CHECK(mirrored_left_right(kernel) == rows("3 2 1; 6 5 4"));
    CHECK(mirrored_up_down(kernel) == rows("4 5 6; 1 2 3"));
    CHECK(rotated(rotated(kernel)) == flipped(kernel));
    CHECK(mirrored_up_down(mirrored_left_right(kernel)) == flipped(kernel));
    CHECK(scaled(kernel, -1) == rows("-1 -2 -3; -4 -5 -6"));
}

TEST_CASE("A kernel is normalised to the sum 1, unless its sum is 0 but for rounding") {
    CHECK(normalized(rows("1 2 1; 2 4 2; 1 2 1")) == rows("1/16 1/8 1/16; 1/8 1/4 1/8; 1/16 1/8 1/16"));
    CHECK(why_not_normalized(rows("1 2; 3 4")) == "");
    for (const KernelName name : {KernelName::sobel_x, KernelName::blur_edges, KernelName::laplace})
        CHECK(why_not_normalized(named(name)) == "The sum is 0: there is nothing to divide by.");
    CHECK_FALSE(why_not_normalized(Kernel(3, 3)).empty());
    CHECK(why_not_normalized(rows("1e6 -1e6 1")) == "The sum is 0: there is nothing to divide by.");
    CHECK(why_not_normalized(rows("1e6 -999990")) == "");
}

TEST_CASE("A ∗ B is the polynomial product, and is refused where it is too large") {
    CHECK(convolved(rows("1 1"), rows("1 1")) == rows("1 2 1"));
    CHECK(convolved(rows("1; 2; 1"), rows("-1 0 1")) == named(KernelName::sobel_x));
    CHECK(convolved(named(KernelName::identity), rows("1 2; 3 4")) ==
          rows("0 0 0 0; 0 1 2 0; 0 3 4 0; 0 0 0 0"));
    CHECK(why_not_convolved(Kernel(16, 3), Kernel(16, 29)) == "");
    CHECK(why_not_convolved(Kernel(17, 3), Kernel(16, 3)) ==
          "A ∗ B would be 32x5; kernels are at most 31x31.");
}

TEST_CASE("A 3x3 kernel becomes an operator's slices on the diagonal, and back") {
    const Kernel kernel = rows("1 2 3; 4 5 6; 7 8 9");
    for (const int channels : {1, 3}) {
        const Operator op = operator_of(kernel, channels);
        CHECK(op.channels == channels);
        CHECK(kernel_of(op) == kernel);
        double sum = 0;
        for (const float weight : op.weights) sum += static_cast<double>(weight);
        CHECK(sum == 45 * channels);  // nothing off the diagonal
    }
    CHECK(why_no_operator(kernel) == "");
    CHECK(why_no_operator(Kernel(3, 4)) == "An operator is 3x3; this kernel is 3x4.");
    CHECK(why_no_operator(scaled(kernel, 1e5)) == "An operator's weights are at most 10000.");
    CHECK(why_not_valid(scaled(kernel, 1e5)) == "");
    CHECK(why_not_valid(scaled(kernel, 1e6)) == "A weight would be beyond ±1000000.");
}

TEST_CASE("The frequency response is that of the sum's definition, for every size, and its middle the sum") {
    for (const Kernel& kernel :
         {named(KernelName::sobel_x), rows("1 -2 3 0.5; 4 5 -6 1"), named(KernelName::gaussian, 31)}) {
        const auto spectrum = math::spectrum_of(kernel, 9);
        CHECK(static_cast<double>(spectrum.at(4, 4)) ==
              doctest::Approx(std::abs(kernel_sum(kernel))).epsilon(1e-6));
        float largest = 0;
        for (int j = 0; j < 9; ++j)
            for (int i = 0; i < 9; ++i) {
                std::complex<double> sum = 0;
                for (int y = 0; y < kernel.height; ++y)
                    for (int x = 0; x < kernel.width; ++x)
                        sum += static_cast<double>(kernel.at(y, x)) *
                               std::polar(1.0, std::numbers::pi / 4 * ((j - 4) * y + (i - 4) * x));
                CHECK(static_cast<double>(spectrum.at(j, i)) == doctest::Approx(std::abs(sum)).epsilon(1e-5));
                largest = std::max(largest, spectrum.at(j, i));
            }
        CHECK(spectrum.largest == largest);
    }
    CHECK(math::spectrum_of(named(KernelName::box, 3), 33).largest == doctest::Approx(1));
}
