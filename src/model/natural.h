#pragma once
#include <compare>
#include <cstdint>
#include <vector>

namespace droplet {

/// A whole number >= 0 of any size: what exact decimals need of one, and no more.
class Natural {
 public:
    Natural() = default;
    explicit Natural(std::uint64_t value);

    bool is_zero() const { return words_.empty(); }
    /// Up to the highest that is 1; none of zero.
    int bits() const;

    /// this · factor + summand.
    void multiply_add(std::uint32_t factor, std::uint32_t summand);
    void multiply(const Natural& factor);
    void multiply_by_power_of_ten(int exponent);  ///< exponent >= 0
    void shift_left(int bits);                    ///< bits >= 0
    void add(const Natural& summand);
    void subtract(const Natural& subtrahend);  ///< which is not larger
    /// Leaves the remainder. The divisor is not zero, and the quotient fits.
    std::uint64_t divide(const Natural& divisor);

    std::strong_ordering operator<=>(const Natural& other) const;
    bool operator==(const Natural&) const = default;

 private:
    void trim();

    std::vector<std::uint32_t> words_;  // the lowest first, the last not 0
};

}  // namespace droplet
