#include "ui/fractal_panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <initializer_list>

#include "model/builtin_presets.h"
#include "ui/complex_pad.h"
#include "ui/fractal_cuts.h"
#include "ui/fractal_panel_logic.h"
#include "ui/param_widgets.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace droplet {
namespace {

bool rows(Preset& preset, std::initializer_list<std::string_view> keys, Messages& messages) {
    const RowRefusal refusal = [&](std::string_view key) { return fractal_refusal(preset, key); };
    bool changed = false;
    for (const std::string_view key : keys)
        for_each_field<FractalParams>([&](const auto& field) {
            if (field.key == key) changed |= param_row(preset.fractal, field, messages, refusal);
        });
    return changed;
}

/// Two rows of the table as one point of the plane.
struct PointRow {
    std::string_view key, label, help;
    double FractalParams::*re;
    double FractalParams::*im;
};

bool point_row(Preset& preset, const PointRow& row) {
    FractalParams& p = preset.fractal;
    const FractalParams standard;
    std::complex<double> value{p.*row.re, p.*row.im};
    if (!complex_row({.key = row.key,
                      .label = row.label,
                      .help = row.help,
                      .standard = {standard.*row.re, standard.*row.im},
                      .limit = Schema<FractalParams>::plane.max,
                      .refusal = fractal_refusal(preset, row.key)},
                     value))
        return false;
    p.*row.re = value.real();
    p.*row.im = value.imag();
    return true;
}

bool exponent_row(Preset& preset, Messages& messages) {
    FractalParams& p = preset.fractal;
    const float before = p.exponent;
    if (p.real_exponent) {
        if (!rows(preset, {"exponent"}, messages)) return false;
        p.exponent = real_exponent(before, p.exponent);
        return p.exponent != before;
    }
    constexpr std::string_view help =
        "n of λ / zⁿ + c, whole and not 0; negative n multiplies instead: λ z^|n| + c.";
    int whole = static_cast<int>(before);
    if (!detail::number_row<int>({"exponent", "Exponent n", help, fractal_refusal(preset, "exponent")}, whole,
                                 static_cast<int>(FractalParams{}.exponent), {-12, 12}, {-12, 12},
                                 Scale::linear))
        return false;
    p.exponent = static_cast<float>(whole_exponent(static_cast<int>(before), std::clamp(whole, -12, 12)));
    return p.exponent != before;
}

/// What the picture is calculated with now.
void precision_in_use(const SessionStatus& status) {
    row_label("In use");
    const FractalProgress& progress = status.fractal.progress;
    ImGui::TextUnformatted(status.fractal.active ? std::string(enum_name(progress.precision)).c_str() : "—");
    record_place("precision.in-use");
    tooltip("What this picture is calculated with: the cheapest that shows no error, or the one chosen.");
}

std::string start_summary(const FractalParams& p) {
    if (p.julia) return "the pixel";
    if (p.start == FractalStart::constant) return fmt::format("{:.4g}, {:.4g} i", p.start_re, p.start_im);
    if (p.start_power == 1 && p.start_factor == 1) return "c";
    return fmt::format("{:.4g} c^{:.4g}", p.start_factor, p.start_power);
}

std::string julia_summary(const FractalParams& p) {
    return p.julia ? fmt::format("c {:.4g}, {:.4g} i", p.julia_re, p.julia_im) : "off";
}

}  // namespace

bool FractalPanel::draw_power(Preset& preset, Messages& messages) {
    FractalParams& p = preset.fractal;
    bool changed = exponent_row(preset, messages);
    if (rows(preset, {"real-exponent"}, messages)) {
        changed = true;
        if (!p.real_exponent)
            p.exponent = static_cast<float>(
                whole_exponent(p.exponent > 0 ? -1 : 1, static_cast<int>(std::lround(p.exponent))));
    }
    changed |= point_row(preset, {"coefficient", "λ", "The coefficient; −i/π in the original.",
                                  &FractalParams::coefficient_re, &FractalParams::coefficient_im});
    return changed;
}

bool FractalPanel::draw_start(Preset& preset, Messages& messages) {
    if (!begin_fold("Start z₀", start_summary(preset.fractal))) return false;
    bool changed = rows(preset, {"start", "start-power", "start-factor"}, messages);
    changed |= point_row(preset, {"start-z", "Constant z₀", "z₀, the same for every pixel.",
                                  &FractalParams::start_re, &FractalParams::start_im});
    return changed;
}

bool FractalPanel::draw_julia(Preset& preset, const ActionList& actions, Messages& messages) {
    if (!begin_fold("Julia set", julia_summary(preset.fractal))) return false;
    bool changed = rows(preset, {"julia"}, messages);
    changed |= point_row(preset, {"julia-c", "c", "The c of the Julia set, the same for every pixel.",
                                  &FractalParams::julia_re, &FractalParams::julia_im});
    const float width = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
    switch_button(actions.at("julia-follow"), width, {.label = "c follows the mouse", .height = 28});
    ImGui::SameLine();
    switch_button(actions.at("julia-of-point"), width, {.label = "Of the point", .height = 28});
    return changed;
}

bool FractalPanel::draw_recurrence(Preset& preset, const SessionStatus& status, const ActionList& actions,
                                   Messages& messages) {
    if (!begin_section("Recurrence")) return false;
    bool changed = rows(preset, {"recurrence"}, messages);
    if (preset.fractal.recurrence == Recurrence::formula)
        changed |= editor_.draw(preset, status.fractal.size);
    else
        changed |= draw_power(preset, messages);
    changed |= draw_start(preset, messages);
    changed |= draw_julia(preset, actions, messages);
    changed |= rows(preset, {"iterations", "radius", "precision"}, messages);
    precision_in_use(status);
    row_label("Branch cut");
    ImGui::Checkbox("##cut", &shows_cut);
    record_place("branch-cut");
    tooltip("Draws where the first step jumps: of a power that is not whole, a root or a logarithm.");
    ImGui::Dummy({0, px(4)});
    return changed;
}

bool FractalPanel::draw_coloring(Preset& preset, Messages& messages) {
    if (!begin_section("Coloring")) return false;
    bool changed = rows(preset, {"coloring", "samples"}, messages);
    if (preset.fractal.coloring == Coloring::trap) {
        changed |= rows(preset, {"trap", "trap-size"}, messages);
        changed |= point_row(preset, {"trap-middle", "Trap", "The middle of the trap.",
                                      &FractalParams::trap_re, &FractalParams::trap_im});
    }
    ImGui::Dummy({0, px(4)});
    return changed;
}

bool FractalPanel::draw_feeds(Preset& preset, Messages& messages) {
    if (!begin_section("Feeds")) return false;
    const bool changed = rows(preset, {"feed", "feed-share"}, messages);
    ImGui::Dummy({0, px(4)});
    return changed;
}

bool FractalPanel::follow(Preset& preset, const PictureContext& context, const FractalPlane& plane) {
    if (!follows && !held) return false;
    if (context.mouse.clicked) follows = false;
    if (!context.pane() || plane.size == Size{} || plane.place.scale == 0) return true;
    const PlanePoint point = plane.at(context.mouse.x, context.mouse.y);
    const auto& limits = Schema<FractalParams>::plane;
    preset.fractal.julia = true;
    preset.fractal.julia_re = std::clamp(point.re.high, limits.min, limits.max);
    preset.fractal.julia_im = std::clamp(point.im.high, limits.min, limits.max);
    return true;
}

void FractalPanel::toggle_julia_of(Preset& preset, const PlanePoint& point, Size canvas) {
    FractalParams& p = preset.fractal;
    const auto go_to = [&p](const FractalPlace& place) {
        p.center_x = place.x;
        p.center_y = place.y;
        p.scale = place.scale;
    };
    if (p.julia) {
        p.julia = false;
        FractalPlace back = left_.value_or(FractalPlace{p.julia_re, p.julia_im, p.scale});
        go_to(back);
        left_.reset();
        return;
    }
    left_ = place_of(p);
    p.julia = true;
    p.julia_re = point.re.high;
    p.julia_im = point.im.high;
    go_to({0, 0, fitted_to(FractalParams{}, canvas).scale});
}

void FractalPanel::draw_overlay(const PictureContext& context, const FractalPlane& plane) {
    if (!shows_cut || plane.place.scale == 0) return;
    const Preset& preset = context.preset;
    if (preset.fractal.recurrence == Recurrence::formula && preset.formula != compiled_) {
        compiled_ = preset.formula;
        try {
            program_ = compile_formula(compiled_);
        } catch (const FormulaError&) {
            program_ = FormulaProgram();  // no formula has no cut
        }
    }
    draw_branch_cuts(context, plane, branch_cuts(preset.fractal, program_));
}

}  // namespace droplet
