#pragma once
#include <string>

#include "model/diffusion_params.h"
#include "model/operator.h"
#include "model/process.h"

namespace droplet {

/// A process and all its settings, as a file of JSON keeps them:
/// `{"droplet": "preset", "version": 1, "process": "learn", "diffusion": {"k": 0.05, …},
/// "learning": {"k": 0.2, …}, "operator": {"shape": [3, 3, 3, 3], "weights": [[[[…]]]]}}`.
struct Preset {
    Process process = Process::diffuse;
    DiffusionParams diffusion;
    LearningParams learning;
    Operator custom_operator;  ///< for StartOperator::custom; its key is left out where it has no channels

    bool operator==(const Preset&) const = default;
};

/// Keys that are missing keep their defaults; `name` is the subject of errors (files: media/preset_file.h).
/// Throws Error (Fault::usage for a key or value that is not valid, naming it, the nearest valid key and the
/// limits; Fault::job for what is no preset).
Preset parse_preset(const std::string& json, const std::string& name);
std::string preset_text(const Preset& preset);

}  // namespace droplet
