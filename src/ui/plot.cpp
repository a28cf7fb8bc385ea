#include "ui/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Powers of ten between two exponents; every n-th where they are too many, with 2 and 5 times them where
/// they are few.
void add_decades(std::vector<double>& ticks, const PlotAxis& axis, double from, double to, double sign,
                 int most) {
    const int first = static_cast<int>(std::floor(from)), last = static_cast<int>(std::ceil(to));
    const int every = std::max(1, (last - first + most - 1) / std::max(1, most));
    const bool between = (to - from) * 3 <= most;
    for (int n = first; n <= last; ++n) {
        if (n % every != 0) continue;
        for (const double digit : {1.0, 2.0, 5.0}) {
            if (digit > 1 && !between) continue;
            const double value = sign * digit * std::pow(10.0, n), place = axis.place(value);
            if (place >= axis.low - 1e-9 && place <= axis.high + 1e-9) ticks.push_back(value);
        }
    }
}

struct Lab {
    float l, a, b;
};

float linear(float value) {
    return value <= 0.04045f ? value / 12.92f : std::pow((value + 0.055f) / 1.055f, 2.4f);
}
float encoded(float value) {
    const float v = std::clamp(value, 0.0f, 1.0f);
    return v <= 0.0031308f ? v * 12.92f : 1.055f * std::pow(v, 1 / 2.4f) - 0.055f;
}

Lab lab_of(const ImVec4& colour) {
    const float r = linear(colour.x), g = linear(colour.y), b = linear(colour.z);
    const float l = std::cbrt(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
    const float m = std::cbrt(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
    const float s = std::cbrt(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);
    return {0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
            1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
            0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s};
}

ImVec4 colour_of(const Lab& lab, float alpha) {
    const auto cube = [](float v) { return v * v * v; };
    const float l = cube(lab.l + 0.3963377774f * lab.a + 0.2158037573f * lab.b);
    const float m = cube(lab.l - 0.1055613458f * lab.a - 0.0638541728f * lab.b);
    const float s = cube(lab.l - 0.0894841775f * lab.a - 1.2914855480f * lab.b);
    return {encoded(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s),
            encoded(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s),
            encoded(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s), alpha};
}

}  // namespace

double PlotAxis::place(double v) const {
    if (scale == AxisScale::linear) return v;
    if (scale == AxisScale::symmetric_log) return std::copysign(std::log10(1 + std::fabs(v) / threshold), v);
    return v > 0 ? std::log10(v) : -infinity;
}

double PlotAxis::value(double place) const {
    if (scale == AxisScale::linear) return place;
    if (scale == AxisScale::symmetric_log)
        return std::copysign((std::pow(10.0, std::fabs(place)) - 1) * threshold, place);
    return std::pow(10.0, place);
}

float PlotAxis::share(double v) const {
    return static_cast<float>(std::clamp((place(v) - low) / (high - low), 0.0, 1.0));
}

double step_125(double least) {
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    // What was computed to be a round number may be a rounding error above it.
    for (const double digit : {1.0, 2.0, 5.0})
        if (digit * power >= least * (1 - 1e-9)) return digit * power;
    return 10 * power;
}

std::vector<double> axis_ticks(const PlotAxis& axis, int most) {
    std::vector<double> ticks;
    if (axis.scale == AxisScale::linear) {
        const double step = step_125((axis.high - axis.low) / (most - 1));
        for (double n = std::ceil(axis.low / step - 1e-9); n * step <= axis.high + step * 1e-9; ++n)
            ticks.push_back(n * step);
    } else if (axis.scale == AxisScale::logarithmic) {
        add_decades(ticks, axis, axis.low, axis.high, 1, most);
    } else {
        // Of either sign from the threshold on: below it the axis is linear, and 0 is enough.
        const double unit = std::log10(axis.threshold);
        const double share = std::max(axis.high, 0.0) / (std::max(axis.high, 0.0) - std::min(axis.low, 0.0));
        const int above = static_cast<int>(std::lround(share * (most - 1)));
        if (axis.low < 0) add_decades(ticks, axis, unit, unit - axis.low, -1, std::max(1, most - 1 - above));
        std::reverse(ticks.begin(), ticks.end());
        if (axis.low <= 0 && axis.high >= 0) ticks.push_back(0);
        if (axis.high > 0) add_decades(ticks, axis, unit, unit + axis.high, 1, std::max(1, above));
    }
    return ticks;
}

std::vector<double> readable_ticks(const std::vector<double>& ticks, const PlotAxis& axis, float room) {
    std::vector<double> kept;
    if (std::find(ticks.begin(), ticks.end(), 0.0) != ticks.end()) kept.push_back(0);
    // From the largest on: near 0 the powers of a symmetric logarithm crowd.
    std::vector<double> by_size = ticks;
    std::stable_sort(by_size.begin(), by_size.end(),
                     [](double a, double b) { return std::fabs(a) > std::fabs(b); });
    for (const double tick : by_size)
        if (std::none_of(kept.begin(), kept.end(), [&](double other) {
                return std::fabs(axis.share(tick) - axis.share(other)) < room;
            }))
            kept.push_back(tick);
    std::sort(kept.begin(), kept.end());
    return kept;
}

std::string tick_text(double value) {
    const double size = std::fabs(value);
    std::string text;
    if (size == 0)
        text = "0";
    else if (size < 1e-3 || size >= 1e12)
        text = fmt::format("{:.3g}", size);
    else if (size >= 1e9)
        text = fmt::format("{:.6g}G", size / 1e9);
    else if (size >= 1e6)
        text = fmt::format("{:.6g}M", size / 1e6);
    else if (size >= 1e3)
        text = fmt::format("{:.6g}k", size / 1e3);
    else
        text = fmt::format("{:.6g}", size);
    if (const auto e = text.find('e'); e != std::string::npos) {
        // "1e-05" as "1e−5", "1e+12" as "1e12".
        const int exponent = std::stoi(text.substr(e + 1));
        text = text.substr(0, e) + (exponent < 0 ? "e−" : "e") + std::to_string(std::abs(exponent));
    }
    return value < 0 ? "−" + text : text;
}

AxisEnds steady_ends(const AxisEnds& shown, double low, double high) {
    if (!(high > low)) {
        const double margin = std::max(std::fabs(low) * 0.05, 1e-6);
        low -= margin;
        high += margin;
    }
    const double span = shown.high - shown.low;
    if (span > 0 && low >= shown.low && high <= shown.high && high - low >= 0.4 * span) return shown;
    const double step = step_125((high - low) / 10);
    return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step};
}

ImVec4 by_theme(const ImVec4& on_dark, const ImVec4& on_light) {
    return palette().text.x > palette().panel.x ? on_dark : on_light;
}

ImVec4 blended(const ImVec4& a, const ImVec4& b, float share) {
    const Lab from = lab_of(a), to = lab_of(b);
    const auto mix = [share](float x, float y) { return x + (y - x) * share; };
    return colour_of({mix(from.l, to.l), mix(from.a, to.a), mix(from.b, to.b)}, mix(a.w, b.w));
}

ImVec4 channel_colour(int channel, int channels) {
    static const ImVec4 on_dark[] = {
        {0.95f, 0.42f, 0.30f, 1}, {0.20f, 0.76f, 0.52f, 1}, {0.38f, 0.64f, 0.98f, 1}};
    static const ImVec4 on_light[] = {
        {0.80f, 0.24f, 0.10f, 1}, {0.0f, 0.52f, 0.34f, 1}, {0.08f, 0.38f, 0.78f, 1}};
    return channels == 1 ? palette().text : by_theme(on_dark[channel], on_light[channel]);
}

const char* channel_name(int channel, int channels) {
    static constexpr const char* names[] = {"red", "green", "blue"};
    return channels == 1 ? "grey" : names[channel];
}

PlotArea begin_plot(const char* id, float height, const PlotAxis& x, const PlotAxis& y, const char* hint) {
    const ImVec2 size{ImGui::GetContentRegionAvail().x, height};
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImGui::Dummy(size);
    record_place(id);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(origin, {origin.x + size.x, origin.y + size.y}, packed(palette().bar), px(6));
    const float line = drawn_size(fonts().small);
    PlotArea area{{origin.x + px(44), origin.y + px(10)},
                  {origin.x + size.x - px(10), origin.y + size.y - line - px(8)},
                  x,
                  y,
                  false,
                  ImGui::GetIO().MousePos.x};
    if (hint) {
        ImFont* font = fonts().small;
        const float width = size.x - px(32);
        const ImVec2 extent = font->CalcTextSizeA(drawn_size(font), width, width, hint);
        list.AddText(
            font, drawn_size(font),
            {std::round(origin.x + (size.x - extent.x) / 2), std::round(origin.y + (size.y - extent.y) / 2)},
            packed(palette().muted), hint, nullptr, width);
        return area;
    }
    area.hovered = ImGui::IsItemHovered() && area.mouse_x >= area.min.x && area.mouse_x <= area.max.x;
    const int rows = std::max(2, static_cast<int>((area.max.y - area.min.y) / px(20)));
    for (const double tick : readable_ticks(axis_ticks(y, rows), y, line / (area.max.y - area.min.y))) {
        const float at = std::round(area.at(0, tick).y);
        list.AddLine({area.min.x, at}, {area.max.x, at}, packed(palette().border), 1.0f);
        small_text({area.min.x - px(6), at}, {1, 0.5f}, tick_text(tick), palette().muted);
    }
    for (const double tick : axis_ticks(x, 4)) {
        const ImVec2 at = area.at(tick, 0);
        list.AddLine({at.x, area.max.y}, {at.x, area.max.y + px(3)}, packed(palette().muted, 0.6f), 1.0f);
        const std::string text = tick_text(tick);
        const float half = fonts().small->CalcTextSizeA(line, 1e9f, 0, text.c_str()).x / 2;
        small_text({std::clamp(at.x, area.min.x + half, area.max.x - half), area.max.y + px(4)}, {0.5f, 0},
                   text, palette().muted);
    }
    return area;
}

void plot_curve(const PlotArea& area, const std::vector<PlotColumn>& columns, ImU32 colour, float width,
                float band_alpha) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto alpha = static_cast<ImU32>(std::lround(255 * band_alpha));
    const ImU32 band = (colour & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT);
    std::vector<ImVec2> line;
    line.reserve(columns.size());
    const ImDrawListFlags flags = list.Flags;
    list.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // seams would show between the pieces of a band
    for (std::size_t i = 0; i < columns.size(); ++i) {
        line.push_back(area.at(columns[i].x, columns[i].mean));
        if (i == 0) continue;
        const PlotColumn &a = columns[i - 1], &b = columns[i];
        if (a.low == a.high && b.low == b.high) continue;
        list.AddQuadFilled(area.at(a.x, a.high), area.at(b.x, b.high), area.at(b.x, b.low),
                           area.at(a.x, a.low), band);
    }
    list.Flags = flags;
    if (line.size() == 1) list.AddCircleFilled(line[0], width, colour);
    list.AddPolyline(line.data(), static_cast<int>(line.size()), colour, 0, width);
}

void plot_note(const PlotArea& area, const std::string& text) {
    small_text({area.max.x - px(2), area.min.y - px(6)}, {1, 0}, text, palette().muted);
}

void tooltip_beside_panel() {
    const float left = ImGui::GetWindowPos().x, right = left + ImGui::GetWindowWidth();
    const float room = px(340), gap = px(22), y = ImGui::GetIO().MousePos.y;
    if (left >= room)
        ImGui::SetNextWindowPos({left - gap, y}, ImGuiCond_Always, {1, 0.5f});
    else if (ImGui::GetIO().DisplaySize.x - right >= room)
        ImGui::SetNextWindowPos({right + gap, y}, ImGuiCond_Always, {0, 0.5f});
}

void plot_cursor(const PlotArea& area, double step) {
    const float x = std::round(area.at(step, 0).x);
    ImGui::GetWindowDrawList()->AddLine({x, area.min.y}, {x, area.max.y}, packed(palette().muted, 0.8f),
                                        1.0f);
}

}  // namespace droplet
