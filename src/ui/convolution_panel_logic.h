// The convolution panel's arithmetic, apart from its drawing.
#pragma once
#include <string>

#include "model/preset.h"

namespace droplet {

/// max |k − flipped k|: 0 for a kernel that half a turn leaves as it is.
float flip_difference(const Kernel& kernel);
/// Whether the flip matters for this kernel, in a line.
std::string flip_sentence(const Kernel& kernel);

/// An F of 5x5, whose weights add up to 1: no turn and no mirror leaves it as it is.
Kernel letter_kernel();

/// Why a row of the convolution does nothing now; empty when it does something. `channels` are the picture's,
/// 0 before there is one.
std::string convolution_refusal(const ConvolutionParams& params, int channels, std::string_view key);
/// Why this mode or feed cannot be chosen now, likewise.
std::string mode_refusal(const ConvolutionParams& params, ConvolutionMode mode);
std::string feed_refusal(const ConvolutionParams& params, ConvolutionFeed feed);

/// "98 × 66", or why there is no result; empty before there is a picture.
struct ResultSize {
    std::string text;
    bool possible = true;
};
ResultSize result_size(const ConvolutionParams& params, const Kernel& kernel, Size image);

/// The border's definition for a row abcd, a line for each: "replicate  aaa|abcd|ddd".
std::string border_patterns();

}  // namespace droplet
