#include "model/builtin_presets.h"

#include <vector>

namespace droplet {

std::span<const BuiltinPreset> builtin_presets() {
    static const std::vector<BuiltinPreset> presets = [] {
        Preset still;
        still.process = Process::learn;
        Preset video = still;
        video.learning.k = 0.5f;
        video.learning.learning_rate = 1.25e-7f;
        video.learning.loss = Loss::video;
        video.learning.schedule_period = 0;
        video.learning.passes = 2;
        video.learning.frame_mix = 0.2f;
        return std::vector<BuiltinPreset>{
            {"art-with-math", "Art with Math", "The original's film of stills: palettes drift, edges stay.",
             still, 300},
            {"art-with-math-video", "Art with Math, video", "The original's settings for a camera.", video,
             300},
        };
    }();
    return presets;
}

const BuiltinPreset* find_builtin_preset(std::string_view key) {
    for (const BuiltinPreset& preset : builtin_presets())
        if (preset.key == key) return &preset;
    return nullptr;
}

Preset surprise_preset(std::uint64_t seed) {
    Preset preset = builtin_presets().front().preset;
    preset.learning.start = StartOperator::random;
    preset.learning.seed = static_cast<int>(seed % 1000);
    return preset;
}

}  // namespace droplet
