// What `droplet fractal` does once its command line is read.
#pragma once
#include <string>

#include "cli/frame_range.h"
#include "cli/options.h"
#include "model/preset.h"

namespace droplet {

struct FractalJob {
    std::string output;
    Preset preset;
    PictureParams picture;
    FrameRange frames;  ///< of a film; with an end, it may go on beyond the round that what moves makes
};

/// Makes the picture in bands, so that it need not fit in memory, or the film frame by frame. The same bits
/// for any number of threads. Ctrl-C stops it: a film is completed with the frames that there are, of a
/// picture nothing is written. Returns the exit status; throws Error.
int run_fractal_job(const FractalJob& job, const CommonOptions& common);

}  // namespace droplet
