#pragma once
#include "media/atomic_file.h"
#include "media/image_io.h"
#include "model/image.h"

namespace droplet {

/// PNG of 8 or 16 bits a channel: grey or RGB, with alpha if the image has it. Row by row.
/// `options`: bit depth and recipe.
void write_png(const Image& image, const WriteOptions& options, AtomicFile& file, const std::string& name);

}  // namespace droplet
