#pragma once
#include "cli/job.h"
#include "cli/lab_flags.h"
#include "cli/preset_flag.h"
#include "model/canny_params.h"

namespace droplet {

/// `droplet edges INPUT -o OUT`: Canny's edge detector without a window, or one of its stages.
class EdgesCommand {
 public:
    explicit EdgesCommand(CLI::App& app);

    /// Returns the exit status; throws Error.
    int run(const CommonOptions& common, const PresetFlag& preset) const;

 private:
    Preset start_preset(const PresetFlag& preset) const;

    JobFlags job_;
    ParamFlags<CannyParams> canny_;
    ConvolutionFlags convolution_;
    FeedFlags feed_;
};

}  // namespace droplet
