#pragma once
#include <string>

#include "model/diffusion_params.h"
#include "model/process.h"

namespace droplet {

/// A process and all its settings, as a file of JSON keeps them:
/// `{"droplet": "preset", "version": 1, "process": "diffuse", "diffusion": {"k": 0.05, …}}`.
struct Preset {
    Process process = Process::diffuse;
    DiffusionParams diffusion;

    bool operator==(const Preset&) const = default;
};

/// Keys that are missing keep their defaults; `name` is the subject of errors (files: media/preset_file.h).
/// Throws Error (Fault::usage for a key or value that is not valid, naming it, the nearest valid key and the
/// limits; Fault::job for what is no preset).
Preset parse_preset(const std::string& json, const std::string& name);
std::string preset_text(const Preset& preset);

}  // namespace droplet
