// The operator panel's arithmetic, apart from its drawing.
#pragma once
#include <array>
#include <deque>
#include <optional>
#include <string>

#include "math/operator_spectrum.h"
#include "session/operator_edit.h"

namespace droplet {

/// At most five characters: "0", ".25", "−4.0", "−120", "2k"; a weight that rounds to 0 but is none is ".00".
std::string short_weight_text(float weight);

/// "out G, in R, dy −1, dx 0"; of grey "dy −1, dx 0".
std::string weight_place(int channels, int index);

/// The range ±r that a colour map shows: 1, 2 or 5 times a power of ten. It grows as soon as `largest` is
/// outside, and shrinks when that has left the next smaller one by a fifth, so that it does not flicker.
float steady_weight_range(float shown, float largest);
/// The largest |w|; 0 where none is finite.
float largest_weight_of(const Operator& op);

/// A weight after a drag of so many pixels (of scale 1): 100 for the range shown, a tenth of that speed if
/// `fine`. Held to what an operator may have.
float dragged_weight(float weight, float pixels, float range, bool fine);

/// The edit after which the weight is `wanted`, although the operator is held to symmetry and zero sum after
/// it (constrain_slice): the others of its class move along, and the free ones pay for the sum. None where
/// pinned weights hold it.
std::optional<SetWeight> weight_edit(const LearningState& state, const LearningParams& params, int index,
                                     float wanted);

/// Weights of the last second, to tell how fast they change.
class WeightMemory {
 public:
    /// `time` in seconds, not falling. An operator of another shape forgets the rest.
    void add(double time, const Operator& op);
    /// By how much weight `index` changed in the last second, or since it is known.
    float change(int index) const;

 private:
    struct Entry {
        double time;
        Operator op;
    };
    std::deque<Entry> entries_;
};

/// What a rate does, by math::rate_zones().
enum class StabilityZone { calm, patterns, may_blow_up };

struct Stability {
    bool finite = true;
    StabilityZone zone = StabilityZone::calm;
    double safe_rate = 0;  ///< infinite where nothing moves
    math::RateZones zones;
    double growth = 1;      ///< of the fastest wave, a step
    double wavelength = 0;  ///< its, in pixels; infinite for a flat picture
    std::string sentence;
};
Stability stability_of(const Operator& op, const math::OperatorSpectrum& spectrum,
                       const LearningParams& params);

/// "2.5", "0.0833", "∞".
std::string stability_number(double value);

}  // namespace droplet
