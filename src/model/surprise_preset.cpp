#include <cmath>
#include <random>

#include "model/builtin_presets.h"
#include "model/operator_terms.h"

namespace droplet {
namespace {

/// The standard's distributions differ from library to library; its engines do not.
class Dice {
 public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    float uniform(float low, float high) {
        return low + (high - low) * (static_cast<float>(engine_() >> 40) * 0x1p-24f);
    }
    float logarithmic(float low, float high) { return std::exp2(uniform(std::log2(low), std::log2(high))); }
    int integer(int low, int high) {  // both ends
        return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(float p) { return uniform(0, 1) < p; }

 private:
    std::mt19937_64 engine_;
};

/// Diffusion whose hues turn by any angle, with a flow that differs between the channels.
Operator random_coupling(Dice& dice) {
    using namespace channels;
    const float angle = dice.uniform(-3.1f, 3.1f), color_gain = dice.uniform(0.2f, 1);
    const float flow = dice.chance(0.5f) ? dice.uniform(0.2f, 0.7f) : 0;
    const float red = dice.uniform(-flow, flow), green = dice.uniform(-flow, flow);
    const float blue = dice.uniform(-flow, flow);
    const Square turned = color_gain * hue_turn(angle) + (1 - color_gain) * brightness;
    return sum_of_terms({{dice.uniform(0.6f, 1.2f) * turned, kernel::laplace},
                         {by_output(red, green, blue), kernel::leftwards},
                         {by_output(green, blue, red), kernel::upwards}});
}

void choose_start(Preset& preset, Dice& dice) {
    LearningParams& p = preset.learning;
    p.rate = dice.uniform(0.12f, 0.35f);
    if (dice.chance(0.4f)) {
        p.start = StartOperator::random;
        p.seed = dice.integer(1, 9999);
    } else if (dice.chance(0.6f)) {
        p.start = StartOperator::custom;
        preset.custom_operator = random_coupling(dice);
    }
    if (dice.chance(0.2f)) p.symmetry = dice.chance(0.5f) ? Symmetry::mirror : Symmetry::rotational;
}

void choose_loss(LearningParams& p, Dice& dice) {
    p.fidelity = dice.uniform(0.5f, 2);
    p.edge = dice.uniform(0, 1.5f);
    p.intensity = dice.uniform(-1.5f, 1);
    if (dice.chance(0.25f)) {
        p.target = FidelityTarget::grey;
        p.intensity = dice.uniform(-0.5f, 0.5f);
    }
}

}  // namespace

Preset surprise_preset(std::uint64_t seed) {
    Dice dice(seed);
    Preset preset;
    preset.process = Process::learn;
    LearningParams& p = preset.learning;
    p.k = dice.logarithmic(0.12f, 0.5f);
    choose_start(preset, dice);
    choose_loss(p, dice);
    p.learning_rate = dice.logarithmic(8e-7f, 4e-6f);
    if (dice.chance(0.2f)) {
        p.optimizer = Optimizer::adam;
        p.learning_rate = dice.logarithmic(0.003f, 0.015f);
    }
    p.schedule_period = dice.integer(120, 400);
    p.schedule_phase = p.schedule_period * 4 / 5;
    p.schedule_mix = dice.uniform(0.4f, 0.6f);
    if (dice.chance(0.3f)) {
        p.frame_mix = dice.logarithmic(0.003f, 0.02f);
        p.frame_rest = 0;
    }
    return preset;
}

}  // namespace droplet
