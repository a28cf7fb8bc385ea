// What a capture was made from, found again for `droplet render`.
#pragma once
#include <memory>
#include <string>

#include "model/recipe.h"
#include "session/replay.h"

namespace droplet {

struct RenderSource {
    std::shared_ptr<const Image> image;  ///< of a video its first frame; null for a fractal
    SourceReference reference;           ///< as found, in its own size
    Replay::Frames frames;
    std::string notice;  ///< where it is another file than then: one line that names both checksums
};

/// `input` takes the place of the recipe's source; "": the file at its path, or the one of that name beside
/// the capture. Throws Error: Fault::usage for an INPUT that a fractal has no use for; Fault::job where there
/// is none, or it cannot be read.
RenderSource find_render_source(const Run& run, const std::string& capture, const std::string& input);

}  // namespace droplet
