#include <doctest/doctest.h>

#include <cmath>

#include "math/diffusion.h"

using namespace droplet;

namespace {

template <Conductance C>
double largest_error(double (*exact)(double)) {
    const float k = 0.07f;
    const float scale = math::conductance_scale(C, k);
    double largest = 0;
    for (int i = 0; i <= 400000; ++i) {
        const float s = static_cast<float>(i) * 1e-6f;
        const double r = static_cast<double>(s) / static_cast<double>(k);
        largest =
            std::max(largest, std::fabs(static_cast<double>(math::conductance<C>(s * s * scale)) - exact(r)));
    }
    return largest;
}

}  // namespace

TEST_CASE("Each edge-stopping function is its formula to rounding, and 1 at 0") {
    CHECK(largest_error<Conductance::exponential>([](double r) { return std::exp(-r * r); }) < 3e-7);
    CHECK(largest_error<Conductance::rational>([](double r) { return 1 / (1 + r * r); }) < 3e-7);
    CHECK(largest_error<Conductance::charbonnier>([](double r) { return 1 / std::sqrt(1 + r * r); }) < 3e-7);
    CHECK(largest_error<Conductance::weickert>(
              [](double r) { return r == 0 ? 1.0 : 1 - std::exp(-3.31488 / std::pow(r, 8)); }) < 2e-6);
    CHECK(largest_error<Conductance::tukey>([](double r) { return r < 1 ? std::pow(1 - r * r, 2) : 0.0; }) <
          3e-7);
    CHECK(math::conductance<Conductance::exponential>(-0.0f) == 1.0f);
    CHECK(math::conductance<Conductance::rational>(0.0f) == 1.0f);
    CHECK(math::conductance<Conductance::charbonnier>(0.0f) == doctest::Approx(1.0f).epsilon(2e-7));
    CHECK(math::conductance<Conductance::weickert>(0.0f) == 1.0f);
    CHECK(math::conductance<Conductance::tukey>(0.0f) == 1.0f);
}

TEST_CASE("Infinite differences stop the flow") {
    CHECK(math::conductance<Conductance::exponential>(-INFINITY) < 1e-37f);
    CHECK(math::conductance<Conductance::rational>(INFINITY) == 0.0f);
    CHECK(math::conductance<Conductance::tukey>(INFINITY) == 0.0f);
    CHECK(math::conductance<Conductance::weickert>(INFINITY) == 0.0f);
    CHECK(math::conductance<Conductance::charbonnier>(INFINITY) < 1e-18f);
}

TEST_CASE("The approximations keep their stated bounds") {
    double exp2_error = 0, rsqrt_error = 0;
    for (int i = 0; i <= 1'250'000; ++i) {
        const float x = static_cast<float>(i) * -1e-4f;
        exp2_error = std::max(exp2_error, std::fabs(static_cast<double>(math::exp2_nonpositive(x)) /
                                                        std::exp2(static_cast<double>(x)) -
                                                    1));
    }
    for (float x = 1; x < 1e30f; x *= 1.0001f)
        rsqrt_error = std::max(
            rsqrt_error,
            std::fabs(static_cast<double>(math::reciprocal_sqrt(x)) * std::sqrt(static_cast<double>(x)) - 1));
    CHECK(exp2_error < 2e-7);
    CHECK(rsqrt_error < 2e-7);
}
