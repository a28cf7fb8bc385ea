#pragma once
#include "model/schema.h"

namespace droplet {

/// The colours of pictures of one channel. Automatic is the diverging map for a convolution with results
/// below 0, else grey.
enum class MapChoice { automatic, grey, viridis, inferno, cividis, diverging };

template <>
struct EnumNames<MapChoice> {
    static constexpr MapChoice last = MapChoice::diverging;
    static constexpr std::array<std::string_view, 6> names{"automatic", "grey",    "viridis",
                                                           "inferno",   "cividis", "diverging"};
};
static_assert(every_value_has_a_name<MapChoice>);

/// Which values the colours span. As is: 0 to 1; of what the automatic map shows as diverging −1 to 1; of
/// gradients, which have no such bounds, 0 to the largest. Automatic: the smallest to the largest value, of
/// values on both sides of 0 the same distance on both.
enum class RangeChoice { as_is, automatic, by_hand };

template <>
struct EnumNames<RangeChoice> {
    static constexpr RangeChoice last = RangeChoice::by_hand;
    static constexpr std::array<std::string_view, 3> names{"as-is", "automatic", "by-hand"};
};
static_assert(every_value_has_a_name<RangeChoice>);

/// How values become colours, of any picture that the window shows; what is computed and saved stays as it
/// is.
struct DisplayParams {
    float exposure = 0.0f;
    float gamma = 1.0f;
    MapChoice map = MapChoice::automatic;
    RangeChoice range = RangeChoice::as_is;
    float low = 0.0f;
    float high = 1.0f;
    bool panel_open = false;

    bool operator==(const DisplayParams&) const = default;
};

template <>
struct Schema<DisplayParams> {
    using P = DisplayParams;
    static constexpr std::string_view group = "display";
    static constexpr std::string_view title = "Display";
    static constexpr std::tuple fields{
        Field{&P::exposure, "exposure", "Exposure",
              "Stops: each doubles what is shown above the lower end of the range, or on both sides of the "
              "middle of a diverging one.",
              Range{-16.0f, 16.0f}, Range{-4.0f, 4.0f}},
        Field{&P::gamma, "gamma", "Gamma",
              "Shown is the value to the power 1/gamma: above 1 the dark parts come forward.",
              Range{0.1f, 10.0f}, Range{0.2f, 5.0f}, Scale::logarithmic},
        Field{&P::map, "map", "Colour map", "Colours of pictures with one channel."},
        Field{
            &P::range, "range", "Range",
            "as-is: 0 to 1, of signed results −1 to 1; automatic: all values there are; by-hand: as below."},
        Field{&P::low, "range-low", "From", "The value shown as black, or the first colour of the map.",
              Range{-1e6f, 1e6f}, Range{-4.0f, 4.0f}},
        Field{&P::high, "range-high", "To", "The value shown as white, or the last colour of the map.",
              Range{-1e6f, 1e6f}, Range{-4.0f, 4.0f}},
        Field{&P::panel_open, "display-open", "Display",
              "Whether the panel shows how values become colours."},
    };
};
static_assert(every_member_has_a_row<DisplayParams>);

}  // namespace droplet
