// What a capture was made from, found again.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "model/recipe.h"

namespace droplet {

struct CaptureSource {
    std::shared_ptr<const Image> image;  ///< of a video its first frame; null for a fractal
    SourceReference reference;           ///< the recipe's, with the place and the bytes that were found
    std::string notice;                  ///< one line of what differs from then; empty when nothing does
};

/// Reads what the recipe's run begins at: the file at its path, or the one of that name beside the capture,
/// whichever has the bytes of then; where neither has, the one there is, with a notice. Normalized as the
/// recipe says. Throws Error (Fault::job), its subject the source's name: it is in neither place, cannot be
/// read, or was a camera or standard input.
CaptureSource find_capture_source(const Recipe& recipe, const std::filesystem::path& capture);

/// What a run was made from, in words that continue "of": "star.jpg", "the fractal", "the test picture", "a
/// camera".
std::string source_words(const SourceReference& source);

}  // namespace droplet
