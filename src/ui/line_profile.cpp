#include "ui/line_profile.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "media/atomic_file.h"
#include "ui/inspector.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

double length_of(const LineSegment& line) {
    return std::hypot(line.x1 - line.x0, line.y1 - line.y0);
}

/// The middle of the pixel at the mouse, of those the pane's picture has.
double middle(double value, int origin, int length) {
    return std::clamp(std::floor(value), static_cast<double>(origin),
                      static_cast<double>(origin + length - 1)) +
           0.5;
}

float squared(ImVec2 a, ImVec2 b) {
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

/// Light on dark, so that one of the two is seen on every picture.
void draw_end(ImDrawList& list, ImVec2 at, bool below_mouse) {
    const float radius = below_mouse ? px(6) : px(4.5f);
    list.AddCircleFilled(at, radius + px(1.5f), IM_COL32(0, 0, 0, 170));
    list.AddCircleFilled(at, radius, IM_COL32(255, 255, 255, 240));
}

/// A sample to a column, or where they are denser than the columns, what lies within each.
std::vector<PlotColumn> profile_columns(const Profile& profile, std::size_t channel, int most) {
    std::vector<PlotColumn> columns;
    const std::vector<float>& values = profile.samples[channel];
    const int count = profile.count(), each = (count + most - 1) / most;
    for (int begin = 0; begin < count; begin += each) {
        PlotColumn column{0, 0, 0, 0};
        int taken = 0;
        const int end = std::min(begin + each, count);
        for (int i = begin; i < end; ++i) {
            const auto value = static_cast<double>(values[static_cast<std::size_t>(i)]);
            if (!std::isfinite(value)) continue;
            column.low = taken == 0 ? value : std::min(column.low, value);
            column.high = taken == 0 ? value : std::max(column.high, value);
            column.mean += value;
            ++taken;
        }
        if (taken == 0) continue;
        column.mean /= taken;
        column.x = (profile.distance(begin) + profile.distance(end - 1)) / 2;
        columns.push_back(column);
    }
    return columns;
}

}  // namespace

std::optional<LinePart> part_inside(const LineSegment& line, const PictureShape& shape) {
    // After Liang and Barsky: the shares of the line between which it is on the inner side of each border.
    const double dx = line.x1 - line.x0, dy = line.y1 - line.y0;
    const double left = shape.origin_x, top = shape.origin_y;
    const double right = left + shape.size.width, bottom = top + shape.size.height;
    double from = 0, to = 1;
    const auto clip = [&](double way, double room) {
        if (way == 0) return room >= 0;
        const double share = room / way;
        if (way > 0)
            to = std::min(to, share);
        else
            from = std::max(from, share);
        return true;
    };
    const bool crosses = clip(-dx, line.x0 - left) && clip(dx, right - line.x0) && clip(-dy, line.y0 - top) &&
                         clip(dy, bottom - line.y0);
    if (!crosses || from >= to || shape.size.area() == 0) return std::nullopt;
    return LinePart{{line.x0 + dx * from - left, line.y0 + dy * from - top, line.x0 + dx * to - left,
                     line.y0 + dy * to - top},
                    from * std::hypot(dx, dy)};
}

int Profile::nearest(double distance) const {
    if (count() < 2 || end <= begin) return 0;
    const double sample = (distance - begin) / (end - begin) * (count() - 1);
    return static_cast<int>(std::lround(std::clamp(sample, 0.0, static_cast<double>(count() - 1))));
}

std::string profile_csv(const Profile& profile) {
    const int channels = static_cast<int>(profile.samples.size());
    std::string text = "distance,x,y";
    for (int c = 0; c < channels; ++c) text += fmt::format(",{}", channel_name(c, channels));
    text += '\n';
    for (int i = 0; i < profile.count(); ++i) {
        const double distance = profile.distance(i);
        text += fmt::format("{:.6g},{:.6g},{:.6g}", distance, profile.x(distance), profile.y(distance));
        for (const auto& values : profile.samples)
            text += fmt::format(",{:.9g}", values[static_cast<std::size_t>(i)]);
        text += '\n';
    }
    return text;
}

void LineProfile::toggle() {
    armed_ = !on();
    line_.reset();
    profile_ = {};
    dragged_ = -1;
}

Content LineProfile::content(const PictureContext& context) const {
    for (const Pane& pane : context.panes)
        if (pane.content == drawn_on_) return drawn_on_;
    return context.panes.size() == 1 ? context.panes.front().content : shown_content(context.preset);
}

/// 0 or 1, the nearer of the two ends at the mouse; −1: none.
int LineProfile::end_below(const PictureContext& context, const Pane& pane, ImVec2 mouse) const {
    if (!line_) return -1;
    const float first = squared(mouse, context.screen(pane, line_->x0, line_->y0));
    const float second = squared(mouse, context.screen(pane, line_->x1, line_->y1));
    const float reach = px(9) * px(9);
    if (std::min(first, second) > reach) return -1;
    return first < second ? 0 : 1;
}

bool LineProfile::takes_drag(const PictureContext& context) const {
    if (armed_ || ImGui::GetIO().KeyShift) return true;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    return std::any_of(context.panes.begin(), context.panes.end(), [&](const Pane& pane) {
        return pane.contains(mouse) && end_below(context, pane, mouse) >= 0;
    });
}

bool LineProfile::follow(const PictureContext& context) {
    const PictureMouse& mouse = context.mouse;
    bool begun = false;
    const bool in_pane = mouse.pane >= 0 && mouse.pane < static_cast<int>(context.panes.size());
    if (in_pane && (mouse.tool_held || dragged_ >= 0)) {
        const Pane& pane = context.panes[static_cast<std::size_t>(mouse.pane)];
        const double x = middle(mouse.x, pane.shape.origin_x, pane.shape.size.width);
        const double y = middle(mouse.y, pane.shape.origin_y, pane.shape.size.height);
        if (mouse.tool_pressed && pane.shape.size.area() > 0) {
            dragged_ = end_below(context, pane, mouse.position);
            drawn_on_ = pane.content;
            begun = dragged_ < 0;
            if (begun) line_ = LineSegment{x, y, x, y};
            if (begun) dragged_ = 1;
        }
        if (mouse.tool_held && line_ && dragged_ >= 0) {
            (dragged_ == 0 ? line_->x0 : line_->x1) = x;
            (dragged_ == 0 ? line_->y0 : line_->y1) = y;
        }
    }
    if (!mouse.tool_held && dragged_ >= 0) {
        dragged_ = -1;
        armed_ = false;
        // A press in one place is no line.
        if (line_ && length_of(*line_) == 0) line_.reset();
        if (!line_) profile_ = {};
    }
    take_reading(context);
    point_at(context);
    return begun;
}

void LineProfile::request(const PictureContext& context, ReadingRequest& reading) const {
    if (!line_) return;
    const Content of = content(context);
    if (const auto part = part_inside(*line_, context.status.shape(of)))
        reading.line = LineRequest{of, part->line};
}

void LineProfile::take_reading(const PictureContext& context) {
    ReadingRequest wanted;
    request(context, wanted);
    const Readings& readings = *context.status.readings;
    // While the line moves, what was read before stays until there is more.
    if (!wanted.line || readings.request.line != wanted.line || readings.line.empty()) return;
    const auto part = part_inside(*line_, context.status.shape(wanted.line->content));
    if (!part || length_of(part->line) == 0) return;
    if (profile_.content != wanted.line->content) values_ = {};
    profile_ = {
        wanted.line->content, *line_, length_of(*line_), part->begin, part->begin + length_of(part->line),
        readings.line};
}

/// Where along the line the mouse is, over the picture.
void LineProfile::point_at(const PictureContext& context) {
    from_picture_.reset();
    const Pane* const pane = context.pane();
    if (!pane || !line_ || profile_.count() == 0) return;
    const ImVec2 a = context.screen(*pane, line_->x0, line_->y0);
    const ImVec2 b = context.screen(*pane, line_->x1, line_->y1);
    const float whole = squared(a, b);
    if (whole == 0) return;
    const ImVec2 mouse = context.mouse.position;
    const float share = ((mouse.x - a.x) * (b.x - a.x) + (mouse.y - a.y) * (b.y - a.y)) / whole;
    const ImVec2 foot{a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
    if (share < 0 || share > 1 || squared(mouse, foot) > px(8) * px(8)) return;
    from_picture_ = static_cast<double>(share) * profile_.length;
}

void LineProfile::draw_overlay(const PictureContext& context) const {
    if (armed_ && context.mouse.over) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (!line_) return;
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    const auto marked = from_plot_ ? from_plot_ : from_picture_;
    for (const Pane& pane : context.panes) {
        list.PushClipRect(pane.min, pane.max);
        const ImVec2 a = context.screen(pane, line_->x0, line_->y0);
        const ImVec2 b = context.screen(pane, line_->x1, line_->y1);
        list.AddLine(a, b, IM_COL32(0, 0, 0, 170), px(4));
        list.AddLine(a, b, IM_COL32(255, 255, 255, 230), px(1.5f));
        const bool below = pane.contains(context.mouse.position);
        const int end = below ? end_below(context, pane, context.mouse.position) : -1;
        draw_end(list, a, end == 0 || dragged_ == 0);
        draw_end(list, b, end == 1 || dragged_ == 1);
        if (marked && profile_.length > 0) {
            const ImVec2 at = context.screen(pane, profile_.x(*marked), profile_.y(*marked));
            list.AddCircle(at, px(8), IM_COL32(0, 0, 0, 200), 0, px(4));
            list.AddCircle(at, px(8), packed(palette().accent), 0, px(2));
        }
        list.PopClipRect();
    }
}

void LineProfile::draw_plot() {
    const int channels = static_cast<int>(profile_.samples.size());
    double low = 0, high = 0;
    bool known = false;
    for (const auto& values : profile_.samples)
        for (const float value : values) {
            if (!std::isfinite(value)) continue;
            const auto v = static_cast<double>(value);
            low = known ? std::min(low, v) : v;
            high = known ? std::max(high, v) : v;
            known = true;
        }
    values_ = steady_ends(values_, low, high);
    const PlotArea area = begin_plot("profile", px(120), {AxisScale::linear, 1, 0, profile_.length},
                                     {AxisScale::linear, 1, values_.low, values_.high});
    const int most = std::max(16, static_cast<int>(area.max.x - area.min.x));
    for (int c = 0; c < channels; ++c)
        plot_curve(area, profile_columns(profile_, static_cast<std::size_t>(c), most),
                   packed(channel_colour(c, channels)), px(1.5f), 0.25f);
    from_plot_.reset();
    if (area.hovered) from_plot_ = area.step_below_mouse();
    const auto marked = from_plot_ ? from_plot_ : from_picture_;
    if (!marked) return;
    const int sample = profile_.nearest(*marked);
    const double distance = profile_.distance(sample);
    plot_cursor(area, distance);
    if (!from_plot_) return;
    from_plot_ = distance;
    tooltip_beside_panel();
    ImGui::BeginTooltip();
    ImGui::TextUnformatted(fmt::format("{:.1f} px: x {:.0f}, y {:.0f}", distance,
                                       std::floor(profile_.x(distance)), std::floor(profile_.y(distance)))
                               .c_str());
    for (int c = 0; c < channels; ++c) {
        const float value = profile_.samples[static_cast<std::size_t>(c)][static_cast<std::size_t>(sample)];
        ImGui::TextColored(channel_colour(c, channels), "%s", channel_name(c, channels));
        ImGui::SameLine(px(88));
        ImGui::TextUnformatted(fmt::format("{:.5f} ({:.1f})", value, value * 255).c_str());
    }
    ImGui::EndTooltip();
}

bool LineProfile::draw_panel(const ActionList& actions) {
    std::string words;
    if (profile_.count() == 0) {
        from_plot_.reset();
        begin_plot("profile", px(120), {}, {},
                   armed_  ? "Drag over the picture."
                   : line_ ? "The line does not cross this picture."
                           : "Shift+drag over the picture draws a line; its ends can be dragged.");
    } else {
        draw_plot();
        words = fmt::format("{}, {:.1f} pixels from {:.0f}, {:.0f} to {:.0f}, {:.0f}",
                            content_name(profile_.content), profile_.length, std::floor(profile_.line.x0),
                            std::floor(profile_.line.y0), std::floor(profile_.line.x1),
                            std::floor(profile_.line.y1));
    }
    ImGui::PushFont(fonts().small);
    ImGui::TextColored(palette().muted, "%s", words.empty() ? "no line" : words.c_str());
    ImGui::PopFont();
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float half = std::floor((ImGui::GetContentRegionAvail().x - gap) / 2);
    switch_button(actions.at("line-profile"), half);
    ImGui::SameLine();
    const bool any = profile_.count() > 0;
    ImGui::BeginDisabled(!any);
    const bool exports =
        icon_button("profile-export", Icon::none, "Export CSV…", {ImGui::GetContentRegionAvail().x, px(32)});
    ImGui::EndDisabled();
    record_place("profile-export");
    tooltip(any ? "Writes distance, place and values of every sample as a table." : "There is no line yet.");
    return exports;
}

void LineProfile::write_csv(const std::filesystem::path& path) const {
    const std::string text = profile_csv(profile_);
    AtomicFile out(path.string());
    out.write({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
    out.commit();
}

}  // namespace droplet
