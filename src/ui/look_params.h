#pragma once
#include "model/schema.h"

namespace droplet {

/// How values are written on the pixels: times 255, or as they are.
enum class NumberFormat { bytes, floats };

template <>
struct EnumNames<NumberFormat> {
    static constexpr NumberFormat last = NumberFormat::floats;
    static constexpr std::array<std::string_view, 2> names{"0-255", "float"};
};
static_assert(every_value_has_a_name<NumberFormat>);

enum class HistogramAxis { linear, logarithmic };

template <>
struct EnumNames<HistogramAxis> {
    static constexpr HistogramAxis last = HistogramAxis::logarithmic;
    static constexpr std::array<std::string_view, 2> names{"linear", "log"};
};
static_assert(every_value_has_a_name<HistogramAxis>);

/// What of the values a histogram counts: from the least to the greatest there is, or [0, 1].
enum class HistogramRange { automatic, unit };

template <>
struct EnumNames<HistogramRange> {
    static constexpr HistogramRange last = HistogramRange::unit;
    static constexpr std::array<std::string_view, 2> names{"all", "0-1"};
};
static_assert(every_value_has_a_name<HistogramRange>);

/// How closely the picture is looked at, and which of the panel's parts for that are unfolded.
struct LookParams {
    bool values = true;
    bool grid = true;
    NumberFormat numbers = NumberFormat::bytes;
    HistogramAxis histogram_axis = HistogramAxis::linear;
    HistogramRange histogram_range = HistogramRange::automatic;
    bool pixel_open = true;
    bool histogram_open = false;
    bool profile_open = false;
    bool statistics_open = true;

    bool operator==(const LookParams&) const = default;
};

template <>
struct Schema<LookParams> {
    using P = LookParams;
    static constexpr std::string_view group = "look";
    static constexpr std::string_view title = "Look closely";
    static constexpr std::tuple fields{
        Field{&P::values, "values", "Values", "Write the values on the pixels where they are large enough."},
        Field{&P::grid, "grid", "Grid", "Draw the borders of the pixels where they are large enough."},
        Field{&P::numbers, "numbers", "Numbers", "Values on the pixels: times 255, or as they are."},
        Field{&P::histogram_axis, "histogram-axis", "Axis",
              "The axis of the counts; log shows the few beside the many."},
        Field{&P::histogram_range, "histogram-range", "Range",
              "all: from the least to the greatest value; 0-1: what the screen can show."},
        Field{&P::pixel_open, "pixel-open", "Pixel", "Whether the panel shows the pixel below the mouse."},
        Field{&P::histogram_open, "histogram-open", "Histogram", "Whether the panel shows the histogram."},
        Field{&P::profile_open, "profile-open", "Line profile", "Whether the panel shows the line profile."},
        Field{&P::statistics_open, "statistics-open", "Statistics",
              "Whether the panel shows mean, deviation and range."},
    };
};
static_assert(every_member_has_a_row<LookParams>);

}  // namespace droplet
