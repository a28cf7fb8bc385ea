// What the kernel editor makes of kernels. Where kernels of two sizes meet, their anchors do.
#pragma once
#include <string>

#include "model/kernel.h"
#include "model/operator.h"

namespace droplet {

/// Sum of the weights: what a flat area is multiplied by.
double kernel_sum(const Kernel& kernel);

/// The largest |w|; 0 of no kernel.
float largest_weight_of(const Kernel& kernel);

/// Cut, or filled up with 0, around the anchor. Sides 1 to Kernel::longest_side.
Kernel resized(const Kernel& kernel, Size size);

/// Rows become columns.
Kernel transposed(const Kernel& kernel);
/// A quarter turn, anticlockwise.
Kernel rotated(const Kernel& kernel);
Kernel mirrored_left_right(const Kernel& kernel);
Kernel mirrored_up_down(const Kernel& kernel);
Kernel scaled(const Kernel& kernel, double factor);

/// Divided by its sum, which must not be near 0 (why_not_normalized).
Kernel normalized(const Kernel& kernel);
/// Empty where the sum is more than the rounding of the weights.
std::string why_not_normalized(const Kernel& kernel);

/// a · A + b · B, as large as the larger side of both.
Kernel combined(double a, const Kernel& first, double b, const Kernel& second);
/// A ∗ B: what convolves as A after B, (hA + hB − 1) x (wA + wB − 1).
Kernel convolved(const Kernel& first, const Kernel& second);
/// Empty where A ∗ B is not larger than a kernel may be.
std::string why_not_convolved(const Kernel& first, const Kernel& second);

/// Empty where a kernel may have these weights; else the reason, a sentence.
std::string why_not_valid(const Kernel& kernel);

/// The operator that applies a 3x3 kernel to each of 1 or 3 channels by itself.
Operator operator_of(const Kernel& kernel, int channels);
/// Empty where operator_of() can be had.
std::string why_no_operator(const Kernel& kernel);
/// The mean of an operator's slices from each channel to itself.
Kernel kernel_of(const Operator& op);

}  // namespace droplet
