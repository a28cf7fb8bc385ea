#include "model/precise.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

namespace droplet {
namespace {

/// 10^exponent.
Precise power_of_ten(int exponent) {
    Precise power = 1;
    for (int i = 0; i < std::abs(exponent); ++i) power = power * 10.0;
    return power;
}

Precise divide(const Precise& a, const Precise& b) {
    const double first = a.high / b.high;
    Precise rest = a - b * first;
    const double second = rest.high / b.high;
    rest = rest - b * second;
    return exact_sum(first, second) + Precise(rest.high / b.high);
}

}  // namespace

std::optional<Precise> parse_precise(std::string_view text) {
    double nearest = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), nearest);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(nearest))
        return std::nullopt;
    Precise digits;
    int exponent = 0;
    bool after_point = false;
    for (std::size_t i = text.front() == '-' ? 1 : 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '.') {
            after_point = true;
        } else if (c == 'e' || c == 'E') {
            int written = 0;
            const std::size_t from = i + (text[i + 1] == '+' ? 2 : 1);
            std::from_chars(text.data() + from, text.data() + text.size(), written);
            exponent += written;
            break;
        } else {
            digits = digits * 10.0 + Precise(c - '0');
            exponent -= after_point ? 1 : 0;
        }
    }
    const Precise value =
        exponent < 0 ? divide(digits, power_of_ten(exponent)) : digits * power_of_ten(exponent).high;
    return text.front() == '-' ? -value : value;
}

std::string precise_text(const Precise& value) {
    if (value.low == 0) return fmt::format("{}", value.high);
    // Digits of high, then of what is left of it.
    Precise rest = value.high < 0 ? -value : value;
    std::string digits;
    int exponent = static_cast<int>(std::floor(std::log10(rest.high)));
    rest = exponent < 0 ? rest * power_of_ten(exponent).high : divide(rest, power_of_ten(exponent));
    for (int i = 0; i < 33; ++i) {
        const int digit = static_cast<int>(std::floor(rest.high));
        digits += static_cast<char>('0' + std::min(9, std::max(0, digit)));
        rest = (rest - Precise(digit)) * 10.0;
    }
    return fmt::format("{}{}.{}e{}", value.high < 0 ? "-" : "", digits.substr(0, 1), digits.substr(1),
                       exponent);
}

}  // namespace droplet
