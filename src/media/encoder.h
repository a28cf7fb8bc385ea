// ffmpeg's command line and its messages.
#pragma once
#include <string>
#include <vector>

#include "media/output_path.h"
#include "model/error.h"
#include "model/image.h"

namespace droplet {

/// Reads rgb24 frames from standard input and writes the film to `target`, whatever its name looks like.
std::vector<std::string> encoder_arguments(OutputFormat format, Size size, double fps,
                                           const std::string& target);

/// Why it failed, in one line, from what it wrote on standard error and its exit status.
std::string encoder_failure(const std::string& error_output, int status);

Error missing_encoder(const std::string& path);

}  // namespace droplet
