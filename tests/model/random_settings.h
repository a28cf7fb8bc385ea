// Settings that nobody would think of, all valid.
#pragma once
#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <type_traits>

#include "model/fractal_animation.h"
#include "model/operator.h"
#include "model/precise.h"
#include "model/preset.h"

namespace droplet::test {

/// Valid values in every row, some of them at the ends of what is valid.
template <class P>
P random_params(std::mt19937& random) {
    P params;
    for_each_field<P>([&](const auto& field) {
        using T = typename std::remove_cvref_t<decltype(field)>::Value;
        if constexpr (NamedEnum<T>) {
            params.*field.member = static_cast<T>(random() % EnumNames<T>::names.size());
        } else if constexpr (std::same_as<T, bool>) {
            params.*field.member = random() % 2 == 1;
        } else if constexpr (std::integral<T>) {
            params.*field.member = std::uniform_int_distribution<T>(field.valid.min, field.valid.max)(random);
        } else if constexpr (std::same_as<T, Precise>) {
            std::uniform_real_distribution<double> unit(-1, 1);
            params.*field.member = exact_sum(999 * unit(random), 1e-16 * unit(random));
        } else {
            const T share = std::pow(T{10}, std::uniform_real_distribution<T>(-8, 0)(random));
            const T value = field.valid.min + share * (field.valid.max - field.valid.min);
            params.*field.member = random() % 8 == 0   ? field.valid.min
                                   : random() % 8 == 0 ? field.valid.max
                                                       : std::min(value, field.valid.max);
        }
    });
    return params;
}

inline Operator random_weights(std::mt19937& random, int channels) {
    Operator op{.channels = channels};
    std::uniform_real_distribution<float> exponent(-30, 4), sign(-1, 1);
    for (int i = 0; i < op.count(); ++i)
        op.weights[static_cast<std::size_t>(i)] =
            std::copysign(std::min(largest_weight, std::pow(10.0f, exponent(random))), sign(random));
    return op;
}

inline Kernel random_kernel(std::mt19937& random) {
    Kernel kernel(1 + static_cast<int>(random() % 7), 1 + static_cast<int>(random() % 7));
    for (float& weight : kernel.weights)
        weight = std::ldexp(std::uniform_real_distribution<float>(-1, 1)(random),
                            static_cast<int>(random() % 60) - 45);
    kernel.weights[0] = -0.0f;
    return kernel;
}

inline Palette random_palette(std::mt19937& random) {
    std::uniform_real_distribution<float> unit(0, 1);
    Palette palette;
    palette.cyclic = random() % 2 == 1;
    palette.inside = {unit(random), 0, 1};
    for (unsigned i = 0; i < 1 + random() % 9; ++i)
        palette.stops.push_back(
            {unit(random), {unit(random), unit(random), static_cast<float>(random() % 256) / 255}});
    std::ranges::sort(palette.stops, {}, &PaletteStop::position);
    return palette;
}

inline FractalAnimation random_animation(std::mt19937& random) {
    std::uniform_real_distribution<double> unit(0, 1);
    FractalAnimation animation;
    animation.seconds = 0.01 + 30 * unit(random);
    animation.easing = static_cast<AnimationEasing>(random() % 4);
    animation.loop = static_cast<AnimationLoop>(random() % 3);
    if (random() % 2) animation.tracks.push_back({"iterations", 1, 200});
    if (random() % 2)
        animation.circles.push_back(
            {AnimatedPair::julia, unit(random), -unit(random), unit(random), -1, unit(random)});
    for (unsigned i = 0; i < random() % 3; ++i)
        animation.keyframes.push_back({animation.seconds * (i + unit(random)) / 4,
                                       place_of(random_params<FractalParams>(random)),
                                       {{"iterations", 10.0 + i}}});
    return animation;
}

inline Preset random_preset(std::mt19937& random) {
    Preset preset;
    preset.source = static_cast<Source>(random() % EnumNames<Source>::names.size());
    preset.process = static_cast<Process>(random() % EnumNames<Process>::names.size());
    preset.diffusion = random_params<DiffusionParams>(random);
    preset.learning = random_params<LearningParams>(random);
    preset.convolution = random_params<ConvolutionParams>(random);
    preset.canny = random_params<CannyParams>(random);
    preset.fractal = random_params<FractalParams>(random);
    preset.video = random_params<VideoParams>(random);
    if (random() % 2) preset.custom_operator = random_weights(random, random() % 2 ? 1 : 3);
    if (random() % 2) preset.custom_kernel = random_kernel(random);
    if (random() % 2) preset.custom_palette = random_palette(random);
    if (random() % 2) preset.animation = random_animation(random);
    if (random() % 2) preset.formula = "|z|^2 + \"π\" \\ c";
    return preset;
}

}  // namespace droplet::test
