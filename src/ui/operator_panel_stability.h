#pragma once
#include <imgui.h>

#include "ui/operator_panel_logic.h"

namespace droplet {

/// The frequency response |W^(ω)| as a picture, what the rate makes of the fastest wave, and a bar of rates
/// with where they are calm, make patterns, or may blow up. Keeps the spectrum of the last operator.
class StabilityView {
 public:
    /// The bar of rates, and what the present one means; a drag on the bar changes the rate.
    void draw_rates(const LearningState& state, LearningParams& params);
    /// The frequency response with its numbers.
    void draw_spectrum(const LearningState& state, const LearningParams& params);

 private:
    void look_at(const LearningState& state, const LearningParams& params);
    void draw_response(float side) const;
    void draw_numbers(const LearningState& state, float left, float height) const;
    void draw_gauge(LearningParams& params) const;
    void draw_sentence() const;

    Operator known_;  ///< whose spectrum it is
    math::OperatorSpectrum spectrum_;
    Stability stability_;
    float gain_range_ = 0;
};

}  // namespace droplet
