#pragma once
#include <string>

#include "media/source_picture.h"

namespace droplet {

/// Reads INPUT, as read_source_picture() does. Throws Error, also (Fault::usage) where standard input is a
/// terminal.
SourcePicture open_source(const std::string& path, bool normalized);

}  // namespace droplet
