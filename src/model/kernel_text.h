// Kernels as text: what people write, paste and print, and how weights are shown.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/kernel.h"

namespace droplet {

/// Text longer than this is no kernel, in bytes.
inline constexpr std::size_t longest_kernel_text = std::size_t{1} << 20;

/// Reads a kernel: rows of numbers that end with their line or with ';', numbers apart by spaces, tabs or
/// commas, with or without brackets as Python, NumPy and MATLAB print them; or JSON, as kernel_json.h has it,
/// or an operator, of which it is the mean of the slices on the diagonal. A number is a decimal or a fraction
/// like -3/16; what follows a # is a comment. `name` is the subject of errors. Throws Error (Fault::usage,
/// naming line and column or the place in the JSON) unless all rows are of one length, both sides 1 to
/// Kernel::longest_side, and each weight within ± largest_kernel_weight.
Kernel parse_kernel(const std::string& text, const std::string& name);

/// One weight as typed, a decimal or a fraction. Throws Error (Fault::usage) with `name` as the subject.
float parse_weight(std::string_view text, const std::string& name);

/// Rows of numbers in columns, a line each: what parse_kernel() reads back bit by bit. Fractions where a
/// weight is one, else the shortest decimals.
std::string kernel_rows(const Kernel& kernel);

struct Fraction {
    int numerator = 0, denominator = 1;
    bool operator==(const Fraction&) const = default;
};

/// The fraction in lowest terms that a weight is, up to the rounding of a few operations: denominators to
/// 256, and 1/n to 1/1024. None for what is more likely a decimal.
std::optional<Fraction> fraction_of(float weight);

/// A weight by itself: 1/9, −2, 0.5, or a decimal of up to `digits` digits.
std::string weight_label(float weight, int digits);

/// The weights of a kernel in few letters: whole numbers; n/D where all are fractions whose denominators
/// divide the largest, D; else each by itself.
std::vector<std::string> weight_labels(const Kernel& kernel);

}  // namespace droplet
