#pragma once
#include "cli/job.h"
#include "cli/lab_flags.h"
#include "cli/preset_flag.h"

namespace droplet {

/// `droplet convolve INPUT -o OUT --kernel NAME|FILE`: a convolution without a window, once, again and again,
/// or of a picture that runs.
class ConvolveCommand {
 public:
    explicit ConvolveCommand(CLI::App& app);

    /// Returns the exit status; throws Error.
    int run(const CommonOptions& common, const PresetFlag& preset) const;

 private:
    Preset start_preset(const PresetFlag& preset) const;

    JobFlags job_;
    ConvolutionFlags convolution_;
    FeedFlags feed_;
};

}  // namespace droplet
