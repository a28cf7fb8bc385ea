// The fractal panel's arithmetic, apart from its drawing.
#pragma once
#include <complex>
#include <string>
#include <string_view>
#include <vector>

#include "model/formula.h"
#include "model/preset.h"

namespace droplet {

/// Why a row of the fractal does nothing now, by its key; empty when it does something.
std::string fractal_refusal(const Preset& preset, std::string_view key);

/// The recurrence in force: "z ← λ / z⁷ + c", "z ← λ z² + c", "z ← " and what was typed.
std::string recurrence_text(const FractalParams& params, const std::string& formula);
/// What the fractal is for: "shown as it is", "the diffusion's start", "5 % a frame into the
/// learning".
std::string feed_text(const Preset& preset);

/// The exponent that a slider over whole numbers comes to: not 0, but the next beyond it in the direction
/// that it was moved in.
int whole_exponent(int before, int wanted);
/// The same of real numbers.
float real_exponent(float before, float wanted);

/// A half line of the plane along which the first step jumps, because z0 (or, of a constant z0, z1) crosses
/// the cut of a power that is not whole, or of a logarithm or root: the negative real numbers.
struct BranchCut {
    std::complex<double> from;
    double angle;  ///< of its direction, in (−π, π]
};
/// None where the recurrence has no cut at its first step; at most 2·12 + 1. `program` is that of the typed
/// recurrence.
std::vector<BranchCut> branch_cuts(const FractalParams& params, const FormulaProgram& program);

}  // namespace droplet
