#include "model/builtin_presets.h"

#include <algorithm>
#include <vector>

#include "model/fractal_presets.h"
#include "model/operator_terms.h"

namespace droplet {
namespace {

constexpr float half_turn = 3.14159265f;

/// Settings of the original's stills with changes.
template <class Change>
Preset learn(Change change) {
    Preset preset;
    preset.process = Process::learn;
    change(preset.learning);
    return preset;
}

/// The same with a start operator of its own, for colour pictures; grey ones start from Laplace.
template <class Change>
Preset learn_from(std::initializer_list<OperatorTerm> terms, Change change) {
    Preset preset = learn(change);
    preset.learning.start = StartOperator::custom;
    preset.custom_operator = sum_of_terms(terms);
    return preset;
}

void restart(LearningParams& p, int period, int phase, float mix) {
    p.schedule_period = period;
    p.schedule_phase = phase;
    p.schedule_mix = mix;
}

/// A steady pull to the source, so that it stays to be seen.
void hold(LearningParams& p, float mix) {
    p.frame_mix = mix;
    p.frame_rest = 0;
}

void add_originals(std::vector<BuiltinPreset>& list) {
    list.push_back({"art-with-math", "Art with Math",
                    "The original, for stills: palettes drift and come back, edges stay.",
                    learn([](LearningParams&) {}), 299});
    Preset video = learn([](LearningParams& p) {
        p.k = 0.5f;
        p.learning_rate = 1.25e-7f;
        p.loss = Loss::video;
        p.schedule_period = 0;
        p.passes = 2;
        p.frame_mix = 0.2f;
    });
    video.video.feed = VideoFeed::original;  // of which each step mixes its share
    list.push_back({"art-with-math-video", "Art with Math, video",
                    "The original, for a camera: embers of light in the dark.", video, 100});
    list.push_back({"art-with-math-fixed", "Art with Math, fixed",
                    "The original without learning: brightness diffuses, edges stay.",
                    learn([](LearningParams& p) {
                        p.learning = false;
                        p.rate = 0.01f;
                    }),
                    800});
}

void add_palettes(std::vector<BuiltinPreset>& list) {
    list.push_back({"coral", "Coral", "Saturated regions with knotted borders grow over the picture.",
                    learn([](LearningParams& p) {
                        p.rate = 0.5f;
                        p.learning_rate = 4e-6f;
                        p.schedule_mix = 0.2f;
                    }),
                    290});
    list.push_back({"amoebas", "Amoebas", "Bright cells with coloured rims creep out of the shadows.",
                    learn([](LearningParams& p) {
                        p.k = 1;
                        p.intensity = -0.5f;
                        restart(p, 150, 100, 0.5f);
                    }),
                    240});
    using namespace channels;
    list.push_back({"fauves", "Fauves", "Red, green and blue flow apart: flat, wild colours.",
                    learn_from({{brightness, kernel::laplace},
                                {0.5f * by_output(1, 0, -1), kernel::leftwards},
                                {0.5f * by_output(-0.58f, 1.15f, -0.58f), kernel::upwards}},
                               [](LearningParams& p) {
                                   p.k = 0.3f;
                                   p.rate = 0.25f;
                                   restart(p, 250, 200, 0.4f);
                               }),
                    190});
    list.push_back({"dusk", "Dusk", "The light changes: one tint after the other over a picture that stays.",
                    learn_from({{brightness, -0.25f * kernel::round_laplace},
                                {color, kernel::round_laplace + 0.02f * kernel::center}},
                               [](LearningParams& p) {
                                   p.k = 1;
                                   p.rate = 0.25f;
                                   p.learning_rate = 5e-7f;
                                   hold(p, 0.02f);
                               }),
                    150});
    list.push_back({"bloom", "Bloom", "Adam paints glowing colours, softly.", learn([](LearningParams& p) {
                        p.k = 0.25f;
                        p.rate = 0.25f;
                        p.optimizer = Optimizer::adam;
                        p.learning_rate = 0.02f;
                        p.edge = 0.3f;
                        p.intensity = -0.3f;
                        restart(p, 120, 90, 0.5f);
                    }),
                    205});
    list.push_back({"daylight", "Daylight", "Paid to be bright: the sky fills with light and colour.",
                    learn([](LearningParams& p) {
                        p.fidelity = 2;
                        p.intensity = -2;
                    }),
                    290});
}

void add_textures(std::vector<BuiltinPreset>& list) {
    using namespace channels;
    list.push_back({"brush-strokes", "Brush strokes", "A random start: strokes of one direction everywhere.",
                    learn([](LearningParams& p) {
                        p.start = StartOperator::random;
                        p.seed = 1;
                        p.schedule_mix = 0.5f;
                    }),
                    250});
    list.push_back({"twill", "Twill", "Diagonal couplings weave the colours into cloth.",
                    learn_from({{{{1, 0, 0, 0, 0, 1, 0, 1, 0}}, kernel::falling},
                                {{{0, 1, 0, 1, 0, 0, 0, 0, 1}}, kernel::rising},
                                {{{0, 0, 1, 0, 1, 0, 1, 0, 0}}, kernel::laplace}},
                               [](LearningParams& p) { restart(p, 150, 120, 0.3f); }),
                    260});
    list.push_back({"reptile", "Reptile skin", "Each channel sharpens itself and blurs the others: scales.",
                    learn_from({{0.9f * all + -1.7f * own, kernel::round_laplace}},
                               [](LearningParams& p) {
                                   p.k = 0.5f;
                                   restart(p, 300, 250, 0.5f);
                               }),
                    100});
    list.push_back({"pointillism", "Pointillism", "Hues turned half round: dots of opposite colours.",
                    learn_from({{hue_turn(half_turn), kernel::laplace}},
                               [](LearningParams& p) { restart(p, 200, 160, 0.4f); }),
                    150});
    list.push_back({"stippling", "Stippling", "Light in dots along the shapes, as with a pen.",
                    learn([](LearningParams& p) {
                        p.k = 0.12f;
                        p.rate = 0.25f;
                        p.edge = 0;
                        p.intensity = -4;
                        p.symmetry = Symmetry::rotational;
                    }),
                    220});
    list.push_back({"restless", "Restless", "Paid to change with every step: grids and grain.",
                    learn([](LearningParams& p) {
                        p.fidelity = -3;
                        p.intensity = 0;
                        p.target = FidelityTarget::previous;
                    }),
                    500});
}

void add_fixed(std::vector<BuiltinPreset>& list) {
    using namespace channels;
    list.push_back(
        {"hue-spirals", "Hue spirals", "Hues go round and round, in waves that curl up at edges.",
         learn_from({{own, kernel::round_laplace}, {0.6f * hue_drive + 0.6f * color, kernel::center}},
                    [](LearningParams& p) {
                        p.learning = false;
                        p.k = 0.6f;
                        p.rate = 0.1f;
                        hold(p, 0.01f);
                    }),
         400});
    list.push_back({"labyrinth", "Labyrinth",
                    "Edges grow into black and white corridors, as on a fingerprint.",
                    learn_from({{brightness, -0.25f * kernel::round_laplace},
                                {color, kernel::round_laplace + 0.02f * kernel::center}},
                               [](LearningParams& p) {
                                   p.learning = false;
                                   p.k = 1;
                                   p.rate = 0.25f;
                                   hold(p, 0.004f);
                               }),
                    200});
    list.push_back({"etching", "Etching",
                    "Diffusion backwards, held by the source: lines bitten into a plate.",
                    learn_from({{brightness, 0.35f * kernel::center + -1.2f * kernel::round_laplace},
                                {color, -0.5f * kernel::center}},
                               [](LearningParams& p) {
                                   p.learning = false;
                                   p.k = 0.6f;
                                   p.rate = 0.1f;
                                   hold(p, 0.05f);
                               }),
                    100});
    list.push_back({"soft-focus", "Soft focus",
                    "The inverse conductance, gently: a soft blur and warm tints.",
                    learn([](LearningParams& p) {
                        p.conductance = LearningConductance::inverse;
                        p.k = 3;
                        p.rate = 0.05f;
                        p.learning_rate = 5e-7f;
                        restart(p, 100, 80, 0.4f);
                    }),
                    150});
}

}  // namespace

std::span<const BuiltinPreset> builtin_presets() {
    static const std::vector<BuiltinPreset> presets = [] {
        std::vector<BuiltinPreset> list;
        add_originals(list);
        add_palettes(list);
        add_textures(list);
        add_fixed(list);
        for (BuiltinPreset& preset : fractal_presets()) list.push_back(std::move(preset));
        return list;
    }();
    return presets;
}

const BuiltinPreset* find_builtin_preset(std::string_view key) {
    for (const BuiltinPreset& preset : builtin_presets())
        if (preset.key == key) return &preset;
    return nullptr;
}

FractalParams fitted_to(FractalParams params, Size canvas) {
    const int side = std::min(canvas.width, canvas.height);
    if (side > 0) params.scale *= static_cast<double>(preset_side) / side;
    return params;
}

Preset with_process_of(const Preset& chosen, Preset before) {
    before.process = chosen.process;
    if (chosen.process == Process::convolve || chosen.process == Process::edges) {
        before.convolution = chosen.convolution;
        if (!chosen.custom_kernel.empty()) before.custom_kernel = chosen.custom_kernel;
    }
    if (chosen.process == Process::edges) before.canny = chosen.canny;
    // A convolution may be of a picture that diffuses or learns.
    const Process steps = stepping_process(chosen);
    if (steps == Process::diffuse) before.diffusion = chosen.diffusion;
    if (steps == Process::learn) {
        before.learning = chosen.learning;
        before.video.feed = chosen.video.feed;  // its loop may be that of a video
        if (chosen.custom_operator.channels != 0) before.custom_operator = chosen.custom_operator;
    }
    return before;
}

Preset put_in_force(const BuiltinPreset& builtin, const Preset& before, Size canvas) {
    const Preset& chosen = builtin.preset;
    Preset preset = with_process_of(chosen, before);
    if (!builtin.sets_source) return preset;
    preset.source = chosen.source;
    preset.fractal = fitted_to(chosen.fractal, canvas);
    preset.animation = chosen.animation;
    if (!chosen.custom_palette.empty()) preset.custom_palette = chosen.custom_palette;
    if (chosen.fractal.recurrence == Recurrence::formula) preset.formula = chosen.formula;
    return preset;
}

}  // namespace droplet
