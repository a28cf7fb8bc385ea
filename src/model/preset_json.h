// The keys of a preset in JSON: in a file of its own (preset.h), and among the settings that the window
// keeps.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/json_fields.h"
#include "model/preset.h"

namespace droplet {

inline constexpr std::string_view operator_key = "operator", kernel_key = "custom-kernel",
                                  formula_key = "formula", palette_key = "custom-palette",
                                  animation_key = "animation";

/// Calls f(params) for every parameter struct of a preset, in the order of the file.
template <class P, class F>
void for_each_preset_group(P& preset, F&& f) {
    f(preset.diffusion);
    f(preset.learning);
    f(preset.convolution);
    f(preset.canny);
    f(preset.fractal);
    f(preset.video);
}

/// Every key that read_preset_key() knows.
std::vector<std::string_view> preset_keys();

/// Reads the value of one key of the file `name` into `preset`; false for a key that no preset has.
/// `report` is called for each row of a group that is not valid and keeps what it was; throws Error
/// (Fault::usage) where another key's value is not valid.
bool read_preset_key(Preset& preset, const std::string& key, const Json& value, const std::string& name,
                     const std::function<void(const Error&)>& report);

/// Process and groups as keys. Operator, kernel and palette are left to the caller, who chooses their layout.
void write_preset_groups(const Preset& preset, Json& json);

}  // namespace droplet
