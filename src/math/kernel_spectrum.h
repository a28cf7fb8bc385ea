// What a kernel does to waves: exp(i ω·x) is multiplied by
//     K^(ω) = sum over y, x of k[y, x] · exp(i (ωy y + ωx x)),
// whose size does not depend on where the anchor stands, nor on the flip. Header only; for the window's
// thread.
#pragma once
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <vector>

#include "model/kernel.h"

namespace droplet::math {

/// |K^(ω)| on a grid that has ω = 0 in its middle and ±π, in radians a pixel, at its ends.
struct KernelSpectrum {
    int side = 0;             ///< odd
    std::vector<float> gain;  ///< side x side, row by row (ωy)
    float largest = 0;

    double frequency(int i) const { return 2 * std::numbers::pi * (i - side / 2) / (side - 1); }
    float at(int y, int x) const { return gain[static_cast<std::size_t>(y * side + x)]; }
};

/// `side` is odd and at least 3. First along the rows, then down the columns.
inline KernelSpectrum spectrum_of(const Kernel& kernel, int side) {
    using Complex = std::complex<double>;
    KernelSpectrum result;
    result.side = side;
    const auto count = static_cast<std::size_t>(side);
    const auto waves_of = [&](int length) {
        std::vector<Complex> waves;
        for (int i = 0; i < side; ++i)
            for (int t = 0; t < length; ++t) waves.push_back(std::polar(1.0, result.frequency(i) * t));
        return waves;
    };
    const auto width = static_cast<std::size_t>(kernel.width),
               height = static_cast<std::size_t>(kernel.height);
    const std::vector<Complex> across = waves_of(kernel.width), down = waves_of(kernel.height);
    std::vector<Complex> rows(height * count);  // [y][ωx]
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t i = 0; i < count; ++i) {
            double re = 0, im = 0;
            for (std::size_t x = 0; x < width; ++x) {
                const auto weight = static_cast<double>(kernel.weights[y * width + x]);
                re += weight * across[i * width + x].real();
                im += weight * across[i * width + x].imag();
            }
            rows[y * count + i] = {re, im};
        }
    result.gain.resize(count * count);
    // A real kernel's K^(−ω) is the conjugate of K^(ω): half of the grid says all.
    for (std::size_t j = 0; j <= count / 2; ++j)
        for (std::size_t i = 0; i < count; ++i) {
            double re = 0, im = 0;
            for (std::size_t y = 0; y < height; ++y) {
                const Complex row = rows[y * count + i], wave = down[j * height + y];
                re += row.real() * wave.real() - row.imag() * wave.imag();
                im += row.real() * wave.imag() + row.imag() * wave.real();
            }
            const auto gain = static_cast<float>(std::hypot(re, im));
            result.gain[j * count + i] = gain;
            result.gain[(count - 1 - j) * count + count - 1 - i] = gain;
            result.largest = std::max(result.largest, gain);
        }
    return result;
}

}  // namespace droplet::math
