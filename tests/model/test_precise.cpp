#include <doctest/doctest.h>
#include <fmt/format.h>
#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <string>

#include "model/precise.h"

using namespace droplet;

namespace {

/// A number of so many bits that nothing here is rounded.
class Exact {
 public:
    explicit Exact(double value = 0) {
        mpfr_init2(value_, bits);
        mpfr_set_d(value_, value, MPFR_RNDN);
    }
    explicit Exact(const Precise& value) : Exact(value.high) {
        mpfr_add_d(value_, value_, value.low, MPFR_RNDN);
    }
    ~Exact() { mpfr_clear(value_); }
    Exact(const Exact&) = delete;
    Exact& operator=(const Exact&) = delete;

    /// Decimals are rounded to `bits`: far beyond what any test here tells apart.
    void read(const std::string& text) { REQUIRE(mpfr_set_str(value_, text.c_str(), 10, MPFR_RNDN) == 0); }
    Precise nearest_pair() const {
        const double high = mpfr_get_d(value_, MPFR_RNDN);
        Exact rest;
        mpfr_sub_d(rest.value_, value_, high, MPFR_RNDN);
        return {high, mpfr_get_d(rest.value_, MPFR_RNDN)};
    }
    /// |this − other| / |this|.
    double relative_error(const Precise& other) const {
        const Exact sum(other);
        Exact error;
        mpfr_sub(error.value_, sum.value_, value_, MPFR_RNDN);
        mpfr_div(error.value_, error.value_, value_, MPFR_RNDN);
        return std::abs(mpfr_get_d(error.value_, MPFR_RNDN));
    }
    /// With so many significant digits, rounded to nearest.
    std::string text(int digits) const {
        char buffer[1200];
        mpfr_snprintf(buffer, sizeof buffer, "%.*Re", digits - 1, value_);
        return buffer;
    }

    mpfr_t value_;

 private:
    static constexpr mpfr_prec_t bits = 5000;
};

class Numbers {
 public:
    double uniform(double low, double high) { return std::uniform_real_distribution(low, high)(random_); }
    int whole(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }
    /// Of all sizes whose square is finite and whose error is one, too.
    double real() { return std::ldexp(uniform(-1, 1), whole(-400, 400)); }
    Precise pair() {
        const double high = real();
        return exact_sum(high, high * std::ldexp(uniform(-1, 1), whole(-120, -53)));
    }
    std::string decimal(int most_digits) {
        std::string text = whole(0, 1) ? "-" : "";
        const int before = whole(0, 3), after = whole(before == 0 ? 1 : 0, most_digits);
        for (int i = 0; i < before; ++i) text += static_cast<char>('0' + whole(0, 9));
        if (after > 0) text += '.';
        for (int i = 0; i < after; ++i) text += static_cast<char>('0' + whole(0, 9));
        if (whole(0, 3) == 0) text += fmt::format("e{}", whole(-40, 40));
        return text;
    }

 private:
    std::mt19937_64 random_{7};
};

Precise parsed(const std::string& text) {
    CAPTURE(text);
    const std::optional<Precise> value = parse_precise(text);
    REQUIRE(value.has_value());
    return *value;
}

int digits_of(const std::string& text) {
    int digits = 0;
    bool leading = true;
    for (const char c : text.substr(0, text.find('e'))) {
        leading = leading && (c == '0' || c == '.' || c == '-');
        digits += !leading && c != '.';
    }
    // Zeros at the end of a whole number only say how large it is.
    if (text.find('.') == std::string::npos)
        for (std::size_t i = text.find('e') == std::string::npos ? text.size() : 0;
             i > 0 && text[i - 1] == '0'; --i)
            --digits;
    return digits;
}

}  // namespace

TEST_CASE("a decimal is read as the nearest pair, as a number of 5000 bits is rounded") {
    Numbers numbers;
    for (int i = 0; i < 3000; ++i) {
        const std::string text = numbers.decimal(i % 10 == 0 ? 400 : 40);
        CAPTURE(text);
        Exact exact;
        exact.read(text);
        CHECK(parsed(text) == exact.nearest_pair());
    }
}

TEST_CASE("decimals at the edges of the range, and in the middle between two doubles, are read exactly") {
    for (const char* text : {"0",
                             "-0",
                             "0.1",
                             "1e308",
                             "1.7976931348623157e308",
                             "1.797693134862315807e308",
                             "4.9e-324",
                             "2.4e-324",
                             "2.5e-324",
                             "1e-320",
                             "2.2250738585072014e-308",
                             "2.2250738585072011e-308",
                             "9007199254740993",
                             "9007199254740992.99999999999999999",
                             "0.5e-30",
                             "1.00000000000000011102230246251565404",
                             "1.0000000000000001110223024625156540423631668090820312500000000000001",
                             "8.5e-1",
                             ".5",
                             "5.",
                             "00012.500"}) {
        CAPTURE(text);
        Exact exact;
        exact.read(text);
        CHECK(parsed(text) == exact.nearest_pair());
    }
}

TEST_CASE("a digit after any number of others decides between two pairs") {
    const Precise even{0.5, std::ldexp(1, -55)}, odd{0.5, std::nextafter(even.low, 1.0)};
    Exact middle(even);
    mpfr_add_d(middle.value_, middle.value_, (odd.low - even.low) / 2, MPFR_RNDN);
    std::string text(2000, '\0');
    text.resize(static_cast<std::size_t>(mpfr_snprintf(text.data(), text.size(), "%.1300Rf", middle.value_)));
    CHECK(parsed(text) == even);
    CHECK(parsed(text + std::string(3000, '0')) == even);
    CHECK(parsed(text + std::string(3000, '0') + "1") == odd);
}

TEST_CASE("what is no decimal, or not finite, is refused, whatever its length") {
    for (const char* text : {"",       "-",
                             ".",      "-.",
                             "e5",     "1e",
                             "1e+",    "1e-",
                             "+1",     " 1",
                             "1 ",     "1,5",
                             "0x10",   "1e5.0",
                             "1..2",   "nan",
                             "inf",    "-inf",
                             "--1",    "1-",
                             "1e400",  "1e99999999999999999999",
                             "1.8e308"})
        CHECK_FALSE(parse_precise(text).has_value());
    CHECK_FALSE(parse_precise(std::string(100'000, '9')).has_value());
    CHECK(parsed("0." + std::string(100'000, '0') + "1") == Precise(0));
    CHECK(parsed("0." + std::string(100'000, '0') + "1e100001") == Precise(1));
    CHECK(parsed("1e-99999999999999999999") == Precise(0));
    CHECK(parsed("0e99999999999999999999") == Precise(0));
    CHECK(parsed("1" + std::string(100'000, '0') + "e-100000") == Precise(1));
}

TEST_CASE("a text is read back as the same pair") {
    Numbers numbers;
    for (int i = 0; i < 3000; ++i) {
        const Precise value = i % 3 == 0 ? Precise(numbers.real()) : numbers.pair();
        const std::string text = precise_text(value);
        CAPTURE(text);
        CHECK(parsed(text) == value);
    }
    for (const double value : {5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.5, 1.0, -3.0, 1e22})
        CHECK(parsed(precise_text(value)) == Precise(value));
}

TEST_CASE("no shorter decimal would be read back as the same pair") {
    Numbers numbers;
    for (int i = 0; i < 300; ++i) {
        const Precise value = numbers.pair();
        const std::string text = precise_text(value);
        CAPTURE(text);
        const int digits = digits_of(text);
        REQUIRE(digits > 1);
        Exact exact(value);
        CHECK(parsed(exact.text(digits)) == value);
        CHECK_FALSE(parsed(exact.text(digits - 1)) == value);
    }
    for (int i = 0; i < 300; ++i) {
        const std::string typed = numbers.decimal(25);
        CAPTURE(typed);
        CHECK(digits_of(precise_text(parsed(typed))) <= digits_of(typed));
    }
}

TEST_CASE("a text has an exponent only where zeros would fill it") {
    const auto text = [](const char* typed) { return precise_text(parsed(typed)); };
    CHECK(text("-0.74364388703715870475219150611477") == "-0.74364388703715870475219150611477");
    CHECK(text("0.1") == "0.1");
    CHECK(text("1000") == "1000");
    CHECK(text("-1000.25") == "-1000.25");
    CHECK(text("0.00001") == "0.00001");
    CHECK(text("1e-10") == "1e-10");
    CHECK(text("1.5e-20") == "1.5e-20");
    CHECK(text("1e20") == "100000000000000000000");
    CHECK(text("1e40") == "1e40");
    CHECK(text("9.9999999e5") == "999999.99");
    CHECK(text("0") == "0");
}

TEST_CASE("sums and differences of pairs are right to 2^-104, products to 2^-102") {
    Numbers numbers;
    double sums = 0, products = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Precise a = numbers.pair();
        // Near enough that both count, of either sign; a part that cancels is exact.
        const Precise b = exact_sum(a.high * numbers.uniform(-4, 4), a.low * numbers.uniform(-4, 4));
        const double factor = numbers.uniform(-8, 8);
        Exact sum(a), product(a);
        const Exact other(b);
        mpfr_add(sum.value_, sum.value_, other.value_, MPFR_RNDN);
        mpfr_mul_d(product.value_, product.value_, factor, MPFR_RNDN);
        sums = std::max(sums, sum.relative_error(a + b));
        products = std::max(products, product.relative_error(a * factor));
        CHECK((a < b) == (mpfr_cmp(Exact(a).value_, other.value_) < 0));
    }
    CHECK(sums < std::ldexp(1, -104));
    CHECK(products < std::ldexp(1, -102));
}

TEST_CASE("sums and products of two doubles are exact pairs") {
    Numbers numbers;
    for (int i = 0; i < 2000; ++i) {
        const double a = numbers.real(), b = a * numbers.uniform(-1e3, 1e3);
        Exact sum(a), product(a);
        mpfr_add_d(sum.value_, sum.value_, b, MPFR_RNDN);
        mpfr_mul_d(product.value_, product.value_, b, MPFR_RNDN);
        CHECK(mpfr_equal_p(sum.value_, Exact(exact_sum(a, b)).value_));
        if (std::abs(std::ilogb(a)) < 300)
            CHECK(mpfr_equal_p(product.value_, Exact(exact_product(a, b)).value_));
    }
}

TEST_CASE("A number for eyes is rounded where it is told, and shows no zeros that say nothing") {
    CHECK(rounded_text(0.018345, 7) == "0.018345");
    CHECK(rounded_text(-0.018345, 3) == "-0.018");
    CHECK(rounded_text(-0.0004, 3) == "0");
    CHECK(rounded_text(0.0005, 3) == "0.001");
    CHECK(rounded_text(9.9996, 3) == "10");
    CHECK(rounded_text(0.9996, 3) == "1");
    CHECK(rounded_text(1234.5678, 0) == "1235");
    CHECK(rounded_text(0.0, 5) == "0");
    CHECK(rounded_text(*parse_precise("-0.743643887037158704752191506114774"), 23) ==
          "-0.74364388703715870475219");
}
