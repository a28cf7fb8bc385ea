#pragma once
#include <string>

#include "model/palette.h"

namespace droplet {

/// Reads a palette (model/palette_text.h), "-" is standard input. Throws Error as parse_palette does, with
/// the path as the subject, and (Fault::job) when the file cannot be read.
Palette read_palette(const std::string& path);

/// Whether a file is a palette rather than something else: one by a name that ends in .map, .ggr or .gpl; or
/// JSON that says so, which it must be possible to read.
bool holds_palette(const std::string& path);

/// Written beside its place and renamed; "-" is standard output. The name's end says the form: .map, .ggr,
/// else JSON, the only one that keeps all of it. Throws Error (Fault::job) when it cannot be written.
void write_palette(const Palette& palette, const std::string& path);

}  // namespace droplet
