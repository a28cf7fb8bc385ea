#pragma once
#include "model/schema.h"

namespace droplet {

/// The stages of Canny's edge detector, in their order.
enum class CannyStage { blur, gradient, thin, edges };

template <>
struct EnumNames<CannyStage> {
    static constexpr CannyStage last = CannyStage::edges;
    static constexpr std::array<std::string_view, 4> names{"blur", "gradient", "thin", "edges"};
};
static_assert(every_value_has_a_name<CannyStage>);

/// What edges are found in: the picture, or what the kernel of the convolution makes of it.
enum class CannyInput { picture, convolved };

template <>
struct EnumNames<CannyInput> {
    static constexpr CannyInput last = CannyInput::convolved;
    static constexpr std::array<std::string_view, 2> names{"picture", "convolved"};
};
static_assert(every_value_has_a_name<CannyInput>);

/// Whether the picture stands, or what runs while its edges are shown.
enum class EdgesFeed { once, diffuse, learn };

template <>
struct EnumNames<EdgesFeed> {
    static constexpr EdgesFeed last = EdgesFeed::learn;
    static constexpr std::array<std::string_view, 3> names{"once", "diffuse", "learn"};
};
static_assert(every_value_has_a_name<EdgesFeed>);

/// Canny's edge detector (Canny, PAMI 1986) on the picture's grey. Formulas: math/canny.h. Thresholds are
/// gradient magnitudes √(gx² + gy²) by Sobel's kernels on values in [0, 1], so that they are cv::Canny's on
/// 8-bit values (with L2gradient) divided by 255.
struct CannyParams {
    float sigma = 1.4f;
    float low = 0.1f;
    float high = 0.3f;
    CannyStage stage = CannyStage::edges;
    CannyInput input = CannyInput::picture;
    EdgesFeed feed = EdgesFeed::once;

    bool operator==(const CannyParams&) const = default;
};

template <>
struct Schema<CannyParams> {
    using P = CannyParams;
    static constexpr std::string_view group = "canny";
    static constexpr std::string_view title = "Canny's edges";
    static constexpr std::tuple fields{
        Field{&P::sigma, "sigma", "Sigma σ",
              "Standard deviation in pixels of the Gaussian blur before the gradient; 0 leaves it out.",
              Range{0.0f, 10.0f}, Range{0.0f, 5.0f}},
        Field{&P::low, "low", "Low threshold",
              "Gradients above it are edges where they touch an edge above the high threshold.",
              Range{0.0f, 100.0f}, Range{0.0f, 1.0f}},
        Field{&P::high, "high", "High threshold", "Gradients above it are edges.", Range{0.0f, 100.0f},
              Range{0.0f, 1.0f}},
        Field{&P::stage, "stage", "Stage",
              "blur; gradient: its size; thin: its ridges; edges: those that the two thresholds keep."},
        Field{&P::input, "input", "In",
              "picture: in its grey; convolved: in the grey of what the convolution makes of it."},
        Field{&P::feed, "feed", "Of", "once: the picture as it stands; diffuse, learn: as it runs."},
    };
};
static_assert(every_member_has_a_row<CannyParams>);

}  // namespace droplet
