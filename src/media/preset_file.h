#pragma once
#include <string>

#include "model/preset.h"

namespace droplet {

/// Reads a preset, "-" is standard input. Throws Error as parse_preset does, with the path as the subject,
/// and (Fault::job) when the file cannot be read.
Preset read_preset(const std::string& path);

/// Written beside its place and renamed; "-" is standard output. Throws Error (Fault::job) when it cannot be
/// written.
void write_preset(const Preset& preset, const std::string& path);

}  // namespace droplet
