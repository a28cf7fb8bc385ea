#pragma once
#include <optional>
#include <string>

#include "media/byte_source.h"

namespace droplet {

/// Puts a comment at the end of a GIF, in place of the comments that stand there already; pictures stay as
/// they are. A GIF that breaks off ends behind its last whole picture then. Where the disk is full it ends as
/// it did before. Throws Error (Fault::job): no GIF, no picture in it, the disk.
void add_gif_comment(const std::string& path, const std::string& text);

/// The last of a GIF's comments that begins as a recipe does, of at most `most` bytes.
std::optional<std::string> gif_recipe_text(ByteSource& file, std::size_t most);

}  // namespace droplet
