#pragma once
#include <optional>
#include <string>

namespace droplet {

/// The comment of a film in a container that ffmpeg calls `demuxer`, read by ffprobe in a process of its own,
/// which may take a few seconds and no more. None where there is none, or it is longer than a recipe. Throws
/// Error (Fault::job): ffprobe is missing, or cannot read the file.
std::optional<std::string> film_recipe_text(const std::string& path, const std::string& demuxer);

}  // namespace droplet
