#pragma once
#include <memory>
#include <string>

#include "model/recipe.h"

namespace droplet {

/// What a job starts from, and what its files say of that.
struct JobSource {
    std::shared_ptr<const Image> picture;
    SourceReference reference;
};

/// Reads INPUT: "" is the built-in test picture, "-" standard input. Throws Error.
JobSource open_source(const std::string& path, bool normalized);

/// What a recipe says of a file, a camera, or one of the two names above. Throws Error (Fault::job) for a
/// file that cannot be read.
SourceReference source_reference(const std::string& path, SourceKind kind, bool normalized);

}  // namespace droplet
