#include "cli/preset_flag.h"

#include <fmt/format.h>

#include <algorithm>

#include "media/preset_file.h"
#include "model/builtin_presets.h"
#include "model/error.h"
#include "model/nearest.h"

namespace droplet {

std::vector<std::string_view> builtin_preset_keys() {
    std::vector<std::string_view> keys;
    for (const BuiltinPreset& preset : builtin_presets()) keys.push_back(preset.key);
    return keys;
}

void PresetFlag::add(CLI::App& app) {
    flags_.push_back(add_flag(
        app,
        {"--preset", "FILE|KEY", "Common",
         "Settings to start from, of a file or built in (droplet info lists them); flags come after them."}));
}

bool PresetFlag::given() const {
    return std::any_of(flags_.begin(), flags_.end(), [](const Flag& flag) { return flag.given(); });
}

std::string PresetFlag::name() const {
    for (const Flag& flag : flags_)
        if (flag.given()) return flag.path();
    return "";
}

Preset PresetFlag::read() const {
    const std::string given = name();
    if (const BuiltinPreset* builtin = find_builtin_preset(given)) return builtin->preset;
    if (!is_path(given))
        throw Error(Fault::usage, "--preset",
                    fmt::format("'{}' is no file and no built-in preset; {}", given,
                                nearest_or_all(given, builtin_preset_keys())));
    return read_preset(given);
}

Preset PresetFlag::read(std::initializer_list<Process> processes) const {
    const BuiltinPreset* builtin = find_builtin_preset(name());
    if (builtin && builtin->sets_source)
        throw Error(
            Fault::usage, "--preset",
            fmt::format("{0} makes its own picture; valid: droplet fractal --preset {0}", builtin->key));
    if (builtin && std::find(processes.begin(), processes.end(), builtin->preset.process) == processes.end())
        throw Error(Fault::usage, "--preset",
                    fmt::format("{0} has settings of droplet {1} only; valid: droplet {1} --preset {0}",
                                builtin->key, enum_name(builtin->preset.process)));
    return read();
}

}  // namespace droplet
