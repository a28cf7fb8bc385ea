#include "ui/fractal_panel_logic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace droplet {
namespace {

constexpr double pi = std::numbers::pi;

bool is_whole(float value) {
    return value == std::round(value);
}

std::string superscript(int number) {
    static constexpr std::string_view digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text;
    for (const char digit : std::to_string(number)) text += digits[digit - '0'];
    return text;
}

std::string power_text(float exponent) {
    const float n = std::abs(exponent);
    if (n == 1) return "z";
    return is_whole(n) ? fmt::format("z{}", superscript(static_cast<int>(n))) : fmt::format("z^{:.4g}", n);
}

/// Of formulas: whether the first step takes a cut at negative real z.
bool cuts_at_negative_z(const FormulaProgram& program) {
    return std::any_of(program.instructions, program.instructions + program.count,
                       [](const FormulaInstruction& step) {
                           const bool cuts = step.op == FormulaOp::log || step.op == FormulaOp::sqrt ||
                                             step.op == FormulaOp::arg || step.op == FormulaOp::power_real ||
                                             step.op == FormulaOp::power_any;
                           return cuts && step.a == FormulaProgram::z;
                       });
}

std::string start_refusal(const FractalParams& p, std::string_view key) {
    if (p.julia) return "With a Julia set, z₀ is the pixel.";
    const bool of_power = key == "start-power" || key == "start-factor";
    if (of_power && p.start == FractalStart::constant) return "z₀ is a constant, not a power of c.";
    if (!of_power && key != "start" && p.start == FractalStart::power) return "z₀ is a power of c.";
    return {};
}

std::string trap_refusal(const FractalParams& p, std::string_view key) {
    if (p.coloring != Coloring::trap) return "Only the coloring trap uses it.";
    if (key == "trap-size" && p.trap != OrbitTrap::circle) return "Only a circle has a radius.";
    return {};
}

std::string feed_refusal(const Preset& preset, std::string_view key) {
    if (stepping_process(preset) == Process::none)
        return "Nothing steps: the process shows the fractal as it is.";
    if (key == "feed-share" && preset.fractal.feed == FractalFeed::start)
        return "It is not mixed in: each change starts the process anew.";
    return {};
}

}  // namespace

std::string fractal_refusal(const Preset& preset, std::string_view key) {
    const FractalParams& p = preset.fractal;
    if (p.recurrence == Recurrence::formula &&
        (key == "exponent" || key == "real-exponent" || key == "coefficient"))
        return "The typed recurrence has its own.";
    if (key.starts_with("start")) return start_refusal(p, key);
    if (key == "julia-c" && !p.julia) return "Only a Julia set has the same c everywhere.";
    if (key == "radius" && (p.coloring == Coloring::trap || p.coloring == Coloring::angle))
        return "This coloring does not ask whether a point is outside.";
    if (key.starts_with("trap")) return trap_refusal(p, key);
    if (key.starts_with("feed")) return feed_refusal(preset, key);
    return {};
}

std::string recurrence_text(const FractalParams& params, const std::string& formula) {
    if (params.recurrence == Recurrence::formula) return "z ← " + formula;
    return fmt::format("z ← λ{}{} + c", params.exponent > 0 ? " / " : " ", power_text(params.exponent));
}

std::string feed_text(const Preset& preset) {
    const Process steps = stepping_process(preset);
    if (steps == Process::none)
        return preset.process == Process::none ? "shown as it is" : "what is shown is made of it";
    const char* const run = steps == Process::diffuse ? "diffusion"
                            : steps == Process::learn ? "learning"
                                                      : "convolution";
    if (preset.fractal.feed == FractalFeed::start) return fmt::format("the {}'s start", run);
    return fmt::format("{:.3g} % a frame into the {}", 100 * static_cast<double>(preset.fractal.feed_share),
                       run);
}

int whole_exponent(int before, int wanted) {
    if (wanted != 0) return wanted;
    return before > 0 ? -1 : 1;
}

float real_exponent(float before, float wanted) {
    constexpr float nearest = 0.01f;
    if (std::abs(wanted) >= nearest) return wanted;
    return before > 0 ? -nearest : nearest;
}

std::vector<BranchCut> branch_cuts(const FractalParams& p, const FormulaProgram& program) {
    const bool typed = p.recurrence == Recurrence::formula;
    if (typed ? !cuts_at_negative_z(program) : is_whole(p.exponent)) return {};
    if (p.julia) return {{0, pi}};
    if (p.start == FractalStart::constant) {
        const std::complex<double> z{p.start_re, p.start_im};
        if (typed || z == 0.0) return {};
        // z1 = λ / z0ⁿ + c is negative where c is left of −λ / z0ⁿ.
        const std::complex<double> lambda{p.coefficient_re, p.coefficient_im};
        return {{-lambda / std::pow(z, static_cast<double>(p.exponent)), pi}};
    }
    // arg(a c^m) = arg a + m arg c = π + 2πk with arg c in (−π, π].
    std::vector<BranchCut> cuts;
    const auto m = static_cast<double>(p.start_power);
    const double turned = p.start_factor < 0 ? pi : 0;
    if (m == 0 || p.start_factor == 0) return {};
    const int most = static_cast<int>(std::ceil(std::abs(m))) + 1;
    for (int k = -most; k <= most; ++k) {
        const double angle = (pi + 2 * pi * k - turned) / m;
        if (angle > -pi + 1e-9 && angle <= pi + 1e-9) cuts.push_back({0, std::min(angle, pi)});
    }
    // c^m has a cut of its own.
    const auto at_pi = [](const BranchCut& cut) { return cut.angle > pi - 1e-9; };
    if (!is_whole(p.start_power) && std::none_of(cuts.begin(), cuts.end(), at_pi)) cuts.push_back({0, pi});
    std::sort(cuts.begin(), cuts.end(), [](const auto& a, const auto& b) { return a.angle < b.angle; });
    return cuts;
}

}  // namespace droplet
