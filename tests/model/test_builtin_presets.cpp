#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <type_traits>

#include "model/builtin_presets.h"
#include "model/operator_terms.h"
#include "model/param_text.h"

using namespace droplet;

namespace {

/// Whether every number of the table lies within its valid range.
template <class P>
bool within_ranges(const P& params) {
    bool within = true;
    for_each_field<P>([&](const auto& field) {
        const auto value = params.*field.member;
        using Value = std::remove_const_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, float> || std::is_same_v<Value, double> ||
                      std::is_same_v<Value, int> || std::is_same_v<Value, Precise>)
            within = within && value >= field.valid.min && value <= field.valid.max;
    });
    return within;
}

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

float weight(const Operator& op, int out, int in, int tap) {
    return op.weights[static_cast<std::size_t>((out * 3 + in) * Operator::taps + tap)];
}

}  // namespace

TEST_CASE("There are at least 14 built-in presets, each with a key, a name and a line of its own") {
    std::set<std::string_view> keys, names, lines;
    for (const BuiltinPreset& preset : builtin_presets()) {
        CAPTURE(std::string(preset.key));
        CHECK(keys.insert(preset.key).second);
        CHECK(names.insert(preset.name).second);
        CHECK(lines.insert(preset.line).second);
        CHECK_FALSE(preset.key.empty());
        CHECK(std::all_of(preset.key.begin(), preset.key.end(),
                          [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '-'; }));
        CHECK(preset.line.ends_with('.'));
        CHECK(preset.line.size() <= 80);
        CHECK(preset.name.size() <= 28);
        CHECK(preset.preview_steps > 0);
        CHECK(preset.preview_steps <= 1000);
    }
    CHECK(keys.size() >= 14);
}

TEST_CASE(
    "Built-in presets are learning runs, or fractals, with valid settings that differ from each other") {
    const auto presets = builtin_presets();
    for (std::size_t i = 0; i < presets.size(); ++i) {
        CAPTURE(std::string(presets[i].key));
        CHECK(presets[i].sets_source == (presets[i].preset.source == Source::fractal));
        if (!presets[i].sets_source) CHECK(presets[i].preset.process == Process::learn);
        CHECK(within_ranges(presets[i].preset.fractal));
        CHECK_NOTHROW(check(presets[i].preset.fractal, "fractal"));
        CHECK(within_ranges(presets[i].preset.learning));
        CHECK((presets[i].preset.learning.start == StartOperator::custom) ==
              (presets[i].preset.custom_operator.channels == 3));
        for (std::size_t j = 0; j < i; ++j) CHECK(presets[i].preset != presets[j].preset);
    }
}

TEST_CASE("The original's two stand first, with the original's settings") {
    const auto presets = builtin_presets();
    const LearningParams still = presets[0].preset.learning;
    CHECK(still == LearningParams{});
    CHECK(still.k == 0.2f);
    CHECK(still.rate == 0.2f);
    CHECK(still.learning_rate == 2e-6f);
    CHECK(still.optimizer == Optimizer::sgd);
    CHECK(still.momentum == 0.9f);
    CHECK(still.weight_decay == 0.0005f);
    CHECK(still.schedule_period == 375);
    CHECK(still.schedule_phase == 300);
    CHECK(still.schedule_mix == 0.4f);
    CHECK(still.schedule_decay == 0.995f);
    const LearningParams video = presets[1].preset.learning;
    CHECK(video.k == 0.5f);
    CHECK(video.rate == 0.2f);
    CHECK(video.learning_rate == 1.25e-7f);
    CHECK(video.loss == Loss::video);
    CHECK(video.passes == 2);
    CHECK(video.frame_mix == 0.2f);
    CHECK(video.frame_rest == 8);
    CHECK(video.schedule_period == 0);
    const BuiltinPreset* const fixed = find_builtin_preset("art-with-math-fixed");
    REQUIRE(fixed);
    CHECK_FALSE(fixed->preset.learning.learning);
    CHECK(fixed->preset.learning.rate == 0.01f);
}

TEST_CASE("A built-in preset is found by its key only") {
    for (const BuiltinPreset& preset : builtin_presets()) CHECK(find_builtin_preset(preset.key) == &preset);
    CHECK(find_builtin_preset("art") == nullptr);
    CHECK(find_builtin_preset("") == nullptr);
}

TEST_CASE("Built-in and random presets come back from their text") {
    for (const BuiltinPreset& builtin : builtin_presets()) {
        CAPTURE(std::string(builtin.key));
        CHECK(parse_preset(preset_text(builtin.preset), "built-in") == builtin.preset);
    }
    for (std::uint64_t seed = 0; seed < 32; ++seed)
        CHECK(parse_preset(preset_text(surprise_preset(seed)), "surprise") == surprise_preset(seed));
}

TEST_CASE("Surprises are the same for a seed, differ between seeds, and keep to the valid ranges") {
    std::set<std::string> texts;
    bool random = false, custom = false, laplace = false, adam = false, symmetric = false;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        CAPTURE(seed);
        const Preset preset = surprise_preset(seed);
        CHECK(preset == surprise_preset(seed));
        CHECK(preset.process == Process::learn);
        CHECK(preset.learning.updates_operator());
        CHECK(within_ranges(preset.learning));
        texts.insert(preset_text(preset));
        random = random || preset.learning.start == StartOperator::random;
        custom = custom || preset.learning.start == StartOperator::custom;
        laplace = laplace || preset.learning.start == StartOperator::laplace;
        adam = adam || preset.learning.optimizer == Optimizer::adam;
        symmetric = symmetric || preset.learning.symmetry != Symmetry::none;
    }
    CHECK(texts.size() == 200);
    CHECK((random && custom && laplace && adam && symmetric));
    CHECK_NOTHROW(surprise_preset(~std::uint64_t{0}));
}

TEST_CASE("A preset of a process leaves the source, its settings and those of other processes as they are") {
    Preset before;
    before.source = Source::fractal;
    before.fractal.iterations = 77;
    before.formula = "z^2 + c";
    before.diffusion.k = 0.7f;
    before.custom_kernel = Kernel(3, 3);
    const BuiltinPreset* const coral = find_builtin_preset("coral");
    REQUIRE(coral);
    Preset expected = before;
    expected.process = Process::learn;
    expected.learning = coral->preset.learning;
    CHECK(put_in_force(*coral, before, {1000, 500}) == expected);
    // One that brings an operator of its own replaces that too.
    const BuiltinPreset* const fauves = find_builtin_preset("fauves");
    REQUIRE(fauves);
    CHECK(put_in_force(*fauves, before, {}).custom_operator == fauves->preset.custom_operator);
}

TEST_CASE("A preset that sets the source brings the fractal, as much of the plane in any picture") {
    Preset before;
    before.process = Process::learn;
    before.learning.k = 0.9f;
    before.formula = "z^5 + c";
    const BuiltinPreset* const mandelbrot = find_builtin_preset("mandelbrot");
    REQUIRE(mandelbrot);
    const Preset after = put_in_force(*mandelbrot, before, {640, 360});
    CHECK(after.source == Source::fractal);
    CHECK(after.process == Process::none);
    CHECK(after.learning == before.learning);
    CHECK(after.formula == before.formula);
    CHECK(after.fractal.scale * 360 ==
          doctest::Approx(mandelbrot->preset.fractal.scale * preset_side).epsilon(1e-12));
    CHECK(put_in_force(*mandelbrot, before, {}).fractal == mandelbrot->preset.fractal);
    const BuiltinPreset* const ship = find_builtin_preset("burning-ship");
    REQUIRE(ship);
    CHECK(put_in_force(*ship, before, {}).formula == ship->preset.formula);
}

TEST_CASE("A turn of hues keeps brightness, its turns add up, and a third of a circle swaps the channels") {
    const float third = 2 * 3.14159265f / 3;
    const Square turn = channels::hue_turn(third);
    const std::array<float, 9> next{0, 0, 1, 1, 0, 0, 0, 1, 0};  // red to green to blue
    for (std::size_t i = 0; i < 9; ++i) CHECK(turn.values[i] == doctest::Approx(next[i]).epsilon(1e-5));
    const Square a = channels::hue_turn(0.4f), b = channels::hue_turn(1.1f), ab = channels::hue_turn(1.5f);
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column) {
            float product = 0;
            for (std::size_t i = 0; i < 3; ++i) product += a.values[row * 3 + i] * b.values[i * 3 + column];
            CHECK(product == doctest::Approx(ab.values[row * 3 + column]).epsilon(1e-5));
        }
}

TEST_CASE("An operator is the sum of its terms: channel matrix times kernel") {
    const Operator op = sum_of_terms(
        {{channels::by_output(1, 2, 3), kernel::laplace}, {channels::own, 10.0f * kernel::center}});
    CHECK(op.channels == 3);
    CHECK(weight(op, 1, 0, 4) == -8);
    CHECK(weight(op, 1, 1, 4) == 2);
    CHECK(weight(op, 2, 0, 1) == 3);
    CHECK(weight(op, 2, 2, 0) == 0);
}

TEST_CASE(
    "The page on the art shows every built-in preset, and its pictures are made with the preview's steps") {
    const std::string folder = DROPLET_SOURCE_DIR "/docs/";
    const std::string page = text_of(folder + "how-the-art-works.md");
    const std::string script = text_of(folder + "render_art_pictures.sh");
    for (const BuiltinPreset& preset : builtin_presets()) {
        if (preset.sets_source) continue;
        const std::string key(preset.key), steps = std::to_string(preset.preview_steps);
        CAPTURE(key);
        CHECK(page.find("(pictures/art-preset-" + key + ".jpg)<br>**" + std::string(preset.name) + "** · `" +
                        key + "`, " + steps + " steps<br>" + std::string(preset.line)) != std::string::npos);
        CHECK(script.find("  preset " + key + " " + steps + "\n") != std::string::npos);
        CHECK(std::ifstream(folder + "pictures/art-preset-" + key + ".jpg").good());
    }
}
