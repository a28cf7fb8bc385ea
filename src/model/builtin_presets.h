#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "model/preset.h"

namespace droplet {

/// A preset that comes with Droplet.
struct BuiltinPreset {
    std::string_view key;   ///< lower case, words joined by '-'; `--preset KEY` takes it too
    std::string_view name;  ///< as a gallery shows it
    std::string_view line;  ///< one line: what the picture does
    Preset preset;
    int preview_steps;  ///< a small picture shows what it does best after so many steps
};

/// In the order of the gallery; the original's two stand first.
std::span<const BuiltinPreset> builtin_presets();

/// Null when there is none of this key.
const BuiltinPreset* find_builtin_preset(std::string_view key);

/// Random settings that make something to look at; the same seed gives the same preset.
Preset surprise_preset(std::uint64_t seed);

}  // namespace droplet
