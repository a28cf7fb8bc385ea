#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "math/kernel_factors.h"
#include "model/convolution_params.h"
#include "model/error.h"
#include "model/kernel_json.h"
#include "model/kernels.h"
#include "model/preset.h"

using namespace droplet;
using droplet::test::named;

namespace {

double sum(const Kernel& kernel) {
    return std::accumulate(kernel.weights.begin(), kernel.weights.end(), 0.0);
}

}  // namespace

TEST_CASE("Named kernels have the sums that their use asks for") {
    for (const KernelName name :
         {KernelName::identity, KernelName::box, KernelName::sharpen, KernelName::gaussian_5x5,
          KernelName::gaussian, KernelName::motion_blur, KernelName::unsharp_mask, KernelName::emboss})
        CHECK_MESSAGE(sum(named(name)) == doctest::Approx(1.0).epsilon(1e-6), enum_name(name));
    for (const KernelName name : {KernelName::blur_edges, KernelName::edge, KernelName::laplace,
                                  KernelName::sobel_x, KernelName::sobel_y, KernelName::scharr_x,
                                  KernelName::scharr_y, KernelName::prewitt_x, KernelName::prewitt_y})
        CHECK_MESSAGE(sum(named(name)) == doctest::Approx(0.0).epsilon(1e-6), enum_name(name));
}

TEST_CASE("Separable kernels have rank 1, sharpening ones 2, and factors multiply back to the kernel") {
    CHECK(math::factors_of(named(KernelName::box)).rank() == 1);
    CHECK(math::factors_of(named(KernelName::gaussian_5x5)).rank() == 1);
    CHECK(math::factors_of(named(KernelName::sobel_x)).rank() == 1);
    CHECK(math::factors_of(named(KernelName::sharpen)).rank() == 2);
    CHECK(math::factors_of(Kernel(4, 3)).rank() == 0);
    Kernel odd(5, 2);
    for (std::size_t i = 0; i < odd.weights.size(); ++i) odd.weights[i] = std::sin(static_cast<float>(3 * i));
    const auto factors = math::factors_of(odd);
    REQUIRE(factors.terms.size() == 2);
    for (int y = 0; y < 2; ++y)
        for (int x = 0; x < 5; ++x) {
            double value = 0;
            for (const auto& term : factors.terms)
                value += term.column[static_cast<std::size_t>(y)] * term.row[static_cast<std::size_t>(x)];
            CHECK(value == doctest::Approx(static_cast<double>(odd.at(y, x))).epsilon(1e-9));
        }
}

TEST_CASE("A kernel goes through JSON bit by bit, alone and in a preset") {
    Preset preset;
    preset.custom_kernel = Kernel(3, 2);
    preset.custom_kernel.weights = {0.1f, -2.0f, 1.0f / 9, 0.0f, 1e-20f, -0.0f};
    preset.process = Process::convolve;
    CHECK(kernel_from_json(Json::parse(kernel_text(preset.custom_kernel)), "") == preset.custom_kernel);
    CHECK(parse_preset(preset_text(preset), "p") == preset);
}

TEST_CASE("A kernel larger than the picture leaves nothing in mode valid, and says so") {
    const Kernel kernel(5, 3);
    CHECK(convolved_size({7, 7}, kernel, ConvolutionMode::same) == Size{7, 7});
    CHECK(convolved_size({7, 7}, kernel, ConvolutionMode::valid) == Size{3, 5});
    CHECK(convolved_size({7, 7}, kernel, ConvolutionMode::full) == Size{11, 9});
    CHECK_THROWS_WITH_AS(
        static_cast<void>(convolved_size({4, 7}, kernel, ConvolutionMode::valid)),
        "kernel: 5x3 is larger than the picture, 4x7, so that mode valid leaves nothing; valid: a "
        "smaller kernel, or mode same or full",
        Error);
}
