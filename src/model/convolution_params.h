#pragma once
#include "model/kernel.h"
#include "model/schema.h"

namespace droplet {

/// Named kernels; `custom` is one that was given with the preset (Preset::custom_kernel).
enum class KernelName {
    identity,
    box,
    sharpen,
    blur_edges,
    gaussian_5x5,
    gaussian,
    edge,
    laplace,
    sobel_x,
    sobel_y,
    scharr_x,
    scharr_y,
    prewitt_x,
    prewitt_y,
    emboss,
    motion_blur,
    unsharp_mask,
    custom
};

template <>
struct EnumNames<KernelName> {
    static constexpr KernelName last = KernelName::custom;
    static constexpr std::array<std::string_view, 18> names{
        "identity",  "box",       "sharpen", "blur-edges",  "gaussian-5x5", "gaussian",
        "edge",      "laplace",   "sobel-x", "sobel-y",     "scharr-x",     "scharr-y",
        "prewitt-x", "prewitt-y", "emboss",  "motion-blur", "unsharp-mask", "custom"};
};
static_assert(every_value_has_a_name<KernelName>);

/// Which outputs are computed of an image iW x iH and a kernel kW x kH: same, iW x iH; valid, those that need
/// no border, (iW − kW + 1) x (iH − kH + 1); full, all that the kernel touches, (iW + kW − 1) x
/// (iH + kH − 1).
enum class ConvolutionMode { same, valid, full };

template <>
struct EnumNames<ConvolutionMode> {
    static constexpr ConvolutionMode last = ConvolutionMode::full;
    static constexpr std::array<std::string_view, 3> names{"same", "valid", "full"};
};
static_assert(every_value_has_a_name<ConvolutionMode>);

/// What stands beyond the border, by OpenCV's names; for a row abcd: constant, vvv|abcd|vvv; replicate,
/// aaa|abcd|ddd; reflect, cba|abcd|dcb; reflect-101, dcb|abcd|cba; wrap, bcd|abcd|abc.
enum class Border { constant, replicate, reflect, reflect_101, wrap };

template <>
struct EnumNames<Border> {
    static constexpr Border last = Border::wrap;
    static constexpr std::array<std::string_view, 5> names{"constant", "replicate", "reflect", "reflect-101",
                                                           "wrap"};
};
static_assert(every_value_has_a_name<Border>);

/// Whether every channel is convolved by itself, or their grey (math/grey.h).
enum class ConvolutionChannels { each, grey };

template <>
struct EnumNames<ConvolutionChannels> {
    static constexpr ConvolutionChannels last = ConvolutionChannels::grey;
    static constexpr std::array<std::string_view, 2> names{"each", "grey"};
};
static_assert(every_value_has_a_name<ConvolutionChannels>);

/// What the convolution is of. once: the picture as it stands. iterate: each step convolves the picture
/// again, in its own size (mode same). diffuse, learn: the picture diffuses or learns, step by step, and
/// what is shown is its convolution.
enum class ConvolutionFeed { once, iterate, diffuse, learn };

template <>
struct EnumNames<ConvolutionFeed> {
    static constexpr ConvolutionFeed last = ConvolutionFeed::learn;
    static constexpr std::array<std::string_view, 4> names{"once", "iterate", "diffuse", "learn"};
};
static_assert(every_value_has_a_name<ConvolutionFeed>);

/// Convolution or cross-correlation with a kernel: value = gain · (k ⋆ f) + offset, then its absolute value,
/// then the threshold: value > threshold becomes `top`, all else 0.
struct ConvolutionParams {
    KernelName kernel = KernelName::box;
    int kernel_size = 3;
    float kernel_sigma = 1.0f;
    float kernel_angle = 0.0f;
    float kernel_amount = 1.0f;
    bool flip = false;
    ConvolutionMode mode = ConvolutionMode::same;
    Border border = Border::reflect_101;
    float border_value = 0.0f;
    ConvolutionChannels channels = ConvolutionChannels::each;
    float gain = 1.0f;
    float offset = 0.0f;
    bool absolute = false;
    bool thresholding = false;
    float threshold = 0.5f;
    float top = 1.0f;
    ConvolutionFeed feed = ConvolutionFeed::once;

    bool operator==(const ConvolutionParams&) const = default;
};

template <>
struct Schema<ConvolutionParams> {
    using P = ConvolutionParams;
    static constexpr std::string_view group = "convolution";
    static constexpr std::string_view title = "Convolution";
    static constexpr std::tuple fields{
        Field{&P::kernel, "kernel", "Kernel",
              "A named kernel; custom is the one of the editor or of a file."},
        Field{&P::kernel_size, "kernel-size", "Size", "Side of box, gaussian, motion-blur and unsharp-mask.",
              Range{1, Kernel::longest_side}, Range{1, Kernel::longest_side}},
        Field{&P::kernel_sigma, "kernel-sigma", "Sigma σ",
              "Standard deviation of gaussian and unsharp-mask, in pixels.", Range{0.1f, 20.0f},
              Range{0.3f, 6.0f}},
        Field{&P::kernel_angle, "kernel-angle", "Angle",
              "Direction of motion-blur in degrees, anticlockwise from the right.", Range{-360.0f, 360.0f},
              Range{0.0f, 180.0f}},
        Field{&P::kernel_amount, "kernel-amount", "Amount",
              "How much of the difference from its blur unsharp-mask adds.", Range{-10.0f, 10.0f},
              Range{0.0f, 5.0f}},
        Field{&P::flip, "flip", "Flip the kernel",
              "Convolution flips the kernel left-right and up-down; correlation takes it as drawn."},
        Field{&P::mode, "mode", "Mode",
              "same: as large as the image; valid: only what needs no border; full: all the kernel touches."},
        Field{&P::border, "border", "Border", "What stands beyond the border, for the modes same and full."},
        Field{&P::border_value, "border-value", "Border value", "The value of the border constant.",
              Range{-1000.0f, 1000.0f}, Range{0.0f, 1.0f}},
        Field{&P::channels, "channels", "Channels",
              "each: every channel by itself; grey: one result of the picture's grey."},
        Field{&P::gain, "gain", "Gain", "What the result is multiplied by.", Range{-1000.0f, 1000.0f},
              Range{0.0f, 10.0f}},
        Field{&P::offset, "offset", "Offset", "What is added after the gain.", Range{-1000.0f, 1000.0f},
              Range{-1.0f, 1.0f}},
        Field{&P::absolute, "absolute", "Absolute value", "Drop the sign, after gain and offset."},
        Field{&P::thresholding, "thresholding", "Threshold on",
              "Make values above the threshold the top value, all others 0."},
        Field{&P::threshold, "threshold", "Threshold", "Values above it become the top value.",
              Range{-1000.0f, 1000.0f}, Range{0.0f, 1.0f}},
        Field{&P::top, "top", "Top value", "What values above the threshold become.",
              Range{-1000.0f, 1000.0f}, Range{0.0f, 1.0f}},
        Field{&P::feed, "feed", "Of",
              "once: the picture; iterate: again each step; diffuse, learn: the picture as it runs."},
    };
};

static_assert(every_member_has_a_row<ConvolutionParams>);

/// The kernel of `params`, as drawn. Sums: identity, box, gaussian and motion-blur 1; sharpen = 2 identity −
/// box 3x3; blur-edges = identity − box 3x3; unsharp-mask = identity + amount (identity − gaussian).
/// gaussian-5x5 = [1 4 6 4 1]ᵀ [1 4 6 4 1] / 256. Empty for custom without a kernel.
Kernel kernel_of(const ConvolutionParams& params, const Kernel& custom);

/// Whether a row of the table shapes this kernel.
bool kernel_uses_size(KernelName name);
bool kernel_uses_sigma(KernelName name);
bool kernel_uses_angle(KernelName name);
bool kernel_uses_amount(KernelName name);

/// Size of the result of a picture. Throws Error (Fault::usage) for mode valid with a kernel larger than it.
Size convolved_size(Size image, const Kernel& kernel, ConvolutionMode mode);

/// A convolution as the plain sum out[y][x] = Σ f[y + i − shift_y][x + j − shift_x] weights[i][j], y and x
/// over `size`.
struct Correlation {
    Kernel kernel;  ///< flipped where the parameters say so
    int shift_y = 0, shift_x = 0;
    Size size;
    /// Where out[0][0] stands in the image: the pixel under the kernel's anchor. Negative for full.
    int origin_y = 0, origin_x = 0;
};

/// Flipping turns the anchor with the kernel. Throws Error (Fault::usage) as convolved_size() does, and for
/// an empty kernel.
Correlation correlation_of(const Kernel& kernel, const ConvolutionParams& params, Size image);

}  // namespace droplet
