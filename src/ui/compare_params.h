#pragma once
#include "model/schema.h"

namespace droplet {

/// How what the process shows is compared with another picture of the run.
enum class CompareMode { off, wipe, side_by_side, difference, blink };

template <>
struct EnumNames<CompareMode> {
    static constexpr CompareMode last = CompareMode::blink;
    static constexpr std::array<std::string_view, 5> names{"off", "wipe", "side-by-side", "difference",
                                                           "blink"};
};
static_assert(every_value_has_a_name<CompareMode>);

/// What it is compared with: the source, or the picture that the process starts from (for a convolution and
/// for edges the one that is convolved; else the source too).
enum class CompareWith { original, input };

template <>
struct EnumNames<CompareWith> {
    static constexpr CompareWith last = CompareWith::input;
    static constexpr std::array<std::string_view, 2> names{"original", "input"};
};
static_assert(every_value_has_a_name<CompareWith>);

/// What a difference of colours shows: that of their greys (math/grey.h), by a diverging map, or of each
/// channel in its own colour.
enum class DifferenceOf { grey, channels };

template <>
struct EnumNames<DifferenceOf> {
    static constexpr DifferenceOf last = DifferenceOf::channels;
    static constexpr std::array<std::string_view, 2> names{"grey", "channels"};
};
static_assert(every_value_has_a_name<DifferenceOf>);

struct CompareParams {
    CompareMode mode = CompareMode::off;
    CompareWith with = CompareWith::original;
    float wipe = 0.5f;
    float difference_scale = 1.0f;
    DifferenceOf difference_of = DifferenceOf::grey;
    float blink_s = 0.5f;
    bool stages = true;
    bool panel_open = false;

    bool operator==(const CompareParams&) const = default;
};

template <>
struct Schema<CompareParams> {
    using P = CompareParams;
    static constexpr std::string_view group = "compare";
    static constexpr std::string_view title = "Compare";
    static constexpr std::tuple fields{
        Field{&P::mode, "compare", "Compare",
              "Show the picture beside another: behind a wipe, side by side, as difference, or in turns."},
        Field{&P::with, "compare-with", "With",
              "original: the source; input: what the convolution or the edges are made of."},
        Field{&P::wipe, "wipe", "Wipe", "Where the wipe stands: 0 at the left, 1 at the right.",
              Range{0.0f, 1.0f}, Range{0.0f, 1.0f}},
        Field{&P::difference_scale, "difference-scale", "Scale",
              "What differences are multiplied by before they are shown.", Range{0.01f, 1000.0f},
              Range{0.1f, 100.0f}, Scale::logarithmic},
        Field{&P::difference_of, "difference-of", "Difference of",
              "grey: of the brightness, above 0 in orange and below in blue; channels: of each colour, 0 in "
              "middle grey."},
        Field{&P::blink_s, "blink-s", "Blink", "Seconds that each of the two pictures is shown.",
              Range{0.1f, 10.0f}, Range{0.1f, 3.0f}},
        Field{&P::stages, "stages", "Four stages",
              "Show the stages of the edge detector in four linked panes."},
        Field{&P::panel_open, "compare-open", "Compare", "Whether the panel shows how to compare."},
    };
};
static_assert(every_member_has_a_row<CompareParams>);

}  // namespace droplet
