// What an operator does to waves. On exp(i ω·x), far from the border, W ⋆ I multiplies the channels by the
// matrix
//     W^(ω)[o, i] = sum over dy, dx of W[o, i, dy, dx] · exp(i (ωy dy + ωx dx)),
// so that a step I + rate · W ⋆ I of the single-operator form, where g is 1 and nothing is clamped,
// multiplies an eigenvector by 1 + rate · λ with λ an eigenvalue of W^(ω) (von Neumann's analysis). Header
// only; for the window's thread: a spectrum of a colour operator takes well below a millisecond.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <vector>

#include "model/operator.h"

namespace droplet::math {

/// [out][in], row by row; channels² entries are used.
using TransferMatrix = std::array<std::complex<double>, 9>;

/// W^(ω) at ωx, ωy in radians a pixel.
inline TransferMatrix transfer_matrix(const Operator& op, double wx, double wy) {
    std::array<std::complex<double>, Operator::taps> waves;
    for (int t = 0; t < Operator::taps; ++t)
        waves[static_cast<std::size_t>(t)] = std::polar(1.0, wy * (t / 3 - 1) + wx * (t % 3 - 1));
    TransferMatrix matrix{};
    for (int s = 0; s < op.slices(); ++s)
        for (int t = 0; t < Operator::taps; ++t)
            matrix[static_cast<std::size_t>(s)] +=
                static_cast<double>(op.weights[static_cast<std::size_t>(s * Operator::taps + t)]) *
                waves[static_cast<std::size_t>(t)];
    return matrix;
}

/// The largest singular value: the most that a wave of this frequency is amplified. By the closed form for
/// the eigenvalues of a Hermitian 3x3 matrix (Smith, CACM 1961).
inline double transfer_gain(const TransferMatrix& a, int channels) {
    if (channels == 1) return std::abs(a[0]);
    std::complex<double> h[3][3];
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            h[i][j] = 0;
            for (std::size_t o = 0; o < 3; ++o) h[i][j] += std::conj(a[o * 3 + i]) * a[o * 3 + j];
        }
    const double mean = (h[0][0].real() + h[1][1].real() + h[2][2].real()) / 3;
    const double x = h[0][0].real() - mean, y = h[1][1].real() - mean, z = h[2][2].real() - mean;
    const double xy = std::norm(h[0][1]), xz = std::norm(h[0][2]), yz = std::norm(h[1][2]);
    const double spread = std::sqrt((x * x + y * y + z * z + 2 * (xy + xz + yz)) / 6);
    if (!(spread > 0)) return std::sqrt(mean);
    const double determinant =
        x * y * z + 2 * (h[0][1] * h[1][2] * std::conj(h[0][2])).real() - x * yz - y * xz - z * xy;
    const double angle = std::acos(std::clamp(determinant / (2 * spread * spread * spread), -1.0, 1.0)) / 3;
    return std::sqrt(std::max(0.0, mean + 2 * spread * std::cos(angle)));
}

/// The eigenvalues; of one channel the first is it. By Cardano's formula: a root of multiplicity m is exact
/// to about the m-th root of the rounding error.
inline std::array<std::complex<double>, 3> transfer_eigenvalues(const TransferMatrix& a, int channels) {
    if (channels == 1) return {a[0]};
    using Complex = std::complex<double>;
    const Complex trace = a[0] + a[4] + a[8];
    const Complex minor0 = a[4] * a[8] - a[5] * a[7], minor1 = a[0] * a[8] - a[2] * a[6],
                  minor2 = a[0] * a[4] - a[1] * a[3];
    const Complex determinant =
        a[0] * minor0 - a[1] * (a[3] * a[8] - a[5] * a[6]) + a[2] * (a[3] * a[7] - a[4] * a[6]);
    const Complex minors = minor0 + minor1 + minor2, third = trace / 3.0;
    // With λ = x + trace/3: x³ + p x + q = 0.
    const Complex p = minors - trace * third;
    const Complex q = third * minors - 2.0 * third * third * third - determinant;
    const Complex root = std::sqrt(q * q / 4.0 + p * p * p / 27.0);
    const Complex plus = -q / 2.0 + root, minus = -q / 2.0 - root;
    const Complex cube = std::abs(plus) > std::abs(minus) ? plus : minus;
    if (cube == Complex(0)) return {third, third, third};
    const Complex u = std::polar(std::cbrt(std::abs(cube)), std::arg(cube) / 3);
    std::array<Complex, 3> result;
    for (std::size_t i = 0; i < 3; ++i) {
        const Complex turned = u * std::polar(1.0, static_cast<double>(i) * 2 * std::numbers::pi / 3);
        result[i] = third + turned - p / (3.0 * turned);
    }
    return result;
}

/// A wave and what the operator multiplies it by.
struct WaveMode {
    double wx = 0, wy = 0;  ///< radians a pixel, in [−π, π]
    std::complex<double> eigenvalue;

    /// What a step multiplies its size by.
    double growth(double rate) const { return std::abs(1.0 + rate * eigenvalue); }
    /// In pixels; infinite for a flat picture.
    double wavelength() const {
        const double length = std::hypot(wx, wy);
        return length > 0 ? 2 * std::numbers::pi / length : std::numeric_limits<double>::infinity();
    }
};

/// Frequencies of a grid that has 0 in its middle and ±π at its ends: entry i stands for 2π (i − 16)/32.
inline constexpr int spectrum_side = 33;
inline double spectrum_frequency(int i) {
    return 2 * std::numbers::pi * (i - spectrum_side / 2) / (spectrum_side - 1);
}

struct OperatorSpectrum {
    bool finite = true;  ///< false where a weight is not; the rest is empty then
    std::array<float, spectrum_side * spectrum_side> gain{};  ///< row by row (ωy), of every frequency
    float largest_gain = 0;
    /// Of the frequencies with ωy >= 0, the others being their conjugates. Eigenvalues that are 0 up to the
    /// rounding of float32 weights and of multiple roots are left out.
    std::vector<WaveMode> modes;
};

inline OperatorSpectrum spectrum_of(const Operator& op) {
    OperatorSpectrum result;
    double scale = 0;
    for (int i = 0; i < op.count(); ++i)
        scale += static_cast<double>(std::fabs(op.weights[static_cast<std::size_t>(i)]));
    result.finite = std::isfinite(scale);
    if (!result.finite || op.channels == 0) return result;
    const double negligible = 2e-5 * scale / op.channels;
    constexpr int middle = spectrum_side / 2;
    for (int y = middle; y < spectrum_side; ++y)
        for (int x = 0; x < spectrum_side; ++x) {
            const double wx = spectrum_frequency(x), wy = spectrum_frequency(y);
            const TransferMatrix matrix = transfer_matrix(op, wx, wy);
            const auto gain = static_cast<float>(transfer_gain(matrix, op.channels));
            result.gain[static_cast<std::size_t>(y * spectrum_side + x)] = gain;
            result.gain[static_cast<std::size_t>((spectrum_side - 1 - y) * spectrum_side + spectrum_side - 1 -
                                                 x)] = gain;
            result.largest_gain = std::max(result.largest_gain, gain);
            const auto eigenvalues = transfer_eigenvalues(matrix, op.channels);
            for (int i = 0; i < op.channels; ++i)
                if (std::abs(eigenvalues[static_cast<std::size_t>(i)]) > negligible)
                    result.modes.push_back({wx, wy, eigenvalues[static_cast<std::size_t>(i)]});
        }
    return result;
}

/// The mode that grows fastest at this rate, or decays slowest; a flat one with eigenvalue 0 where there is
/// none.
inline WaveMode fastest_mode(const OperatorSpectrum& spectrum, double rate) {
    WaveMode fastest;
    double growth = -1;
    for (const WaveMode& mode : spectrum.modes)
        if (const double g = mode.growth(rate); g > growth) {
            growth = g;
            fastest = mode;
        }
    return fastest;
}

/// The smallest rate at which a mode grows by `factor` >= 1 a step; infinite where none ever does. Solves
/// |1 + rate λ| = factor for each: |λ|² rate² + 2 Re λ rate + 1 − factor² = 0.
inline double rate_of_growth(const OperatorSpectrum& spectrum, double factor) {
    double rate = std::numeric_limits<double>::infinity();
    const double excess = factor * factor - 1;
    for (const WaveMode& mode : spectrum.modes) {
        const double re = mode.eigenvalue.real(), square = std::norm(mode.eigenvalue);
        const double root = std::sqrt(re * re + square * excess);
        rate = std::min(rate, re < 0 ? (root - re) / square : re + root > 0 ? excess / (re + root) : 0.0);
    }
    return rate;
}

/// The largest rate at which no mode grows: the least −2 Re λ/|λ|², and 0 where some λ has no negative real
/// part.
inline double safe_rate(const OperatorSpectrum& spectrum) {
    return rate_of_growth(spectrum, 1);
}

/// The largest |W ⋆ I| of any picture with values in [0, 1].
inline double largest_response(const Operator& op) {
    double largest = 0;
    for (int o = 0; o < op.channels; ++o) {
        double up = 0, down = 0;
        for (int i = 0; i < op.channels * Operator::taps; ++i) {
            const auto w = static_cast<double>(
                op.weights[static_cast<std::size_t>(o * op.channels * Operator::taps + i)]);
            (w > 0 ? up : down) += std::fabs(w);
        }
        largest = std::max({largest, up, down});
    }
    return largest;
}

/// How a step behaves by its rate: calm up to `calm_until`, from `blow_up_from` on the picture may blow up,
/// between them patterns grow and are held.
struct RateZones {
    double calm_until = 0, blow_up_from = 0;
};

/// About the most that a step of rate 1 moves a pixel through g. The exponential G exp(−G²/K²) is largest at
/// G = K/√2, where it is K/√(2e). The inverse G/(|S|/K² + 1) has no bound, as S is 0 on a checkerboard;
/// strong texture takes it to K² |G|/|S|, for which white noise is taken here: |G| by the norm of the
/// weights, |S| by that of Scharr's, 2 (4 · 3² + 2 · 10²) for each channel that it sums over.
inline double largest_flux(const Operator& op, LearningConductance conductance, double k) {
    const double response = largest_response(op);
    if (conductance == LearningConductance::exponential)
        return std::min(response, k / std::sqrt(2 * std::numbers::e));
    double largest_square = 0;
    for (int o = 0; o < op.channels; ++o) {
        double square = 0;
        for (int i = 0; i < op.channels * Operator::taps; ++i) {
            const auto w = static_cast<double>(
                op.weights[static_cast<std::size_t>(o * op.channels * Operator::taps + i)]);
            square += w * w;
        }
        largest_square = std::max(largest_square, square);
    }
    const double scharr_square = 2.0 * (4 * 3 * 3 + 2 * 10 * 10) * std::max(op.channels, 1);
    return std::min(response, k * k * std::sqrt(largest_square / scharr_square));
}

/// Calm: the fastest mode grows by less than 1/1000 a step, too slowly to be seen. It may blow up when two
/// things come together: a ripple of 1/100 fills the whole range [0, 1] within 20 steps by the linear growth,
/// and one step can move a pixel by a quarter of the range, so that g does not slow the growth before the
/// clamp cuts it off: the picture then flips between black and white from step to step.
inline RateZones rate_zones(const OperatorSpectrum& spectrum, const Operator& op,
                            LearningConductance conductance, double k) {
    const double fills = rate_of_growth(spectrum, std::pow(100.0, 1.0 / 20));
    const double flux = largest_flux(op, conductance, k);
    const double unheld = flux > 0 ? 0.25 / flux : std::numeric_limits<double>::infinity();
    return {rate_of_growth(spectrum, 1.001), std::max(fills, unheld)};
}

}  // namespace droplet::math
