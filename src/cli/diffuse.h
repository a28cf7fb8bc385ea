#pragma once
#include "cli/job.h"
#include "cli/preset_flag.h"
#include "model/diffusion_params.h"

namespace droplet {

/// `droplet diffuse INPUT -o OUT --steps N`: Perona-Malik diffusion without a window.
class DiffuseCommand {
 public:
    explicit DiffuseCommand(CLI::App& app);

    /// Returns the exit status; throws Error.
    int run(const CommonOptions& common, const PresetFlag& preset) const;

 private:
    JobFlags job_;
    ParamFlags<DiffusionParams> diffusion_;
};

}  // namespace droplet
