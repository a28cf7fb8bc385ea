#include "ui/fractal_orbit.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/fractal_cuts.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

constexpr ImU32 shade = IM_COL32(0, 0, 0, 150);
constexpr int most_drawn = 600;
/// Of the last iterate that is drawn; the first is opaque.
constexpr float faintest = 0.25f;

std::string number_text(double value) {
    if (!std::isfinite(value)) return "∞";
    std::string text = fmt::format("{:.6g}", value == 0 ? 0.0 : value);
    if (text.starts_with('-')) text.replace(0, 1, "−");
    return text;
}

/// One pane's drawing.
class Painter {
 public:
    Painter(const PictureContext& context, const FractalPlane& plane, const Pane& pane, bool pinned)
        : context_(context),
          plane_(plane),
          pane_(pane),
          pinned_(pinned),
          list_(*ImGui::GetBackgroundDrawList()) {}

    void draw(const Orbit& orbit, const PlanePoint& point) const {
        list_.PushClipRect(pane_.min, pane_.max, true);
        const int count = std::min(static_cast<int>(orbit.points.size()), most_drawn);
        for (int i = 1; i < count; ++i) draw_step(orbit, i, count);
        if (count <= 200)
            for (int i = 1; i < count; ++i) draw_point(orbit.points[static_cast<std::size_t>(i)], i, count);
        draw_ends(orbit, count);
        draw_pixel(point);
        list_.PopClipRect();
    }

 private:
    struct Spot {
        double x, y;
    };
    Spot spot(double re, double im) const {
        const double zoom = context_.view.zoom() / static_cast<double>(context_.density);
        return {static_cast<double>(pane_.min.x) + (plane_.x_of(re) - context_.view.origin_x()) * zoom,
                static_cast<double>(pane_.min.y) + (plane_.y_of(im) - context_.view.origin_y()) * zoom};
    }
    static ImVec2 on_screen(const Spot& spot) {
        return {static_cast<float>(spot.x), static_cast<float>(spot.y)};
    }
    bool in_pane(const Spot& spot) const { return pane_.contains(on_screen(spot)); }
    static float alpha(int i, int count) {
        return 1 - (1 - faintest) * static_cast<float>(i) / static_cast<float>(std::max(count, 2));
    }

    /// The way from one iterate to the next, as far as it is in the pane; an arrow where it leaves it.
    void draw_step(const Orbit& orbit, int i, int count) const {
        const OrbitPoint &a = orbit.points[static_cast<std::size_t>(i - 1)],
                         &b = orbit.points[static_cast<std::size_t>(i)];
        if (!a.is_finite() || !b.is_finite()) return;
        const Spot from = spot(a.re, a.im), to = spot(b.re, b.im);
        const double dx = to.x - from.x, dy = to.y - from.y, length = std::hypot(dx, dy);
        double begin = 0, end = 0;
        if (!(length > 0) || !std::isfinite(length) ||
            !clip_ray(from.x, from.y, dx / length, dy / length, static_cast<double>(pane_.min.x),
                      static_cast<double>(pane_.min.y), static_cast<double>(pane_.max.x),
                      static_cast<double>(pane_.max.y), begin, end) ||
            begin >= length)
            return;
        end = std::min(end, length);
        const auto at = [&](double way) {
            return on_screen({from.x + dx / length * way, from.y + dy / length * way});
        };
        const ImU32 colour = packed(palette().accent, alpha(i, count));
        list_.AddLine(at(begin), at(end), IM_COL32(0, 0, 0, static_cast<int>(110 * alpha(i, count))), px(3));
        list_.AddLine(at(begin), at(end), colour, px(1.4f));
        if (end < length)
            draw_arrow(at(end), static_cast<float>(dx / length), static_cast<float>(dy / length), colour);
    }

    void draw_arrow(ImVec2 tip, float dx, float dy, ImU32 colour) const {
        const float length = px(10), half = px(4.5f);
        const ImVec2 base{tip.x - dx * length, tip.y - dy * length};
        list_.AddTriangleFilled(tip, {base.x - dy * half, base.y + dx * half},
                                {base.x + dy * half, base.y - dx * half}, colour);
    }

    void draw_point(const OrbitPoint& point, int i, int count) const {
        if (!point.is_finite()) return;
        const Spot at = spot(point.re, point.im);
        if (!in_pane(at)) return;
        const ImVec4 colour = point.inside ? palette().accent : palette().warning;
        list_.AddCircleFilled(on_screen(at), px(3.2f), shade);
        list_.AddCircleFilled(on_screen(at), px(2.3f), packed(colour, alpha(i, count)));
    }

    /// z0 as a square, zN as a disc.
    void draw_ends(const Orbit& orbit, int count) const {
        const OrbitPoint& first = orbit.points.front();
        if (const Spot at = spot(first.re, first.im); first.is_finite() && in_pane(at)) {
            const ImVec2 p = on_screen(at);
            const float half = px(4);
            list_.AddRectFilled({p.x - half - 1, p.y - half - 1}, {p.x + half + 1, p.y + half + 1}, shade);
            list_.AddRectFilled({p.x - half, p.y - half}, {p.x + half, p.y + half},
                                IM_COL32(255, 255, 255, 255));
        }
        const OrbitPoint& last = orbit.last;
        if (count <= orbit.iterations || !last.is_finite()) return;
        if (const Spot at = spot(last.re, last.im); in_pane(at)) {
            list_.AddCircleFilled(on_screen(at), px(5.5f), shade);
            list_.AddCircleFilled(on_screen(at), px(4.5f), packed(palette().accent));
            list_.AddCircle(on_screen(at), px(4.5f), IM_COL32(255, 255, 255, 255), 0, px(1.2f));
        }
    }

    /// The pixel that it is of: a cross while it is pinned.
    void draw_pixel(const PlanePoint& point) const {
        if (!pinned_) return;
        const double zoom = context_.view.zoom() / static_cast<double>(context_.density);
        const ImVec2 at = on_screen(
            {static_cast<double>(pane_.min.x) + (plane_.x_of(point.re) - context_.view.origin_x()) * zoom,
             static_cast<double>(pane_.min.y) + (plane_.y_of(point.im) - context_.view.origin_y()) * zoom});
        if (!pane_.contains(at)) return;
        const float inner = px(6), outer = px(12);
        for (const float side : {-1.0f, 1.0f}) {
            const auto bar = [&](ImVec2 a, ImVec2 b) {
                list_.AddLine(a, b, shade, px(3));
                list_.AddLine(a, b, IM_COL32(255, 255, 255, 255), px(1.3f));
            };
            bar({at.x + side * inner, at.y}, {at.x + side * outer, at.y});
            bar({at.x, at.y + side * inner}, {at.x, at.y + side * outer});
        }
    }

    const PictureContext& context_;
    const FractalPlane& plane_;
    const Pane& pane_;
    bool pinned_;
    ImDrawList& list_;
};

constexpr std::array<const char*, 4> columns{"k", "re", "im", "|z|"};
constexpr std::array<float, 5> column_places{0, 0.14f, 0.44f, 0.74f, 1.02f};

void table_row(const OrbitPoint& point, int k, ImVec2 at, float width) {
    const std::array<std::string, 4> cells{
        fmt::format("{}", k), point.is_finite() ? number_text(point.re) : "",
        point.is_finite() ? number_text(point.im) : "", number_text(point.modulus)};
    const ImVec4& colour = point.inside ? palette().text : palette().warning;
    for (std::size_t i = 0; i < cells.size(); ++i)
        small_text({at.x + width * column_places[i], at.y}, {0, 0}, cells[i],
                   i == 0 ? palette().muted : colour);
}

}  // namespace

std::string orbit_sentence(const Orbit& orbit) {
    const std::string within = fmt::format("{} of {} iterates within R", orbit.count, orbit.iterations);
    return orbit.leaves ? fmt::format("{}; z{} is the first beyond.", within, *orbit.leaves)
                        : within + "; none leaves.";
}

void OrbitView::point_at(const PictureContext& context, const FractalPlane& plane, bool takes_clicks) {
    if (pinned_ && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape))) pinned_ = false;
    if (context.mouse.double_clicked) {
        // It moves, and is no click: what its first half did is taken back.
        if (before_click_) {
            pinned_ = before_click_->has_value();
            if (pinned_) point_ = *before_click_;
        }
        doubled_ = true;
    } else if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        doubled_ = false;
        before_click_.reset();
    }
    const bool clicked = takes_clicks && context.mouse.clicked && context.pane() && !doubled_;
    if (clicked) before_click_ = pinned_ ? point_ : std::nullopt;
    if (clicked && pinned_) {
        pinned_ = false;  // elsewhere
    } else if (clicked && point_) {
        pinned_ = true;
        return;
    }
    if (pinned_) return;
    if (context.pane())
        point_ = plane.pixel_at(context.mouse.x, context.mouse.y);
    else
        point_.reset();
}

void OrbitView::calculate(const PictureContext& context) {
    if (!point_) {
        orbit_.reset();
        known_.reset();
        return;
    }
    const Precision precision = context.status.fractal.progress.precision;
    Known wanted{context.preset.fractal, context.preset.formula, *point_, precision};
    // Where one looks, and the colours, make no other orbit.
    const FractalParams standard;
    wanted.params.center_x = wanted.params.center_y = {};
    wanted.params.scale = standard.scale;
    wanted.params.palette_offset = standard.palette_offset;
    if (known_ && *known_ == wanted) return;
    try {
        FormulaProgram program;
        const FractalParams& p = wanted.params;
        if (p.recurrence == Recurrence::formula)
            program = compile_formula(wanted.formula);
        else if (p.exponent != std::round(p.exponent))
            program = real_power_program(p.coefficient_re, p.coefficient_im, static_cast<double>(p.exponent));
        orbit_ = orbit_of(p, program, *point_, precision);
        known_ = std::move(wanted);
    } catch (const FormulaError&) {
        orbit_.reset();  // the editor says why
        known_.reset();
    }
}

void OrbitView::update(const PictureContext& context, const FractalPlane& plane, bool takes_clicks) {
    if (!on || plane.place.scale == 0 || plane.size == Size{}) {
        pinned_ = false;
        point_.reset();
        orbit_.reset();
        known_.reset();
        return;
    }
    point_at(context, plane, takes_clicks);
    calculate(context);
}

void OrbitView::draw_overlay(const PictureContext& context, const FractalPlane& plane) const {
    if (!on || !orbit_ || !point_) return;
    for (const Pane& pane : context.panes) Painter(context, plane, pane, pinned_).draw(*orbit_, *point_);
}

void OrbitView::draw_panel() {
    if (!begin_section("Orbit")) return;
    const float width = ImGui::GetContentRegionAvail().x, line = ImGui::GetFontSize() + px(3);
    ImGui::PushStyleColor(ImGuiCol_Text, palette().muted);
    const std::string sentence = orbit_ ? orbit_sentence(*orbit_)
                                 : on   ? "Point at the picture."
                                        : "Off: Q shows the orbit of the point below the mouse.";
    ImGui::TextUnformatted(elided(sentence, width).c_str());
    record_place("orbit.sentence");
    tooltip(pinned_ ? "A click on the picture, or Esc, lets it go." : "A click on the picture pins it.");
    ImGui::PopStyleColor();
    const ImVec2 head = ImGui::GetCursorScreenPos();
    for (std::size_t i = 0; i < columns.size(); ++i)
        small_text({head.x + width * column_places[i], head.y}, {0, 0}, columns[i], palette().muted);
    ImGui::Dummy({width, line});
    // Of one height, whatever is listed.
    ImGui::BeginChild("##orbit", {width, 9 * line}, false);
    record_place("orbit.table");
    const int count = orbit_ ? static_cast<int>(orbit_->points.size()) : 0;
    ImGuiListClipper clipper;
    clipper.Begin(count, line);
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const ImVec2 at = ImGui::GetCursorScreenPos();
            ImGui::Dummy({ImGui::GetContentRegionAvail().x, line - ImGui::GetStyle().ItemSpacing.y});
            table_row(orbit_->points[static_cast<std::size_t>(i)], i, at, width);
        }
    ImGui::EndChild();
    ImGui::Dummy({0, px(4)});
}

}  // namespace droplet
