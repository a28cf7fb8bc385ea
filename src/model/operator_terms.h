#pragma once
#include <array>
#include <initializer_list>

#include "model/operator.h"

namespace droplet {

/// Nine numbers, row by row: a 3x3 kernel in space, or a matrix between three channels [out][in].
struct Square {
    std::array<float, 9> values{};

    friend constexpr Square operator+(Square a, const Square& b) {
        for (std::size_t i = 0; i < 9; ++i) a.values[i] += b.values[i];
        return a;
    }
    friend constexpr Square operator*(float s, Square a) {
        for (float& value : a.values) value *= s;
        return a;
    }
};

/// Kernels in space.
namespace kernel {
inline constexpr Square center{{0, 0, 0, 0, 1, 0, 0, 0, 0}};
inline constexpr Square laplace{{0, 1, 0, 1, -4, 1, 0, 1, 0}};
/// A Laplacian that is nearly the same in all directions.
inline constexpr Square round_laplace{{0.25f, 0.5f, 0.25f, 0.5f, -3, 0.5f, 0.25f, 0.5f, 0.25f}};
/// Second differences along the two diagonals.
inline constexpr Square falling{{1, 0, 0, 0, -2, 0, 0, 0, 1}};
inline constexpr Square rising{{0, 0, 1, 0, -2, 0, 1, 0, 0}};
/// First differences: what is added moves the picture to the left, or up.
inline constexpr Square leftwards{{0, 0, 0, -0.5f, 0, 0.5f, 0, 0, 0}};
inline constexpr Square upwards{{0, -0.5f, 0, 0, 0, 0, 0, 0.5f, 0}};
}  // namespace kernel

/// Matrices between the channels red, green and blue.
namespace channels {
inline constexpr Square own{{1, 0, 0, 0, 1, 0, 0, 0, 1}};
inline constexpr Square all{{1, 1, 1, 1, 1, 1, 1, 1, 1}};
/// The projections on brightness and on what is left, the colour; they add up to `own`.
inline constexpr Square brightness = (1.0f / 3) * all;
inline constexpr Square color = own + (-1.0f) * brightness;
/// Drives hues round the colour circle, red to blue to green.
inline constexpr Square hue_drive{{0, 1, -1, -1, 0, 1, 1, -1, 0}};
/// Turns hues by an angle in radians and leaves brightness as it is.
Square hue_turn(float angle);
/// Every channel takes the sum of all, times its own factor.
constexpr Square by_output(float red, float green, float blue) {
    return {{red, red, red, green, green, green, blue, blue, blue}};
}
}  // namespace channels

/// A term: W[o][i] += matrix[o][i] · kernel.
struct OperatorTerm {
    Square matrix, kernel;
};

/// The colour operator that is the sum of the terms.
Operator sum_of_terms(std::initializer_list<OperatorTerm> terms);

}  // namespace droplet
