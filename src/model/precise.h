#pragma once
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace droplet {

/// A real number as an unevaluated sum of two doubles, |low| <= ulp(high) / 2: about 32 decimals. Deep zooms
/// need it for coordinates. (T. J. Dekker, "A floating-point technique for extending the available
/// precision", 1971; D. E. Knuth, TAOCP 2, 4.2.2.)
struct Precise {
    double high = 0, low = 0;

    constexpr Precise() = default;
    constexpr Precise(double value) : high(value) {}
    constexpr Precise(double high_part, double low_part) : high(high_part), low(low_part) {}

    bool operator==(const Precise&) const = default;
};

/// a + b as a pair, without error (Knuth's two-sum).
inline Precise exact_sum(double a, double b) {
    const double sum = a + b, shifted = sum - a;
    return {sum, (a - (sum - shifted)) + (b - shifted)};
}
/// a · b as a pair, without error.
inline Precise exact_product(double a, double b) {
    const double product = a * b;
    return {product, std::fma(a, b, -product)};
}

inline Precise operator-(const Precise& a) {
    return {-a.high, -a.low};
}
inline Precise operator+(const Precise& a, const Precise& b) {
    const Precise high = exact_sum(a.high, b.high), low = exact_sum(a.low, b.low);
    const Precise sum = exact_sum(high.high, high.low + low.high);
    return exact_sum(sum.high, sum.low + low.low);
}
inline Precise operator-(const Precise& a, const Precise& b) {
    return a + -b;
}
inline Precise operator*(const Precise& a, double b) {
    const Precise high = exact_product(a.high, b);
    return exact_sum(high.high, std::fma(a.low, b, high.low));
}
inline bool operator<(const Precise& a, const Precise& b) {
    return a.high < b.high || (a.high == b.high && a.low < b.low);
}

inline bool operator>(const Precise& a, const Precise& b) {
    return b < a;
}
inline bool operator<=(const Precise& a, const Precise& b) {
    return a < b || a == b;
}
inline bool operator>=(const Precise& a, const Precise& b) {
    return b <= a;
}

/// A decimal number with an optional exponent, to the nearest pair; nullopt for anything else and for what
/// is not finite.
std::optional<Precise> parse_precise(std::string_view text);
/// The shortest decimal that reads back as the same pair: "-0.74364388703715870475219150611477".
std::string precise_text(const Precise& value);
/// Rounded to `places` digits behind the point, 0 or more: for eyes.
std::string rounded_text(const Precise& value, int places);

}  // namespace droplet
