#pragma once
#include <string>

#include "cli/job.h"
#include "cli/preset_flag.h"
#include "cli/render_job.h"

namespace droplet {

/// `droplet render PRESET|CAPTURE [INPUT] -o OUT`: what a preset, an earlier still or film, or a performance
/// describes, again.
class RenderCommand {
 public:
    explicit RenderCommand(CLI::App& app);

    /// Returns the exit status; throws Error.
    int run(const CommonOptions& common, const PresetFlag& preset) const;

 private:
    int run_preset(const std::string& name, CommonOptions common) const;
    int run_fractal(const Preset& preset, Size size, const CommonOptions& common) const;
    /// What one capture comes to be rendered with, where it goes to, and a picture in place of its source.
    struct CaptureFiles {
        std::string capture, output, input;
    };
    int run_capture(const CaptureFiles& files, Recipe recipe, const CommonOptions& common,
                    const Interrupt& interrupt) const;
    int run_captures(const CommonOptions& common) const;

    Flag what_;
    JobFlags job_;
    ParamFlags<RenderParams> size_;
};

}  // namespace droplet
