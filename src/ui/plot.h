// Line plots over steps: axes, ticks and columns as plain arithmetic, and their drawing.
#pragma once
#include <imgui.h>

#include <string>
#include <vector>

namespace droplet {

/// symmetric_log is linear within ±threshold and logarithmic outside, so that it has room for values below 0.
enum class AxisScale { linear, logarithmic, symmetric_log };

/// Maps values to places: linear in the value, its log10, or sign(v)·log10(1 + |v|/threshold).
struct PlotAxis {
    AxisScale scale = AxisScale::linear;
    double threshold = 1;      ///< of symmetric_log; > 0
    double low = 0, high = 1;  ///< places at the ends; low < high

    /// Place of a value; of the logarithm of what has none, −infinity.
    double place(double value) const;
    double value(double place) const;
    /// 0 at `low`, 1 at `high`, clamped.
    float share(double value) const;
};

/// The smallest of 1, 2, 5 times a power of ten that is at least `least` > 0.
double step_125(double least);

/// Round values within the axis, at most `most` (>= 2): multiples of a step_125; of a logarithm, powers of
/// ten or 1, 2, 5 times them.
std::vector<double> axis_ticks(const PlotAxis& axis, int most);

/// The ticks of which no two are nearer than `room`, a share of the axis; 0 is kept.
std::vector<double> readable_ticks(const std::vector<double>& ticks, const PlotAxis& axis, float room);

/// "0", "−0.25", "1.5k", "20M", "1e−5".
std::string tick_text(double value);

/// The ends of an axis for places from `low` to `high`, put on round places; the ends shown so far stay while
/// the new ones fit in and fill two fifths of them, so that an axis does not move with every value.
struct AxisEnds {
    double low = 0, high = 0;  ///< equal: none yet
    bool operator==(const AxisEnds&) const = default;
};
AxisEnds steady_ends(const AxisEnds& shown, double low, double high);

/// What lies within one column of pixels.
struct PlotColumn {
    double x;
    double low, high, mean;
    bool operator==(const PlotColumn&) const = default;
};

/// Records, sorted by `step`, from index `begin` on, as columns of `per_column` steps that start at multiples
/// of it, so that a curve stands still while it scrolls. Values that are not finite are left out.
template <class Records, class Value>
std::vector<PlotColumn> columns_of(const Records& records, std::size_t begin, long long per_column,
                                   Value value);

/// The one of two colours that suits the theme.
ImVec4 by_theme(const ImVec4& on_dark, const ImVec4& on_light);
/// Between two colours, evenly for the eye (in Oklab, after B. Ottosson).
ImVec4 blended(const ImVec4& a, const ImVec4& b, float share);

/// Red, green and blue of curves, as far apart as colour-blind eyes need; of one channel the text's colour.
ImVec4 channel_colour(int channel, int channels);
/// "red", "green", "blue"; of one channel "grey".
const char* channel_name(int channel, int channels);

/// A plot on the screen.
struct PlotArea {
    ImVec2 min, max;  ///< where curves are drawn
    PlotAxis x, y;
    bool hovered = false;
    float mouse_x = 0;

    ImVec2 at(double step, double value) const {
        return {min.x + (max.x - min.x) * x.share(step), max.y - (max.y - min.y) * y.share(value)};
    }
    double step_below_mouse() const {
        return x.low + static_cast<double>((mouse_x - min.x) / (max.x - min.x)) * (x.high - x.low);
    }
};

/// Draws an empty plot as wide as there is room, `height` high, with ticks and their numbers; an item of
/// ImGui that keeps its size. `hint` stands in the middle of one without axes.
PlotArea begin_plot(const char* id, float height, const PlotAxis& x, const PlotAxis& y,
                    const char* hint = nullptr);
/// A curve through the columns' means, in the band between their ends; `filled`: the band is what is shown.
void plot_curve(const PlotArea& area, const std::vector<PlotColumn>& columns, ImU32 colour, float width,
                float band_alpha);
/// Puts the tooltip that comes next beside the panel, where it hides nothing of it; where there is no
/// room, it stays at the mouse.
void tooltip_beside_panel();
/// A quiet word in the upper right corner.
void plot_note(const PlotArea& area, const std::string& text);
/// A vertical line at a step.
void plot_cursor(const PlotArea& area, double step);

template <class Records, class Value>
std::vector<PlotColumn> columns_of(const Records& records, std::size_t begin, long long per_column,
                                   Value value) {
    std::vector<PlotColumn> columns;
    long long current = -1;
    double first_step = 0, sum = 0;
    int count = 0;
    for (std::size_t i = begin; i < records.size(); ++i) {
        const auto& record = records[i];
        const double v = value(record);
        if (!(v - v == 0)) continue;
        const auto step = static_cast<double>(record.step);
        if (const long long column = record.step / per_column; columns.empty() || column != current) {
            current = column;
            first_step = step;
            sum = 0;
            count = 0;
            columns.push_back({step, v, v, v});
        }
        PlotColumn& last = columns.back();
        sum += v;
        ++count;
        last.x = (first_step + step) / 2;
        last.low = v < last.low ? v : last.low;
        last.high = v > last.high ? v : last.high;
        last.mean = sum / count;
    }
    return columns;
}

}  // namespace droplet
