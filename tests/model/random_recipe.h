// Recipes of runs that nobody would make, all valid.
#pragma once
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "model/recipe.h"
#include "tests/model/random_settings.h"

namespace droplet::test {

inline float odd_float(std::mt19937& random) {
    switch (random() % 6) {
        case 0:
            return -0.0f;
        case 1:
            return std::numeric_limits<float>::denorm_min();
        case 2:
            return std::numeric_limits<float>::max();
        default:
            for (;;) {
                const float value = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
                if (std::isfinite(value)) return value;
            }
    }
}

inline double odd_double(std::mt19937& random) {
    for (;;) {
        const double value = std::bit_cast<double>(std::uint64_t{random()} << 32 | random());
        if (std::isfinite(value)) return random() % 5 ? value : -0.0;
    }
}

inline RunSettings random_run_settings(std::mt19937& random) {
    RunSettings settings;
    settings.preset = std::make_shared<const Preset>(random_preset(random));
    settings.steps_per_frame = 1 + static_cast<int>(random() % 1000);
    settings.canvas = {static_cast<int>(random() % 4000), static_cast<int>(random() % 4000)};
    settings.seconds = std::abs(odd_double(random));
    settings.animates = random() % 2 == 1;
    return settings;
}

/// As from the hand of one who moves a slider, or loads something else.
inline RunSettings changed(const RunSettings& before, std::mt19937& random) {
    RunSettings settings = before;
    Preset preset = *before.preset;
    switch (random() % 8) {
        case 0:
            return random_run_settings(random);
        case 1:
            settings.seconds += 0.1;
            return settings;
        case 2:
            return settings;
        case 3:
            preset.custom_operator = {};
            preset.animation = {};
            break;
        case 4:
            preset.custom_kernel = random_kernel(random);
            preset.animation = random_animation(random);
            break;
        case 5:
            preset.learning = random_params<LearningParams>(random);
            break;
        default:
            preset.diffusion.k = random_params<DiffusionParams>(random).k;
    }
    settings.preset = std::make_shared<const Preset>(preset);
    return settings;
}

inline OperatorEdit random_edit(std::mt19937& random) {
    const int index = static_cast<int>(random() % 81);
    switch (random() % 4) {
        case 0:
            return SetWeight{index, odd_float(random)};
        case 1:
            return SetPin{index, random() % 2 == 1};
        case 2:
            return SetOperator{random_weights(random, random() % 2 ? 1 : 3)};
        default:
            return RestartOperator{};
    }
}

inline RunAction random_action(const RunSettings& settings, std::mt19937& random) {
    switch (random() % 5) {
        case 0:
            return changed(settings, random);
        case 1:
            return Kick{odd_float(random)};
        case 2: {
            Stroke stroke;
            const auto brush = random_params<BrushParams>(random);
            for (unsigned i = 0; i < random() % 4; ++i)
                stroke.dabs.push_back({brush, odd_float(random), odd_float(random), random() % 2 == 1,
                                       random() % 2 ? static_cast<std::uint32_t>(random()) : 0});
            return stroke;
        }
        case 3:
            return OperatorChange{random_edit(random), random() % 2 ? settings.preset->learning
                                                                    : random_params<LearningParams>(random)};
        default:
            return FedFrame{static_cast<std::int64_t>(random()), static_cast<VideoFeed>(random() % 3),
                            odd_float(random)};
    }
}

inline std::int64_t later(std::int64_t step, std::mt19937& random) {
    return step +
           (random() % 20 == 0 ? (std::int64_t{1} << 53) + 1 : static_cast<std::int64_t>(random() % 3));
}

inline Run random_run(std::mt19937& random) {
    Run run;
    run.source.kind = static_cast<SourceKind>(random() % 6);
    run.source.path = random() % 2 ? "/home/søren/\"a\" picture\\\n.png" : "/home/\xFF\xC3(/b.jpg";
    run.source.checksum = random() % 2 ? "" : std::string(64, 'a');
    run.source.size = {static_cast<int>(random() % 100'000), 7};
    run.source.channels = random() % 2 ? 3 : 1;
    run.source.normalized = random() % 2 == 1;
    run.complete = random() % 4 != 0;
    RunSettings settings = random_run_settings(random);
    if (random() % 8) run.events.push_back({0, settings});
    for (unsigned i = 0; i < random() % 12; ++i) {
        run.step = later(run.step, random);
        run.events.push_back({run.step, random_action(settings, random)});
        if (const auto* given = std::get_if<RunSettings>(&run.events.back().action)) settings = *given;
    }
    run.step = later(run.step, random);
    return run;
}

inline Take random_take(Run run, const Recipe& recipe, std::mt19937& random) {
    Take take;
    Shot shot;
    shot.settings = recipe.settings;
    for (unsigned i = 0; i < random() % 6; ++i) {
        const auto all = static_cast<std::int64_t>(run.events.size());
        shot.events += random() % 2 && shot.events < all ? 1 : 0;
        if (shot.events > 0)
            shot.step = std::max(shot.step, run.events[static_cast<std::size_t>(shot.events - 1)].step);
        if (random() % 2) shot.step = std::min(shot.step + 1, run.step);
        shot.frames = random() % 2 ? 1 : static_cast<int>(random() % 1000) + 1;
        if (random() % 2) shot.settings = changed(shot.settings, random);
        if (random() % 2) shot.display = random_params<DisplayParams>(random);
        if (random() % 2) shot.x0 = odd_double(random);
        if (random() % 4 == 0) shot.y1 = odd_double(random);
        take.shots.push_back(shot);
    }
    take.run = std::move(run);
    return take;
}

inline Recipe random_recipe(std::mt19937& random) {
    Recipe recipe;
    recipe.made_by = "0.4.0";
    recipe.backend = "cpu: 2 threads, AVX-512 \"fast\"";
    recipe.run = random_run(random);
    recipe.settings = random_run_settings(random);
    recipe.display = random_params<DisplayParams>(random);
    recipe.raw = random() % 2 == 1;
    if (random() % 2) return recipe;
    recipe.fps = 0.001 + static_cast<double>(random() % 100);
    for (unsigned i = 0; i < random() % 3; ++i)
        recipe.takes.push_back(random_take(random_run(random), recipe, random));
    if (random() % 2) {
        Run start = recipe.run;
        start.events.resize(random() % (start.events.size() + 1));
        recipe.takes.push_back(random_take(start, recipe, random));
    }
    return recipe;
}

}  // namespace droplet::test
