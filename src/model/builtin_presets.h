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
    /// It is about where the picture comes from, too; else about a process, for whatever the source is.
    bool sets_source = false;
};

/// In the order of the gallery; the original's two stand first.
std::span<const BuiltinPreset> builtin_presets();

/// Null when there is none of this key.
const BuiltinPreset* find_builtin_preset(std::string_view key);

/// Pixels of the shorter side of the pictures that the built-in presets' fractals are meant for.
inline constexpr int preset_side = 720;
/// The same look in a picture of another size: as much of the plane in the shorter side.
FractalParams fitted_to(FractalParams params, Size canvas);

/// `before` with what the preset is about: its process with that process's settings and, where it sets the
/// source, the fractal with all that belongs to it, fitted to `canvas` (0x0: as it stands). The rest stays:
/// the source that a preset of a process is tried on, the settings of other processes, and an operator,
/// kernel, palette or formula of one's own unless the preset brings its own.
Preset put_in_force(const BuiltinPreset& builtin, const Preset& before, Size canvas);
/// `before` with the process of `chosen`, likewise.
Preset with_process_of(const Preset& chosen, Preset before);

/// Random settings that make something to look at; the same seed gives the same preset.
Preset surprise_preset(std::uint64_t seed);

}  // namespace droplet
