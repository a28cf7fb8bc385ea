#include "model/natural.h"

#include <algorithm>
#include <bit>

namespace droplet {
namespace {

constexpr int word_bits = 32;

}  // namespace

Natural::Natural(std::uint64_t value)
    : words_{static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(value >> word_bits)} {
    trim();
}

void Natural::trim() {
    while (!words_.empty() && words_.back() == 0) words_.pop_back();
}

int Natural::bits() const {
    if (words_.empty()) return 0;
    return static_cast<int>(words_.size()) * word_bits - std::countl_zero(words_.back());
}

void Natural::multiply_add(std::uint32_t factor, std::uint32_t summand) {
    std::uint64_t carry = summand;
    for (std::uint32_t& word : words_) {
        carry += std::uint64_t{word} * factor;
        word = static_cast<std::uint32_t>(carry);
        carry >>= word_bits;
    }
    if (carry > 0) words_.push_back(static_cast<std::uint32_t>(carry));
    trim();
}

void Natural::multiply(const Natural& factor) {
    Natural product;
    for (std::size_t i = factor.words_.size(); i-- > 0;) {
        product.shift_left(word_bits);
        Natural part = *this;
        part.multiply_add(factor.words_[i], 0);
        product.add(part);
    }
    *this = std::move(product);
}

void Natural::multiply_by_power_of_ten(int exponent) {
    constexpr int digits = 9;
    constexpr std::uint32_t power = 1'000'000'000;
    for (; exponent >= digits; exponent -= digits) multiply_add(power, 0);
    for (; exponent > 0; --exponent) multiply_add(10, 0);
}

void Natural::shift_left(int bits) {
    if (is_zero()) return;
    const int rest = bits % word_bits;
    if (rest > 0) multiply_add(std::uint32_t{1} << rest, 0);
    words_.insert(words_.begin(), static_cast<std::size_t>(bits / word_bits), 0);
}

void Natural::add(const Natural& summand) {
    words_.resize(std::max(words_.size(), summand.words_.size()));
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        carry += words_[i];
        if (i < summand.words_.size()) carry += summand.words_[i];
        words_[i] = static_cast<std::uint32_t>(carry);
        carry >>= word_bits;
    }
    if (carry > 0) words_.push_back(static_cast<std::uint32_t>(carry));
}

void Natural::subtract(const Natural& subtrahend) {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        const std::uint64_t taken = borrow + (i < subtrahend.words_.size() ? subtrahend.words_[i] : 0);
        borrow = taken > words_[i] ? 1 : 0;
        words_[i] = static_cast<std::uint32_t>(words_[i] - taken);
    }
    trim();
}

std::uint64_t Natural::divide(const Natural& divisor) {
    std::uint64_t quotient = 0;
    for (int bit = std::max(0, bits() - divisor.bits()); bit >= 0; --bit) {
        quotient <<= 1;
        Natural multiple = divisor;
        multiple.shift_left(bit);
        if (*this < multiple) continue;
        subtract(multiple);
        quotient |= 1;
    }
    return quotient;
}

std::strong_ordering Natural::operator<=>(const Natural& other) const {
    if (words_.size() != other.words_.size()) return words_.size() <=> other.words_.size();
    return std::lexicographical_compare_three_way(words_.rbegin(), words_.rend(), other.words_.rbegin(),
                                                  other.words_.rend());
}

}  // namespace droplet
