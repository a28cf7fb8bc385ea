// Exact conversions, in whole numbers. Texts: R. G. Steele, J. L. White, "How to print floating-point numbers
// accurately", 1990.
#include "model/precise.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "model/natural.h"

namespace droplet {
namespace {

constexpr int mantissa_bits = std::numeric_limits<double>::digits;
/// Of the smallest double.
constexpr int lowest_exponent = std::numeric_limits<double>::min_exponent - mantissa_bits;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// |value| = mantissa · 2^exponent, exponent >= lowest_exponent.
struct Binary {
    std::uint64_t mantissa = 0;
    int exponent = 0;
};

Binary binary_of(double value) {
    int exponent = 0;
    const double fraction = std::frexp(std::abs(value), &exponent);
    const int unit = std::max(exponent - mantissa_bits, lowest_exponent);
    return {static_cast<std::uint64_t>(std::ldexp(fraction, exponent - unit)), unit};
}

bool is_even(double value) {
    return binary_of(value).mantissa % 2 == 0;
}

/// The double nearest to numerator / denominator, the even one of two.
double nearest(Natural numerator, Natural denominator) {
    const int exponent = std::max(numerator.bits() - denominator.bits() - mantissa_bits, lowest_exponent);
    (exponent < 0 ? numerator : denominator).shift_left(std::abs(exponent));
    std::uint64_t quotient = numerator.divide(denominator);
    int unit = exponent;
    // Twice what is cut off, against the last place that stays: below, at or above a half.
    if (quotient >> mantissa_bits != 0) {
        if (quotient % 2 != 0) numerator.add(denominator);
        quotient /= 2;
        ++unit;
    } else {
        numerator.shift_left(1);
    }
    const auto half = numerator <=> denominator;
    if (half > 0 || (half == 0 && quotient % 2 != 0)) ++quotient;
    return std::ldexp(static_cast<double>(quotient), unit);
}

/// The pair nearest to numerator / denominator.
Precise nearest_pair(Natural numerator, Natural denominator) {
    const double high = nearest(numerator, denominator);
    if (high == infinity) return high;
    const Binary binary = binary_of(high);
    Natural part = denominator;
    part.multiply(Natural(binary.mantissa));
    if (binary.exponent < 0) {
        numerator.shift_left(-binary.exponent);
        denominator.shift_left(-binary.exponent);
    } else {
        part.shift_left(binary.exponent);
    }
    const bool above = part < numerator;
    if (above)
        numerator.subtract(part);
    else
        part.subtract(numerator);
    const double low = nearest(above ? numerator : part, denominator);
    return {high, above ? low : 0.0 - low};
}

/// A decimal, 0 or digits · 10^exponent.
class Decimal {
 public:
    /// False for what is none.
    bool parse(std::string_view text) {
        negative = text.starts_with('-');
        if (negative) text.remove_prefix(1);
        bool after_point = false, any = false;
        std::size_t at = 0;
        for (; at < text.size(); ++at) {
            const char c = text[at];
            if (c == '.' && !after_point) {
                after_point = true;
            } else if (c >= '0' && c <= '9') {
                any = true;
                add(c, after_point);
            } else {
                break;
            }
        }
        if (beyond_) digits += '1';
        exponent -= beyond_ ? 1 : 0;
        return any && (at == text.size() || parse_exponent(text.substr(at)));
    }

    bool negative = false;
    std::string digits;
    long long exponent = 0;

 private:
    /// No number that lies in the middle of two neighbouring pairs has as many digits: of those that follow,
    /// it only counts whether they are all 0.
    static constexpr std::size_t most_digits = 1200;

    void add(char digit, bool after_point) {
        const bool kept = digits.size() < most_digits;
        if (kept && (!digits.empty() || digit != '0')) digits += digit;
        if (!kept && digit != '0') beyond_ = true;
        exponent += static_cast<int>(!kept) - static_cast<int>(after_point);
    }

    bool parse_exponent(std::string_view text) {
        if (text[0] != 'e' && text[0] != 'E') return false;
        text.remove_prefix(1);
        const bool below = text.starts_with('-');
        if (below || text.starts_with('+')) text.remove_prefix(1);
        constexpr long long enough = 1'000'000'000'000;
        long long written = 0;
        for (const char c : text) {
            if (c < '0' || c > '9') return false;
            written = std::min(written * 10 + (c - '0'), enough);
        }
        exponent += below ? -written : written;
        return !text.empty();
    }

    bool beyond_ = false;
};

/// Numbers in units of 2^-unit_bits, of which all doubles and half the gaps between them are multiples.
constexpr int unit_bits = 1 - lowest_exponent;

Natural in_units(double value) {
    const Binary binary = binary_of(value);
    Natural units(binary.mantissa);
    units.shift_left(binary.exponent + unit_bits);
    return units;
}

/// How far a decimal may lie from a number, on one side, and still be read as it.
struct Reach {
    Natural units;
    bool with_end = false;

    bool holds(const Natural& distance) const { return distance < units || (with_end && distance == units); }
};

/// Half of the way from `value` to its neighbour on one side.
Reach reach_of(double value, double towards) {
    double neighbour = std::nextafter(value, towards);
    if (std::isinf(neighbour)) neighbour = std::nextafter(value, 0.0);
    // The gap's half is a unit at least, but no double where the gap is the smallest there is.
    Natural units(1);
    units.shift_left(std::ilogb(std::abs(neighbour - value)) + unit_bits - 1);
    return {std::move(units), is_even(value)};
}

/// Of a pair of which high > 0: near enough to low, and to high as well.
Reach reach_of_pair(const Precise& value, double towards) {
    Reach high = reach_of(value.high, towards);
    const Natural low = in_units(value.low);
    if ((value.low > 0) == (towards > 0))
        high.units.subtract(low);
    else
        high.units.add(low);
    Reach of_low = reach_of(value.low, towards);
    if (high.units == of_low.units) of_low.with_end = of_low.with_end && high.with_end;
    return high.units < of_low.units ? high : of_low;
}

/// The fewest digits d₁d₂… such that d₁.d₂… · 10^exponent is read as this pair.
struct Digits {
    std::string digits;
    int exponent = 0;
};

Digits shortest_digits(const Precise& value) {
    Natural rest = in_units(value.high);
    if (value.low < 0)
        rest.subtract(in_units(value.low));
    else
        rest.add(in_units(value.low));
    Reach below = reach_of_pair(value, -infinity), above = reach_of_pair(value, infinity);
    Natural one(1);
    one.shift_left(unit_bits);

    Digits result{"", static_cast<int>(std::floor(std::log10(value.high)))};
    const auto to_scale = [&](int exponent) {
        for (Natural* number : {&rest, &below.units, &above.units})
            number->multiply_by_power_of_ten(std::max(0, -exponent));
        one.multiply_by_power_of_ten(std::max(0, exponent));
    };
    to_scale(result.exponent);
    // The logarithm is rounded, and a decimal within reach may already be the next power of ten.
    const auto reaches = [&](Natural bound) {
        Natural top = rest;
        top.add(above.units);
        return above.with_end ? top >= bound : top > bound;
    };
    Natural ten = one;
    ten.multiply_add(10, 0);
    if (reaches(ten)) {
        one = ten;
        ++result.exponent;
    } else if (!reaches(one)) {
        to_scale(-1);
        --result.exponent;
    }
    for (;;) {
        std::uint64_t digit = rest.divide(one);
        Natural missing = one;
        missing.subtract(rest);
        const bool down = rest.is_zero() || below.holds(rest), up = above.holds(missing);
        if (up && (!down || missing < rest)) ++digit;
        result.digits += static_cast<char>('0' + digit);
        if (down || up) return result;
        for (Natural* number : {&rest, &below.units, &above.units}) number->multiply_add(10, 0);
    }
}

std::string decimal_text(const Digits& number) {
    constexpr int most_zeros = 7, most_places = 33;
    const std::string& digits = number.digits;
    const int exponent = number.exponent, count = static_cast<int>(digits.size());
    if (exponent < -most_zeros || exponent > most_places)
        return fmt::format("{}{}{}e{}", digits[0], count > 1 ? "." : "", digits.substr(1), exponent);
    if (exponent < 0) return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const auto before = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= before) return digits + std::string(before - digits.size(), '0');
    return fmt::format("{}.{}", digits.substr(0, before), digits.substr(before));
}

/// The same number, rounded to `places` digits behind the point, without zeros at the end.
Digits rounded(Digits number, int places) {
    const int kept = number.exponent + 1 + places;
    if (kept < 0) return {"0", 0};
    std::string& digits = number.digits;
    const auto count = static_cast<std::size_t>(kept);
    if (count < digits.size()) {
        const bool up = digits[count] >= '5';
        digits.resize(count);
        if (up) {
            std::size_t at = count;
            while (at > 0 && digits[at - 1] == '9') digits[--at] = '0';
            if (at > 0)
                ++digits[at - 1];
            else
                digits.insert(0, 1, '1');
            number.exponent += at > 0 ? 0 : 1;
        }
    }
    while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
    if (digits.empty() || digits == "0") return {"0", 0};
    return number;
}

std::string signed_text(const Precise& value, const Digits& number) {
    const std::string text = decimal_text(number);
    return value.high < 0 && text != "0" ? fmt::format("-{}", text) : text;
}

}  // namespace

std::optional<Precise> parse_precise(std::string_view text) {
    Decimal decimal;
    if (!decimal.parse(text)) return std::nullopt;
    // The first digit's place: beyond these, nothing is finite, or nothing but 0.
    constexpr long long highest = 310, lowest = -330;
    const long long place = decimal.exponent + static_cast<long long>(decimal.digits.size());
    if (decimal.digits.empty() || place < lowest) return Precise(decimal.negative ? -0.0 : 0.0);
    if (place > highest) return std::nullopt;
    Natural numerator, denominator(1);
    for (const char digit : decimal.digits)
        numerator.multiply_add(10, static_cast<std::uint32_t>(digit - '0'));
    const int exponent = static_cast<int>(decimal.exponent);
    (exponent < 0 ? denominator : numerator).multiply_by_power_of_ten(std::abs(exponent));
    const Precise value = nearest_pair(std::move(numerator), std::move(denominator));
    if (!std::isfinite(value.high)) return std::nullopt;
    return decimal.negative ? -value : value;
}

std::string precise_text(const Precise& value) {
    const Precise pair = exact_sum(value.high, value.low);
    if (!std::isfinite(pair.high) || pair.high == 0) return fmt::format("{}", pair.high);
    return signed_text(pair, shortest_digits(pair.high < 0 ? -pair : pair));
}

std::string rounded_text(const Precise& value, int places) {
    const Precise pair = exact_sum(value.high, value.low);
    if (!std::isfinite(pair.high) || pair.high == 0) return precise_text(pair);
    return signed_text(pair, rounded(shortest_digits(pair.high < 0 ? -pair : pair), places));
}

}  // namespace droplet
