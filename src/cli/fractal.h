#pragma once
#include <string>

#include "cli/frame_range.h"
#include "cli/options.h"
#include "cli/param_flags.h"
#include "cli/preset_flag.h"
#include "model/preset.h"

namespace droplet {

/// `droplet fractal -o OUT --width W --height H`: a picture or a film of the fractal without a window.
class FractalCommand {
 public:
    explicit FractalCommand(CLI::App& app);

    /// Returns the exit status; throws Error.
    int run(const CommonOptions& common, const PresetFlag& preset) const;

 private:
    PictureParams picture_params() const;
    FrameRange frames() const;
    void check_flags() const;
    Preset start_preset(const PresetFlag& preset, Size size) const;
    void apply_palette(Preset& preset) const;
    void refuse_unused(const Preset& preset) const;

    Flag output_, frames_;
    ParamFlags<PictureParams> picture_;
    ParamFlags<FractalParams> fractal_;
    Flag formula_, palette_;
};

}  // namespace droplet
