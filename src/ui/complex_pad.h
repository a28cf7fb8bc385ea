#pragma once
#include <complex>
#include <string>
#include <string_view>

namespace droplet {

/// A complex parameter as a panel shows it.
struct ComplexRow {
    std::string_view key, label, help;
    std::complex<double> standard;
    double limit = 1000;  ///< of either part, up or down
    std::string refusal;  ///< why it does nothing now; empty when it does something
};

/// Two fields, real and imaginary part or modulus and angle in degrees, beside a small plane with the number
/// as a point to drag: with Shift ten times finer, a double click brings the default back. The imaginary axis
/// points down, as in the fractal's picture. True when the value changed.
bool complex_row(const ComplexRow& row, std::complex<double>& value);

/// How much of the plane, from 0 to its nearest border, shows this value: what was shown stays while the
/// value is well inside it. `shown` 0: nothing yet.
double steady_reach(double shown, std::complex<double> value);

/// Degrees in (−180, 180].
double angle_degrees(std::complex<double> value);
std::complex<double> from_polar_degrees(double modulus, double degrees);

}  // namespace droplet
