// The formulas of the learned operator on one pixel, and one update of a weight.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "math/learning.h"
#include "math/operator_update.h"

using namespace droplet;

namespace {

/// A number type for the formulas that computes in double precision.
struct Double {
    double v;
    explicit Double(double value = 0) : v(value) {}
};
Double operator+(Double a, Double b) {
    return Double(a.v + b.v);
}
Double operator-(Double a, Double b) {
    return Double(a.v - b.v);
}
Double operator*(Double a, Double b) {
    return Double(a.v * b.v);
}
Double fma(Double a, Double b, Double c) {
    return Double(std::fma(a.v, b.v, c.v));
}
Double min(Double a, Double b) {
    return Double(std::min(a.v, b.v));
}
Double max(Double a, Double b) {
    return Double(std::max(a.v, b.v));
}
Double absolute(Double x) {
    return Double(std::fabs(x.v));
}
Double square_root(Double x) {
    return Double(std::sqrt(x.v));
}
Double reciprocal(Double x) {
    return Double(1 / x.v);
}
Double exp2_nonpositive(Double x) {
    return Double(std::exp2(x.v));
}
Double times_sign(Double y, Double x) {
    return Double(x.v > 0 ? y.v : x.v < 0 ? -y.v : 0);
}
Double zero_unless_equal(Double x, Double a, Double b) {
    return Double(a.v == b.v ? x.v : 0);
}

struct Pixel {
    double response, value, target, g;
};

/// Raw values below 0, inside and above 1, and responses on both sides of the slope's change of sign.
const Pixel pixels[] = {{0.31, 0.4, 0.7, 0.3},   {-0.22, 0.4, 0.7, 0.9},  {0.05, 0.9, 0.1, 0.5},
                        {-0.6, 0.02, 0.4, 0.8},  {0.55, 0.98, 0.2, 0.7},  {-0.9, 0.5, 0.5, 0.6},
                        {1e-3, 0.25, 0.75, 0.2}, {-0.05, 0.01, 0.3, 0.9}, {0.28, 0.93, 0.8, 1.0}};

template <class F>
struct Result {
    F raw, value, derivative;
    math::LossTerms<F> terms;
};

template <LearningConductance C, Loss L, class F>
Result<F> evaluate(const Pixel& p, F response, const LearningParams& params) {
    const auto constants = math::learning_constants(params, 0);
    F flux, slope;
    math::learning_flux<C>(response, F(p.g), constants, flux, slope);
    Result<F> result;
    result.raw = math::unclamped(F(p.value), flux, constants);
    result.value = math::clamped(result.raw);
    result.derivative = math::loss_gradient<L>(response, slope, result.raw, result.value, F(p.target),
                                               constants, result.terms);
    return result;
}

template <class F>
F total(const math::LossTerms<F>& terms) {
    return terms.fidelity + terms.edge + terms.intensity;
}

template <LearningConductance C, Loss L>
void check_derivative() {
    LearningParams params{.k = 0.4f, .rate = 0.5f};
    params.fidelity = 1.5f;
    params.edge = -0.75f;
    params.intensity = 0.5f;
    int below = 0, inside = 0, above = 0;
    for (const Pixel& p : pixels) {
        constexpr double h = 1e-6;
        const auto here = evaluate<C, L>(p, Double(p.response), params);
        const double more = total(evaluate<C, L>(p, Double(p.response + h), params).terms).v,
                     less = total(evaluate<C, L>(p, Double(p.response - h), params).terms).v;
        CAPTURE(p.response);
        // The float constants leave flux and slope apart by their rounding.
        CHECK(std::fabs(here.derivative.v - (more - less) / (2 * h)) < 1e-6);
        ++(here.raw.v < 0 ? below : here.raw.v > 1 ? above : inside);

        const auto single = evaluate<C, L>(p, static_cast<float>(p.response), params);
        CHECK(std::fabs(static_cast<double>(single.derivative) - here.derivative.v) < 2e-6);
        CHECK(std::fabs(static_cast<double>(total(single.terms)) - total(here.terms).v) < 1e-6);
    }
    CHECK(below > 0);
    CHECK(inside > 0);
    CHECK(above > 0);
}

}  // namespace

TEST_CASE("dE/dG is the central difference of the loss for every loss, conductance and side of the clamp") {
    check_derivative<LearningConductance::exponential, Loss::image>();
    check_derivative<LearningConductance::exponential, Loss::video>();
    check_derivative<LearningConductance::inverse, Loss::image>();
    check_derivative<LearningConductance::inverse, Loss::video>();
}

TEST_CASE("The terms of the loss are those of the equations") {
    LearningParams params{.k = 0.4f, .rate = 0.0f};  // the value stays
    params.fidelity = 3;
    params.edge = 5;
    params.intensity = 7;
    const Pixel p{-0.5, 0.25, 0.75, 1};
    const auto image = evaluate<LearningConductance::inverse, Loss::image>(p, Double(p.response), params);
    CHECK(image.terms.fidelity.v == doctest::Approx(3 * 0.25));
    CHECK(image.terms.edge.v == doctest::Approx(5 * 0.5));
    CHECK(image.terms.intensity.v == doctest::Approx(7 * 0.0625));
    const auto video = evaluate<LearningConductance::inverse, Loss::video>(p, Double(p.response), params);
    CHECK(video.terms.fidelity.v == doctest::Approx(3 * 0.0625));
    CHECK(video.terms.edge.v == doctest::Approx(5 * -0.5));
    CHECK(video.terms.intensity.v == doctest::Approx(7 * 10 * 0.015625));
}

TEST_CASE("A response of 0 pulls to neither side, and a mix of 0 changes no bit") {
    const LearningParams params;
    const Pixel p{0, 0.5, 0.5, 1};
    LearningParams edge_only = params;
    edge_only.intensity = 0;
    CHECK(evaluate<LearningConductance::exponential, Loss::image>(p, 0.0f, edge_only).derivative == 0.0f);
    for (const float value : {0.1f, 0.3f, 1.0f / 3}) CHECK(math::mixed(value, 0.77f, 0.0f) == value);
}

TEST_CASE("The Scharr weights are those of the equations") {
    const float x[3][3] = {{3, 0, -3}, {10, 0, -10}, {3, 0, -3}};
    const float y[3][3] = {{3, 10, 3}, {0, 0, 0}, {-3, -10, -3}};
    for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 3; ++j) {
            CHECK(math::scharr_weight(i - 1, j - 1) == x[i][j]);
            CHECK(math::scharr_weight(j - 1, i - 1) == y[i][j]);
        }
}

TEST_CASE("The inverse conductance is its formula, and 1 where the picture is flat") {
    const auto constants = math::learning_constants({.k = 0.25f}, 0);
    for (const auto& [x, y] : {std::pair{0.3, -0.4}, std::pair{0.0, 2.0}, std::pair{-16.0, 16.0}}) {
        const double exact = 1 / (std::sqrt(x * x + y * y) / 0.0625 + 1);
        CHECK(math::inverse_g(Double(x), Double(y), constants).v == doctest::Approx(exact).epsilon(1e-12));
        CHECK(math::inverse_g(static_cast<float>(x), static_cast<float>(y), constants) ==
              doctest::Approx(exact).epsilon(3e-7));
    }
    CHECK(math::inverse_g(0.0f, 0.0f, constants) == 1.0f);
}

TEST_CASE("SGD's velocity begins with the gradient, and Adam's first step is the learning rate") {
    LearningParams params;
    params.weight_decay = 0.01f;
    float first = 123, second = 0;
    float weight = math::updated_weight(2.0f, 0.5f, first, second, math::update_constants(params, 0.1f, 0));
    CHECK(first == doctest::Approx(0.52f));
    CHECK(weight == doctest::Approx(2.0f - 0.052f));
    weight = math::updated_weight(weight, 0.5f, first, second, math::update_constants(params, 0.1f, 1));
    CHECK(first == doctest::Approx(0.9 * 0.52 + 0.5 + 0.01 * 1.948));
    params.optimizer = Optimizer::adam;
    params.weight_decay = 0;
    for (const float gradient : {3.0f, -1e-3f, 500.0f}) {
        first = second = 0;
        weight = math::updated_weight(1.0f, gradient, first, second, math::update_constants(params, 0.1f, 0));
        CHECK(weight == doctest::Approx(1.0f - std::copysign(0.1f, gradient)).epsilon(1e-5));
    }
}

TEST_CASE(
    "A slice held to a symmetry takes the mean of what is one under it; pinned weights decide for the "
    "others") {
    const bool free[9] = {};
    float slice[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    math::constrain_slice(slice, free, Symmetry::mirror, false);
    const float mirror[9] = {5, 5, 5, 5, 5, 5, 5, 5, 5};
    CHECK(std::equal(slice, slice + 9, mirror));
    float other[9] = {0, 1, 2, 0, 9, 0, 2, 3, 4};
    math::constrain_slice(other, free, Symmetry::rotational, true);
    for (const int corner : {0, 2, 6, 8}) CHECK(other[corner] == doctest::Approx(2.0f - 21.0f / 9));
    for (const int side : {1, 3, 5, 7}) CHECK(other[side] == doctest::Approx(1.0f - 21.0f / 9));
    CHECK(other[4] == doctest::Approx(9.0f - 21.0f / 9));
    const bool pinned[9] = {true, false, false, false, true, false, false, false, false};
    float held[9] = {7, 1, 2, 0, 9, 0, 2, 3, 4};
    math::constrain_slice(held, pinned, Symmetry::rotational, true);
    for (const int corner : {0, 2, 6, 8}) CHECK(held[corner] == 7.0f);
    CHECK(held[4] == 9.0f);
    for (const int side : {1, 3, 5, 7}) CHECK(held[side] == doctest::Approx(-(4 * 7.0f + 9) / 4));
    const bool all[9] = {true, true, true, true, true, true, true, true, true};
    float fixed[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9}, as_before[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    math::constrain_slice(fixed, all, Symmetry::mirror, true);
    CHECK(std::equal(fixed, fixed + 9, as_before));
}
