#include "ui/operator_panel_logic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "math/operator_update.h"
#include "ui/plot.h"

namespace droplet {
namespace {

std::string signed_offset(int offset) {
    return offset < 0 ? fmt::format("−{}", -offset) : fmt::format("{}", offset);
}

/// How the taps of a slice hang together.
struct SliceTies {
    int own_free = 0, own_pinned = 0;  ///< taps of the weight's class
    int free = 0;                      ///< taps of classes without pinned ones
};

SliceTies slice_ties(const LearningState& state, Symmetry symmetry, int index) {
    const int slice = index / Operator::taps * Operator::taps,
              own = math::symmetry_class(symmetry, index - slice);
    SliceTies ties;
    std::array<int, Operator::taps> pinned{}, count{};
    for (int t = 0; t < Operator::taps; ++t) {
        const auto c = static_cast<std::size_t>(math::symmetry_class(symmetry, t));
        ++count[c];
        if (state.pinned[static_cast<std::size_t>(slice + t)]) ++pinned[c];
    }
    const auto at = static_cast<std::size_t>(own);
    ties.own_pinned = pinned[at];
    ties.own_free = count[at] - pinned[at];
    for (std::size_t c = 0; c < Operator::taps; ++c)
        if (pinned[c] == 0) ties.free += count[c];
    return ties;
}

std::string wave_text(double wavelength) {
    return std::isinf(wavelength) ? "flat areas" : fmt::format("waves of {:.1f} px", wavelength);
}

/// Steps in which a ripple of 1/100 fills the range.
int steps_to_fill(double growth) {
    return static_cast<int>(std::ceil(std::log(100.0) / std::log(growth)));
}

std::string sentence_of(const Stability& s) {
    const std::string wave = wave_text(s.wavelength);
    switch (s.zone) {
        case StabilityZone::calm:
            return s.growth > 1 + 1e-9 ? "Calm: the fastest wave grows by less than 0.1 % a step."
                                       : "Calm: no wave grows, the picture only smooths and drifts.";
        case StabilityZone::patterns:
            return fmt::format("Patterns grow: {} first; then g slows them and the clamp holds them.", wave);
        case StabilityZone::may_blow_up:
            break;
    }
    const int steps = steps_to_fill(s.growth);
    return fmt::format(
        "May blow up: {} can fill the range in {} step{}. Safer: a rate below {}, or a smaller K.", wave,
        steps, steps == 1 ? "" : "s", stability_number(s.zones.blow_up_from));
}

}  // namespace

std::string short_weight_text(float weight) {
    if (!std::isfinite(weight)) return std::isnan(weight) ? "nan" : weight < 0 ? "−∞" : "∞";
    if (weight == 0) return "0";
    const double size = std::fabs(static_cast<double>(weight));
    std::string text = size < 0.995    ? fmt::format("{:.2f}", size).substr(1)
                       : size < 9.95   ? fmt::format("{:.1f}", size)
                       : size < 999.5  ? fmt::format("{:.0f}", size)
                       : size < 9950.0 ? fmt::format("{:.1f}k", size / 1000)
                                       : fmt::format("{:.0f}k", size / 1000);
    return weight < 0 ? "−" + text : text;
}

std::string weight_place(int channels, int index) {
    constexpr const char* names[] = {"R", "G", "B"};
    const int slice = index / Operator::taps, tap = index % Operator::taps;
    const std::string offset =
        fmt::format("dy {}, dx {}", signed_offset(tap / 3 - 1), signed_offset(tap % 3 - 1));
    if (channels == 1) return offset;
    return fmt::format("out {}, in {}, {}", names[slice / channels], names[slice % channels], offset);
}

float steady_weight_range(float shown, float largest) {
    if (!(largest > 0)) return shown > 0 ? shown : 1;
    const auto fitting = static_cast<float>(step_125(static_cast<double>(largest)));
    if (fitting >= shown) return fitting;
    // The next smaller one must hold the weights with room to spare.
    return static_cast<float>(step_125(static_cast<double>(largest) * 1.25)) < shown ? fitting : shown;
}

float largest_weight_of(const Operator& op) {
    float largest = 0;
    for (int i = 0; i < op.count(); ++i)
        if (const float w = std::fabs(op.weights[static_cast<std::size_t>(i)]); std::isfinite(w))
            largest = std::max(largest, w);
    return largest;
}

float dragged_weight(float weight, float pixels, float range, bool fine) {
    const float moved = weight + pixels * range * (fine ? 0.001f : 0.01f);
    return std::clamp(moved, -largest_weight, largest_weight);
}

std::optional<SetWeight> weight_edit(const LearningState& state, const LearningParams& params, int index,
                                     float wanted) {
    if (state.pinned[static_cast<std::size_t>(index)]) return SetWeight{index, wanted};
    const SliceTies ties = slice_ties(state, params.symmetry, index);
    // Free weights of a class take the mean of its pinned ones.
    if (params.symmetry != Symmetry::none && ties.own_pinned > 0) return std::nullopt;
    const float now = state.current.weights[static_cast<std::size_t>(index)];
    // The class takes its mean, so one of n moves it by 1/n; of what it gains, n of the free weights' shares
    // are taken back for the sum.
    auto gain = 1.0f / static_cast<float>(ties.own_free);
    if (params.zero_sum) {
        if (ties.free == ties.own_free) return std::nullopt;
        gain *= 1.0f - static_cast<float>(ties.own_free) / static_cast<float>(ties.free);
    }
    return SetWeight{index, gain == 1 ? wanted : now + (wanted - now) / gain};
}

void WeightMemory::add(double time, const Operator& op) {
    if (!entries_.empty() && entries_.back().op.channels != op.channels) entries_.clear();
    // Twenty a second say enough.
    if (entries_.size() > 1 && time - entries_[entries_.size() - 2].time < 0.05) entries_.pop_back();
    entries_.push_back({time, op});
    while (entries_.size() > 2 && entries_[1].time <= time - 1) entries_.pop_front();
}

float WeightMemory::change(int index) const {
    if (entries_.empty()) return 0;
    const auto at = static_cast<std::size_t>(index);
    return entries_.back().op.weights[at] - entries_.front().op.weights[at];
}

std::string stability_number(double value) {
    if (std::isinf(value)) return "∞";
    return value != 0 && value < 1e-3 ? tick_text(value) : fmt::format("{:.3g}", value);
}

Stability stability_of(const Operator& op, const math::OperatorSpectrum& spectrum,
                       const LearningParams& params) {
    Stability s;
    s.finite = spectrum.finite;
    if (!s.finite) {
        s.zone = StabilityZone::may_blow_up;
        s.sentence = "The operator holds a weight that is no number; restart it.";
        return s;
    }
    const auto rate = static_cast<double>(params.rate);
    s.safe_rate = math::safe_rate(spectrum);
    s.zones = math::rate_zones(spectrum, op, params.conductance, static_cast<double>(params.k));
    const math::WaveMode fastest = math::fastest_mode(spectrum, rate);
    s.growth = fastest.growth(rate);
    s.wavelength = fastest.wavelength();
    s.zone = rate <= s.zones.calm_until    ? StabilityZone::calm
             : rate < s.zones.blow_up_from ? StabilityZone::patterns
                                           : StabilityZone::may_blow_up;
    s.sentence = spectrum.modes.empty() ? "Still: the operator is 0 and moves nothing." : sentence_of(s);
    return s;
}

}  // namespace droplet
