#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "math/operator_spectrum.h"

using namespace droplet;
using namespace droplet::math;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A periodic picture of n x n pixels; every frequency of the spectrum's grid fits into 32.
struct PeriodicPicture {
    int n, channels;
    std::vector<double> values;

    PeriodicPicture(int side, int channel_count)
        : n(side),
          channels(channel_count),
          values(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) *
                 static_cast<std::size_t>(channel_count)) {}
    double& at(int c, int y, int x) {
        return values[static_cast<std::size_t>((c * n + (y + n) % n) * n + (x + n) % n)];
    }
    double norm() const {
        double sum = 0;
        for (const double v : values) sum += v * v;
        return std::sqrt(sum);
    }
};

PeriodicPicture stepped(PeriodicPicture& from, const Operator& op, double rate) {
    PeriodicPicture to = from;
    for (int o = 0; o < op.channels; ++o)
        for (int y = 0; y < from.n; ++y)
            for (int x = 0; x < from.n; ++x) {
                double response = 0;
                for (int i = 0; i < op.channels; ++i)
                    for (int t = 0; t < 9; ++t)
                        response += static_cast<double>(
                                        op.weights[static_cast<std::size_t>((o * op.channels + i) * 9 + t)]) *
                                    from.at(i, y + t / 3 - 1, x + t % 3 - 1);
                to.at(o, y, x) += rate * response;
            }
    return to;
}

/// Growth a step after many steps from noise, by plain iteration.
double growth_by_stepping(const Operator& op, double rate) {
    PeriodicPicture picture(32, op.channels);
    unsigned noise = 1;
    for (double& v : picture.values) {
        noise = noise * 1664525u + 1013904223u;
        v = static_cast<double>(noise >> 8) / 0x1p24 - 0.5;
    }
    double logarithm = 0;
    constexpr int settle = 500, measured = 500;
    for (int i = 0; i < settle + measured; ++i) {
        picture = stepped(picture, op, rate);
        const double norm = picture.norm();
        for (double& v : picture.values) v /= norm;
        if (i >= settle) logarithm += std::log(norm);
    }
    return std::exp(logarithm / measured);
}

Operator diagonal(float weight) {
    Operator op{.channels = 3};
    for (std::size_t c = 0; c < 3; ++c) op.weights[(c * 3 + c) * 9 + 4] = weight;
    return op;
}

}  // namespace

TEST_CASE("The Laplace operator is safe up to a rate of 1/4 in grey and 1/12 where three channels mix") {
    for (const int channels : {1, 3}) {
        const Operator laplace = start_operator(StartOperator::laplace, channels, 0);
        const OperatorSpectrum spectrum = spectrum_of(laplace);
        CHECK(safe_rate(spectrum) == doctest::Approx(channels == 1 ? 0.25 : 1.0 / 12).epsilon(1e-9));
        CHECK(spectrum.largest_gain == doctest::Approx(channels == 1 ? 8 : 24));
        CHECK(spectrum.gain[16 * spectrum_side + 16] == doctest::Approx(0));
        CHECK(largest_response(laplace) == doctest::Approx(channels == 1 ? 4 : 12));
    }
}

TEST_CASE("Above its linear limit the checkerboard of the Laplace operator grows fastest") {
    const OperatorSpectrum spectrum = spectrum_of(start_operator(StartOperator::laplace, 3, 0));
    const WaveMode mode = fastest_mode(spectrum, 0.2);
    CHECK(mode.growth(0.2) == doctest::Approx(3.8));
    CHECK(std::fabs(mode.wx) == doctest::Approx(std::numbers::pi));
    CHECK(mode.wy == doctest::Approx(std::numbers::pi));
    CHECK(mode.wavelength() == doctest::Approx(std::sqrt(2.0)));
}

TEST_CASE("A positive multiple of the identity always grows, a negative one up to twice its inverse never") {
    CHECK(safe_rate(spectrum_of(diagonal(0.5f))) == 0);
    CHECK(rate_of_growth(spectrum_of(diagonal(0.5f)), 1.5) == doctest::Approx(1));
    CHECK(safe_rate(spectrum_of(diagonal(-0.5f))) == doctest::Approx(4));
}

TEST_CASE("Waves that only turn grow at every rate") {
    const OperatorSpectrum spectrum = spectrum_of(start_operator(StartOperator::scharr_x, 1, 0));
    CHECK(safe_rate(spectrum) == doctest::Approx(0));
    CHECK(fastest_mode(spectrum, 0.1).growth(0.1) == doctest::Approx(std::hypot(1.0, 3.2)));
}

TEST_CASE("The zero operator moves nothing at any rate") {
    for (const int channels : {1, 3}) {
        const Operator zero{.channels = channels};
        const OperatorSpectrum spectrum = spectrum_of(zero);
        CHECK(spectrum.finite);
        CHECK(spectrum.modes.empty());
        CHECK(safe_rate(spectrum) == infinity);
        CHECK(fastest_mode(spectrum, 1).growth(1) == 1);
        CHECK(rate_zones(spectrum, zero, LearningConductance::exponential, 0.2).blow_up_from == infinity);
    }
}

TEST_CASE("Weights that are no numbers are said to be so") {
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        Operator op = start_operator(StartOperator::laplace, 3, 0);
        op.weights[40] = bad;
        const OperatorSpectrum spectrum = spectrum_of(op);
        CHECK_FALSE(spectrum.finite);
        CHECK(spectrum.modes.empty());
    }
}

TEST_CASE("The growth of random operators is that of a picture stepped many times") {
    for (const int channels : {1, 3})
        for (const int seed : {1, 2, 3}) {
            CAPTURE(channels);
            CAPTURE(seed);
            const Operator op = start_operator(StartOperator::random, channels, seed);
            const double growth = fastest_mode(spectrum_of(op), 0.3).growth(0.3);
            CHECK(growth == doctest::Approx(growth_by_stepping(op, 0.3)).epsilon(0.003));
        }
}

TEST_CASE("No vector is amplified by more than the gain, and one is by nearly as much") {
    const Operator op = start_operator(StartOperator::random, 3, 7);
    const TransferMatrix matrix = transfer_matrix(op, 0.7, -1.9);
    const double gain = transfer_gain(matrix, 3);
    std::array<std::complex<double>, 3> v{{{1, 0.3}, {-0.4, 1}, {0.2, -0.8}}};
    double amplified = 0;
    for (int i = 0; i < 200; ++i) {  // power iteration on A*A
        std::array<std::complex<double>, 3> image{}, back{};
        for (std::size_t o = 0; o < 3; ++o)
            for (std::size_t c = 0; c < 3; ++c) image[o] += matrix[o * 3 + c] * v[c];
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t o = 0; o < 3; ++o) back[c] += std::conj(matrix[o * 3 + c]) * image[o];
        const auto length = [](const auto& a) {
            return std::sqrt(std::norm(a[0]) + std::norm(a[1]) + std::norm(a[2]));
        };
        amplified = length(image) / length(v);
        CHECK(amplified <= gain * (1 + 1e-12));
        const double scale = length(back);
        for (std::size_t c = 0; c < 3; ++c) v[c] = back[c] / scale;
    }
    CHECK(amplified == doctest::Approx(gain).epsilon(1e-6));
}

TEST_CASE("Eigenvalues solve the characteristic equation") {
    const TransferMatrix a = transfer_matrix(start_operator(StartOperator::random, 3, 11), 1.1, 0.4);
    const auto eigenvalues = transfer_eigenvalues(a, 3);
    CHECK(std::abs(eigenvalues[0] + eigenvalues[1] + eigenvalues[2] - a[0] - a[4] - a[8]) < 1e-12);
    for (const auto& l : eigenvalues) {
        const auto determinant = (a[0] - l) * ((a[4] - l) * (a[8] - l) - a[5] * a[7]) -
                                 a[1] * (a[3] * (a[8] - l) - a[5] * a[6]) +
                                 a[2] * (a[3] * a[7] - (a[4] - l) * a[6]);
        CHECK(std::abs(determinant) < 1e-11);
    }
}

TEST_CASE("The original's settings let patterns grow and hold them; a large K does not") {
    const Operator laplace = start_operator(StartOperator::laplace, 3, 0);
    const OperatorSpectrum spectrum = spectrum_of(laplace);
    const RateZones original = rate_zones(spectrum, laplace, LearningConductance::exponential, 0.2);
    CHECK(original.calm_until < 0.2);
    CHECK(original.calm_until == doctest::Approx(1.0 / 12).epsilon(0.001));
    CHECK(original.blow_up_from > 0.2);
    CHECK(rate_zones(spectrum, laplace, LearningConductance::exponential, 10).blow_up_from < 0.2);
    CHECK(rate_zones(spectrum, laplace, LearningConductance::inverse, 10).blow_up_from < 0.2);
    CHECK(rate_zones(spectrum, laplace, LearningConductance::inverse, 0.2).blow_up_from > 0.2);
    // The original runs the inverse conductance with 0.01.
    CHECK(rate_zones(spectrum, laplace, LearningConductance::inverse, 0.2).calm_until > 0.01);
}
