#pragma once
#include "model/schema.h"

namespace droplet {

/// Edge-stopping function of the single-operator form. Formulas: math/learning.h.
enum class LearningConductance { exponential, inverse };

template <>
struct EnumNames<LearningConductance> {
    static constexpr LearningConductance last = LearningConductance::inverse;
    static constexpr std::array<std::string_view, 2> names{"exponential", "inverse"};
};
static_assert(every_value_has_a_name<LearningConductance>);

/// How an update follows from a gradient.
enum class Optimizer { sgd, adam };

template <>
struct EnumNames<Optimizer> {
    static constexpr Optimizer last = Optimizer::adam;
    static constexpr std::array<std::string_view, 2> names{"sgd", "adam"};
};
static_assert(every_value_has_a_name<Optimizer>);

/// What learning minimises. Formulas: math/learning.h.
enum class Loss { image, video };

template <>
struct EnumNames<Loss> {
    static constexpr Loss last = Loss::video;
    static constexpr std::array<std::string_view, 2> names{"image", "video"};
};
static_assert(every_value_has_a_name<Loss>);

/// What the fidelity term compares a pixel with: the source, the picture one step ago, or middle grey (1/2).
enum class FidelityTarget { original, previous, grey };

template <>
struct EnumNames<FidelityTarget> {
    static constexpr FidelityTarget last = FidelityTarget::grey;
    static constexpr std::array<std::string_view, 3> names{"original", "previous", "grey"};
};
static_assert(every_value_has_a_name<FidelityTarget>);

/// What every 3x3 slice of the operator is held to: nothing, mirror images of itself (left-right and
/// up-down), or quarter turns of itself.
enum class Symmetry { none, mirror, rotational };

template <>
struct EnumNames<Symmetry> {
    static constexpr Symmetry last = Symmetry::rotational;
    static constexpr std::array<std::string_view, 3> names{"none", "mirror", "rotational"};
};
static_assert(every_value_has_a_name<Symmetry>);

/// The operator that learning starts from and that the schedule goes back to; `custom` is one that was given
/// with the preset (Preset::custom_operator).
enum class StartOperator { laplace, scharr_x, scharr_y, random, custom };

template <>
struct EnumNames<StartOperator> {
    static constexpr StartOperator last = StartOperator::custom;
    static constexpr std::array<std::string_view, 5> names{"laplace", "scharr-x", "scharr-y", "random",
                                                           "custom"};
};
static_assert(every_value_has_a_name<StartOperator>);

/// The convolution operator learned by gradient descent while the image diffuses with it (A. G. Polat, "Art
/// with Math"). The defaults are the original's for stills.
struct LearningParams {
    bool learning = true;
    float k = 0.2f;
    float rate = 0.2f;
    LearningConductance conductance = LearningConductance::exponential;
    float learning_rate = 2e-6f;
    bool scale_learning_rate = true;
    Optimizer optimizer = Optimizer::sgd;
    float momentum = 0.9f;
    float second_momentum = 0.999f;
    float weight_decay = 0.0005f;
    bool freeze = false;
    Loss loss = Loss::image;
    float fidelity = 1;
    float edge = 1;
    float intensity = 1;
    FidelityTarget target = FidelityTarget::original;
    StartOperator start = StartOperator::laplace;
    int seed = 1;
    Symmetry symmetry = Symmetry::none;
    bool zero_sum = false;
    int schedule_period = 375;
    int schedule_phase = 300;
    float schedule_mix = 0.4f;
    float schedule_decay = 0.995f;
    int passes = 1;
    float frame_mix = 0;
    int frame_rest = 8;

    bool operator==(const LearningParams&) const = default;
    /// Whether steps change the operator; else it is a fixed one.
    bool updates_operator() const { return learning && !freeze && learning_rate > 0; }
    /// Whether steps measure the loss.
    bool measures_loss() const { return learning && learning_rate > 0; }
};

template <>
struct Schema<LearningParams> {
    using P = LearningParams;
    static constexpr std::string_view group = "learning";
    static constexpr std::string_view title = "Learned operator";
    static constexpr std::tuple fields{
        Field{&P::learning, "learning", "Learning",
              "Whether the operator learns; off, it is fixed and steps are faster."},
        Field{&P::k, "k", "Edge threshold K", "Responses of the operator well above K do not move a pixel.",
              Range{1e-6f, 10.0f}, Range{0.01f, 1.0f}, Scale::logarithmic},
        Field{&P::rate, "rate", "Diffusion rate",
              "Time step: the share of the operator's response that is added each step.", Range{0.0f, 4.0f},
              Range{0.0f, 0.5f}},
        Field{&P::conductance, "conductance", "Conductance g",
              "exponential: strong responses are stopped; inverse: strong gradients of the picture are."},
        Field{&P::learning_rate, "learning-rate", "Learning rate",
              "Step of the gradient descent; 0 keeps the operator fixed.", Range{0.0f, 1.0f},
              Range{1e-9f, 1e-3f}, Scale::logarithmic},
        Field{&P::scale_learning_rate, "scale-learning-rate", "Scale with size",
              "Multiplies the learning rate by 320·240 over the picture's pixels, as the loss is a sum over "
              "them."},
        Field{&P::optimizer, "optimizer", "Optimizer",
              "sgd: momentum, as the original; adam: each weight at "
              "its own pace."},
        Field{&P::momentum, "momentum", "Momentum", "How much of the last update goes on; Adam's beta 1.",
              Range{0.0f, 0.9999f}, Range{0.0f, 0.99f}},
        Field{&P::second_momentum, "second-momentum", "Adam's beta 2",
              "How long Adam remembers the size of the gradient.", Range{0.0f, 0.99999f},
              Range{0.9f, 0.9999f}},
        Field{&P::weight_decay, "weight-decay", "Weight decay", "Pulls every weight towards 0.",
              Range{0.0f, 1.0f}, Range{0.0f, 0.01f}},
        Field{&P::freeze, "freeze", "Freeze operator", "Measures the loss but leaves the operator as it is."},
        Field{&P::loss, "loss", "Loss", "What learning minimises: the original's for stills, or for video."},
        Field{&P::fidelity, "fidelity", "Fidelity weight a", "How much it counts to stay near the target.",
              Range{-100.0f, 100.0f}, Range{0.0f, 4.0f}},
        Field{&P::edge, "edge", "Edge weight b", "How much it counts to respond weakly: fewer edges.",
              Range{-100.0f, 100.0f}, Range{0.0f, 4.0f}},
        Field{&P::intensity, "intensity", "Intensity weight c", "How much it counts to be dark.",
              Range{-100.0f, 100.0f}, Range{0.0f, 4.0f}},
        Field{&P::target, "target", "Fidelity target",
              "What fidelity compares with: the source, the picture one step ago, or middle grey."},
        Field{&P::start, "start", "Start operator",
              "What learning starts from and the schedule goes back to; a change starts again from it."},
        Field{&P::seed, "seed", "Seed", "Of the random start operator.", Range{0, 2'147'483'647},
              Range{1, 100}},
        Field{&P::symmetry, "symmetry", "Symmetry",
              "Holds every 3x3 slice to its mirror images, or to its quarter turns."},
        Field{&P::zero_sum, "zero-sum", "Zero sum",
              "Holds every 3x3 slice to the sum 0, so that flat regions stay."},
        Field{&P::schedule_period, "schedule-period", "Schedule period",
              "Steps between two restarts of the operator; 0: none.", Range{0, 1'000'000}, Range{0, 2000}},
        Field{&P::schedule_phase, "schedule-phase", "Schedule phase", "Step of the period to restart at.",
              Range{0, 1'000'000}, Range{0, 2000}},
        Field{&P::schedule_mix, "schedule-mix", "Schedule mix",
              "Share of the original mixed back at a restart.", Range{0.0f, 1.0f}, Range{0.0f, 1.0f}},
        Field{&P::schedule_decay, "schedule-decay", "Schedule decay",
              "Factor of the learning rate at a restart.", Range{0.0f, 1.0f}, Range{0.9f, 1.0f}},
        Field{&P::passes, "passes", "Passes a step",
              "2: diffuse once before the pass that learns, as for video.", Range{1, 2}, Range{1, 2}},
        Field{&P::frame_mix, "frame-mix", "Frame mix",
              "Share of the source mixed in before the pass that learns.", Range{0.0f, 1.0f},
              Range{0.0f, 1.0f}},
        Field{&P::frame_rest, "frame-rest", "Frame rest",
              "One step in so many goes without frame mix; 0: none.", Range{0, 1'000'000}, Range{0, 64}},
    };
};
static_assert(every_member_has_a_row<LearningParams>);

}  // namespace droplet
