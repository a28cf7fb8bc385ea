// Canny's edge detector (Canny, PAMI 1986), stage by stage: Gaussian blur, Sobel gradient, non-maximum
// suppression along the gradient, hysteresis with two thresholds.
#pragma once
#include <cmath>
#include <numeric>
#include <vector>

#include "math/host_device.h"

namespace droplet::math {

/// The blur takes 2 · radius + 1 weights exp(−i²/2σ²), divided by their sum: three standard deviations.
inline int blur_radius(float sigma) {
    return static_cast<int>(std::ceil(3 * sigma));
}

/// Those weights, from −radius to radius; of sigma 0 a single 1.
inline std::vector<double> blur_weights(float sigma) {
    const int radius = blur_radius(sigma);
    const double variance = static_cast<double>(sigma) * static_cast<double>(sigma);
    std::vector<double> weights;
    for (int i = -radius; i <= radius; ++i)
        weights.push_back(i == 0 ? 1.0 : std::exp(-0.5 * i * i / variance));
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : weights) weight /= sum;
    return weights;
}

struct Gradient {
    float x = 0, y = 0;
};

/// Sobel's kernels on the 3x3 neighbours v[dy + 1][dx + 1]: differences to the right and downwards.
DROPLET_HD inline Gradient sobel(const float (&v)[3][3]) {
    return {(v[0][2] - v[0][0]) + 2 * (v[1][2] - v[1][0]) + (v[2][2] - v[2][0]),
            (v[2][0] - v[0][0]) + 2 * (v[2][1] - v[0][1]) + (v[2][2] - v[0][2])};
}

DROPLET_HD inline float magnitude(Gradient g) {
    return ::sqrtf(g.x * g.x + g.y * g.y);
}

/// The neighbour, of eight, that lies in the direction of the gradient to the nearest 45 degrees; the other
/// one lies opposite. dx is 0 or 1; where it is 0, dy is 1.
struct Neighbour {
    int dx = 0, dy = 0;
};
inline constexpr float tan_22_5 = 0.41421356f, tan_67_5 = 2.41421356f;
DROPLET_HD inline Neighbour along(Gradient g) {
    const float x = g.x < 0 ? -g.x : g.x, y = g.y < 0 ? -g.y : g.y;
    if (y <= tan_22_5 * x) return {1, 0};
    if (y > tan_67_5 * x) return {0, 1};
    return {1, (g.x < 0) == (g.y < 0) ? 1 : -1};
}

/// Whether a pixel is a ridge of the gradient's magnitude: larger than the one before it along the gradient,
/// and no smaller than the one behind, so that of two equal neighbours one stays. Beyond the border stands 0.
DROPLET_HD constexpr bool is_ridge(float here, float before, float behind) {
    return here > before && here >= behind;
}

}  // namespace droplet::math
